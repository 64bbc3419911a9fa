/** A clock that moves only when it is told to, for a script and for the native side under it. */
import type { FrozenTimers, HostTime, VirtualClock } from './clock'
import { createErrorBasket, type ErrorBasket } from './error-basket'
import { createHeldEvents, type HeldEvents } from './held-events'
import { createScriptTimers } from './script-timers'
import { createTimeline, type Timeline } from './timeline'

/** How a virtual clock begins. */
export interface VirtualClockOptions {
  /** What `nowMs` answers first. @default 1_700_000_000_000 */
  readonly startAtMs?: number | undefined
  /** What happens to timers that were due while the script stood still. @default 'late' */
  readonly frozenTimers?: FrozenTimers | undefined
  /** Hears what a callback threw. @default it is thrown by the call that let time pass */
  readonly onUncaught?: ((error: unknown) => void) | undefined
}

/** A clock on its own, without a host: for tests and simulations of anything that takes a clock. */
export function createVirtualClock(options: VirtualClockOptions = {}): VirtualClock {
  return createVirtualTime(options).clock
}

/** A virtual clock together with the native side's grip on the same time. */
export function createVirtualTime(options: VirtualClockOptions = {}): {
  clock: VirtualClock
  host: HostTime
} {
  const errors = createErrorBasket(options.onUncaught)
  const line = createTimeline(options.frozenTimers ?? 'late', errors)
  const held = createHeldEvents()
  return {
    clock: createClock(line, held, errors, options.startAtMs ?? 1_700_000_000_000),
    host: createHost(line, held, errors),
  }
}

function createClock(
  line: Timeline,
  held: HeldEvents,
  errors: ErrorBasket,
  startAtMs: number,
): VirtualClock {
  let wallOffsetMs = startAtMs
  const { setTimeout, clearTimeout, setInterval, clearInterval, calls } = createScriptTimers(
    (run, delayMs, repeats) => line.schedule('script', run, delayMs, repeats),
  )

  return {
    setTimeout,
    clearTimeout,
    setInterval,
    clearInterval,
    calls,
    nowMs: () => wallOffsetMs + line.elapsedMs(),
    elapsedMs: line.elapsedMs,
    get pending() {
      return line.pending()
    },
    get isFrozen() {
      return line.isFrozen()
    },
    advance(ms) {
      checkDuration(ms)
      line.pass(ms)
      errors.report()
    },
    runAll(maxTimers = 10_000) {
      for (let runs = 0; line.runNext(); runs += 1) {
        if (runs >= maxTimers) throw new Error(`runAll: still busy after ${maxTimers} timers`)
      }
      errors.report()
    },
    freeze(ms) {
      checkDuration(ms)
      const wasFrozen = line.isFrozen()
      line.freeze()
      line.pass(ms)
      if (!wasFrozen) {
        line.thaw()
        for (const event of held.release()) line.schedule('native', event, 0)
      }
      errors.report()
    },
    setWallClock(atMs) {
      wallOffsetMs = atMs - line.elapsedMs()
    },
  }
}

function createHost(line: Timeline, held: HeldEvents, errors: ErrorBasket): HostTime {
  return {
    after(delayMs, act) {
      if (delayMs === Infinity) return () => {}
      return line.schedule('native', act, delayMs)
    },
    post(event) {
      if (line.isFrozen()) held.hold(event)
      else event()
    },
    suspend: line.freeze,
    resume(steps, show) {
      line.thaw()
      for (const step of steps) {
        if (step === 'show') errors.collect(show)
        else if (step === 'events') held.release().forEach(errors.collect)
        else line.pass(0)
      }
      errors.report()
    },
    dispose: line.clear,
  }
}

function checkDuration(ms: number): void {
  if (!(ms >= 0 && ms < Infinity)) throw new RangeError(`time passes by 0 ms or more, not ${ms}`)
}
