/** How a link ended, and how the platform's words become one of our causes (rule R13). */
import { SocketError, type SocketErrorCode, redact } from './errors'

/** A failure as the platform tells it. */
export interface Failure {
  /** The platform's own words. */
  readonly text: string
  /** The platform's number, where it gives one. */
  readonly errno?: number | undefined
  /** What was thrown or handed over, as it came. */
  readonly raw?: unknown
}

/** Why a link ended. */
export type CloseCause =
  | 'app'
  | 'server'
  | 'network'
  | 'connect-failed'
  | 'connect-timeout'
  | 'heartbeat-timeout'
  | 'interrupted'
  | 'too-many-sockets'
  | 'url-failed'
  | 'domain-not-allowed'

/** The end of a link. */
export interface CloseInfo {
  /** The close code: the server's, the one the app asked for, or 1006 where there is none. */
  readonly code: number
  /** The close reason, `''` where there is none. */
  readonly reason: string
  /** The platform reported the close, it was the app's or the server's doing, and the code is a real one. */
  readonly wasClean: boolean
  /** Who or what ended it. */
  readonly cause: CloseCause
  /** The socket goes on without a call: it is waiting for its retry, or for the app or the network to return. */
  readonly willReconnect: boolean
}

/** The end of a link before it is decided what comes next. */
export interface Ending {
  readonly end: Omit<CloseInfo, 'willReconnect'>
  /** What is emitted with it: the platform reported an error, or we declare one (E2). */
  readonly error?: SocketError | undefined
}

/** The app's own end. */
export const endByApp = (code = 1000, reason = '', wasClean = false): Ending => ({
  end: { code, reason, wasClean, cause: 'app' },
})

/** An end that the platform did not report: we declare it; without a text it is no error, but what was asked for. */
export const declareEnd = (cause: CloseCause, text?: string): Ending => ({
  end: { code: 1006, reason: '', wasClean: false, cause },
  error: text === undefined ? text : endError(cause, text),
})

/** An end that the platform reported. A specific cause from the error wins; code and reason come from the close. */
export function readEnd(
  wasOpen: boolean,
  failure: Failure | null,
  close: { readonly code?: number | undefined; readonly reason?: string | undefined } = {},
): Ending {
  const code = Number(close.code) || 1006
  const reason = redact(String(close.reason || ''))
  const { text = '', errno, raw = text } = failure || {}
  const cause = causeOf(wasOpen, `${text} ${reason}`, errno, code)
  return {
    end: { code, reason, wasClean: cause === 'server', cause },
    error: failure ? endError(cause, redact(text), raw) : undefined,
  }
}

// The texts are collected from clients and devtools: substrings only, they vary by client and version.
// https://developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno.html
function causeOf(
  wasOpen: boolean,
  text: string,
  errno: number | undefined,
  code: number,
): CloseCause {
  if (errno === 600003 || /interrupted/i.test(text)) return 'interrupted'
  if (wasOpen) {
    const isMadeUp = code === 1005 || code === 1006 || code === 1015
    return isMadeUp || /stream end encountered/i.test(text) ? 'network' : 'server'
  }
  if (errno === 600007 || /(exceed|reach) max|max task/i.test(text)) return 'too-many-sockets'
  if (errno === 600002 || /domain list/i.test(text)) return 'domain-not-allowed'
  return /timed out|timeout|timer expired/i.test(text) ? 'connect-timeout' : 'connect-failed'
}

const CODES: { readonly [cause in CloseCause]?: SocketErrorCode } = {
  'connect-failed': 'E_CONNECT',
  'connect-timeout': 'E_CONNECT_TIMEOUT',
  'heartbeat-timeout': 'E_HEARTBEAT',
  interrupted: 'E_INTERRUPTED',
  'too-many-sockets': 'E_TOO_MANY_SOCKETS',
  'domain-not-allowed': 'E_DOMAIN',
}

function endError(cause: CloseCause, text: string, raw?: unknown): SocketError {
  const hint =
    cause === 'domain-not-allowed'
      ? ' (add it in the mini-program console, Development settings)'
      : ''
  return new SocketError(
    CODES[cause] || 'E_NETWORK',
    text ? `${cause}${hint}: ${text}` : cause + hint,
    raw,
  )
}
