/** The two sides of time in a fake host: what a script sees of it, and what the native side does with it. */

/** The timers and the wall clock that a script under test uses. */
export interface FakeClock {
  /** The wall clock in ms since 1970, what `Date.now()` answers while the fake is installed. */
  readonly nowMs: () => number
  /** As the global of that name; `id` is a number, as in a mini-program. @default delayMs 0 */
  readonly setTimeout: <Args extends unknown[]>(
    callback: (...args: Args) => void,
    delayMs?: number,
    ...args: Args
  ) => number
  /** As the global of that name; unknown ids are ignored. */
  readonly clearTimeout: (id?: number) => void
  /** As the global of that name; periods below 1 ms count as 1 ms. */
  readonly setInterval: <Args extends unknown[]>(
    callback: (...args: Args) => void,
    periodMs?: number,
    ...args: Args
  ) => number
  /** As the global of that name; unknown ids are ignored. */
  readonly clearInterval: (id?: number) => void
  /** How many timers the script has set that have neither fired for good nor been cleared. */
  readonly pending: number
  /** How often the script has set and cleared timers so far: proves that something costs no timer call. */
  readonly calls: { readonly set: number; readonly cleared: number }
  /** Whether the script stands still: its timers do not run, and native events wait. */
  readonly isFrozen: boolean
}

/** A {@link FakeClock} that moves only when it is told to. */
export interface VirtualClock extends FakeClock {
  /**
   * Lets time pass: every timer that becomes due runs, in order, at its own instant.
   * @throws what a callback threw, once the whole time has passed (all of them, in one `Error` with `errors`, if there were several).
   * Given `onUncaught`, that is told instead.
   * @throws RangeError unless `ms` is 0 or more.
   */
  readonly advance: (ms: number) => void
  /**
   * Runs timers, earliest first, until none is left.
   * @throws Error when more than `maxTimers` have run: something re-arms itself for ever. @default maxTimers 10_000
   */
  readonly runAll: (maxTimers?: number) => void
  /**
   * Lets time pass while the script stands still, as on a locked screen that reports no hide event. Nothing of the
   * script runs; what became due, and what the native side reported, comes late, in the next `advance` (0 is enough).
   */
  readonly freeze: (ms: number) => void
  /** Sets the wall clock, as a user does by hand: `nowMs` jumps, back or forward, and no timer notices. */
  readonly setWallClock: (atMs: number) => void
  /** Time that really passed since the clock was made, in ms. It never jumps. */
  readonly elapsedMs: () => number
}

/** What happens to timers that would have fired while the script stood still. */
export type FrozenTimers =
  /** Each runs once, late. An interval's missed ticks become one. */
  | 'late'
  /** All of them run at once, every missed tick of an interval included. */
  | 'replay'
  /** Their delays stood still too: each still has its remaining time to wait. */
  | 'paused'
  /** They are gone. An interval goes on with its next tick. */
  | 'dropped'

/** The three things that happen when a host comes back to the foreground, in an order that differs by host. */
export type ResumeStep = 'show' | 'events' | 'timers'

/** The native side's own grip on time. Scripts never see it. */
export interface HostTime {
  /** Runs `act` after `delayMs`, also while the script stands still; returns the cancel. `Infinity` is never. */
  readonly after: (delayMs: number, act: () => void) => () => void
  /** Brings an event to the script: now, or, while it stands still, when it goes on. */
  readonly post: (event: () => void) => void
  /** The script stands still from now on. */
  readonly suspend: () => void
  /** The script goes on; `show` is what the step `show` does. */
  readonly resume: (steps: readonly ResumeStep[], show: () => void) => void
  /** Drops every timer of both sides. */
  readonly dispose: () => void
}
