/** Real time, with a script in it that can stand still: what a live fake lives in. */
import type { FakeClock, FrozenTimers, HostTime } from './clock'
import { createErrorBasket, type ErrorBasket, type UncaughtListener } from './error-basket'
import { createHeldEvents, type HeldEvents } from './held-events'
import { setRealTimer } from './real-globals'
import { createScriptTimers } from './script-timers'

export interface RealTimeOptions {
  /** As in a profile; `'paused'` counts as `'late'`, since real time cannot be taken back. */
  readonly frozenTimers: FrozenTimers
  readonly onUncaught: UncaughtListener | undefined
}

/** What both sides of real time share. */
interface RealTime {
  readonly errors: ErrorBasket
  /** Native events that wait for the script. */
  readonly events: HeldEvents
  /** The script's own late timers. */
  readonly timers: HeldEvents
  readonly cancels: Set<() => void>
  readonly frozenTimers: FrozenTimers
  isFrozen: boolean
}

export function createRealTime(options: RealTimeOptions): { clock: FakeClock; host: HostTime } {
  const time: RealTime = {
    errors: createErrorBasket(options.onUncaught),
    events: createHeldEvents(),
    timers: createHeldEvents(),
    cancels: new Set(),
    frozenTimers: options.frozenTimers,
    isFrozen: false,
  }
  return { clock: createClock(time), host: createHost(time) }
}

/** Sets a timer that `dispose` can find. */
function setTimer(time: RealTime, run: () => void, delayMs: number, repeats: boolean): () => void {
  const stop = setRealTimer(
    () => {
      if (!repeats) time.cancels.delete(cancel)
      time.errors.collect(run)
      time.errors.report()
    },
    delayMs,
    repeats,
  )
  const cancel = () => {
    time.cancels.delete(cancel)
    stop()
  }
  time.cancels.add(cancel)
  return cancel
}

function createClock(time: RealTime): FakeClock {
  const { setTimeout, clearTimeout, setInterval, clearInterval, calls, count } = createScriptTimers(
    (run, delayMs, repeats) => {
      let isCancelled = false
      let isLate = false
      const runIfWanted = () => {
        isLate = false
        if (!isCancelled) run()
      }
      const tick = () => {
        if (!time.isFrozen) return run()
        if (time.frozenTimers === 'dropped') return
        if (isLate && time.frozenTimers !== 'replay') return
        isLate = true
        time.timers.hold(runIfWanted)
      }
      const stop = setTimer(time, tick, delayMs, repeats)
      return () => {
        isCancelled = true
        stop()
      }
    },
  )
  return {
    setTimeout,
    clearTimeout,
    setInterval,
    clearInterval,
    calls,
    nowMs: () => Date.now(),
    get pending() {
      return count()
    },
    get isFrozen() {
      return time.isFrozen
    },
  }
}

function createHost(time: RealTime): HostTime {
  const { errors, events, timers, cancels } = time
  return {
    after: (delayMs, act) =>
      delayMs === Infinity ? () => {} : setTimer(time, act, delayMs, false),
    post(event) {
      if (time.isFrozen) events.hold(event)
      else event()
    },
    suspend: () => void (time.isFrozen = true),
    resume(steps, show) {
      time.isFrozen = false
      for (const step of steps) {
        if (step === 'show') errors.collect(show)
        else (step === 'events' ? events : timers).release().forEach(errors.collect)
      }
      errors.report()
    },
    dispose: () => cancels.forEach((cancel) => cancel()),
  }
}
