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
  /** Hears what was added, or took the place of the last one (the same `id`); `null` after a clear. */
  onChange(listener: (entry: Entry | null) => void): () => void
}

/** Those of one topic that are closer than this are one entry. */
const MERGE_MS = 60

export function createLog({
  nowMs = Date.now,
  maxEntries = 5_000,
}: { nowMs?: () => number; maxEntries?: number } = {}): Log {
  let entries: Entry[] = []
  let lastId = 0
  let touchedAtMs = 0
  const listeners = new Set<(entry: Entry | null) => void>()

  function merge(entry: NewEntry, last: Entry | undefined, atMs: number): Entry | null {
    if (!last || entry.topic === undefined || atMs - touchedAtMs > MERGE_MS) return null
    if (entry.topic !== last.topic || entry.who !== last.who) return null
    return { ...last, text: entry.text, count: last.count + 1 }
  }

  return {
    get entries() {
      return entries
    },
    add(entry) {
      const atMs = nowMs()
      const merged = merge(entry, entries.at(-1), atMs)
      touchedAtMs = atMs
      if (merged) entries.pop()
      const added = merged ?? { ...entry, id: ++lastId, atMs, count: 1 }
      entries.push(added)
      // In steps, so that not every entry moves all the others.
      if (entries.length > maxEntries * 1.1) entries = entries.slice(-maxEntries)
      for (const listener of listeners) listener(added)
    },
    clear() {
      entries = []
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
