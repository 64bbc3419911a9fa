import { createErrorBasket, type ErrorBasket, type UncaughtListener } from './error-basket'

/** The listeners of one native event. */
export interface Listeners<Event> {
  /** How many there are. */
  readonly count: number
  /** Adds one, or, where the host says so, puts it in the place of all others. */
  add(listener: (event: Event) => void): void
  /** Removes one registration of a listener, or everybody's when none is named. */
  remove(listener?: (event: never) => void): void
  /**
   * Calls all of them, the ones registered when it began.
   * @throws what one of them threw, once all have been called.
   */
  emit(event: Event): void
}

export function createListeners<Event>(
  onUncaught: UncaughtListener | undefined,
  secondListener: 'add' | 'replace' = 'add',
): Listeners<Event> {
  let listeners: readonly ((event: Event) => void)[] = []

  return {
    get count() {
      return listeners.length
    },
    add(listener) {
      listeners = secondListener === 'replace' ? [listener] : [...listeners, listener]
    },
    remove(listener) {
      const at = listeners.indexOf(listener as (event: Event) => void)
      if (listener === undefined) listeners = []
      else if (at >= 0) listeners = listeners.filter((_, index) => index !== at)
    },
    emit(event) {
      let errors: ErrorBasket | undefined
      for (const listener of listeners) {
        try {
          listener(event)
        } catch (error) {
          errors = errors ?? createErrorBasket(onUncaught)
          errors.add(error)
        }
      }
      errors?.report()
    },
  }
}
