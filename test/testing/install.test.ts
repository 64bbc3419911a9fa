import { describe, expect, test } from '@jest/globals'
import { createFakeWx, type FakeWx } from '../../src/testing'

const names = [
  'wx',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'Date',
  'Promise',
]

const describeGlobals = () =>
  names.map((name) => Object.getOwnPropertyDescriptor(globalThis, name) ?? 'absent')

const globals = globalThis as typeof globalThis & { wx?: FakeWx['wx'] }

describe('install', () => {
  test('puts the host and its time where a script looks for them, and restores exactly what was there', () => {
    const before = describeGlobals()
    const fake = createFakeWx({ startAtMs: 5_000 })
    const uninstall = fake.install()
    const heard: string[] = []
    try {
      globals.wx?.connectSocket({ url: 'wss://example.com' })
      setTimeout(() => heard.push(`timer ${Date.now()}`), 100)
      const id = setInterval(() => heard.push(`tick ${new Date().getTime()}`), 60)
      fake.clock.advance(100)
      clearInterval(id)
      clearTimeout(setTimeout(() => heard.push('never'), 1))
      fake.clock.advance(1_000)
    } finally {
      uninstall()
      uninstall()
    }
    expect(heard).toEqual(['tick 5060', 'timer 5100'])
    expect(fake.tasks).toHaveLength(1)
    expect(describeGlobals()).toEqual(before)
    expect(before[0]).toBe('absent')
  })

  test('leaves the rest of Date as it is', () => {
    const RealDate = Date
    const uninstall = createFakeWx({ startAtMs: 0 }).install()
    try {
      const epoch = new Date()
      expect(epoch).toBeInstanceOf(RealDate)
      expect(epoch.toISOString()).toBe('1970-01-01T00:00:00.000Z')
      expect(new Date(2026, 0, 2).getDate()).toBe(2)
      expect(Date.UTC(1970, 0, 1)).toBe(0)
      expect(Date()).toContain('1970')
    } finally {
      uninstall()
    }
  })

  test('C-52: installs the Promise of iOS up to 15, whose reactions wait for the clock', () => {
    const fake = createFakeWx({ profile: 'ios15' })
    const RealPromise = Promise
    const heard: string[] = []
    const uninstall = fake.install()
    try {
      setTimeout(() => heard.push('timer'), 0)
      void Promise.resolve().then(() => heard.push('promise'))
      fake.clock.advance(0)
      expect(Promise).toBe(fake.Promise)
    } finally {
      uninstall()
    }
    expect(heard).toEqual(['timer', 'promise'])
    expect(fake.clock.calls.set).toBe(1)
    expect(Promise).toBe(RealPromise)
  })

  test('can be nested', () => {
    const outer = createFakeWx()
    const inner = createFakeWx()
    const uninstallOuter = outer.install()
    const uninstallInner = inner.install()
    const seen = [globals.wx === inner.wx]
    uninstallInner()
    seen.push(globals.wx === outer.wx)
    uninstallOuter()
    expect([...seen, 'wx' in globals]).toEqual([true, true, false])
  })

  test('leaves time alone when it is real', () => {
    const realSetTimeout = setTimeout
    const fake = createFakeWx({ clock: 'real' })
    const uninstall = fake.install()
    const isUntouched = setTimeout === realSetTimeout && Date.now() > 1_700_000_000_000
    uninstall()
    fake.dispose()
    expect(isUntouched).toBe(true)
  })
})

test('dispose ends every socket and timer', () => {
  const fake = createFakeWx()
  fake.wx.connectSocket({ url: 'wss://example.com' })
  fake.tasks[0]?.open()
  fake.clock.setTimeout(() => {}, 1_000)
  fake.dispose()
  expect({ open: fake.openCount, pending: fake.clock.pending }).toEqual({ open: 0, pending: 0 })
})
