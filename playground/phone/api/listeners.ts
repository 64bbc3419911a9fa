/** The listeners of one event of `wx`. */
export interface Listeners<Event> {
  add(listener: unknown): void
  /** One of them; without an argument all of them, as WeChat does. */
  remove(listener?: unknown): void
  emit(event: Event): void
}

/** @param later runs each listener in the mini-program's own time. */
export function createListeners<Event>(later: (run: () => void) => void): Listeners<Event> {
  const listeners = new Set<(event: Event) => void>()

  return {
    add(listener) {
      if (typeof listener === 'function') listeners.add(listener as (event: Event) => void)
    },
    remove(listener) {
      if (listener === undefined) listeners.clear()
      else listeners.delete(listener as (event: Event) => void)
    },
    emit(event) {
      for (const listener of listeners) later(() => listener(event))
    },
  }
}
