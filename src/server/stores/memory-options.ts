/** What a memory store is made with. */
import { HubError } from '../errors'

/** The limits of a memory store. Everything in it is bounded, and everything in it ends. */
export interface MemoryStoreOptions {
  /** Messages held for each session. @default 1000 */
  readonly maxMessages?: number | undefined
  /** Bytes of messages held for each session; the newest is held in any case. @default 4_194_304 */
  readonly maxBytes?: number | undefined
  /** Bytes of messages held in all; beyond it, sessions that got nothing for longest lose theirs first. @default 268_435_456 */
  readonly maxTotalBytes?: number | undefined
  /** How long a message is held. @default 86_400_000 */
  readonly maxAgeMs?: number | undefined
  /** How long a session, with its rooms and streams, is remembered after its client was last connected. @default 86_400_000 */
  readonly sessionTtlMs?: number | undefined
  /** Sessions held; beyond it, the client that is away for longest loses its own. Clients that are connected keep theirs. @default 100_000 */
  readonly maxSessions?: number | undefined
  /** Streams remembered for each client: one for each run of its app. @default 64 */
  readonly maxStreams?: number | undefined
  /** Rooms that a client may be in; one more is refused with E_LIMIT. @default 1000 */
  readonly maxRooms?: number | undefined
}

export type MemoryLimits = { readonly [K in keyof MemoryStoreOptions]-?: number }

const DAY_MS = 86_400_000

const DEFAULTS: MemoryLimits = {
  maxMessages: 1_000,
  maxBytes: 4_194_304,
  maxTotalBytes: 268_435_456,
  maxAgeMs: DAY_MS,
  sessionTtlMs: DAY_MS,
  maxSessions: 100_000,
  maxStreams: 64,
  maxRooms: 1_000,
}

/** @throws {@link HubError} E_OPTION naming the option, what is accepted and what came. */
export function readMemoryOptions(options: MemoryStoreOptions): MemoryLimits {
  const names = Object.keys(DEFAULTS) as (keyof MemoryLimits)[]
  for (const name of Object.keys(options)) {
    if (names.indexOf(name as keyof MemoryLimits) < 0) {
      throw new HubError('E_OPTION', `${name} is no option; there are ${names.join(', ')}`)
    }
  }
  const limits = { ...DEFAULTS }
  for (const name of names) {
    const { [name]: value = DEFAULTS[name] } = options
    if (!(typeof value === 'number' && value >= 1)) {
      throw new HubError('E_OPTION', `${name} must be a number from 1, got ${String(value)}`)
    }
    limits[name] = value
  }
  return limits
}
