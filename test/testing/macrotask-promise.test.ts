import { describe, expect, test } from '@jest/globals'
import { createMacrotaskPromise, createVirtualClock } from '../../src/testing'

function setUp() {
  const clock = createVirtualClock()
  const MacrotaskPromise = createMacrotaskPromise(clock.setTimeout)
  const heard: unknown[] = []
  const note = (what: unknown) => void heard.push(what)
  /** Writes down how a promise ends. */
  const watch = (promise: PromiseLike<unknown>) =>
    void promise.then(
      (value) => note(['kept', value]),
      (reason: unknown) => note(['broken', reason]),
    )
  const finish = () => {
    clock.runAll()
    return heard
  }
  return { clock, MacrotaskPromise, heard, note, watch, finish }
}

describe('a macrotask Promise', () => {
  test('C-52: runs its reactions after timers that are already due', () => {
    const { clock, MacrotaskPromise, note, finish } = setUp()
    clock.setTimeout(note, 0, 'timer')
    void MacrotaskPromise.resolve().then(() => note('promise'))
    expect(finish()).toEqual(['timer', 'promise'])
  })

  test('runs its executor at once and its reactions never at once', () => {
    const { MacrotaskPromise, note, heard, finish } = setUp()
    const promise = new MacrotaskPromise<string>((resolve) => {
      note('executor')
      resolve('value')
    })
    void promise.then(note)
    expect(heard).toEqual(['executor'])
    expect(finish()).toEqual(['executor', 'value'])
  })

  test('keeps the first decision only', () => {
    const { MacrotaskPromise, watch, finish } = setUp()
    watch(
      new MacrotaskPromise((resolve, reject) => {
        resolve(1)
        reject(2)
        resolve(3)
        throw new Error('ignored')
      }),
    )
    expect(finish()).toEqual([['kept', 1]])
  })

  test('is broken by an executor or a handler that throws', () => {
    const { MacrotaskPromise, watch, finish } = setUp()
    watch(
      new MacrotaskPromise(() => {
        throw 'executor'
      }),
    )
    watch(
      MacrotaskPromise.resolve().then(() => {
        throw 'handler'
      }),
    )
    expect(finish()).toEqual([
      ['broken', 'executor'],
      ['broken', 'handler'],
    ])
  })

  test('passes values and reasons on through handlers that are missing', () => {
    const { MacrotaskPromise, watch, finish } = setUp()
    watch(
      MacrotaskPromise.resolve(1)
        .catch(() => 2)
        .then(null, undefined),
    )
    watch(MacrotaskPromise.reject(3).then(() => 4))
    watch(MacrotaskPromise.reject(5).catch((reason: number) => reason + 1))
    expect(finish().sort()).toEqual([
      ['broken', 3],
      ['kept', 1],
      ['kept', 6],
    ])
  })

  test('follows thenables, its own kind and others, and keeps their first word', () => {
    const { MacrotaskPromise, watch, finish } = setUp()
    const thenable = {
      then(resolve: (value: unknown) => void, reject: (reason: unknown) => void) {
        resolve('foreign')
        reject('too late')
        throw new Error('too late')
      },
    }
    const unruly = {
      get then() {
        throw 'getter'
      },
    }
    watch(MacrotaskPromise.resolve(thenable as never))
    watch(MacrotaskPromise.resolve(MacrotaskPromise.resolve('own')))
    watch(MacrotaskPromise.resolve(0).then(() => MacrotaskPromise.reject('chained')))
    watch(MacrotaskPromise.resolve(unruly as never))
    expect(finish()).toHaveLength(4)
    expect(finish()).toEqual(
      expect.arrayContaining([
        ['kept', 'foreign'],
        ['kept', 'own'],
        ['broken', 'chained'],
        ['broken', 'getter'],
      ]),
    )
  })

  test('cannot be resolved with itself', () => {
    const { MacrotaskPromise, watch, finish } = setUp()
    const promise: Promise<unknown> = MacrotaskPromise.resolve().then(() => promise)
    watch(promise)
    expect(finish()).toEqual([['broken', expect.any(TypeError)]])
  })

  test('lets finally see nothing and change nothing, unless it throws', () => {
    const { MacrotaskPromise, watch, finish } = setUp()
    const seen: unknown[] = []
    watch(MacrotaskPromise.resolve(1).finally((...args: unknown[]) => void seen.push(args)))
    watch(MacrotaskPromise.reject(2).finally(() => 'ignored' as never))
    watch(
      MacrotaskPromise.resolve(3).finally(() => {
        throw 4
      }),
    )
    expect(finish().sort()).toEqual([
      ['broken', 2],
      ['broken', 4],
      ['kept', 1],
    ])
    expect(seen).toEqual([[]])
  })

  test('combines promises', () => {
    const { clock, MacrotaskPromise, watch, finish } = setUp()
    const after = (ms: number, value: string) =>
      new MacrotaskPromise<string>((resolve) => clock.setTimeout(resolve, ms, value))
    watch(MacrotaskPromise.all([after(20, 'a'), 'b', after(10, 'c')]))
    watch(MacrotaskPromise.all([]))
    watch(MacrotaskPromise.all([after(5, 'a'), MacrotaskPromise.reject('no')]))
    watch(MacrotaskPromise.race([after(20, 'slow'), after(10, 'fast')]))
    watch(MacrotaskPromise.allSettled([1, MacrotaskPromise.reject(2)]))
    expect(finish()).toHaveLength(5)
    expect(finish()).toEqual(
      expect.arrayContaining([
        ['kept', ['a', 'b', 'c']],
        ['kept', []],
        ['broken', 'no'],
        ['kept', 'fast'],
        [
          'kept',
          [
            { status: 'fulfilled', value: 1 },
            { status: 'rejected', reason: 2 },
          ],
        ],
      ]),
    )
  })

  test('ignores a rejection that nobody handles', () => {
    const { clock, MacrotaskPromise } = setUp()
    void MacrotaskPromise.reject(new Error('nobody listens'))
    expect(() => clock.runAll()).not.toThrow()
  })

  test('can be awaited, and looks like a Promise', async () => {
    const RealTimers = createMacrotaskPromise(setTimeout)
    expect(await RealTimers.resolve('value')).toBe('value')
    await expect(RealTimers.reject(new Error('reason'))).rejects.toThrow('reason')
    expect(String(RealTimers.resolve())).toBe('[object Promise]')
    expect(RealTimers.resolve()).toBeInstanceOf(RealTimers)
    expect(() => new RealTimers(undefined as never)).toThrow(TypeError)
  })
})
