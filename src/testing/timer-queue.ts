/** Timers ordered by the instant they are due: a binary heap, so that a simulation may hold a million of them. */

/** What a {@link TimerQueue} needs to know of an entry. Only the queue changes an entry that is inside it. */
export interface QueueEntry {
  /** The instant it is due, on the queue owner's own time line. */
  dueAtMs: number
  /** Decides between entries due at the same instant: the smaller one comes first. */
  order: number
  /** Whether it waits in a queue. A cancelled entry stays in the heap until it surfaces, and is never handed out. */
  isQueued: boolean
}

export interface TimerQueue<Entry extends QueueEntry> {
  /** How many entries wait, cancelled ones not counted. */
  readonly size: number
  /** Adds an entry. */
  push(entry: Entry): void
  /** The entry that is due next, left where it is. */
  peek(): Entry | undefined
  /** Takes the entry that is due next. */
  pop(): Entry | undefined
  /** Forgets an entry; one that is not in the queue is left alone. */
  cancel(entry: Entry): void
  /** Moves every entry by the same time, which keeps their order. */
  shift(byMs: number): void
  /** Forgets every entry. */
  clear(): void
}

const compactAbove = 1024

export function createTimerQueue<Entry extends QueueEntry>(): TimerQueue<Entry> {
  let heap: Entry[] = []
  let cancelled = 0

  function compact(): void {
    const alive = heap.filter((entry) => entry.isQueued)
    cancelled = 0
    // A sorted array is a heap.
    heap = alive.sort((a, b) => (isBefore(a, b) ? -1 : 1))
  }

  function dropCancelledTop(): void {
    while (heap[0]?.isQueued === false) {
      takeTop(heap)
      cancelled -= 1
    }
  }

  return {
    get size() {
      return heap.length - cancelled
    },
    push(entry) {
      entry.isQueued = true
      heap.push(entry)
      siftUp(heap, heap.length - 1)
    },
    peek() {
      dropCancelledTop()
      return heap[0]
    },
    pop() {
      dropCancelledTop()
      const top = takeTop(heap)
      if (top !== undefined) top.isQueued = false
      return top
    },
    cancel(entry) {
      if (!entry.isQueued) return
      entry.isQueued = false
      cancelled += 1
      if (cancelled > compactAbove && cancelled * 2 > heap.length) compact()
    },
    shift(byMs) {
      for (const entry of heap) entry.dueAtMs += byMs
    },
    clear() {
      for (const entry of heap) entry.isQueued = false
      heap = []
      cancelled = 0
    },
  }
}

export function isBefore(a: QueueEntry, b: QueueEntry): boolean {
  return a.dueAtMs < b.dueAtMs || (a.dueAtMs === b.dueAtMs && a.order < b.order)
}

function takeTop<Entry extends QueueEntry>(heap: Entry[]): Entry | undefined {
  const top = heap[0]
  const last = heap.pop()
  if (last !== undefined && last !== top) {
    heap[0] = last
    siftDown(heap)
  }
  return top
}

function siftUp<Entry extends QueueEntry>(heap: Entry[], from: number): void {
  const entry = heap[from] as Entry
  let at = from
  while (at > 0) {
    const parentAt = (at - 1) >> 1
    const parent = heap[parentAt] as Entry
    if (!isBefore(entry, parent)) break
    heap[at] = parent
    at = parentAt
  }
  heap[at] = entry
}

function siftDown<Entry extends QueueEntry>(heap: Entry[]): void {
  const entry = heap[0] as Entry
  let at = 0
  for (;;) {
    let childAt = at * 2 + 1
    if (childAt >= heap.length) break
    const right = heap[childAt + 1]
    if (right !== undefined && isBefore(right, heap[childAt] as Entry)) childAt += 1
    const child = heap[childAt] as Entry
    if (!isBefore(child, entry)) break
    heap[at] = child
    at = childAt
  }
  heap[at] = entry
}
