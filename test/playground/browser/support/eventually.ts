/** Waiting for what is to be true in a while. */

/** On a machine that does something else as well. */
export const EXPIRY_MS = 15_000
const LOOK_EVERY_MS = 50

/** Tries again until the check throws no more; after the expiry, what it threw last. */
export async function eventually(
  check: () => unknown,
  { expiryMs = EXPIRY_MS }: { readonly expiryMs?: number } = {},
): Promise<void> {
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
