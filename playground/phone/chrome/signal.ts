/** A list of listeners. */
export interface Signal<Args extends unknown[] = []> {
  /** Returns the unsubscribe. */
  on(listener: (...args: Args) => void): () => void
  emit(...args: Args): void
}

export function createSignal<Args extends unknown[] = []>(): Signal<Args> {
  const listeners = new Set<(...args: Args) => void>()
  return {
    on(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    emit(...args) {
      for (const listener of [...listeners]) listener(...args)
    },
  }
}
