/** The events of a socket. */
import type { SocketError } from '../core/errors'
import { Event, type EventInit } from './event-target'

/** Options of a {@link MessageEvent}. */
export interface MessageEventInit extends EventInit {
  /** What arrived. @default null */
  readonly data?: unknown
  /** Scheme, host and port of the socket. @default '' */
  readonly origin?: string
}

/** A frame arrived. */
export class MessageEvent extends Event {
  /** Text, or an `ArrayBuffer`. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as in the standard
  readonly data: any
  /** Scheme, host and port of the socket. */
  readonly origin: string

  constructor(type: string, init: MessageEventInit = {}) {
    super(type, init)
    const { data = null, origin = '' } = init
    this.data = data
    this.origin = origin
  }
}

/** Options of a {@link CloseEvent}. */
export interface CloseEventInit extends EventInit {
  /** The close was reported, with a real code. @default false */
  readonly wasClean?: boolean
  /** The close code. @default 0 */
  readonly code?: number
  /** The close reason. @default '' */
  readonly reason?: string
}

/** The connection is over. */
export class CloseEvent extends Event {
  /** The platform reported the close, and its code is a real one. */
  readonly wasClean: boolean
  /** The close code; 1006 where there is none. */
  readonly code: number
  /** The close reason; `''` where there is none. */
  readonly reason: string

  constructor(type: string, init: CloseEventInit = {}) {
    super(type, init)
    const { wasClean = false, code = 0, reason = '' } = init
    this.wasClean = wasClean
    this.code = code
    this.reason = reason
  }
}

/** The connection failed; `close` follows. In browsers the event says nothing; here it says why. */
export class ErrorEvent extends Event {
  /** What happened, with the host's own words. */
  readonly message: string
  /** The same, with a `code` to branch on. */
  readonly error: SocketError

  constructor(type: string, { error }: { readonly error: SocketError }) {
    super(type)
    this.message = error.message
    this.error = error
  }
}
