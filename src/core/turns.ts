/** One thing after the other: what listeners and callbacks ask for happens after what is under way (E7). */

export interface Turns {
  /** Runs `work` now, or after the work under way. */
  run<T>(work: (argument: T) => void, argument: T): void
  /** Whether work is under way. */
  isBusy(): boolean
}

/** Makes a queue of turns; `settled` runs whenever it has run empty. */
export function createTurns(settled: () => void): Turns {
  const waiting: (() => void)[] = []
  let isBusy = false
  return {
    isBusy: () => isBusy,
    // Called for every frame: nothing is allocated unless something is under way.
    run(work, argument) {
      if (isBusy) {
        waiting.push(() => work(argument))
        return
      }
      isBusy = true
      try {
        work(argument)
        while (waiting.length > 0) (waiting.shift() as () => void)()
      } finally {
        isBusy = false
      }
      settled()
    },
  }
}
