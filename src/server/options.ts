/** Reads and checks what a hub is made with. */
import type { FrameNames } from '../protocol/frame-codec'
import { HubError } from './errors'
import { faultOfNames } from './names'
import type { Store } from './store'
import type { HubRequest, Message } from './types'

/** What a hub is made with. */
export interface HubOptions<Request extends HubRequest = HubRequest> {
  /**
   * Says whose connection a request opens: an id of 1 to 256 characters. Asked once per connection. Throw a `Refusal` to
   * keep it out (closed with 4503, the client stays away); anything else that is thrown does the same and is an `error`.
   */
  readonly authenticate: (request: Request) => string | Promise<string>
  /**
   * Deals with a message. It is acknowledged when what this returns has settled; a request is answered with its value. Messages of
   * one client run come one after another. Throw a `Refusal` to reject it; anything else that is thrown rejects
   * it with 'internal error' and is an `error`. @default messages are acknowledged, requests answered with null
   */
  readonly onMessage?: ((message: Message) => unknown) | undefined
  /** What the hub remembers, and where. @default memoryStore() */
  readonly store?: Store | undefined
  /** `'one'`: a client's new connection closes those of its other devices with 4502. @default 'several' */
  readonly connections?: 'several' | 'one' | undefined
  /**
   * Which pages may connect: their origins (`https://example.com`), or a function that says so. Asked only when a request
   * names an origin, as browsers do. @default the host that the request went to, and https://servicewechat.com
   */
  readonly allowOrigin?:
    readonly string[] | ((origin: string, request: Request) => boolean) | undefined
  /** Other names for types and fields, as in the client's `names`. */
  readonly names?: FrameNames | undefined
  /** The largest message that is taken or sent, in bytes. Give the WebSocket server the same `maxPayload`. @default 1_048_576 */
  readonly maxFrameBytes?: number | undefined
  /** How many messages a client may have unacknowledged, and the hub towards a client. @default 64 */
  readonly window?: number | undefined
  /** Connections to this hub; more are closed with 4003. @default Infinity */
  readonly maxConnections?: number | undefined
  /** Connections of one client to this hub; more are closed with 4003. @default Infinity */
  readonly maxConnectionsPerClient?: number | undefined
  /** How long a connection may take to be authenticated and say `hello`; then 4002. @default 10_000 */
  readonly helloTimeoutMs?: number | undefined
  /** A connection is asked for a sign of life after half of this silence, and closed with 4002 after all of it. @default 60_000 */
  readonly idleMs?: number | undefined
  /** How long a client may acknowledge nothing while messages wait; then 4001. @default 30_000 */
  readonly ackTimeoutMs?: number | undefined
  /** How long `onMessage` may take; then the message is rejected with 'internal error'. @default 30_000 */
  readonly messageTimeoutMs?: number | undefined
  /** What may wait for a client that reads slowly; then 4001. @default 4_194_304 */
  readonly maxBufferedBytes?: number | undefined
}

/** Options as read: everything is there. */
export type Settings<Request extends HubRequest> = {
  readonly [K in keyof HubOptions<Request>]-?: Exclude<HubOptions<Request>[K], undefined>
}

/** The longest delay a timer takes. */
const MAX_MS = 2_147_483_647

/** Reads one option; what is left out is its default. */
type Read = (path: string, value: unknown) => unknown

/** Refuses a value: which option, what is accepted, what came (of a string, which may be a secret, only its length). */
export function refuse(path: string, accepts: string, value: unknown): never {
  const came =
    typeof value === 'string'
      ? `a string of length ${value.length}`
      : Object(value) === value
        ? typeof value
        : String(value)
  throw new HubError('E_OPTION', `${path} must be ${accepts}, got ${came}`)
}

const option =
  (fallback: unknown, accepts: string, isOk: (value: unknown) => boolean): Read =>
  (path, value) => {
    if (value === undefined && fallback !== undefined) return fallback
    return isOk(value) ? value : refuse(path, accepts, value)
  }

const number = (fallback: number, min: number, max: number): Read =>
  option(
    fallback,
    `a ${max === MAX_MS ? '' : 'whole '}number from ${min} to ${max}`,
    (value) =>
      typeof value === 'number' &&
      value >= min &&
      value <= max &&
      (max === MAX_MS || value === Infinity || Number.isSafeInteger(value)),
  )
const durationMs = (fallback: number): Read => number(fallback, 1, MAX_MS)

const isFunction = (value: unknown): boolean => typeof value === 'function'
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isOrigins = (value: unknown): boolean =>
  isFunction(value) ||
  (Array.isArray(value) && value.every((origin) => /^\w+:\/\/[^/]+$/.test(String(origin))))

const isNames = (value: unknown): value is FrameNames =>
  isObject(value) &&
  Object.keys(value).every((name) => name === 'types' || name === 'fields') &&
  [value['types'], value['fields']].every((part) => part === undefined || isObject(part))

const STORE_METHODS: readonly (keyof Store)[] = [
  'openSession',
  'append',
  'read',
  'claim',
  'finish',
  'release',
  'join',
  'leave',
  'members',
  'seen',
  'gone',
  'presence',
  'online',
  'tell',
  'listen',
  'close',
]

const isStore = (value: unknown): boolean =>
  isObject(value) && STORE_METHODS.every((name) => isFunction(value[name]))

const readers = (ownStore: () => Store): Readonly<Record<keyof HubOptions, Read>> => ({
  authenticate: option(undefined, 'a function', isFunction),
  onMessage: option(() => null, 'a function', isFunction),
  store: (path, value) =>
    value === undefined ? ownStore() : option(undefined, 'a store', isStore)(path, value),
  connections: option(
    'several',
    "'several' or 'one'",
    (value) => value === 'several' || value === 'one',
  ),
  allowOrigin: option(isSameHost, 'a list of origins (scheme://host) or a function', isOrigins),
  names: (path, value = {}) => {
    if (!isNames(value)) refuse(path, 'an object with `types` and `fields`', value)
    const fault = faultOfNames(value)
    if (fault) throw new HubError('E_OPTION', `${path}.${fault}`)
    return value
  },
  maxFrameBytes: number(1_048_576, 128, 1_073_741_824),
  window: number(64, 1, 65_536),
  maxConnections: number(Infinity, 1, Infinity),
  maxConnectionsPerClient: number(Infinity, 1, Infinity),
  helloTimeoutMs: durationMs(10_000),
  idleMs: durationMs(60_000),
  ackTimeoutMs: durationMs(30_000),
  messageTimeoutMs: durationMs(30_000),
  maxBufferedBytes: number(4_194_304, 1024, 1_073_741_824),
})

/** The Referer of every mini-program is below this address, and no page of anybody else is. */
const MINI_PROGRAM_ORIGIN = 'https://servicewechat.com'

function isSameHost(origin: string, { headers }: HubRequest): boolean {
  return origin === MINI_PROGRAM_ORIGIN || origin.replace(/^\w+:\/\//, '') === headers['host']
}

/** @throws {@link HubError} E_OPTION naming the option, what is accepted and what came. */
export function readHubOptions<Request extends HubRequest>(
  options: HubOptions<Request>,
  ownStore: () => Store,
): Settings<Request> {
  if (!isObject(options)) return refuse('options', 'an object', options)
  const fields = readers(ownStore)
  const names = Object.keys(fields) as (keyof HubOptions)[]
  for (const name of Object.keys(options)) {
    if (names.indexOf(name as keyof HubOptions) < 0) {
      throw new HubError('E_OPTION', `${name} is no option; there are ${names.join(', ')}`)
    }
  }
  const read: Record<string, unknown> = {}
  for (const name of names) read[name] = fields[name](name, options[name])
  return read as unknown as Settings<Request>
}
