/**
 * What all sockets of one process share: the budget of native sockets (R12) and who is woken by the host's global
 * close (R11). The only mutable state at module level in this package; docs/adr/0007-one-file-with-module-state.md.
 */
import type { Clock } from '../core/ports'

/** A native socket that this package holds, from the request to its end. */
export interface Slot {
  /** Its end was asked for. */
  closing(): void
  /** It is gone. */
  release(): void
}

export interface NativeSockets {
  /**
   * Runs `start` when one more native socket fits: at once, or when the oldest closing one is gone or has been
   * closing for `maxWaitMs`. With nothing closing the host is asked anyway. Returns the cancel.
   */
  request(start: (slot: Slot) => void, maxWaitMs: number): () => void
  /** Hears of every global close; `isInterrupted` when no socket of ours had just reported that cut. */
  watchCuts(
    register: (closed: (reason: string) => void) => void,
    cut: (isInterrupted: boolean) => void,
  ): () => void
  /** A socket of ours reported a background cut. */
  reportCut(): void
  cutsReported(): number
}

/** A cut that one socket reported explains a global close within this time (H9). */
const SAME_CUT_MS = 200

const byHost = new WeakMap<object, NativeSockets>()

/** The native sockets of a host: one budget per process, whoever asks. */
export function nativeSocketsOf(host: object, limit: number, clock: Clock): NativeSockets {
  const sockets = byHost.get(host) || createNativeSockets(limit, clock)
  byHost.set(host, sockets)
  return sockets
}

interface Held extends Slot {
  closingAtMs: number
  gone(): void
}

const noop = (): void => undefined

function createSlot(held: Set<Held>, closing: Set<Held>, clock: Clock): Held {
  const slot: Held = {
    closingAtMs: 0,
    gone: noop,
    closing() {
      if (!held.has(slot)) return
      slot.closingAtMs = clock.nowMs()
      closing.add(slot)
    },
    release() {
      closing.delete(slot)
      if (held.delete(slot)) slot.gone()
    },
  }
  return slot
}

function createNativeSockets(limit: number, clock: Clock): NativeSockets {
  const held = new Set<Held>()
  /** Closing slots that nobody waits for yet, oldest first. */
  const closing = new Set<Held>()
  const cutListeners = new Set<(isInterrupted: boolean) => void>()
  let isRegistered = false
  let cutsReported = 0
  let reportedAtMs = -Infinity

  const hold = (start: (slot: Slot) => void): void => {
    const slot = createSlot(held, closing, clock)
    held.add(slot)
    start(slot)
  }

  return {
    request(start, maxWaitMs) {
      const [oldest] = closing
      if (held.size < limit || !oldest) {
        hold(start)
        return noop
      }
      closing.delete(oldest)
      const leftMs = oldest.closingAtMs + maxWaitMs - clock.nowMs()
      const stopTimer = clock.startTimer(oldest.release, Math.min(Math.max(leftMs, 0), maxWaitMs))
      oldest.gone = () => {
        stopTimer()
        hold(start)
      }
      return () => {
        stopTimer()
        oldest.gone = noop
        if (held.has(oldest)) closing.add(oldest)
      }
    },
    watchCuts(register, cut) {
      cutListeners.add(cut)
      if (!isRegistered) {
        isRegistered = true
        register((reason) => {
          const isExplained = clock.nowMs() - reportedAtMs <= SAME_CUT_MS
          const isInterrupted = /interrupted/i.test(reason) && !isExplained
          cutListeners.forEach((listener) => listener(isInterrupted))
        })
      }
      return () => void cutListeners.delete(cut)
    },
    reportCut() {
      cutsReported += 1
      reportedAtMs = clock.nowMs()
    },
    cutsReported: () => cutsReported,
  }
}
