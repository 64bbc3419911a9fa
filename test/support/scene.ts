/**
 * One socket over a scripted fake `wx`, with everything that it told, in order. It ends by itself after the test, or
 * when the next scene begins: both live on the same globals.
 */
import { EVENTS } from './event-names'
import { afterEach, jest } from '@jest/globals'
import type { Socket, SocketError, SocketEvents, SocketOptions } from '../../src/index'
import {
  createFakeWx,
  type FakeTask,
  type FakeWx,
  type FakeWxOptions,
  type VirtualClock,
} from '../../src/testing'

type Entry = typeof import('../../src/index')
type EventName = keyof SocketEvents<unknown>

/** One event as plain data; an `error` is its `code`, `retryable`, `message` and `cause`. */
export interface Heard {
  /** Since the scene began. */
  readonly atMs: number
  readonly event: EventName
  readonly payload: unknown
}

export interface SceneOptions {
  /** Options of the socket. @default `{ url: 'wss://example.com/ws' }` */
  readonly options?: Partial<SocketOptions>
  /** Which host. @default 'android' */
  readonly profile?: FakeWxOptions['profile']
  /** Starts with an open link and an empty log. @default false */
  readonly startConnected?: boolean
  /** What `Math.random` answers. @default 0.5, which makes every jittered delay exact */
  readonly random?: () => number
  /** Hears what reaches the host uncaught. @default it is thrown by whatever drove the fake */
  readonly onUncaught?: (error: unknown) => void
}

export interface Scene {
  readonly socket: Socket
  readonly fake: FakeWx
  readonly clock: VirtualClock
  /** The package itself, loaded afresh: for second sockets on the same host. */
  readonly entry: Entry
  /** Every event since the start or the last `forget()`. */
  readonly log: readonly Heard[]
  /** The payloads of one event. */
  heard<Name extends EventName>(event: Name): SocketEvents<unknown>[Name][]
  /** The names of the events in the log. */
  names(): EventName[]
  /** Empties the log. */
  forget(): void
  /** The newest native task, or the nth from 1. */
  task(nth?: number): FakeTask
  /** Brings the socket to an open link: connects if idle, lets 0 ms timers run, opens the newest task. */
  openLink(): FakeTask
  advance(ms: number): void
  /** Lets promises settle, also where `Promise` is a macrotask. No virtual time passes. */
  settle(): Promise<void>
  /** What must be true once a socket is closed: no timer, no native socket, no listener on the host. */
  leftovers(): { timers: number; sockets: number; listeners: number }
}

export { EVENTS }

// Kept from before any fake is installed.
const realSetTimeout = globalThis.setTimeout

const teardowns: (() => void)[] = []

/** Which scene has the globals. */
let current = 0

afterEach(endScene)

function endScene(): void {
  current += 1
  for (const teardown of teardowns.splice(0).reverse()) teardown()
}

export function createScene(setup: SceneOptions = {}): Scene {
  endScene()
  const own = current
  const checkIsOn = () => {
    if (own !== current) throw new Error('this scene ended when the next one began')
  }
  const { profile, onUncaught, random = () => 0.5 } = setup
  const fake = createFakeWx({
    ...(profile === undefined ? {} : { profile }),
    ...(onUncaught === undefined ? {} : { onUncaught }),
  })
  const { clock } = fake
  stageGlobals(fake, random)
  const entry = loadEntry()
  const socket = entry.createSocket({ url: 'wss://example.com/ws', ...setup.options })
  const log = record(socket, clock)

  const scene: Scene = {
    socket,
    fake,
    clock,
    entry,
    log,
    heard: <Name extends EventName>(event: Name) =>
      log
        .filter((heard) => heard.event === event)
        .map(({ payload }) => payload as SocketEvents<unknown>[Name]),
    names: () => log.map(({ event }) => event),
    forget: () => void log.splice(0),
    task(nth = fake.tasks.length) {
      const task = fake.tasks[nth - 1]
      if (task === undefined)
        throw new Error(`there are ${fake.tasks.length} tasks, no task ${nth}`)
      return task
    },
    openLink() {
      checkIsOn()
      if (socket.state === 'idle') socket.connect()
      clock.advance(0)
      const task = scene.task()
      task.open()
      if (socket.state !== 'open') throw new Error(`no open link, the socket is ${socket.state}`)
      return task
    },
    advance(ms) {
      checkIsOn()
      clock.advance(ms)
    },
    async settle() {
      for (let turn = 0; turn < 12; turn += 1) {
        await new Promise<void>((resolve) => void realSetTimeout(resolve, 0))
      }
    },
    leftovers: () => ({
      timers: clock.pending,
      sockets: fake.openCount,
      listeners:
        fake.listenerCount('appShow') +
        fake.listenerCount('appHide') +
        fake.listenerCount('networkStatusChange'),
    }),
  }
  if (setup.startConnected === true) {
    scene.openLink()
    scene.forget()
  }
  return scene
}

/** The package keeps what is shared by a process at module level: each scene is a process of its own. */
function loadEntry(): Entry {
  let entry: Entry | undefined
  jest.isolateModules(() => {
    entry = jest.requireActual<Entry>('../../src/index')
  })
  return entry as Entry
}

function stageGlobals(fake: FakeWx, random: () => number): void {
  const uninstall = fake.install()
  const realRandom = Math.random
  Math.random = random
  teardowns.push(() => {
    Math.random = realRandom
    fake.dispose()
    uninstall()
  })
}

function record(socket: Socket, clock: VirtualClock): Heard[] {
  const log: Heard[] = []
  const startMs = clock.elapsedMs()
  for (const event of EVENTS) {
    socket.on(event, (payload: unknown) => {
      const isError = event === 'error'
      log.push({
        atMs: clock.elapsedMs() - startMs,
        event,
        payload: isError ? toPlainError(payload as SocketError) : payload,
      })
    })
  }
  return log
}

function toPlainError({ code, retryable, message, cause }: SocketError) {
  return { code, retryable, message, cause }
}
