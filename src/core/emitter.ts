/** Listeners by event. Adding and removing takes effect after the emit under way (E3). */

/** Takes a listener away again; calling it twice does nothing. */
export type Unsubscribe = () => void

export interface Emitter<Events> {
  on<Name extends keyof Events>(name: Name, listener: (payload: Events[Name]) => void): Unsubscribe
  /** Calls every listener; one that throws stops nobody and is told to `threw` (E1). */
  emit<Name extends keyof Events>(name: Name, payload: Events[Name]): void
  /** Whether anybody listens. */
  has(name: keyof Events): boolean
}

/** Makes an emitter; `threw` hears of listeners that throw. */
export function createEmitter<Events>(
  threw: (name: keyof Events, thrown: unknown) => void,
): Emitter<Events> {
  // Boxed, so that one function subscribed twice is two listeners.
  type Entry = readonly [(payload: never) => void]
  const lists = new Map<keyof Events, readonly Entry[]>()
  const listOf = (name: keyof Events): readonly Entry[] => lists.get(name) || []

  return {
    on(name, listener) {
      const entry: Entry = [listener]
      lists.set(name, [...listOf(name), entry])
      return () => {
        const others = listOf(name).filter((other) => other !== entry)
        lists.set(name, others)
      }
    },
    emit(name, payload) {
      const list = listOf(name)
      for (let i = 0; i < list.length; i += 1) {
        try {
          ;(list[i] as Entry)[0](payload as never)
        } catch (thrown) {
          threw(name, thrown)
        }
      }
    },
    has: (name) => listOf(name).length > 0,
  }
}
