/** `setTimeout` and its relatives, as a script sees them, over any way to set one timer. */
import type { FakeClock } from './clock'

/** Sets one timer and returns how to cancel it. */
export type SetTimer = (run: () => void, delayMs: number, repeats: boolean) => () => void

export type ScriptTimers = Pick<
  FakeClock,
  'setTimeout' | 'clearTimeout' | 'setInterval' | 'clearInterval' | 'calls'
> & {
  /** How many timers have neither fired for good nor been cleared. */
  readonly count: () => number
}

const maxDelayMs = 2_147_483_647

export function createScriptTimers(setTimer: SetTimer): ScriptTimers {
  const cancels = new Map<number, () => void>()
  const calls = { set: 0, cleared: 0 }

  function set(run: () => void, delayMs: number, repeats: boolean): number {
    calls.set += 1
    const id = calls.set
    const once = () => {
      cancels.delete(id)
      run()
    }
    cancels.set(id, setTimer(repeats ? run : once, delayMs, repeats))
    return id
  }

  function clear(id?: number): void {
    calls.cleared += 1
    const cancel = id === undefined ? undefined : cancels.get(id)
    if (cancel === undefined) return
    cancels.delete(id as number)
    cancel()
  }

  return {
    setTimeout: (callback, delayMs, ...args) =>
      set(() => callback(...args), toDelayMs(delayMs, 0), false),
    setInterval: (callback, periodMs, ...args) =>
      set(() => callback(...args), toDelayMs(periodMs, 1), true),
    clearTimeout: clear,
    clearInterval: clear,
    calls,
    count: () => cancels.size,
  }
}

/** As every engine: nonsense, and what does not fit 31 bits, counts as the shortest delay there is. */
function toDelayMs(delayMs: number | undefined, minMs: number): number {
  const isDelay = delayMs !== undefined && delayMs >= minMs && delayMs <= maxDelayMs
  return isDelay ? delayMs : minMs
}
