/** The options as the core uses them: checked, complete, its own. */
import type { CloseInfo } from './close'
import type { Logger, Sendable, SocketData } from './ports'
import type { QueueLimits } from './outbox'

/** Encodes what the app sends and decodes what arrives. */
export interface Codec<In, Out> {
  /** Runs inside `send()`; what it throws reaches the caller as E_DATA. */
  encode(data: Out): Sendable
  /** Runs before `message`; what it throws is an `error` E_DECODE, and the link lives. */
  decode(data: SocketData): In
}

export interface HeartbeatSettings {
  readonly intervalMs: number
  readonly outboundMs: number
  readonly timeoutMs: number
  readonly probeTimeoutMs: number
  readonly message: Sendable | (() => Sendable) | null
  readonly isReply: ((data: SocketData) => boolean) | undefined
  readonly answer: ((data: SocketData) => Sendable | undefined) | undefined
}

export interface ReconnectSettings {
  readonly delayMs: number | ((retry: number, close: CloseInfo) => number)
  readonly limit: number
  readonly jitter: number
  readonly stableAfterMs: number
  readonly isFinal: (close: CloseInfo) => boolean
}

export interface Settings<In, Out> {
  readonly connectTimeoutMs: number
  readonly closeTimeoutMs: number
  /** `false` is one that asks nothing and waits for ever. */
  readonly heartbeat: HeartbeatSettings
  /** `false` is one where every close is final. */
  readonly reconnect: ReconnectSettings
  readonly queue: QueueLimits | null
  readonly background: 'keep' | 'close' | 'run'
  readonly codec: Codec<In, Out> | undefined
  readonly host: object
  readonly logger: Logger | undefined
}
