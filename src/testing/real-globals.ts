/** The timers of the machine that a live fake runs on. The package is compiled without any host's types. */

declare const setTimeout: (callback: () => void, delayMs: number) => unknown
declare const clearTimeout: (timer: unknown) => void
declare const setInterval: (callback: () => void, periodMs: number) => unknown
declare const clearInterval: (timer: unknown) => void

/** Sets a real timer and returns how to cancel it. */
export function setRealTimer(run: () => void, delayMs: number, repeats: boolean): () => void {
  if (repeats) {
    const timer = setInterval(run, delayMs)
    return () => clearInterval(timer)
  }
  const timer = setTimeout(run, delayMs)
  return () => clearTimeout(timer)
}
