/** Counts what a page does, and says each second how much that is in a second. */

/** What was measured in the last second. */
export interface Rates {
  /** Messages that came. */
  messages: number
  /** `setData` calls. */
  calls: number
  /** What they carried: bytes of JSON, thousands of them. */
  kilobytes: number
  /** The longest time from a call until the host had drawn it, in milliseconds; 0 where it does not say. */
  drawnMs: number
}

export interface Meter {
  heardMessage(): void
  /** A call begins. Returns what to call when it was drawn. */
  calledSetData(values: object): () => void
  /** The rates since the last reading. */
  read(): Rates
}

export function createMeter(): Meter {
  let sinceMs = Date.now()
  let messages = 0
  let calls = 0
  let bytes = 0
  let drawnMs = 0

  return {
    heardMessage() {
      messages += 1
    },
    calledSetData(values) {
      calls += 1
      // Letters of JSON are bytes here: there is nothing but ASCII in the numbers, next to nothing else in the rest.
      bytes += JSON.stringify(values).length
      const calledAtMs = Date.now()
      return () => {
        drawnMs = Math.max(drawnMs, Date.now() - calledAtMs)
      }
    },
    read() {
      const nowMs = Date.now()
      const perSecond = (count: number) => (count * 1000) / Math.max(1, nowMs - sinceMs)
      const rates = {
        messages: Math.round(perSecond(messages)),
        calls: Math.round(perSecond(calls)),
        kilobytes: Math.round(perSecond(bytes) / 100) / 10,
        drawnMs,
      }
      sinceMs = nowMs
      messages = calls = bytes = drawnMs = 0
      return rates
    },
  }
}
