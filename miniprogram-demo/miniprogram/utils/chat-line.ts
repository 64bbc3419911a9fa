/** One line of the room as the chat page shows it. */
export interface ChatLine {
  /** Counts up; the `wx:key` of the list, and what it scrolls to. */
  id: number
  /** Who said it; empty for a notice of the server. */
  from: string
  text: string
  mine: boolean
}

/** Reads a line of the server: `name: text`, or `* notice`. The protocol is described in server.js. */
export function readLine(line: string, id: number, myName: string): ChatLine {
  if (line.startsWith('* ')) return { id, from: '', text: line.slice(2), mine: false }
  const colon = line.indexOf(': ')
  const from = line.slice(0, colon)
  return { id, from, text: line.slice(colon + 2), mine: from === myName }
}
