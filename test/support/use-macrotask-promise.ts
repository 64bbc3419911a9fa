/** The `Promise` of iOS ≤ 15, for the second run of the unit suite: reactions come from timers. */
import { createMacrotaskPromise } from '../../src/testing/macrotask-promise'

// Kept from before any test installs a virtual clock, or no `await` would ever go on.
const realSetTimeout = globalThis.setTimeout

globalThis.Promise = createMacrotaskPromise((run, delayMs) => realSetTimeout(run, delayMs))
