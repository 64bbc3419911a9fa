/** Sockets over a live fake `wx`: what they say is kept, and everything real ends after each test. */
import { EVENTS } from '../support/event-names'
import { afterEach, jest } from '@jest/globals'
import WebSocket from 'ws'
import { createSocket, type Socket, type SocketEvents, type SocketOptions } from '../../src/index'
import { createFakeWx, type FakeClock, type FakeWx, type FakeWxOptions } from '../../src/testing'
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy'
import { startWsServer, type WsServer } from '../support/ws-server'

type EventName = keyof SocketEvents<unknown>

export interface Heard {
  readonly atMs: number
  readonly event: EventName
  readonly payload: unknown
}

/** One socket, with everything that it told. */
export interface LiveSocket {
  readonly socket: Socket
  /** Every event so far, oldest first. */
  readonly log: readonly Heard[]
  /** The payloads of one event. */
  heard<Name extends EventName>(event: Name): SocketEvents<unknown>[Name][]
  /** When an event came last, wall clock in milliseconds. */
  lastAtMs(event: EventName): number
  /** Connects and waits until it is open. */
  open(): Promise<void>
}

export interface LiveScene {
  readonly fake: FakeWx<FakeClock>
  createSocket(options: SocketOptions): LiveSocket
}

/** How long anything may take before a test fails; what is waited for takes far less. */
const EXPIRY_MS = 15_000

// More than one wait's expiry, so that a failure names what it waited for.
jest.setTimeout(60_000)

// Kept from before any fake is installed: one host's `Promise` stands still while the app is hidden.
const RealPromise = Promise

const cleanups: (() => void | Promise<void>)[] = []

afterEach(async () => {
  const failures: unknown[] = []
  // All of them, whatever fails: what stays open keeps the process from ending.
  for (const cleanup of cleanups.splice(0).reverse()) {
    try {
      await cleanup()
    } catch (failure) {
      failures.push(failure)
    }
  }
  if (failures.length > 0) throw failures[0]
})

/** Runs after the test under way, the last one added first. */
export function cleanUp(cleanup: () => void | Promise<void>): void {
  cleanups.push(cleanup)
}

/** Waits until `check` holds, and fails with `what` when that takes too long. */
export async function until(
  what: string,
  check: () => boolean,
  expiryMs = EXPIRY_MS,
): Promise<void> {
  const sinceMs = Date.now()
  while (!check()) {
    if (Date.now() - sinceMs > expiryMs) throw new Error(`waited ${expiryMs} ms until ${what}`)
    await pause(4)
  }
}

/** For what must not happen: there is no event to wait for. */
export const pause = (ms: number) =>
  new RealPromise<void>((resolve) => void setTimeout(resolve, ms))

/** A server that is gone after the test. */
export async function serve(port?: number): Promise<WsServer> {
  const server = await startWsServer(port)
  cleanUp(server.kill)
  return server
}

/** A server and the proxy before it. */
export async function serveThroughProxy(): Promise<{ server: WsServer; proxy: FaultProxy }> {
  const server = await serve()
  const proxy = await startFaultProxy(server.port)
  cleanUp(proxy.close)
  return { server, proxy }
}

/** Short enough for a test; the heartbeat stays at its default where a scene is not about it. */
const QUICK: Partial<SocketOptions> = {
  connectTimeoutMs: 3_000,
  closeTimeoutMs: 300,
  reconnect: { delayMs: 30, jitter: 0, limit: 500 },
}

/** A live fake `wx` in the place where sockets look for it. */
export function createLiveScene(options: Omit<FakeWxOptions, 'live'> = {}): LiveScene {
  const fake = createFakeWx({ ...options, live: { WebSocket } })
  const uninstall = fake.install()
  const sockets: Socket[] = []

  cleanUp(async () => {
    const areOver = () => sockets.every(({ state }) => state === 'closed' || state === 'idle')
    try {
      if (fake.isHidden) fake.show()
      for (const socket of sockets) socket.close()
      await until('every socket is closed', areOver)
      expectNoListeners(fake)
    } finally {
      fake.dispose()
      uninstall()
    }
  })

  return {
    fake,
    createSocket(socketOptions) {
      const socket = createSocket({ ...QUICK, ...socketOptions })
      sockets.push(socket)
      return watch(socket)
    },
  }
}

function watch(socket: Socket): LiveSocket {
  const log: Heard[] = []
  for (const event of EVENTS) {
    socket.on(event, (payload: unknown) => void log.push({ atMs: Date.now(), event, payload }))
  }
  return {
    socket,
    log,
    heard: <Name extends EventName>(event: Name) =>
      log
        .filter((heard) => heard.event === event)
        .map(({ payload }) => payload as SocketEvents<unknown>[Name]),
    lastAtMs(event) {
      const last = log.filter((heard) => heard.event === event).pop()
      if (last === undefined) throw new Error(`no ${event} was heard`)
      return last.atMs
    },
    async open() {
      socket.connect()
      await until('the socket is open', () => socket.state === 'open')
    },
  }
}

function expectNoListeners(fake: FakeWx<FakeClock>): void {
  const events = ['appShow', 'appHide', 'networkStatusChange'] as const
  const left = events.filter((event) => fake.listenerCount(event) > 0)
  if (left.length > 0) throw new Error(`L6: closed sockets still listen to ${left.join(', ')}`)
}
