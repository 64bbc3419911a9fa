/** Gathers `setData` calls: few of them, and none while nobody sees the page. */
import { type Instance, later, nowMs } from './host'

export interface Batch {
  /** Data paths and their values; a later value of one path replaces an earlier one. */
  add(values: Record<string, unknown>): void
  /** Nobody sees the page: gathers on. */
  hide(): void
  /** The page is seen again: what has gathered is set at once, with one call. */
  show(): void
  /** Nothing is set any more. */
  stop(): void
}

export const noop = (): void => undefined

/** At most one call in `batchMs`; the first after a quiet time comes at the end of the tick. */
export function createBatch(instance: Instance, batchMs: number): Batch {
  let gathered: Record<string, unknown> | null = null
  let flushedAtMs = -Infinity
  let cancel = noop
  let isHidden = false
  let isOver = false

  const flush = (): void => {
    cancel = noop
    const values = gathered
    if (!values || isOver) return
    gathered = null
    flushedAtMs = nowMs()
    instance.setData(values)
  }

  return {
    add(values) {
      if (isOver) return
      if (!gathered) {
        gathered = {}
        const sinceMs = nowMs() - flushedAtMs
        // A clock that was set back must not make the page wait.
        const waitMs = sinceMs < 0 ? 0 : batchMs - sinceMs
        if (!isHidden) cancel = later(flush, Math.max(0, waitMs))
      }
      for (const path of Object.keys(values)) {
        // The last write comes last: `lines` set anew must not be applied after a later `lines[0]`.
        delete gathered[path]
        gathered[path] = values[path]
      }
    },
    hide() {
      isHidden = true
      cancel()
    },
    show() {
      if (!isHidden) return
      isHidden = false
      flush()
    },
    stop() {
      isOver = true
      cancel()
    },
  }
}
