/** Time that moves only when told to: the timers and the date handed to a library under measurement. */

/**
 * @typedef {ReturnType<typeof createVirtualClock>} VirtualClock
 */

export function createVirtualClock() {
  /** @type {Map<number, { atMs: number, run: () => void }>} */
  const timers = new Map()
  let nowMs = 1_700_000_000_000
  let lastId = 0

  /** @param {(...args: unknown[]) => void} callback @param {number} [delayMs] @param {unknown[]} args */
  function setTimeout(callback, delayMs = 0, ...args) {
    const id = ++lastId
    timers.set(id, {
      atMs: nowMs + Math.max(0, Number(delayMs) || 0),
      run: () => callback(...args),
    })
    return id
  }

  /** @param {number} [id] */
  function clearTimeout(id) {
    if (id !== undefined) timers.delete(id)
  }

  /** Runs the earliest timer due by `untilMs`; false when there is none. @param {number} untilMs */
  function runNext(untilMs) {
    let next
    for (const [id, timer] of timers) {
      if (timer.atMs <= untilMs && (next === undefined || timer.atMs < next.atMs)) {
        next = { id, atMs: timer.atMs, run: timer.run }
      }
    }
    if (next === undefined) return false
    timers.delete(next.id)
    nowMs = Math.max(nowMs, next.atMs)
    next.run()
    return true
  }

  const settle = () => new Promise((resolve) => setImmediate(resolve))

  return {
    setTimeout,
    clearTimeout,
    now: () => nowMs,
    /** How many timers are pending. */
    pending: () => timers.size,
    /** Moves time on, letting promises settle before the first and after every timer. @param {number} ms */
    async advance(ms) {
      const untilMs = nowMs + ms
      await settle()
      while (runNext(untilMs)) await settle()
      nowMs = untilMs
    },
    /** Moves time on without a turn of the event loop, for code that uses no promise. @param {number} ms */
    advanceSync(ms) {
      const untilMs = nowMs + ms
      while (runNext(untilMs));
      nowMs = untilMs
    },
  }
}

/** A `Date` that reads the virtual clock. @param {VirtualClock} clock */
export function createVirtualDate(clock) {
  return class VirtualDate extends Date {
    /** @param {any[]} args */
    constructor(...args) {
      // @ts-expect-error the overloads of Date take a tuple
      super(...(args.length > 0 ? args : [clock.now()]))
    }

    /** @override */
    static now() {
      return clock.now()
    }
  }
}

/** A `Math` whose `random` is the given one. @param {() => number} random */
export function createMath(random) {
  const math = Object.create(null, Object.getOwnPropertyDescriptors(Math))
  math.random = random
  return math
}
