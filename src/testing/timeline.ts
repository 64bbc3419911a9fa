/** One line of virtual time with two kinds of timers on it: the script's, which can stand still, and the native side's, which cannot. */
import type { FrozenTimers } from './clock'
import type { ErrorBasket } from './error-basket'
import { createTimerQueue, isBefore, type QueueEntry, type TimerQueue } from './timer-queue'

export interface TimelineTimer extends QueueEntry {
  readonly run: () => void
  /** `null` for a timer that fires once. */
  readonly periodMs: number | null
  /** How many 0 ms timers led to this one without time moving. */
  readonly depth: number
}

export type Side = 'script' | 'native'

export interface Timeline {
  /** Time that has passed since the beginning. */
  readonly elapsedMs: () => number
  /** How many of the script's timers wait. */
  readonly pending: () => number
  /** Whether the script stands still. */
  readonly isFrozen: () => boolean
  /**
   * Puts a timer on the line and returns how to take it off.
   * @throws Error when timers of 0 ms set each other for ever.
   */
  readonly schedule: (side: Side, run: () => void, delayMs: number, repeats?: boolean) => () => void
  /** Runs what is due within `ms`, each at its instant, and stops there. */
  readonly pass: (ms: number) => void
  /** Runs the next timer, whenever it is due; `false` when there is none. */
  readonly runNext: () => boolean
  /** The script's timers stand still. */
  readonly freeze: () => void
  /** The script's timers go on. What is overdue runs in the next `pass`. */
  readonly thaw: () => void
  /** Drops every timer. */
  readonly clear: () => void
}

type Queue = TimerQueue<TimelineTimer>

const maxDepth = 10_000

export function createTimeline(frozenTimers: FrozenTimers, errors: ErrorBasket): Timeline {
  const queues = {
    script: createTimerQueue<TimelineTimer>(),
    native: createTimerQueue<TimelineTimer>(),
  }
  let elapsedMs = 0
  let made = 0
  let depth = 0
  let frozenAtMs: number | null = null

  const schedule: Timeline['schedule'] = (side, run, delayMs, repeats = false) => {
    const timer: TimelineTimer = {
      order: (made += 1),
      dueAtMs: elapsedMs + delayMs,
      isQueued: false,
      run,
      periodMs: repeats ? delayMs : null,
      depth: delayMs === 0 ? depth + 1 : 0,
    }
    if (timer.depth > maxDepth) throw new Error(`${maxDepth} timers of 0 ms set one another`)
    queues[side].push(timer)
    return () => queues[side].cancel(timer)
  }

  function runNext(untilMs: number): boolean {
    const queue = frozenAtMs === null ? earlierOf(queues.script, queues.native) : queues.native
    const next = queue.peek()
    if (next === undefined || next.dueAtMs > untilMs) return false
    queue.pop()
    elapsedMs = Math.max(elapsedMs, next.dueAtMs)
    if (next.periodMs !== null) {
      next.order = made += 1
      next.dueAtMs = (frozenTimers === 'replay' ? next.dueAtMs : elapsedMs) + next.periodMs
      queue.push(next)
    }
    depth = next.depth
    errors.collect(next.run)
    depth = 0
    return true
  }

  /** What became due while the script stood still never runs; an interval only misses its ticks. */
  function dropMissed(): void {
    for (let next = queues.script.peek(); next !== undefined && next.dueAtMs <= elapsedMs;) {
      queues.script.pop()
      if (next.periodMs !== null) {
        next.dueAtMs = elapsedMs + next.periodMs
        queues.script.push(next)
      }
      next = queues.script.peek()
    }
  }

  return {
    elapsedMs: () => elapsedMs,
    pending: () => queues.script.size,
    isFrozen: () => frozenAtMs !== null,
    schedule,
    pass(ms) {
      const untilMs = elapsedMs + ms
      while (runNext(untilMs));
      elapsedMs = Math.max(elapsedMs, untilMs)
    },
    runNext: () => runNext(Infinity),
    freeze: () => void (frozenAtMs = frozenAtMs ?? elapsedMs),
    thaw() {
      const frozenForMs = elapsedMs - (frozenAtMs ?? elapsedMs)
      if (frozenTimers === 'paused') queues.script.shift(frozenForMs)
      if (frozenTimers === 'dropped') dropMissed()
      frozenAtMs = null
    },
    clear: () => [queues.script, queues.native].forEach((queue) => queue.clear()),
  }
}

function earlierOf(a: Queue, b: Queue): Queue {
  const nextOfA = a.peek()
  const nextOfB = b.peek()
  if (nextOfA === undefined) return b
  return nextOfB === undefined || isBefore(nextOfA, nextOfB) ? a : b
}
