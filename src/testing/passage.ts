import type { HostTime } from './clock'
import type { Faults } from './faults'

/** One direction between script and server, with the faults on it. Nothing overtakes anything. */
export interface Passage {
  /** Carries a frame over: late, or, in a black hole, never. */
  readonly frame: (act: () => void) => void
  /** Carries the end of a connection over: it survives a black hole, and arrives when that is gone. */
  readonly end: (act: () => void) => void
  /** The black hole is gone. */
  readonly resurface: () => void
}

export function createPassage(faults: Faults, time: HostTime): Passage {
  const waiting: (() => void)[] = []
  let swallowedEnds: (() => void)[] = []

  function carry(act: () => void): void {
    const { delayMs } = faults
    if (delayMs === 0 && waiting.length === 0) return act()
    waiting.push(act)
    // Each timer brings over the first that waits, not its own: a shorter delay cannot overtake.
    time.after(delayMs, () => waiting.shift()?.())
  }

  function end(act: () => void): void {
    carry(() => {
      if (faults.blackHole) swallowedEnds.push(act)
      else act()
    })
  }

  return {
    frame: (act) =>
      carry(() => {
        if (!faults.blackHole) act()
      }),
    end,
    resurface() {
      const ends = swallowedEnds
      swallowedEnds = []
      ends.forEach(end)
    },
  }
}
