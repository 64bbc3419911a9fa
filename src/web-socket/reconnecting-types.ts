/** What users of `ReconnectingWebSocket` pass and see. */
import type { SocketData } from '../core/ports'
import type { Socket, SocketOptions } from '../socket/types'
import type { CloseEvent } from './events'
import type { ReadyStates, SendData, WebSocketSurface } from './types'

/** An address, or a function that is asked before every attempt, for a fresh token each time. */
export type UrlProvider = string | (() => string | PromiseLike<string>)

type Protocols = string | readonly string[] | null | undefined

/** Sub-protocols, or a function that is asked before every attempt. */
export type ProtocolsProvider = Protocols | (() => Protocols | PromiseLike<Protocols>)

/** Options of `createSocket` that the other libraries have no word for. */
export type SocketExtras = Pick<
  SocketOptions,
  'header' | 'closeTimeoutMs' | 'heartbeat' | 'background' | 'host' | 'logger'
>

/**
 * Options of {@link ReconnectingWebSocket}, as reconnecting-websocket and partysocket name them. Theirs for another
 * class, `WebSocket`, is refused: the host's own sockets are used.
 */
export interface ReconnectingOptions {
  /** Milliseconds that no delay is longer than, before ±20 %. @default 10_000 */
  readonly maxReconnectionDelay?: number
  /** Milliseconds before the first retry, before ±20 %. @default 3_000 */
  readonly minReconnectionDelay?: number
  /** What each further delay is multiplied with, from 1 to 100. @default 1.3 */
  readonly reconnectionDelayGrowFactor?: number
  /** Milliseconds a link must stay open before the retries are counted anew. @default 5_000 */
  readonly minUptime?: number
  /** Milliseconds for the url function and the handshake together. @default 4_000 */
  readonly connectionTimeout?: number
  /** Retries per outage; 0 gives up at once. @default Infinity */
  readonly maxRetries?: number
  /** How many messages wait for a link; one more is dropped. @default Infinity */
  readonly maxEnqueuedMessages?: number
  /** Starts nothing before `reconnect()`. @default false */
  readonly startClosed?: boolean
  /** Writes every change of state to `debugLogger`. @default false */
  readonly debug?: boolean
  /** Where `debug` writes to. @default the console, where there is one */
  readonly debugLogger?: (...args: unknown[]) => void
  /** Whether to come back after this close; asked once per link that ended. @default always */
  readonly shouldReconnectOnClose?: (event: CloseEvent) => boolean
  /** Options of `createSocket` without a name in the other libraries. The heartbeat is off unless it is asked for here. @default {} */
  readonly socket?: SocketExtras
}

/** The surface of a standard `WebSocket` over a {@link Socket}: it comes back by itself. */
export interface ReconnectingWebSocket extends WebSocketSurface {
  /** The socket below, for what a `WebSocket` has no word for: `on('giveup')`, `on('drop')`, `status`, `stats()`. */
  readonly socket: Socket<SocketData>
  /** The retry under way or due next, from 1; 0 outside an outage. */
  readonly retryCount: number
  /** Whether it comes back without a call: not before the first `reconnect()` with `startClosed`, nor after `close()`. */
  readonly shouldReconnect: boolean
  /** Sends, or keeps for later, in order. */
  send(data: SendData): 'sent' | 'queued' | 'dropped'
  /**
   * Ends the connection until `reconnect()`; what waits is dropped.
   * @param code 1000 or 3000–4999. @default 1000
   * @param reason At most 123 bytes of UTF-8. @default ''
   * @throws InvalidAccessError for another code, SyntaxError for a longer reason.
   */
  close(code?: number, reason?: string): void
  /** Drops the link and the retry timer, counts from zero and connects now, in every state. */
  reconnect(): void
}

/** The class of {@link ReconnectingWebSocket}. */
export interface ReconnectingWebSocketClass extends ReadyStates {
  /**
   * Starts connecting, unless `startClosed`.
   * @throws SyntaxError for an address or sub-protocols that the standard refuses, SocketError E_OPTION naming the
   * option, E_HOST when the host has no sockets.
   */
  new (
    url: UrlProvider,
    protocols?: ProtocolsProvider,
    options?: ReconnectingOptions,
  ): ReconnectingWebSocket
  /** The prototype of all instances. */
  readonly prototype: ReconnectingWebSocket
}
