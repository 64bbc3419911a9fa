/** How long anything may take before a test fails; the longest wait is for a retry, some 5 s away. */
const EXPIRY_MS = 20_000

/** Waits for something to be so; `what` says in the failure what was waited for, and what there was instead. */
export async function until(what: () => string, isSo: () => boolean): Promise<void> {
  const expiresAtMs = Date.now() + EXPIRY_MS
  while (!isSo()) {
    if (Date.now() > expiresAtMs) throw new Error(`waited ${EXPIRY_MS} ms until ${what()}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
