/** What was handed to the host and not taken yet: the `bufferedAmount` of a socket. */
import { sizeBytes } from '../core/data'
import type { SocketData } from '../core/ports'

/** So many payloads are kept at most: some hosts never say that they took one, nor does a socket that is closed. */
const MAX_UNMEASURED = 100

/**
 * Measures only what nobody took until somebody asks: that costs more than the rest of `send()`, and few ask.
 *
 * @returns how to put one more in, which returns how to take that out again, and how to measure them all.
 */
export function createBacklog(): readonly [
  hold: (data: SocketData) => () => void,
  measureAll: () => number,
] {
  const unmeasured = new Set<() => void>()
  let totalBytes = 0

  const measureAll = (): number => {
    unmeasured.forEach((measure) => measure())
    unmeasured.clear()
    return totalBytes
  }
  const hold = (data: SocketData) => {
    let bytes = 0
    const measure = (): void => {
      totalBytes += bytes = sizeBytes(data)
    }
    if (unmeasured.add(measure).size > MAX_UNMEASURED) measureAll()
    return () => {
      if (!unmeasured.delete(measure)) totalBytes -= bytes
      bytes = 0
    }
  }
  return [hold, measureAll]
}
