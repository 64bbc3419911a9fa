/** Waiting for what is to be true in a while. */

/** On a machine that does something else as well. */
export const EXPIRY_MS = 15_000
const LOOK_EVERY_MS = 50

/**
 * Tries again until the check throws no more; after the expiry, what it threw last.
 *
 * @param {() => unknown} check
 * @param {{ readonly expiryMs?: number }} [options]
 * @returns {Promise<void>}
 */
export async function eventually(check, { expiryMs = EXPIRY_MS } = {}) {
  const endsAtMs = Date.now() + expiryMs
  for (;;) {
    try {
      await check()
      return
    } catch (error) {
      if (Date.now() > endsAtMs) throw error
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    }
  }
}
