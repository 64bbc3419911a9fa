/** What went wrong, as a constant to branch on. docs/errors.md says what to do about each. */
export type SocketErrorCode =
  | 'E_OPTION'
  | 'E_HOST'
  | 'E_URL'
  | 'E_CONNECT'
  | 'E_CONNECT_TIMEOUT'
  | 'E_NETWORK'
  | 'E_HEARTBEAT'
  | 'E_HEARTBEAT_UNANSWERED'
  | 'E_INTERRUPTED'
  | 'E_TOO_MANY_SOCKETS'
  | 'E_DOMAIN'
  | 'E_DATA'
  | 'E_CLOSE_CODE'
  | 'E_DECODE'
  | 'E_LISTENER'
  | 'E_CALLBACK'
  | 'E_CLOSED'
  | 'E_GAVE_UP'
  | 'E_EXPIRED'
  | 'E_OVERFLOW'
  | 'E_REFUSED'
  | 'E_TIMEOUT'
  | 'E_PROTOCOL'
  | 'E_STORAGE'
  | 'E_IDENTITY'

/** The ends of a link, all but a refused domain, and what took too long or found no room: it may do better next time. */
const RETRYABLE =
  /URL|CONNECT|NETWORK|HEARTBEAT$|INTERRUPTED|SOCKETS|EXPIRED|OVERFLOW|TIMEOUT|STORAGE/

/** The one error of this package. Tell it apart with {@link isSocketError} and `code`, never by its text. */
export class SocketError extends Error {
  /** The kind of failure. */
  readonly code: SocketErrorCode
  /** Whether the same thing may succeed later without a change to the program. */
  readonly retryable: boolean
  /** The brand that {@link isSocketError} looks for; it survives two copies of this package in one app. */
  readonly isSocketError: true
  /** The platform's own error or text, where there is one. Not enumerable: it may hold a secret. */
  declare readonly cause?: unknown

  constructor(code: SocketErrorCode, message: string, cause?: unknown) {
    super(message)
    // Own properties only: an old ES5 compile of the app loses the prototype of an Error's subclass.
    this.name = 'SocketError'
    this.code = code
    this.retryable = RETRYABLE.test(code)
    this.isSocketError = true
    if (cause !== undefined) Object.defineProperty(this, 'cause', { value: cause })
  }
}

/** Whether `value` is a {@link SocketError}, also one of another copy of this package. */
export const isSocketError = (value: unknown): value is SocketError =>
  (Object(value) as Partial<SocketError>).isSocketError === true

/** A value for an error text: of a string, which may hold a secret, and of objects only type and length (E6). */
export function describe(value: unknown): string {
  if (typeof value !== 'string' && Object(value) !== value) return String(value)
  const { byteLength, length = byteLength } = value as Partial<Uint8Array>
  const type = Array.isArray(value) ? 'array' : typeof value
  return typeof length === 'number' ? `${type} of length ${length}` : type
}

const ADDRESS = /(\w+:\/\/)(?:[^\s/?#]*@)?([^\s/?#"']*)\S*/g

/** Cuts every address in a text down to scheme and host (E6). */
export function redact(text: string): string {
  return text.replace(ADDRESS, '$1$2')
}
