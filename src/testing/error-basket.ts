/** Keeps going when a callback throws, as an event loop does, and reports what was thrown when the run is over. */

export interface ErrorBasket {
  /** Keeps an error. */
  readonly add: (error: unknown) => void
  /** Runs a callback and keeps what it throws. */
  readonly collect: (run: () => void) => void
  /**
   * Reports what was kept, and forgets it.
   * @throws the error, or one `Error` with `errors` if there are several, unless somebody listens for them.
   */
  readonly report: () => void
}

/** Hears of what nobody caught. */
export type UncaughtListener = (error: unknown) => void

export function createErrorBasket(onUncaught: UncaughtListener | undefined): ErrorBasket {
  let errors: unknown[] = []

  function add(error: unknown): void {
    if (onUncaught === undefined) errors.push(error)
    else onUncaught(error)
  }

  return {
    add,
    collect(run) {
      try {
        run()
      } catch (error) {
        add(error)
      }
    },
    report() {
      if (errors.length === 0) return
      const found = errors
      errors = []
      if (found.length === 1) throw found[0]
      throw Object.assign(new Error(`${found.length} uncaught errors: ${found.join('; ')}`), {
        errors: found,
      })
    },
  }
}
