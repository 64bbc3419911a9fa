/** On what, and beside what, something was measured: times mean little without it. */
import { availableParallelism, cpus, loadavg } from 'node:os'

/** The load of the last minute as it is now: what else the machine does. */
export const loadNow = () => (loadavg()[0] ?? 0).toFixed(1)

export const today = () => new Date().toISOString().slice(0, 10)

/** @param {string} loadBefore of `loadNow()`, before it was measured */
export function describeMachine(loadBefore) {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor'
  return `${today()}, Node ${process.versions.node}, ${availableParallelism()} cores of ${model}; load average of one minute ${loadBefore} before, ${loadNow()} after.`
}
