/** One socket in a world that a random script drives, with everything that can be observed of it. */
import { EVENTS } from '../support/event-names'
import {
  createSocket,
  isSocketError,
  type Socket,
  type SocketErrorCode,
  type SocketEvents,
  type SocketOptions,
} from '../../src/index'
import {
  createFakeWx,
  type FakeTask,
  type FakeWx,
  hostProfiles,
  type VirtualClock,
} from '../../src/testing'
import { followHost, type Knowledge } from './knowledge'
import { stage } from './stage'

type EventName = keyof SocketEvents<unknown>

/** One event, with the state that the socket was in when it was told. */
export interface Seen {
  readonly event: EventName
  readonly payload: unknown
  readonly state: string
  /** The newest native task at that time; 0 before the first. */
  readonly taskId: number
  /** How often the url function had been asked by then. */
  readonly links: number
  readonly atMs: number
  /** How often the app had called `connect()` or `reconnect()` by then. */
  readonly rounds: number
}

/** What became of one `send()`. */
export interface Sent {
  readonly data: string
  readonly result: 'sent' | 'queued' | 'dropped'
  /** An `open` listener's message goes out before what is queued (S6). */
  readonly goesFirst: boolean
}

export interface World {
  readonly socket: Socket
  readonly fake: FakeWx
  readonly clock: VirtualClock
  readonly options: WorldOptions
  readonly log: readonly Seen[]
  readonly sends: readonly Sent[]
  /** What broke a promise the moment it happened; empty in a correct world. */
  readonly offences: readonly string[]
  /** How often the url function was asked: the number of links (a link begins with that question). */
  readonly links: () => number
  /** What the socket has been told of its host. */
  readonly known: Knowledge
  /** The app is about to begin a round. */
  countRound(): void
  /** Calls that a script makes; what they throw is an offence unless it is `expected`. */
  call(act: () => void, expected?: SocketErrorCode): void
  send(): void
  /** A listener that acts once, when an event comes. */
  react(event: EventName, act: () => void): void
  /** Takes away the listeners that have not acted yet. */
  disarm(): void
  /** From now on the app is in front, the network is there, the server is well, and old sockets end. */
  heal(): void
  /** The newest native task, or an older one. */
  task(age?: number): FakeTask | undefined
  /** Native sockets in use: not closed, and not told to close. */
  live(): readonly FakeTask[]
  end(): void
}

export interface WorldOptions {
  /** A profile by its name, so that a counterexample can be read. */
  readonly host: keyof typeof HOSTS
  readonly options: Omit<SocketOptions, 'url'>
  /** How the url function answers every third question; `never` leaves the attempt to its timeout. */
  readonly url: 'at-once' | 'throws' | 'never' | 'bad'
}

/** The hosts that scripts are played on. */
export const HOSTS = {
  android: hostProfiles.android,
  ios: hostProfiles.ios,
  devtools: hostProfiles.devtools,
  'global-close-only': hostProfiles['global-close-only'],
  'callback-before-return': hostProfiles['callback-before-return'],
  'slow-closer': { ...hostProfiles.android, name: 'slow-closer', closeDelayMs: 5_000 },
} as const

const ADDRESS = 'wss://example.com/ws'

export function createWorld(options: WorldOptions): World {
  const offences: string[] = []
  const offend = (text: string) => void offences.push(text)
  const fake = createFakeWx({
    profile: HOSTS[options.host],
    onUncaught: (error) => offend(`uncaught: ${String(error)}`),
  })
  const leave = stage(fake)
  const known = followHost(fake, options.options.background === 'run')
  let links = 0
  let isHealed = false
  let rounds = 0
  const socket = createSocket({
    ...options.options,
    logger: { info: () => undefined, warn: () => undefined },
    url() {
      links += 1
      if (isHealed || options.url === 'at-once' || links % 3 !== 1) return ADDRESS
      if (options.url === 'throws') throw new Error('no token')
      return options.url === 'bad' ? 'http://nowhere' : { then: () => undefined as never }
    },
  })
  const log: Seen[] = []
  const sends: Sent[] = []
  const armed: (() => void)[] = []
  let depth = 0

  const live = () =>
    fake.tasks.filter(({ state, closeCalls }) => state !== 'closed' && closeCalls.length === 0)

  const { wx } = fake
  const connectSocket = wx.connectSocket.bind(wx)
  wx.connectSocket = (request) => {
    if (live().length > 0) offend('R12: a socket was asked for before the old one was closed')
    // An attempt that waits for room may get it after the app was hidden.
    if (known.isHidden && options.host !== 'slow-closer') offend('R4: an attempt while hidden')
    return connectSocket(request)
  }

  known.follow(socket)
  for (const event of EVENTS) {
    socket.on(event, (payload: unknown) => {
      log.push({
        event,
        payload,
        state: socket.state,
        taskId: fake.tasks.length,
        links,
        rounds,
        atMs: fake.clock.elapsedMs(),
      })
      if (live().length > 1) offend(`R1: ${live().length} live sockets at ${event}`)
    })
  }

  return {
    socket,
    fake,
    clock: fake.clock,
    options,
    log,
    sends,
    offences,
    links: () => links,
    known,
    countRound: () => void (rounds += 1),
    call(act, expected) {
      depth += 1
      try {
        act()
        if (expected !== undefined) offend(`a call should have thrown ${expected}`)
      } catch (error) {
        if (!isSocketError(error) || error.code !== expected) offend(`thrown: ${String(error)}`)
      }
      depth -= 1
    },
    send() {
      const data = `s${sends.length}`
      const waiting = socket.queued.messages
      const place = sends.length
      sends.push({ data, result: 'queued', goesFirst: false })
      const result = socket.send(data)
      const goesFirst = depth > 1 && result === 'sent' && waiting > 0
      sends[place] = { data, result, goesFirst }
    },
    react: (event, act) => void armed.push(socket.once(event, act)),
    disarm: () => armed.splice(0).forEach((off) => off()),
    heal() {
      isHealed = true
      heal(fake)
    },
    task: (age = 0) => fake.tasks[fake.tasks.length - 1 - age],
    live,
    end() {
      fake.dispose()
      leave()
    },
  }
}

function heal(fake: FakeWx): void {
  for (const task of fake.tasks) {
    task.silent = false
    task.failSends({ times: 0 })
    task.onSent((data) => {
      if (data === 'ping' && task.state === 'open') task.message('pong')
    })
    if (task.closeCalls.length > 0 && task.state !== 'closed') task.close()
    else if (task.state === 'connecting') task.open()
  }
  fake.onTask((task) => {
    task.onSent((data) => {
      if (data === 'ping') task.message('pong')
    })
    if (task.state === 'connecting') task.open()
  })
  fake.show()
  fake.clock.advance(0)
}
