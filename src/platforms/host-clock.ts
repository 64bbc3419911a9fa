/** The host's own time, timers, randomness and console: the same names on every host. */
import type { Clock, Logger, Random } from '../core/ports'

declare const setTimeout: (callback: () => void, delayMs: number) => unknown
declare const clearTimeout: (timer: unknown) => void
declare const console: { warn(...args: unknown[]): void } | undefined

/** Looked up at each call, so that a test may put its own in place at any time. */
export const hostClock: Clock = {
  nowMs: () => Date.now(),
  startTimer(callback, delayMs) {
    const timer = setTimeout(callback, delayMs)
    return () => clearTimeout(timer)
  },
}

export const hostRandom: Random = () => Math.random()

/** Errors that nobody listens for go to the console, where there is one; state changes go nowhere. */
export const hostLogger: Logger = {
  info: () => undefined,
  warn(...args) {
    if (typeof console !== 'undefined') console.warn(...args)
  },
}
