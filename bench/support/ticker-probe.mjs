/**
 * Counts what a phone does for a while. Runs in the phone's page, from its source text: it knows nothing outside itself.
 */
/* global PerformanceObserver, cancelAnimationFrame, requestAnimationFrame */

/** @param {{ forMs: number }} options */
export async function probePhone({ forMs }) {
  const { phone } = /** @type {any} */ (globalThis)
  const { delivery } = phone.app()
  const counts = { messages: 0, lost: 0, paths: 0, bytes: 0, errors: 0, frames: 0 }
  /** @type {number[]} */
  const callsAtMs = []
  /** @type {number[]} */
  const longTasksMs = []
  // Who comes to a phone is told first what happened so far.
  let isCounting = false

  const stops = [
    delivery.on('message', (/** @type {any} */ { body }) => {
      if (body.type === 'tick') counts.messages += 1
    }),
    delivery.on('gap', (/** @type {any} */ { missed }) => void (counts.lost += missed ?? NaN)),
    phone.on((/** @type {any} */ event) => {
      if (event.type === 'error') counts.errors += 1
      if (event.type !== 'set-data' || !isCounting) return
      callsAtMs.push(performance.now())
      counts.paths += event.paths
      counts.bytes += event.bytes
    }),
  ]
  isCounting = true
  const observer = new PerformanceObserver((list) =>
    list.getEntries().forEach(({ duration }) => longTasksMs.push(duration)),
  )
  observer.observe({ entryTypes: ['longtask'] })
  let frame = requestAnimationFrame(function count() {
    counts.frames += 1
    frame = requestAnimationFrame(count)
  })

  const startedAtMs = performance.now()
  await new Promise((resolve) => setTimeout(resolve, forMs))
  const elapsedMs = performance.now() - startedAtMs
  cancelAnimationFrame(frame)
  observer.disconnect()
  stops.forEach((stop) => stop())
  return {
    ...counts,
    elapsedMs,
    calls: callsAtMs.length,
    // In any second, not in those of a clock.
    mostCalls: Math.max(
      0,
      ...callsAtMs.map(
        (fromMs, index) => callsAtMs.slice(index).findLastIndex((atMs) => atMs < fromMs + 1000) + 1,
      ),
    ),
    longTasks: longTasksMs.length,
    longestMs: Math.max(0, ...longTasksMs),
  }
}
