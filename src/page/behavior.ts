/** A `Behavior` that subscribes a page or a component to a socket, and keeps the socket's state in its data. */
import { SocketError } from '../core/errors'
import {
  type Fields,
  field,
  isFunction,
  isObject,
  number,
  readGroup,
  refuse,
} from '../core/options'
import type { SocketEvents } from '../core/events'
import type { SocketData } from '../core/ports'
import type { SocketState } from '../core/states'
import type { Socket, SocketStatus } from '../socket/types'
import { type Batch, createBatch, noop } from './batch'
import { type Instance, findBehavior } from './host'

/** What the behavior keeps in the page's data, for WXML. */
export interface SocketStateData {
  /** The socket's state. */
  readonly state: SocketState
  /** The retry under way or due next, from 1; 0 outside an outage. */
  readonly retry: number
  /** How many retries there are; 0 for none, and for no end of them. */
  readonly limit: number
  /** Whether the network is there, as far as the host said by the last event of the socket. */
  readonly online: boolean
  /** The code of the last close; 0 before the first. */
  readonly code: number
}

/**
 * What the behavior adds to a page or a component: declare it where TypeScript does not know `behaviors`. With the
 * official typings, `Component` knows them once the behavior is one of theirs: `socketBehavior(…) as
 * WechatMiniprogram.Behavior.Identifier<{ socket: SocketStateData }, {}, SocketBehaviorMethods>`.
 */
// No interface: one does not fit the methods of the official typings, which are any by name.
export type SocketBehaviorMethods = {
  /**
   * `setData`, later: values of several calls are set by one call, at most one in `batchMs`, none while the page is
   * hidden; on show one call sets what has gathered. Paths such as `'lines[3].text'` set only what changed.
   */
  setDataSoon(values: Record<string, unknown>): void
}

/** Anything with events: a socket, or a delivery. */
export interface EventSource {
  /** Listens until the returned function is called. */
  // Each event has a payload of its own, which only the listener knows.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  on(event: any, listener: (payload: any) => void): () => void
}

/** Functions for events; `this` is the page or component. */
type Handlers<Events> = {
  readonly [Name in keyof Events]?: (
    // The page's own type is nobody else's to know.
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    this: any,
    payload: Events[Name],
  ) => void
}

/** Options of {@link socketBehavior}. */
export interface SocketBehaviorOptions<Source extends EventSource, Events> {
  /** The socket, or a function that finds it when the page loads: `() => getApp().socket`. */
  readonly socket: Source | (() => Source)
  /** What to do with events; `this` is the page or component. From load to unload, hidden or not. @default {} */
  readonly events?: Handlers<Events>
  /** Where the state is kept in data, or `false` for nowhere. @default 'socket' */
  readonly state?: string | false
  /** The least time between two `setData` calls of `setDataSoon`, in milliseconds. @default 100 */
  readonly batchMs?: number
}

/** What has events and is no socket, such as a delivery. */
export interface OtherSource extends EventSource {
  /** A socket has one. */
  readonly status?: undefined
}

interface Settings {
  readonly socket: EventSource | (() => unknown)
  readonly events: Readonly<Record<string, (payload: unknown) => void>>
  readonly state: string | false
  readonly batchMs: number
}

const isSource = (value: unknown): value is EventSource =>
  isFunction((Object(value) as EventSource).on)

const FIELDS: Fields<Settings> = {
  socket: (path, value) =>
    isSource(value) || isFunction(value)
      ? (value as Settings['socket'])
      : refuse(path, 'a socket, or a function that finds it', value),
  events: field(
    {},
    'an object of functions',
    (value) => isObject(value) && Object.keys(value).every((name) => isFunction(value[name])),
  ),
  state: field<string | false>(
    'socket',
    'a name, or false',
    (value) => value === false || (typeof value === 'string' && !!value),
  ),
  batchMs: number(100, 0),
}

/** One page or component, from load, or the first `setDataSoon` before it, to unload. */
interface Life {
  readonly batch: Batch
  readonly stops: (() => void)[]
  /** Sets what changed of the state, soon. */
  look(): void
}

/** A page or component that has the behavior. */
interface Subscriber extends Instance, SocketBehaviorMethods {}

const NO_STATE: SocketStateData = { state: 'idle', retry: 0, limit: 0, online: true, code: 0 }

const toData = ({ state, retry, limit, online, lastClose }: SocketStatus): SocketStateData => ({
  state,
  // A link that just opened still counts as the outage's; nothing tells when it no longer does.
  retry: state === 'open' ? 0 : retry,
  // `setData` carries JSON, which has no Infinity.
  limit: isFinite(limit) ? limit : 0,
  online,
  code: lastClose ? lastClose.code : 0,
})

/** Sets the state at once, so that it is true in `onLoad`; returns what sets, soon, what changed since. */
function watchState(socket: Socket, name: string, instance: Subscriber): () => void {
  let last = toData(socket.status)
  instance.setData({ [name]: last })
  return () => {
    const data = toData(socket.status)
    const changed: Record<string, unknown> = {}
    for (const key of Object.keys(data) as (keyof SocketStateData)[]) {
      if (last[key] !== data[key]) changed[`${name}.${key}`] = data[key]
    }
    last = data
    // By the method: where a page has two of these behaviors, it is one and the same batch.
    if (Object.keys(changed).length) instance.setDataSoon(changed)
  }
}

/** Subscribes; what is not a socket has no state to keep. */
function start(
  instance: Subscriber,
  life: Life,
  isLive: () => boolean,
  source: EventSource,
  settings: Settings,
): void {
  const { state, events } = settings
  const { stops } = life
  if (state && (source as Partial<Socket>).status) {
    life.look = watchState(source as Socket, state, instance)
    for (const event of ['state', 'retry', 'close']) stops.push(source.on(event, life.look))
  }
  for (const name of Object.keys(events)) {
    const handle = events[name] as (payload: unknown) => void
    // A listener before this one may have ended the page: rule E3 has it called all the same.
    stops.push(source.on(name, (payload: unknown) => isLive() && handle.call(instance, payload)))
  }
}

/**
 * Makes a behavior for `behaviors: [ … ]` of `Page` and `Component`. What is found to be no socket when a page loads is
 * thrown there, as E_OPTION; the page goes on without one.
 *
 * @throws {@link SocketError} E_OPTION when an option is unknown, missing or out of range; E_HOST where there is no `Behavior`.
 */
export function socketBehavior<In = SocketData>(
  options: SocketBehaviorOptions<Socket<In, never>, SocketEvents<In>>,
): string
/** The same on what has other events, such as a delivery. */
export function socketBehavior(
  // What an event carries is the source's own to say.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  options: SocketBehaviorOptions<OtherSource, Record<string, any>>,
): string
export function socketBehavior(options: unknown): string {
  const settings = readGroup('', options, FIELDS)
  const { socket, state, batchMs } = settings
  const behavior = findBehavior()
  if (!behavior) throw new SocketError('E_HOST', 'there is no Behavior here: a mini-program has it')
  /** `null`: it is over. */
  const lives = new WeakMap<Instance, Life | null>()

  const find = (): EventSource => {
    const found = isSource(socket) ? socket : socket()
    return isSource(found) ? found : refuse('socket', 'a function that finds a socket', found)
  }

  const begin = (instance: Instance): Life => {
    const life = { batch: createBatch(instance, batchMs), stops: [], look: noop }
    lives.set(instance, life)
    return life
  }

  function end(this: Instance): void {
    const life = lives.get(this)
    if (life) {
      life.stops.forEach((stop) => stop())
      life.batch.stop()
    }
    lives.set(this, null)
  }

  /** Acts on what lives; a page that is not loaded, or no longer, is let be. */
  const withLife = (act: (life: Life) => void) =>
    function (this: Instance): void {
      const life = lives.get(this)
      if (life) act(life)
    }

  return behavior({
    data: state ? { [state]: NO_STATE } : {},
    lifetimes: {
      attached(this: Subscriber) {
        // Before the socket is found: without one, `setDataSoon` works all the same.
        const life = lives.get(this) || begin(this)
        life.stops.splice(0).forEach((stop) => stop())
        start(this, life, () => lives.get(this) === life, find(), settings)
      },
      detached: end,
    },
    pageLifetimes: {
      show: withLife(({ batch, look }) => {
        look()
        batch.show()
      }),
      hide: withLife(({ batch }) => batch.hide()),
    },
    methods: {
      setDataSoon(this: Instance, values: Record<string, unknown>) {
        const known = lives.get(this)
        if (!isObject(values)) refuse('what setDataSoon sets', 'an object', values)
        // Before `attached` it is kept; after `detached` it is dropped.
        const life = known === undefined ? begin(this) : known
        if (life) life.batch.add(values)
      },
    },
  })
}
