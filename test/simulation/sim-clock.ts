/** One virtual time for everybody. Promises settle between any two timers, so a run is the same every time. */
import type { Clock } from '../../src/core/ports'

export interface SimClock {
  /** Milliseconds since the run began. */
  nowMs(): number
  startTimer(callback: () => void, delayMs: number): () => void
  /** The clock of one process: its wall clock may be off, and it is dead when the process is. */
  ofProcess(life: Life): Clock
  /** Lets time pass until then. */
  runUntil(atMs: number): Promise<void>
}

/** A process, as far as its timers go. */
export interface Life {
  isAlive: boolean
  /** How far its wall clock is off. */
  skewMs: number
}

interface Timer {
  readonly atMs: number
  readonly number: number
  callback: (() => void) | null
}

/** 2026-01-01, so that nothing is near zero. */
const EPOCH_MS = 1_767_225_600_000

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

export function createSimClock(): SimClock {
  const heap = createHeap()
  let nowMs = 0
  let lastNumber = 0

  const startTimer = (callback: () => void, delayMs: number): (() => void) => {
    lastNumber += 1
    const timer: Timer = { atMs: nowMs + Math.max(0, delayMs), number: lastNumber, callback }
    heap.add(timer)
    return () => {
      timer.callback = null
    }
  }

  return {
    nowMs: () => nowMs,
    startTimer,
    ofProcess: (life) => ({
      nowMs: () => EPOCH_MS + nowMs + life.skewMs,
      startTimer: (callback, delayMs) =>
        startTimer(() => {
          if (life.isAlive) callback()
        }, delayMs),
    }),
    async runUntil(atMs) {
      await settle()
      for (;;) {
        const next = heap.peek()
        if (!next || next.atMs > atMs) break
        heap.take()
        if (!next.callback) continue
        nowMs = next.atMs
        next.callback()
        await settle()
      }
      nowMs = atMs
    },
  }
}

interface Heap {
  add(timer: Timer): void
  peek(): Timer | undefined
  take(): void
}

/** Earliest first; of the same time, the one that was started first. */
function createHeap(): Heap {
  const all: Timer[] = []
  const isBefore = (one: Timer, other: Timer): boolean =>
    one.atMs < other.atMs || (one.atMs === other.atMs && one.number < other.number)
  const swap = (i: number, j: number): void => {
    const timer = all[i] as Timer
    all[i] = all[j] as Timer
    all[j] = timer
  }
  return {
    add(timer) {
      let at = all.push(timer) - 1
      while (at > 0) {
        const parent = (at - 1) >> 1
        if (!isBefore(timer, all[parent] as Timer)) break
        swap(at, parent)
        at = parent
      }
    },
    peek: () => all[0],
    take() {
      const last = all.pop()
      if (!last || all.length === 0) return
      all[0] = last
      for (let at = 0; ;) {
        const [left, right] = [2 * at + 1, 2 * at + 2]
        let first = at
        if (left < all.length && isBefore(all[left] as Timer, all[first] as Timer)) first = left
        if (right < all.length && isBefore(all[right] as Timer, all[first] as Timer)) first = right
        if (first === at) return
        swap(at, first)
        at = first
      }
    },
  }
}
