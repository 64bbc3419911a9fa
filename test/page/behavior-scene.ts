/** A socket on the fake, a `Behavior` that hands its definition back, and what a test of the behavior begins with. */
import { afterEach, beforeEach } from '@jest/globals'
import { socketBehavior } from '../../src/behavior'
import { type Socket, createSocket } from '../../src/index'
import { type FakeWx, createFakeWx } from '../../src/testing'
import type { Definition } from './hand-held-page'

export let fake: FakeWx
let uninstall: () => void
export let socket: Socket

beforeEach(() => {
  fake = createFakeWx()
  uninstall = fake.install()
  Object.assign(globalThis, { Behavior: (definition: object) => definition })
  socket = createSocket({ url: 'wss://example.com/ws', reconnect: { jitter: 0 } })
})

afterEach(() => {
  socket.close()
  fake.dispose()
  uninstall()
  Reflect.deleteProperty(globalThis, 'Behavior')
})

export const define = (options: object = {}) =>
  socketBehavior({ socket: () => socket, state: false, ...options }) as unknown as Definition

export const openLink = (): void => {
  socket.connect()
  fake.clock.advance(0)
  fake.tasks.at(-1)?.open()
}
