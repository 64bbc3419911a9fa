/** What happened, in order: at the panel, on the server, on the phones. */

/** What kind of thing it was; each can be left out of the view. */
export const KINDS = ['action', 'socket', 'state', 'page', 'data', 'error'] as const
export type Kind = (typeof KINDS)[number]

export interface NewEntry {
  /** Who: `server`, or the name of a phone. */
  readonly who: string
  readonly kind: Kind
  readonly text: string
  /** Entries of one topic that come thick and fast are counted in one. */
  readonly topic?: string
}

export interface Entry extends NewEntry {
  readonly id: number
  readonly atMs: number
  /** How many it stands for. */
  readonly count: number
}

export interface Filter {
  readonly kinds: ReadonlySet<Kind>
  /** `''`: everybody. */
  readonly who: string
  /** Any part of the text; `''`: everything. */
  readonly text: string
}

export interface Log {
  readonly entries: readonly Entry[]
  add(entry: NewEntry): void
  clear(): void
  /** Hears what was added, or took the place of an earlier one (the same `id`); `null` after a clear. */
  onChange(listener: (entry: Entry | null) => void): () => void
}

/** Those of one topic that are closer than this are one entry. */
const MERGE_MS = 60

/** The entry of a topic that the next one may be counted in. */
interface Running {
  readonly id: number
  readonly atMs: number
}

export function createLog({
  nowMs = Date.now,
  maxEntries = 5_000,
}: { nowMs?: () => number; maxEntries?: number } = {}): Log {
  let entries: Entry[] = []
  let lastId = 0
  /** By who and topic. Two phones that hear of the same do not cut up each other's entries. */
  const running = new Map<string, Map<string, Running>>()
  const listeners = new Set<(entry: Entry | null) => void>()

  /** Where the entry lies that this one is counted in; -1: it is one of its own. */
  function findRunning({ who, topic }: NewEntry, atMs: number): number {
    const found = topic === undefined ? undefined : running.get(who)?.get(topic)
    if (!found || atMs - found.atMs > MERGE_MS) return -1
    // Ids have no gaps; one that was forgotten is before the first.
    return found.id - (entries[0]?.id ?? 0)
  }

  function remember({ who, topic, id }: Entry, atMs: number): void {
    // What happens between two frames is shown between them.
    if (topic === undefined) running.delete(who)
    else running.set(who, new Map(running.get(who)).set(topic, { id, atMs }))
  }

  return {
    get entries() {
      return entries
    },
    add(entry) {
      const atMs = nowMs()
      const index = findRunning(entry, atMs)
      const before = index < 0 ? undefined : entries[index]
      const added = before
        ? { ...before, text: entry.text, count: before.count + 1 }
        : { ...entry, id: ++lastId, atMs, count: 1 }
      if (before) entries[index] = added
      else entries.push(added)
      remember(added, atMs)
      // In steps, so that not every entry moves all the others.
      if (entries.length > maxEntries * 1.1) entries = entries.slice(-maxEntries)
      for (const listener of listeners) listener(added)
    },
    clear() {
      entries = []
      running.clear()
      for (const listener of listeners) listener(null)
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export function isShown({ kind, who, text }: Entry, filter: Filter): boolean {
  if (!filter.kinds.has(kind)) return false
  if (filter.who !== '' && filter.who !== who) return false
  return filter.text === '' || text.toLowerCase().includes(filter.text.toLowerCase())
}

/** `14:03:27.081`, by the clock of the person who reads it. */
export function clockTime(atMs: number): string {
  const at = new Date(atMs)
  const pad = (value: number, digits: number) => String(value).padStart(digits, '0')
  const [hours, minutes, seconds] = [at.getHours(), at.getMinutes(), at.getSeconds()]
  return `${pad(hours, 2)}:${pad(minutes, 2)}:${pad(seconds, 2)}.${pad(at.getMilliseconds(), 3)}`
}

/** One entry per line, to be pasted into an issue. */
export function toText(entries: readonly Entry[]): string {
  const width = Math.max(0, ...entries.map(({ who }) => who.length))
  return entries
    .map(({ atMs, who, kind, text, count }) => {
      const times = count > 1 ? ` (×${count})` : ''
      return `${clockTime(atMs)}  ${who.padEnd(width)}  ${kind.padEnd(6)}  ${text}${times}\n`
    })
    .join('')
}
