import { timeOfDay } from '../utils/time-of-day'

/** What is known of a message of mine. */
export type Status = 'sending' | 'delivered' | 'failed'

/** What a line says. */
export interface Words {
  /** Names it: that of the message, for a message. */
  id: string
  /** `gap` is a divider: messages are missing there. */
  kind: 'mine' | 'theirs' | 'notice' | 'gap'
  /** Who said it; empty for notices and gaps. */
  from: string
  text: string
  /** When it was said, as far as is known here. */
  atMs: number
  /** For a message of mine. */
  status: Status | ''
  /** Why it failed. */
  why: string
}

/** One line of a room as the page shows it. */
export interface ChatLine extends Words {
  /** Counts up; what the list scrolls to. */
  place: number
  /** The time, where some has passed since the line before; empty elsewhere. */
  time: string
  /** Whether somebody begins to speak here: it shows who. */
  isFirst: boolean
  /** The colour of who says it, from 0. */
  hue: number
}

/** A pause after which a line shows its time. */
const PAUSE_MS = 300_000

const HUES = 6

/** A message of mine. */
export function mine(
  id: string,
  from: string,
  text: string,
  atMs: number,
  status: Status,
  why = '',
): Words {
  return { id, kind: 'mine', from, text, atMs, status, why }
}

/** A message of somebody else. */
export function theirs(id: string, from: string, text: string, atMs: number): Words {
  return { id, kind: 'theirs', from, text, atMs, status: '', why: '' }
}

/** A word of the server, or of ours. */
export function notice(id: string, kind: 'notice' | 'gap', text: string, atMs: number): Words {
  return { id, kind, from: '', text, atMs, status: '', why: '' }
}

/** The line that these words are after another one. */
export function lineAfter(before: ChatLine | undefined, words: Words): ChatLine {
  const isPause = !before || words.atMs - before.atMs >= PAUSE_MS
  return {
    ...words,
    place: before ? before.place + 1 : 1,
    time: isPause ? timeOfDay(words.atMs) : '',
    isFirst: isPause || before.from !== words.from || before.kind !== words.kind,
    hue: hueOf(words.from),
  }
}

/** The same line with other words: it stays where it is, and what it shows around them too. */
export function reworded(line: ChatLine, words: Words): ChatLine {
  const { place, time, isFirst, hue, atMs } = line
  return { ...words, place, time, isFirst, hue, atMs }
}

/** Names that are alike should not look alike. */
function hueOf(name: string): number {
  let hash = 7
  for (const letter of name) hash = (hash * 37 + letter.charCodeAt(0)) % 9973
  return hash % HUES
}
