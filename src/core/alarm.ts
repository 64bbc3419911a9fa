/** The one timer of a socket; it may ring too early, which costs a look, never too late (H2). */
import type { SteadyClock } from './steady-clock'

/** A timer that fires later than this was frozen with the rest of the app (H5). */
const LATE_MS = 2000

const noop = (): void => undefined

export interface Alarm {
  /** Makes sure that it rings at that time or sooner; `Infinity` for not at all. */
  set(atMs: number): void
}

export function createAlarm(clock: SteadyClock, ring: (isLate: boolean) => void): Alarm {
  let setFor = Infinity
  let stop = noop
  return {
    set(atMs) {
      if (setFor <= atMs && atMs < Infinity) return
      stop()
      setFor = atMs
      if (atMs === Infinity) return
      stop = clock.startTimer((lateMs) => {
        setFor = Infinity
        stop = noop
        ring(lateMs > LATE_MS)
      }, atMs)
    },
  }
}
