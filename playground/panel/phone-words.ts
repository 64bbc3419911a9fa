/** What was done to a phone, in words for the timeline. */
import type { HostProfile } from 'miniprogram-socket/testing'
import { locksSilently } from './hosts'
import type { Life, NetworkName, PhoneSettings } from './phone-settings'

export function describeLife(profile: HostProfile, from: Life, to: Life): string {
  if (to === 'foreground')
    return from === 'locked' ? 'unlocked the phone' : 'back to the foreground'
  if (to === 'background') return 'to the background'
  return locksSilently(profile)
    ? 'locked the phone; this host does not tell the app'
    : 'locked the phone'
}

const NETWORKS: { readonly [Name in NetworkName]: string } = {
  wifi: 'Wi-Fi',
  '4g': '4G',
  none: 'none',
}

export function describeChange(patch: Partial<PhoneSettings>): string {
  const { network, isBlackHole, delayMs, theme, profile, language, path } = patch
  const words = [
    network && `network: ${NETWORKS[network]}`,
    isBlackHole !== undefined && `black hole ${isBlackHole ? 'on' : 'off'}`,
    delayMs !== undefined && (delayMs === 0 ? 'no delay' : `delay: ${delayMs} ms each way`),
    theme && `theme: ${theme}`,
    profile && `host: ${profile}; opened again`,
    language && `language: ${language}; opened again`,
    path !== undefined && `opened again at ${path === '' ? 'its first page' : path}`,
  ]
  return words.filter(Boolean).join(', ')
}
