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
  /** For a message of mine. */
  status: Status | ''
  /** Why it failed. */
  why: string
}

/** One line of the chat as the page shows it. */
export interface ChatLine extends Words {
  /** Counts up; what the list scrolls to. */
  place: number
}

/** A message of mine. */
export function mine(id: string, text: string, status: Status, why = ''): Words {
  return { id, kind: 'mine', from: '', text, status, why }
}

/** A message of somebody else. */
export function theirs(id: string, from: string, text: string): Words {
  return { id, kind: 'theirs', from, text, status: '', why: '' }
}

/** A word of the server, or of ours. */
export function notice(id: string, kind: 'notice' | 'gap', text: string): Words {
  return { id, kind, from: '', text, status: '', why: '' }
}

/** Puts words where their id is, or at the end: a message is shown once, whoever says it again. */
export function putWords(lines: readonly ChatLine[], words: Words, max: number): ChatLine[] {
  if (lines.some(({ id }) => id === words.id)) {
    return lines.map((line) => (line.id === words.id ? { ...words, place: line.place } : line))
  }
  const last = lines[lines.length - 1]
  return [...lines, { ...words, place: last ? last.place + 1 : 1 }].slice(-max)
}
