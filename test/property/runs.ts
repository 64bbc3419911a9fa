/** How many runs, and from which seed. fast-check prints both when a property fails, with a path to the case. */
import type { Parameters } from 'fast-check'

/**
 * `PROPERTY_RUNS` multiplies the runs, `PROPERTY_SEED` and `PROPERTY_PATH` repeat a failure:
 * `PROPERTY_SEED=42 PROPERTY_PATH=7:1 npx jest test/property`.
 */
export function runs(numRuns: number): Parameters<unknown> {
  const { PROPERTY_RUNS = '1', PROPERTY_SEED, PROPERTY_PATH } = process.env
  return {
    numRuns: Math.ceil(numRuns * Number(PROPERTY_RUNS)),
    ...(PROPERTY_SEED === undefined ? {} : { seed: Number(PROPERTY_SEED) }),
    ...(PROPERTY_PATH === undefined ? {} : { path: PROPERTY_PATH }),
  }
}
