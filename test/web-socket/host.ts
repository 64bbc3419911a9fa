/** A scripted fake `wx` on the globals for one test; what nobody catches is kept. */
import { afterEach } from '@jest/globals'
import { createFakeWx, type FakeTask, type FakeWx, type FakeWxOptions } from '../../src/testing'
import type { WebSocketSurface } from '../../src/websocket'

export interface Host {
  readonly fake: FakeWx
  readonly uncaught: readonly unknown[]
  /** The nth native task from 1, or the newest. */
  task(nth?: number): FakeTask
  advance(ms: number): void
  /** Lets promises settle, also where `Promise` is made of timers. No virtual time passes. */
  settle(): Promise<void>
}

// Kept from before any fake is installed.
const realSetTimeout = globalThis.setTimeout
const RealPromise = globalThis.Promise
const realRandom = Math.random

const teardowns: (() => void)[] = []
afterEach(() => teardowns.splice(0).forEach((teardown) => teardown()))

/** Every jittered delay is exact: `Math.random` answers 0.5. */
export function createHost(profile: FakeWxOptions['profile'] = 'android'): Host {
  const uncaught: unknown[] = []
  const fake = createFakeWx({ profile, onUncaught: (error) => uncaught.push(error) })
  const uninstall = fake.install()
  Math.random = () => 0.5
  teardowns.push(() => {
    Math.random = realRandom
    fake.dispose()
    uninstall()
  })
  return {
    fake,
    uncaught,
    task(nth = fake.tasks.length) {
      const task = fake.tasks[nth - 1]
      if (task === undefined) throw new Error(`there are ${fake.tasks.length} tasks, no ${nth}`)
      return task
    },
    advance: (ms) => fake.clock.advance(ms),
    async settle() {
      for (let turn = 0; turn < 5; turn += 1) {
        await new RealPromise<void>((resolve) => void realSetTimeout(resolve, 0))
      }
    },
  }
}

/** The events of a socket of either class, as plain data, in order. */
export function listenTo(socket: WebSocketSurface): unknown[][] {
  const log: unknown[][] = []
  socket.addEventListener('open', () => log.push(['open', socket.readyState]))
  socket.addEventListener('message', ({ data }) => log.push(['message', data]))
  socket.addEventListener('error', ({ error }) => log.push(['error', error.code]))
  socket.addEventListener('close', ({ code, reason }) => log.push(['close', code, reason]))
  return log
}
