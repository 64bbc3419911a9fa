/** The hosts that a mini-program for `wx` may find itself on, in words. */
import { hostProfiles, type HostProfile, type HostProfileName } from 'miniprogram-socket/testing'
import type { Option } from './choice'

const LABELS: { readonly [Name in HostProfileName]?: string } = {
  android: 'Android',
  ios: 'iOS',
  ios15: 'iOS 15 (Promise on timers)',
  devtools: 'WeChat devtools',
  'global-close-only': 'iOS 8.0.48 (cut told globally)',
  'promise-task': 'Wrapper: connectSocket gives a promise',
  'callback-before-return': 'Wrapper: callbacks before it returns',
  'undefined-task': 'Wrapper: connectSocket gives nothing',
  'uni-app': 'uni-app',
}

/** The others have a global of another name, so code for `wx` does not run there. */
export const hostOptions: readonly Option<HostProfileName>[] = Object.entries(hostProfiles)
  .filter(([, { globalName }]) => globalName === 'wx')
  .map(([name]) => {
    const value = name as HostProfileName
    return { value, label: LABELS[value] ?? value }
  })

/** What it does to an app in the background, in a line. */
export function aboutHost(name: HostProfileName): string {
  const { suspendAfterMs, backgroundCut } = hostProfiles[name]
  const stops = Number.isFinite(suspendAfterMs)
    ? `stopped after ${seconds(suspendAfterMs)}`
    : 'never stopped'
  if (!backgroundCut) return `In the background: ${stops}, sockets stay.`
  const hears = { task: 'onClose', global: 'only wx.onSocketClose', none: 'no event' }
  const { afterMs, report } = backgroundCut
  return `In the background: ${stops}, sockets cut after ${seconds(afterMs)} (${hears[report]}).`
}

/**
 * iPhones are said not to tell an app that the screen was locked:
 * https://developers.weixin.qq.com/community/develop/doc/000cc62e158748d39a57cf32251800
 */
export const locksSilently = ({ platform }: HostProfile): boolean => platform === 'ios'

const seconds = (ms: number) => `${ms / 1000} s`
