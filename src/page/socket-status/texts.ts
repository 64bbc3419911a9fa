/** What the bar says, and when it says it. */
import type { SocketStatus } from '../../socket/types'

/** What is wrong, in the order of how bad it is. */
export type Trouble = 'connecting' | 'reconnecting' | 'offline' | 'replaced' | 'signedOut' | 'lost'

/** A text for each trouble; `{retry}` and `{limit}` stand for the counts. */
export type Texts = Readonly<Record<Trouble, string>>

const ENGLISH: Texts = {
  connecting: 'Connecting…',
  reconnecting: 'Reconnecting {retry}/{limit}…',
  offline: 'No network',
  replaced: 'Signed in on another device',
  signedOut: 'Signed out',
  lost: 'Connection lost. Tap to retry',
}

const CHINESE: Texts = {
  connecting: '正在连接…',
  reconnecting: '正在重连 {retry}/{limit}…',
  offline: '网络不可用',
  replaced: '账号已在其他设备登录',
  signedOut: '登录已失效',
  lost: '连接已断开，点击重试',
}

/** The texts of the app's language: Chinese of any kind, or else English. */
export const textsFor = (language: string): Texts => (/^zh/i.test(language) ? CHINESE : ENGLISH)

/** Codes of the package's own server (docs/server.md): nobody is helped by connecting again. */
const KICKS: Readonly<Record<number, Trouble>> = {
  4501: 'signedOut',
  4502: 'replaced',
  4503: 'signedOut',
}

/** What is wrong with a socket; undefined when nothing is, or nothing that its user did not ask for. */
export function troubleOf({ state, why, retry, lastClose }: SocketStatus): Trouble | undefined {
  switch (state) {
    case 'waiting':
    case 'connecting':
      return retry ? 'reconnecting' : 'connecting'
    case 'suspended':
      return why === 'offline' ? 'offline' : undefined
    case 'gave-up':
      return 'lost'
    case 'closed':
      if (!lastClose) return undefined
      // Where a phone loses the code of a close, delivery closes with the code of the server's bye.
      return KICKS[lastClose.code] || (lastClose.cause === 'app' ? undefined : 'lost')
    default:
      return undefined
  }
}

/** Whether it may be gone in a moment, by itself. */
export const mayPass = (trouble: Trouble): boolean => /ing$|^off/.test(trouble)

/** Fills the counts in; without an end of retries, `/{limit}` is left out. */
export const fill = (text: string, { retry, limit }: SocketStatus): string =>
  text
    .replace(isFinite(limit) ? '' : '/{limit}', '')
    .split('{retry}')
    .join(`${retry}`)
    .split('{limit}')
    .join(isFinite(limit) ? `${limit}` : '∞')
