/** A clock that never goes back: the wall clock of a phone is set by hand and by the network. */
import { MAX_MS } from './options'
import type { Clock } from './ports'

export interface SteadyClock {
  /** The wall clock, except that it stands still where that one jumps back. */
  nowMs(): number
  /** Turns an instant of this clock, or now, into the wall clock's. */
  toWallMs(atMs?: number): number
  /** Runs `fired` at an instant; `lateMs` says how much later than that it was. Returns the cancel. */
  startTimer(fired: (lateMs: number) => void, atMs: number): () => void
}

/** A host may round a timer down by this much; more means that the wall clock was set back. */
const EARLY_MS = 50

export function createSteadyClock(clock: Clock): SteadyClock {
  let lastMs = -Infinity
  let skewMs = 0

  const nowMs = (): number => {
    const readMs = clock.nowMs() + skewMs
    if (readMs >= lastMs) lastMs = readMs
    else skewMs += lastMs - readMs
    return lastMs
  }

  return {
    nowMs,
    toWallMs: (atMs = nowMs()) => atMs - skewMs,
    startTimer(fired, dueAtMs) {
      // Timers take no more; what is due later is looked at on the way.
      const atMs = Math.min(dueAtMs, nowMs() + MAX_MS)
      const timer = () => {
        const lateMs = nowMs() - atMs
        // A timer that fired is due, whatever the wall clock says.
        if (lateMs < -EARLY_MS) skewMs -= lateMs
        fired(lateMs)
      }
      return clock.startTimer(timer, Math.max(0, atMs - nowMs()))
    },
  }
}
