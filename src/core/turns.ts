/** One thing after the other: what listeners and callbacks ask for happens after what is under way (E7). */

export interface Turns {
  /** Runs `work` now, or after the work under way. */
  run(work: () => void): void
  /** Whether work is under way. */
  isBusy(): boolean
}

/** Makes a queue of turns; `settled` runs whenever it has run empty. */
export function createTurns(settled: () => void): Turns {
  let queue: (() => void)[] | null = null
  return {
    isBusy: () => !!queue,
    run(work) {
      if (queue) {
        queue.push(work)
        return
      }
      queue = [work]
      try {
        for (let i = 0; i < queue.length; i += 1) (queue[i] as () => void)()
      } finally {
        queue = null
      }
      settled()
    },
  }
}
