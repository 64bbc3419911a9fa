/** The globals of the host that is played just now. */
import { afterAll, beforeAll } from '@jest/globals'
import type { FakeWx } from '../../src/testing'

let current: FakeWx | null = null

/** Puts a host on the stage; returns how to take it off. */
export function stage(fake: FakeWx): () => void {
  current = fake
  return () => void (current = null)
}

/** What the host on the stage has, or what was there before. */
const real = { setTimeout, clearTimeout, now: Date.now, random: Math.random }

const stand = {
  setTimeout(callback: () => void, delayMs: number): unknown {
    if (current === null) return real.setTimeout(callback, delayMs)
    return current.clock.setTimeout(callback, delayMs)
  },
  clearTimeout(timer: number): void {
    if (current === null) real.clearTimeout(timer)
    else current.clock.clearTimeout(timer)
  },
  now: () => (current === null ? real.now() : current.clock.nowMs()),
  // Makes every jittered delay exact.
  random: () => (current === null ? real.random() : 0.5),
}

// Once and not once per world, as `install()` would: a context keeps every value that a global of it ever had, and
// there are thousands of worlds.
beforeAll(() => {
  const { setTimeout, clearTimeout, now, random } = stand
  Object.defineProperty(globalThis, 'wx', { configurable: true, get: () => current?.wx })
  Object.assign(globalThis, { setTimeout, clearTimeout })
  Object.assign(Date, { now })
  Object.assign(Math, { random })
})

afterAll(() => {
  const { setTimeout, clearTimeout, now, random } = real
  Reflect.deleteProperty(globalThis, 'wx')
  Object.assign(globalThis, { setTimeout, clearTimeout })
  Object.assign(Date, { now })
  Object.assign(Math, { random })
})
