import { describe, expect, test } from '@jest/globals'
import { simulate } from './simulate'

/** `npm run simulate -- --seeds N` sets these; without, what every run of the tests takes. */
const { SIMULATE_SEED, SIMULATE_SEEDS = '40', SIMULATE_MESSAGES = '5000' } = process.env

const first = Number(SIMULATE_SEED ?? 1)
const seeds = Array.from(
  { length: SIMULATE_SEED === undefined ? Number(SIMULATE_SEEDS) : 1 },
  (_, i) => first + i,
)

describe('D3: effectively once, in order, both ways, whatever goes wrong', () => {
  test.each(seeds)(
    `seed %i (alone: npm run simulate -- --seed <it>), ${SIMULATE_MESSAGES} messages`,
    async (seed) => {
      const { faults, up, down } = await simulate({ seed, messages: Number(SIMULATE_MESSAGES) })
      expect(faults).toEqual([])
      expect(up + down).toBeGreaterThan(Number(SIMULATE_MESSAGES) / 2)
    },
    600_000,
  )
})
