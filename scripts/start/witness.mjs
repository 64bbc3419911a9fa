/** Ways to claim something: both fail the session when it is not so, and neither waits for ever. */
import { seconds } from './narrator.mjs'

const POLL_MS = 10

/**
 * @param {import('./narrator.mjs').Narrator} narrator
 * @param {() => string} describe what is told of the state of things when a claim fails
 */
export function createWitness(narrator, describe) {
  return {
    /**
     * Waits until `look` returns something truthy and narrates it, with what `detail` makes of it.
     *
     * @template T
     * @param {string} claim
     * @param {() => T} look
     * @param {number} withinMs
     * @param {(found: NonNullable<T>) => string} [detail]
     * @returns {Promise<void>}
     */
    async sees(claim, look, withinMs, detail = () => '') {
      const sinceMs = Date.now()
      for (;;) {
        const found = look()
        if (found) {
          narrator.seen(claim + detail(found))
          return
        }
        if (Date.now() - sinceMs > withinMs) {
          throw new Error(`not within ${seconds(withinMs)}: ${claim}. ${describe()}`)
        }
        await pause(POLL_MS)
      }
    },
    /**
     * Watches for `forMs` that `look` stays truthy, and narrates it.
     *
     * @param {string} claim
     * @param {() => unknown} look
     * @param {number} forMs
     */
    async holds(claim, look, forMs) {
      const sinceMs = Date.now()
      while (Date.now() - sinceMs < forMs) {
        if (!look()) throw new Error(`no longer true: ${claim}. ${describe()}`)
        await pause(POLL_MS)
      }
      narrator.seen(claim)
    },
    /** Lets time pass. */
    pause,
  }
}

/** @type {(ms: number) => Promise<void>} */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
