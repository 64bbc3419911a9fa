/** What users of `createSocket` pass and get. */
import type { CloseInfo } from '../core/close'
import type { Unsubscribe } from '../core/emitter'
import type { SocketEvents } from '../core/events'
import type { AttemptInfo, Logger, Sendable, SocketData } from '../core/ports'
import type { Codec } from '../core/settings'
import type { SocketState } from '../core/states'
import type { HistoryEntry, SocketStats } from '../core/stats'

/** Where an attempt goes: an address, or one with a header and protocols of its own. */
export type UrlAnswer =
  | string
  | {
      readonly url: string
      /** Merged over the option `header`. */
      readonly header?: Readonly<Record<string, string>>
      /** Replaces the option `protocols`. */
      readonly protocols?: readonly string[]
    }

/** Options of {@link Socket}; read once, so the object may be frozen and used again. */
export interface SocketOptions<In = SocketData, Out = Sendable> {
  /**
   * A `ws://` or `wss://` address; a list of them, tried in turn, one per attempt, where the one that opened is tried
   * first after a drop; or a function that is asked before every attempt, for a fresh token each time. What it throws
   * or rejects with fails the attempt (`url-failed`).
   */
  readonly url:
    string | readonly string[] | ((attempt: AttemptInfo) => UrlAnswer | PromiseLike<UrlAnswer>)
  /** Request header. `Referer` is the host's own and is refused. @default {} */
  readonly header?: Readonly<Record<string, string>>
  /** Sub-protocols; left out of the request when empty, since hosts fail on an unanswered offer. @default [] */
  readonly protocols?: readonly string[]
  /** Milliseconds for the url function and the handshake together. @default 10_000 */
  readonly connectTimeoutMs?: number
  /** Milliseconds that `close()` waits for the platform before the close is synthesised. @default 2_000 */
  readonly closeTimeoutMs?: number
  /** The heartbeat, or `false` for none. @default {} */
  readonly heartbeat?: HeartbeatOptions | false
  /** Reconnecting, or `false`: `closed` after the first end. @default {} */
  readonly reconnect?: ReconnectOptions | false
  /** What `send()` keeps while there is no link, or `false` for nothing. @default {} */
  readonly queue?: QueueOptions | false
  /**
   * What hiding the app does: `keep` stops the timers and asks on return; `close` also ends the link after 3 s;
   * `run` ignores hide and show (background audio, desktop). @default 'keep'
   */
  readonly background?: 'keep' | 'close' | 'run'
  /** Encodes what is sent and decodes what arrives; without one, data passes as it is. */
  readonly codec?: Codec<In, Out>
  /** Handed to `connectSocket` as they are. @default {} */
  readonly host?: HostOptions
  /** Where state changes (`info`) and unheard errors (`warn`) go. @default unheard errors to the console */
  readonly logger?: Logger
}

/** Options that only the host understands. */
export interface HostOptions {
  /** Base library 2.4.0. @default the host's, false on wx */
  readonly tcpNoDelay?: boolean
  /** Base library 2.8.0. @default the host's, false on wx */
  readonly perMessageDeflate?: boolean
  /** Mobile data also on Wi-Fi; base library 2.29.0. @default the host's, false on wx */
  readonly forceCellularNetwork?: boolean
}

/** Options of the heartbeat. Any inbound frame proves the link; no timer runs per message. */
export interface HeartbeatOptions {
  /** Milliseconds of inbound silence, then a ping. @default 10_000 */
  readonly intervalMs?: number
  /** Also ping after sending nothing for so many milliseconds, for servers that drop silent clients. @default Infinity */
  readonly outboundMs?: number
  /** Milliseconds of further silence after a ping: the link is dead. @default 10_000 */
  readonly timeoutMs?: number
  /** The same deadline for a probe (`probe()`, return to the foreground, network change). @default 3_000 */
  readonly probeTimeoutMs?: number
  /** The ping, sent raw, past codec and queue; `null` when the server pings and we only listen. @default 'ping' */
  readonly message?: Sendable | (() => Sendable) | null
  /** Whether a frame answers our ping and so is no message. @default 'pong', or the ping itself echoed */
  readonly isReply?: (data: SocketData) => boolean
  /** Answers a server's own ping: what it returns goes back, and the frame is no message. */
  readonly answer?: (data: SocketData) => Sendable | undefined
}

/** Options of reconnecting. */
export interface ReconnectOptions {
  /** Milliseconds before a retry, or a function of the retry (from 1) and the close. @default 5_000 */
  readonly delayMs?: number | ((retry: number, close: CloseInfo) => number)
  /** Retries per outage; 0 gives up at once; `Infinity` never. @default 12 */
  readonly limit?: number
  /** Every delay is drawn from ± this share of it, 0 to 1. @default 0.2 */
  readonly jitter?: number
  /** Milliseconds a link must stay open before the count starts again. @default 5_000 */
  readonly stableAfterMs?: number
  /** Whether nobody should come back after this close. @default codes 3500–3999 and 4500–4999 */
  readonly isFinal?: (close: CloseInfo) => boolean
}

/** Limits of the queue. */
export interface QueueOptions {
  /** How many messages wait. @default 100 */
  readonly maxMessages?: number
  /** Bytes, text in UTF-8. @default 1_048_576 */
  readonly maxBytes?: number
  /** Milliseconds a message may wait; looked at when the queue goes out or grows. @default Infinity */
  readonly maxAgeMs?: number
  /** Which message gives way. @default 'drop-newest' */
  readonly overflow?: 'drop-newest' | 'drop-oldest'
}

/** All that a page needs to draw itself. */
export interface SocketStatus {
  /** The state. */
  readonly state: SocketState
  /** Why nothing is tried, in `suspended`. */
  readonly why: 'background' | 'offline' | null
  /** The retry under way or due next, from 1; 0 outside an outage. */
  readonly retry: number
  /** How many retries there are; 0 with `reconnect: false`. */
  readonly limit: number
  /** When the next retry is due, wall clock in milliseconds; in `waiting` only. */
  readonly dueAtMs: number | null
  /** Whether the network is there, as far as the host said. */
  readonly online: boolean
  /** How the last link ended; `null` before the first end. */
  readonly lastClose: CloseInfo | null
}

/** A socket that stays connected. */
export interface Socket<In = SocketData, Out = Sendable> {
  /** The state. */
  readonly state: SocketState
  /** A snapshot of all that a page needs to draw itself. */
  readonly status: SocketStatus
  /** What waits for a link. */
  readonly queued: { readonly messages: number; readonly bytes: number }
  /**
   * Starts a fresh round from idle, suspended, gave-up, closing and closed; no effect elsewhere.
   * @throws {@link SocketError} E_HOST when the host has no `connectSocket`.
   */
  connect(): void
  /**
   * Drops the link and the retry timer, counts from zero and connects anew, in every state.
   * @throws {@link SocketError} E_HOST when the host has no `connectSocket`.
   */
  reconnect(): void
  /**
   * Ends the link for good, until `connect()` or `reconnect()`; prompt and idempotent in every state. What waits is
   * dropped.
   * @param code 1000 or 3000–4999. @default 1000
   * @param reason At most 123 bytes of UTF-8. @default ''
   * @throws {@link SocketError} E_CLOSE_CODE when code or reason is out of range.
   */
  close(code?: number, reason?: string): void
  /**
   * Sends, or keeps for later, in order. A message that was kept and cannot be sent after all is a `drop` event.
   * @throws {@link SocketError} E_DATA when the data cannot be encoded or is nothing that can be sent.
   */
  send(data: Out): 'sent' | 'queued' | 'dropped'
  /**
   * Sends if the link takes it at once, else forgets it: nothing is queued and no `drop` is emitted. For frames that
   * are worthless on another link (a cursor position, an acknowledgement), and for protocols that resend by themselves.
   * @returns whether the platform was handed the data; it may still refuse it later, which nobody hears of.
   * @throws {@link SocketError} E_DATA when the data cannot be encoded or is nothing that can be sent.
   */
  sendNow(data: Out): boolean
  /** Asks whether the link is alive; no answer within `probeTimeoutMs` ends it. Needs a ping to send. */
  probe(): void
  /**
   * Listens until the returned function is called.
   * @throws {@link SocketError} E_OPTION for an unknown event or a listener that is no function.
   */
  on<Name extends keyof SocketEvents<In>>(
    event: Name,
    listener: (payload: SocketEvents<In>[Name]) => void,
  ): Unsubscribe
  /** The same, for one time. */
  once<Name extends keyof SocketEvents<In>>(
    event: Name,
    listener: (payload: SocketEvents<In>[Name]) => void,
  ): Unsubscribe
  /**
   * Settles when a link is open; pends in idle. Rejects with E_CLOSED, at once in closing and closed, or with
   * E_GAVE_UP, at once in gave-up.
   */
  whenOpen(): Promise<void>
  /** Counts since `createSocket`; JSON-safe. */
  stats(): SocketStats
  /** The last 64 moves, oldest first; JSON-safe. */
  history(): readonly HistoryEntry[]
}
