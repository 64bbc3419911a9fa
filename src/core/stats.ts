/** What a socket counts and remembers, for `stats()` and `history()`: plain data, safe to print. */
import type { StateChange } from './states'

/** Everything since `createSocket`; JSON-safe, without addresses or payloads. */
export interface SocketStats {
  /** Attempts begun. */
  readonly attempts: number
  /** Links that opened. */
  readonly links: number
  /** Retries spent. */
  readonly retries: number
  /** Messages handed to the platform and not reported as failed. Pings and answers do not count. */
  readonly messagesSent: number
  /** Their size, text in UTF-8. */
  readonly bytesSent: number
  /** Frames that arrived, replies to pings included. */
  readonly messagesReceived: number
  /**
   * Size of the text frames among them, in UTF-16 units. Not in bytes: on iOS, where no JIT helps, measuring a
   * frame in UTF-8 costs more than delivering it.
   */
  readonly charactersReceived: number
  /** Size of the binary frames among them. */
  readonly bytesReceived: number
  /** Messages given up on, one `drop` each. */
  readonly drops: number
  /** The last round trip, from ping to reply, in milliseconds. */
  readonly rttMs: number | null
  /** The host's timings of the last handshake, as they came. */
  readonly profile: object | null
  /** When the last link opened, wall clock in milliseconds. */
  readonly openedAtMs: number | null
  /** When the last link ended, wall clock in milliseconds. */
  readonly endedAtMs: number | null
}

/** The same, while it is counted. */
export type Counters = { -readonly [K in keyof SocketStats]: SocketStats[K] }

export const createCounters = (): Counters => ({
  attempts: 0,
  links: 0,
  retries: 0,
  messagesSent: 0,
  bytesSent: 0,
  messagesReceived: 0,
  charactersReceived: 0,
  bytesReceived: 0,
  drops: 0,
  rttMs: null,
  profile: null,
  openedAtMs: null,
  endedAtMs: null,
})

/** One move: JSON-safe, without addresses or payloads. */
export interface HistoryEntry extends StateChange {
  /** When, wall clock in milliseconds. */
  readonly atMs: number
}

/** How many moves are remembered. */
export const MAX_HISTORY = 64
