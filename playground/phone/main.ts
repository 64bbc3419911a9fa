/** The page of one phone. Its address says which: `/phone/?id=left&profile=ios&theme=dark&path=…&query=…`. */
import { hostProfiles, type HostProfileName } from 'miniprogram-socket/testing'
import '../built-ins/built-ins.css'
import './chrome/chrome.css'
import { createPhone } from './create-phone'
import { readMiniProgram } from './mini-program/mini-program'
import './phone.css'

const wanted = new URLSearchParams(location.search)
const profile = wanted.get('profile') ?? 'android'

const language = wanted.get('language') ?? 'en'

document.documentElement.lang = language.replace('_', '-')
window.phone = createPhone(readMiniProgram(), document.body, {
  id: wanted.get('id') ?? 'phone',
  profile: (profile in hostProfiles ? profile : 'android') as HostProfileName,
  theme: wanted.get('theme') === 'dark' ? 'dark' : 'light',
  language,
  path: wanted.get('path') ?? '',
  query: wanted.get('query') ?? '',
})
