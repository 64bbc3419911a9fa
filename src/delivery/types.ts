/** What users of `createDelivery` pass and get. */
import type { Unsubscribe } from '../core/emitter'
import type { SocketError } from '../core/errors'
import type { FrameNames } from '../protocol/frame-codec'
import type { Storage } from '../core/ports'

/** Options of {@link Delivery}; read once. */
export interface DeliveryOptions {
  /**
   * Milliseconds after which a message that nobody acknowledged is given up.
   * @default 60_000, with a storage 86_400_000
   */
  readonly ttlMs?: number
  /** Milliseconds without an acknowledgement, then what is under way is sent again. @default 10_000 */
  readonly ackTimeoutMs?: number
  /** Milliseconds that a request waits for its reply. @default 30_000 */
  readonly requestTimeoutMs?: number
  /** How many messages may be unacknowledged, waiting ones included. @default 1000 */
  readonly maxMessages?: number
  /** Bytes, JSON in UTF-8, that these may be together. @default 1_048_576 */
  readonly maxBytes?: number
  /** Where unacknowledged messages survive the app: `wxStorage()`, or one of your own. @default none */
  readonly storage?: Storage
  /** Whose messages these are: what one identity left in the storage, no other one sends. Required with `storage`. */
  readonly identity?: string
  /** Other names for types and fields of the protocol, to speak to a backend that has its own. @default {} */
  readonly names?: FrameNames
}

/** A message arrived at the server. */
export interface Receipt {
  /** Names the message, for the server as well. */
  readonly id: string
  /** How often it was sent until it was acknowledged. */
  readonly sends: number
}

/** A message that is not acknowledged. */
export interface PendingMessage {
  /** Names the message, for the server as well. */
  readonly id: string
  /** What was handed to `send()`; bytes that were restored are an ArrayBuffer. */
  readonly payload: unknown
  /** When `send()` was called, wall clock in milliseconds. */
  readonly createdAtMs: number
  /** When it is given up, wall clock in milliseconds. */
  readonly expiresAtMs: number
  /** How often it was sent in this run of the app. */
  readonly sends: number
  /** Whether it is in the storage, so that it survives the app being killed. */
  readonly isSaved: boolean
}

/** The events of a delivery and what each carries. */
export interface DeliveryEvents {
  /** A message arrived: once, and in order. `id` is the same if it is shown again after the app was killed. */
  message: { readonly id: string; readonly body: unknown }
  /**
   * Messages are missing for good, `missed` of them or an unknown number (`null`): the server lost its memory, or held
   * no more than it does. Time to fetch what the page needs.
   */
  gap: { readonly reason: 'memory-lost' | 'overflow'; readonly missed: number | null }
  /** Messages flow again; `isResumed` where the server went on with the session of before. */
  resumed: { readonly client: string; readonly isResumed: boolean }
  /** A message of `send()` was acknowledged. */
  delivered: { readonly id: string; readonly payload: unknown }
  /** A message of `send()` was given up after its `ttlMs`. */
  expired: { readonly id: string; readonly payload: unknown }
  /** The server, or a limit, would not have a message of `send()`. */
  refused: { readonly id: string; readonly payload: unknown; readonly reason: string }
  /** Unacknowledged messages of an earlier run were found in the storage, and go out first. */
  restored: { readonly messages: readonly PendingMessage[] }
  /** Something failed that no call could tell: E_PROTOCOL, E_IDENTITY, E_STORAGE or E_LISTENER. */
  error: SocketError
}

/** Makes messages arrive: once, in order, across reconnects, and with a storage across the app being killed. */
export interface Delivery {
  /** The messages of `send()` that are not acknowledged, in the order in which they go out; a snapshot. */
  readonly pending: readonly PendingMessage[]
  /**
   * Sends a JSON value, or bytes, as soon as there is a link and as often as it takes. The promise always settles; when
   * nobody looks at it, its rejection is not reported, since `delivered`, `expired` and `refused` tell the same.
   * Rejects with E_EXPIRED, with E_OVERFLOW when too much is unacknowledged, with E_REFUSED when the server will not
   * have it, with E_CLOSED after `clear()` or `stop()`.
   * @throws {@link SocketError} E_DATA when the payload has no JSON; E_OPTION for a bad option.
   */
  send(payload: unknown, options?: { readonly ttlMs?: number }): Promise<Receipt>
  /**
   * Sends like `send()` and settles with the reply, also when that comes over a later link. It is not kept in the
   * storage. Rejects with E_TIMEOUT, with E_REFUSED and the server's words, with E_OVERFLOW or E_CLOSED.
   * @throws {@link SocketError} E_DATA when the payload has no JSON; E_OPTION for a bad option.
   */
  request(payload: unknown, options?: { readonly timeoutMs?: number }): Promise<unknown>
  /**
   * Listens until the returned function is called.
   * @throws {@link SocketError} E_OPTION for an unknown event or a listener that is no function.
   */
  on<Name extends keyof DeliveryEvents>(
    event: Name,
    listener: (payload: DeliveryEvents[Name]) => void,
  ): Unsubscribe
  /**
   * For sign-out: gives up what is pending, forgets the session and removes all that this identity has in the storage.
   * Until the next link nothing is sent or heard; close the socket first. Rejects with E_STORAGE when something could
   * not be removed.
   */
  clear(): Promise<void>
  /** Lets go of the socket, for good; what is pending is rejected, and stays in the storage for the next run. */
  stop(): void
}
