import { describe, expect, test } from '@jest/globals'
import { exponentialBackoff, linearBackoff } from '../../src/index'
import { createScene } from '../support/scene'

const firstTen = (delayMs: (retry: number) => number) =>
  Array.from({ length: 10 }, (_, index) => delayMs(index + 1))

describe('exponentialBackoff', () => {
  test('grows by the factor up to the maximum', () => {
    const delayMs = exponentialBackoff({ initialMs: 500, factor: 3, maxMs: 10_000 })
    expect(firstTen(delayMs).slice(0, 5)).toEqual([500, 1_500, 4_500, 10_000, 10_000])
  })

  test('stays at the maximum for ever, also where the power overflows', () => {
    const delayMs = exponentialBackoff({ initialMs: 1, factor: 10, maxMs: 60_000 })
    expect([100, 1_000, 1_000_000].map(delayMs)).toEqual([60_000, 60_000, 60_000])
  })

  test('factor 1 is a constant delay', () => {
    const delayMs = exponentialBackoff({ initialMs: 700, factor: 1, maxMs: 10_000 })
    expect(new Set(firstTen(delayMs))).toEqual(new Set([700]))
  })

  test('an initial delay above the maximum is the maximum', () => {
    expect(exponentialBackoff({ initialMs: 5_000, factor: 2, maxMs: 1_000 })(1)).toBe(1_000)
  })

  test('is pure: the same retry has the same delay in any order, in any socket', () => {
    const delayMs = exponentialBackoff({ initialMs: 1_000, factor: 2, maxMs: 60_000 })
    const forward = firstTen(delayMs)
    expect([...firstTen(delayMs)].reverse()).toEqual(
      [10, 9, 8, 7, 6, 5, 4, 3, 2, 1].map((retry) => delayMs(retry)),
    )
    expect(firstTen(delayMs)).toEqual(forward)
  })

  test('has defaults that grow and are bounded', () => {
    for (const delayMs of [exponentialBackoff(), exponentialBackoff({})]) {
      const delays = firstTen(delayMs)
      expect(delays[1]).toBeGreaterThan(delays[0] as number)
      expect([...delays].sort((a, b) => a - b)).toEqual(delays)
      expect(delayMs(1_000)).toBe(delayMs(2_000))
    }
  })

  test('drives the retries of a socket', () => {
    const delayMs = exponentialBackoff({ initialMs: 100, factor: 2, maxMs: 350 })
    const scene = createScene({ options: { reconnect: { delayMs, jitter: 0, limit: 4 } } })
    scene.fake.onTask((task) => task.error())
    scene.socket.connect()
    scene.advance(10_000)
    expect(scene.heard('retry').map(({ delayMs }) => delayMs)).toEqual([100, 200, 350, 350])
    const startMs = scene.fake.connectCalls[0]?.atMs ?? 0
    expect(scene.fake.connectCalls.map(({ atMs }) => atMs - startMs)).toEqual([
      0, 100, 300, 650, 1_000,
    ])
  })

  test.each([
    ['initialMs', 0],
    ['initialMs', '5'],
    ['initialMs', NaN],
    ['factor', 'x'],
    ['factor', NaN],
    ['factor', -1],
    ['factor', Infinity],
    ['maxMs', 0],
    ['maxMs', Infinity],
    ['maxMs', null],
    ['base', 2],
  ])('refuses %s: %p', (name, value) => {
    expect(() => exponentialBackoff({ [name]: value })).toThrow(
      expect.objectContaining({
        code: 'E_OPTION',
        message: expect.stringMatching(new RegExp(`^\\S*${name} `)),
      }),
    )
  })

  test.each([null, true, 5, 'x', []])('refuses %p instead of options', (options) => {
    expect(() => exponentialBackoff(options as never)).toThrow(
      expect.objectContaining({ code: 'E_OPTION' }),
    )
  })
})

describe('linearBackoff', () => {
  test('grows by the step up to the maximum', () => {
    const delayMs = linearBackoff({ initialMs: 500, stepMs: 250, maxMs: 1_100 })
    expect(firstTen(delayMs).slice(0, 5)).toEqual([500, 750, 1_000, 1_100, 1_100])
  })

  test('is pure: the same retry has the same delay in any order', () => {
    const delayMs = linearBackoff({ initialMs: 1_000, stepMs: 1_000, maxMs: 60_000 })
    expect(delayMs(7)).toBe(7_000)
    expect(delayMs(1)).toBe(1_000)
    expect(delayMs(7)).toBe(7_000)
  })

  test('has defaults that grow and are bounded', () => {
    const delayMs = linearBackoff()
    expect(delayMs(2)).toBeGreaterThan(delayMs(1))
    expect(delayMs(1_000)).toBe(delayMs(2_000))
  })

  test('drives the retries of a socket', () => {
    const delayMs = linearBackoff({ initialMs: 100, stepMs: 50, maxMs: 200 })
    const scene = createScene({ options: { reconnect: { delayMs, jitter: 0, limit: 4 } } })
    scene.fake.onTask((task) => task.error())
    scene.socket.connect()
    scene.advance(10_000)
    expect(scene.heard('retry').map(({ delayMs }) => delayMs)).toEqual([100, 150, 200, 200])
  })

  test.each([
    ['initialMs', 0],
    ['stepMs', -1],
    ['stepMs', '5'],
    ['maxMs', NaN],
    ['factor', 2],
  ])('refuses %s: %p', (name, value) => {
    expect(() => linearBackoff({ [name]: value })).toThrow(
      expect.objectContaining({
        code: 'E_OPTION',
        message: expect.stringMatching(new RegExp(`^\\S*${name} `)),
      }),
    )
  })
})
