/** The errors of the server half. */

/** What went wrong, as a constant to branch on. */
export type HubErrorCode =
  /** An option is not what it must be. */
  | 'E_OPTION'
  /** An argument of a method is not what it must be. */
  | 'E_ARGUMENT'
  /** A payload is no JSON value, or too large. */
  | 'E_BODY'
  /** The hub is closed. */
  | 'E_CLOSED'
  /** A limit of the store is reached. */
  | 'E_LIMIT'
  /** The store could not be reached. */
  | 'E_STORE'
  /** `authenticate` threw something else than a refusal, or answered no client id. */
  | 'E_AUTHENTICATE'
  /** `onMessage` threw something else than a refusal, did not settle in time, or answered no JSON value. */
  | 'E_MESSAGE'
  /** A listener threw. */
  | 'E_LISTENER'

/** The error of the server half. Tell it apart with {@link isHubError} and `code`, never by its text. */
export class HubError extends Error {
  /** The kind of failure. */
  readonly code: HubErrorCode
  /** The brand that {@link isHubError} looks for; it survives two copies of this package. */
  readonly isHubError: true
  /** What was thrown, where something was. */
  declare readonly cause?: unknown

  constructor(code: HubErrorCode, message: string, cause?: unknown) {
    super(message)
    this.name = 'HubError'
    this.code = code
    this.isHubError = true
    if (cause !== undefined) Object.defineProperty(this, 'cause', { value: cause })
  }
}

/** Whether `value` is a {@link HubError}, also one of another copy of this package. */
export const isHubError = (value: unknown): value is HubError =>
  (Object(value) as Partial<HubError>).isHubError === true

/**
 * Thrown by `onMessage`: this message is not taken; its sender hears the reason, and it counts as dealt with. Thrown by
 * `authenticate`: this connection is not let in.
 */
export class Refusal extends Error {
  /** In `authenticate`: the close code. */
  readonly closeCode: number | undefined
  /** The brand that tells it from a mistake, across two copies of this package. */
  readonly isRefusal: true

  /**
   * @param reason What the client is told; in `authenticate` at most 123 bytes of it.
   * @param closeCode In `authenticate`: what the connection is closed with, 4000 to 4999; below 4500 the client comes
   *   back, as it should when the user database is down. @default 4503
   */
  constructor(reason: string, closeCode?: number) {
    super(reason)
    this.name = 'Refusal'
    this.closeCode = closeCode
    this.isRefusal = true
  }
}

/** Whether `value` is a {@link Refusal}, also one of another copy of this package. */
export const isRefusal = (value: unknown): value is Refusal =>
  (Object(value) as Partial<Refusal>).isRefusal === true &&
  typeof (value as Partial<Refusal>).message === 'string'
