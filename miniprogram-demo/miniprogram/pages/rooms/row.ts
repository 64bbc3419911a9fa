import type { ChatLine } from '../../room/chat-line'
import type { Room } from '../../room/create-room'
import { badgeText } from '../../utils/tab-badge'
import { timeOfDay } from '../../utils/time-of-day'

/** A room in the list. */
export interface Row {
  id: string
  title: string
  /** The last line, or what the room is for. */
  last: string
  /** When that was; empty when nobody has said anything. */
  time: string
  /** How much is unread; empty when nothing is. */
  unread: string
  /** All of it for a screen reader. */
  label: string
}

export function rowOf({ id, title, about, lines, unread }: Room): Row {
  const line = lines[lines.length - 1]
  const last = line ? words(line) : about
  const time = line ? timeOfDay(line.atMs) : ''
  const label = [title, unread > 0 ? `${unread} unread` : '', last, time].filter(Boolean).join(', ')
  return { id, title, last, time, unread: unread > 0 ? badgeText(unread) : '', label }
}

function words({ kind, from, text, status }: ChatLine): string {
  if (kind === 'mine') return status === 'failed' ? `Not sent: ${text}` : `You: ${text}`
  return from === '' ? text : `${from}: ${text}`
}
