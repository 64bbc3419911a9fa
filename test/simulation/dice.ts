/** Seeded randomness: the same seed, the same run. */
export interface Dice {
  /** From 0 (included) to 1 (excluded). */
  (): number
  /** Whether something with this probability happens. */
  happens(probability: number): boolean
  /** A whole number from `min` to `max`, both included. */
  between(min: number, max: number): number
  /** One of them. */
  pick<T>(choices: readonly T[]): T
}

export function createDice(seed: number): Dice {
  let state = seed >>> 0
  // mulberry32
  const roll = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const between = (min: number, max: number): number => min + Math.floor(roll() * (max - min + 1))
  return Object.assign(roll, {
    happens: (probability: number) => roll() < probability,
    between,
    pick: <T>(choices: readonly T[]): T => choices[between(0, choices.length - 1)] as T,
  })
}
