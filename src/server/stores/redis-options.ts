/** Reads and checks what a Redis store is made with. */
import { HubError } from '../errors'
import { refuse } from '../options'
import type { SessionLimits } from './redis-session-scripts'

/** What a Redis store is made with. The same in every process. */
export interface RedisStoreOptions {
  /** What every key and the channel begin with; two services on one Redis need two. @default 'miniprogram-socket' */
  readonly prefix?: string | undefined
  /** Messages held for each session. @default 1000 */
  readonly maxMessages?: number | undefined
  /** Bytes of messages held for each session; the newest is held in any case. @default 4_194_304 */
  readonly maxBytes?: number | undefined
  /** How long a message is held. @default 86_400_000 */
  readonly maxAgeMs?: number | undefined
  /** How long a session, with its rooms and streams, is remembered after its client was last connected. @default 86_400_000 */
  readonly sessionTtlMs?: number | undefined
  /** Streams remembered for each client: one for each run of its app. @default 64 */
  readonly maxStreams?: number | undefined
  /** Rooms that a client may be in; one more is refused with E_LIMIT. @default 1000 */
  readonly maxRooms?: number | undefined
  /** How long it is known when a client was last seen. @default 2_592_000_000 */
  readonly lastSeenTtlMs?: number | undefined
  /** How long Redis may take to answer; then the call rejects and the connection is made anew. @default 3_000 */
  readonly commandTimeoutMs?: number | undefined
  /** How often it is tried whether notices still arrive. @default 5_000 */
  readonly checkMs?: number | undefined
  /** Hears what the connections to Redis report, for a log: calls that fail reject anyway. @default nobody */
  readonly onError?: ((error: unknown) => void) | undefined
}

/** Options as read: everything is there. */
export interface RedisStoreSettings extends SessionLimits {
  readonly prefix: string
  readonly lastSeenTtlMs: number
  readonly commandTimeoutMs: number
  readonly checkMs: number
  readonly onError: Report
}

type Report = (error: unknown) => void

const DAY_MS = 86_400_000
/** Numbers from here on are written otherwise in Lua. */
const MAX = 1e14
/** The longest delay a timer takes. */
const MAX_TIMER_MS = 2_147_483_647

const DEFAULTS: RedisStoreSettings = {
  prefix: 'miniprogram-socket',
  maxMessages: 1_000,
  maxBytes: 4_194_304,
  maxAgeMs: DAY_MS,
  sessionTtlMs: DAY_MS,
  maxStreams: 64,
  maxRooms: 1_000,
  lastSeenTtlMs: 30 * DAY_MS,
  commandTimeoutMs: 3_000,
  checkMs: 5_000,
  onError: () => undefined,
}

const TIMERS: readonly string[] = ['commandTimeoutMs', 'checkMs']

/** @throws {@link HubError} E_OPTION naming the option, what is accepted and what came. */
export function readRedisOptions(options: RedisStoreOptions): RedisStoreSettings {
  if (typeof options !== 'object' || options === null)
    return refuse('options', 'an object', options)
  const settings: Record<string, unknown> = { ...DEFAULTS }
  const names = Object.keys(DEFAULTS)
  for (const name of Object.keys(options)) {
    if (names.indexOf(name) < 0) {
      throw new HubError('E_OPTION', `${name} is no option; there are ${names.join(', ')}`)
    }
    const value = options[name as keyof RedisStoreOptions]
    if (value !== undefined) settings[name] = check(name, value)
  }
  return settings as unknown as RedisStoreSettings
}

/** A log that fails must not end the process, nor keep the store from going on. */
const safely =
  (report: Report): Report =>
  (error) => {
    try {
      report(error)
    } catch {
      return
    }
  }

function check(name: string, value: unknown): unknown {
  if (name === 'onError') {
    return typeof value === 'function' ? safely(value as Report) : refuse(name, 'a function', value)
  }
  if (name === 'prefix') {
    // Braces would decide about the slot of every key.
    return typeof value === 'string' && /^[^{}]+$/.test(value)
      ? value
      : refuse(name, 'a text without { and }', value)
  }
  const max = TIMERS.indexOf(name) >= 0 ? MAX_TIMER_MS : MAX
  return Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= max
    ? value
    : refuse(name, `a whole number from 1 to ${max}`, value)
}
