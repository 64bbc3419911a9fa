import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { createVirtualClock, type FrozenTimers, type VirtualClock } from '../../src/testing'

/** Writes down what runs, with the time that had passed. */
function createDiary(clock: VirtualClock) {
  const entries: string[] = []
  return { entries, note: (name: string) => void entries.push(`${name}@${clock.elapsedMs()}`) }
}

describe('a virtual clock', () => {
  test('runs timers at their instants, in order, and only when told', () => {
    const clock = createVirtualClock()
    const { entries, note } = createDiary(clock)
    clock.setTimeout(note, 30, 'c')
    clock.setTimeout(note, 10, 'a')
    clock.setTimeout(note, 10, 'b')
    clock.advance(29)
    expect({ entries: [...entries], pending: clock.pending }).toEqual({
      entries: ['a@10', 'b@10'],
      pending: 1,
    })
    clock.advance(1)
    expect(entries).toEqual(['a@10', 'b@10', 'c@30'])
  })

  test('runs timers that are set by timers, within the same advance', () => {
    const clock = createVirtualClock()
    const { entries, note } = createDiary(clock)
    clock.setTimeout(() => clock.setTimeout(note, 5, 'inner'), 10)
    clock.advance(20)
    expect(entries).toEqual(['inner@15'])
    expect(clock.elapsedMs()).toBe(20)
  })

  test('repeats an interval until it is cleared, also from within', () => {
    const clock = createVirtualClock()
    const { entries, note } = createDiary(clock)
    const id = clock.setInterval(() => {
      note('tick')
      if (clock.elapsedMs() === 30) clock.clearInterval(id)
    }, 10)
    clock.advance(100)
    expect({ entries, pending: clock.pending }).toEqual({
      entries: ['tick@10', 'tick@20', 'tick@30'],
      pending: 0,
    })
  })

  test('ignores ids that are unknown, fired or missing', () => {
    const clock = createVirtualClock()
    const { entries, note } = createDiary(clock)
    const fired = clock.setTimeout(note, 1, 'a')
    clock.advance(1)
    clock.setTimeout(note, 1, 'b')
    clock.clearTimeout(fired)
    clock.clearTimeout(99)
    clock.clearTimeout()
    clock.advance(1)
    expect({ entries, pending: clock.pending }).toEqual({ entries: ['a@1', 'b@2'], pending: 0 })
  })

  test.each([undefined, -5, Number.NaN, 2 ** 31])(
    'takes a delay of %s for none at all',
    (delay) => {
      const clock = createVirtualClock()
      const { entries, note } = createDiary(clock)
      clock.setTimeout(() => note('now'), delay)
      clock.advance(0)
      expect(entries).toEqual(['now@0'])
    },
  )

  test('counts the calls that set and clear timers', () => {
    const clock = createVirtualClock()
    clock.clearTimeout(clock.setTimeout(() => {}, 1))
    clock.setInterval(() => {}, 1)
    expect(clock.calls).toEqual({ set: 2, cleared: 1 })
  })

  test('lets the wall clock jump without any timer noticing', () => {
    const clock = createVirtualClock({ startAtMs: 1_000 })
    const seen: number[] = []
    clock.setTimeout(() => seen.push(clock.nowMs()), 10)
    clock.setWallClock(50_000)
    clock.advance(9)
    expect({ seen: [...seen], now: clock.nowMs() }).toEqual({ seen: [], now: 50_009 })
    clock.setWallClock(0)
    clock.advance(1)
    expect(seen).toEqual([1])
  })

  test('goes on when a callback throws, and throws when the time has passed', () => {
    const clock = createVirtualClock()
    const { entries, note } = createDiary(clock)
    clock.setTimeout(() => {
      throw new Error('first')
    }, 1)
    clock.setTimeout(note, 2, 'next')
    expect(() => clock.advance(5)).toThrow('first')
    expect({ entries, elapsedMs: clock.elapsedMs() }).toEqual({ entries: ['next@2'], elapsedMs: 5 })
    expect(() => clock.advance(5)).not.toThrow()
  })

  test('throws several errors as one that holds them all, or tells onUncaught', () => {
    const fail = (message: string) => {
      throw new Error(message)
    }
    const clock = createVirtualClock()
    clock.setTimeout(fail, 1, 'one')
    clock.setTimeout(fail, 1, 'two')
    expect(() => clock.advance(1)).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('2 uncaught errors'),
        errors: [new Error('one'), new Error('two')],
      }),
    )
    const heard: unknown[] = []
    const listened = createVirtualClock({ onUncaught: (error) => heard.push(error) })
    listened.setTimeout(fail, 1, 'three')
    listened.advance(1)
    expect(heard).toEqual([new Error('three')])
  })

  test('notices timers of 0 ms that set one another for ever', () => {
    const clock = createVirtualClock()
    const again = () => void clock.setTimeout(again, 0)
    again()
    expect(() => clock.advance(0)).toThrow('0 ms')
  })

  test('runs everything there is, and stops where there is no end', () => {
    const clock = createVirtualClock()
    const { entries, note } = createDiary(clock)
    clock.setTimeout(() => clock.setTimeout(note, 60_000, 'late'), 1_000)
    clock.runAll()
    expect(entries).toEqual(['late@61000'])
    clock.setInterval(() => {}, 10)
    expect(() => clock.runAll(100)).toThrow('still busy after 100 timers')
  })

  test.each([-1, Number.NaN, Infinity])('does not advance by %s', (ms) => {
    expect(() => createVirtualClock().advance(ms)).toThrow(RangeError)
  })
})

describe('a script that stands still', () => {
  /** An interval of 10 ms and a timeout of 15 ms, frozen for 100 ms at once, then 10 ms of ordinary time. */
  function freeze(frozenTimers?: FrozenTimers) {
    const clock = createVirtualClock(frozenTimers === undefined ? {} : { frozenTimers })
    const { entries, note } = createDiary(clock)
    clock.setInterval(note, 10, 'tick')
    clock.setTimeout(note, 15, 'once')
    clock.freeze(35)
    const duringFreeze = [...entries]
    clock.advance(0)
    const onReturn = [...entries]
    clock.advance(15)
    return { duringFreeze, onReturn, later: entries.slice(onReturn.length) }
  }

  test('runs what became due late, each timer once', () => {
    expect(freeze()).toEqual({
      duringFreeze: [],
      onReturn: ['tick@35', 'once@35'],
      later: ['tick@45'],
    })
  })

  test('runs every missed tick at once where timers are replayed', () => {
    expect(freeze('replay')).toEqual({
      duringFreeze: [],
      onReturn: ['tick@35', 'once@35', 'tick@35', 'tick@35'],
      later: ['tick@40', 'tick@50'],
    })
  })

  test('lets delays stand still too where timers are paused', () => {
    expect(freeze('paused')).toEqual({
      duringFreeze: [],
      onReturn: [],
      later: ['tick@45', 'once@50'],
    })
  })

  test('never runs what became due where timers are dropped; an interval goes on', () => {
    expect(freeze('dropped')).toEqual({ duringFreeze: [], onReturn: [], later: ['tick@45'] })
  })
})

describe('many timers', () => {
  test('run in the order of their instants, whatever was set and cleared', () => {
    const action = fc.record({ delayMs: fc.nat(50), clears: fc.option(fc.nat(200)) })
    fc.assert(
      fc.property(fc.array(action, { maxLength: 300 }), (actions) => {
        const clock = createVirtualClock()
        const ran: number[] = []
        const expected = new Map<number, number>()
        actions.forEach(({ delayMs, clears }) => {
          const id = clock.setTimeout(() => ran.push(id), delayMs)
          expected.set(id, delayMs)
          if (clears !== null) {
            clock.clearTimeout(clears)
            expected.delete(clears)
          }
        })
        expect(clock.pending).toBe(expected.size)
        clock.advance(50)
        const inOrder = [...expected].sort(([a, dueA], [b, dueB]) => dueA - dueB || a - b)
        expect(ran).toEqual(inOrder.map(([id]) => id))
      }),
    )
  })

  test('may be a hundred thousand, most of them cleared', () => {
    const clock = createVirtualClock()
    let ran = 0
    for (let made = 0; made < 100_000; made += 1) {
      const id = clock.setTimeout(() => (ran += 1), (made * 7919) % 60_000)
      if (made % 10 !== 0) clock.clearTimeout(id)
    }
    clock.advance(60_000)
    expect({ ran, pending: clock.pending }).toEqual({ ran: 10_000, pending: 0 })
  })
})
