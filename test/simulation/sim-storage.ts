/** A phone's storage: it outlives the process, takes its time, and a killed process may lose what it was writing. */
import type { Dice } from './dice'
import type { Life, SimClock } from './sim-clock'

export interface SimStorage {
  get(key: string): Promise<string | undefined>
  set(key: string, value: string): Promise<void>
  remove(key: string): Promise<void>
  keys(): Promise<readonly string[]>
}

/** The storage as one process sees it; `disk` is what lasts. */
export function createSimStorage(
  disk: Map<string, string>,
  clock: SimClock,
  dice: Dice,
  life: Life,
): SimStorage {
  /** Takes effect somewhere on the way, if the process lives that long, and is reported at the end. */
  const work = <T>(effect: () => T): Promise<T> =>
    new Promise((resolve) => {
      const isFlushed = !dice.happens(0.3)
      clock.startTimer(
        () => {
          if (!life.isAlive && !isFlushed) return
          const result = effect()
          clock.startTimer(
            () => {
              if (life.isAlive) resolve(result)
            },
            dice.between(0, 15),
          )
        },
        dice.between(0, 15),
      )
    })
  return {
    get: (key) => work(() => disk.get(key)),
    set: (key, value) => work(() => void disk.set(key, value)),
    remove: (key) => work(() => void disk.delete(key)),
    keys: () => work(() => [...disk.keys()]),
  }
}
