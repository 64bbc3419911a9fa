import { lineAfter, reworded } from './chat-line'
import type { ChatLine, Words } from './chat-line'
import type { RoomTitle } from './room-titles'

/** How many lines are kept; a few more until the oldest go, all at once. */
const KEPT_LINES = 200
const MAX_LINES = 300

/** A room as it is known here. It lives as long as the app does, whatever pages come and go. */
export interface Room extends RoomTitle {
  /** What was said, the latest last. */
  readonly lines: readonly ChatLine[]
  /** How many messages of others came while nobody looked. */
  readonly unread: number
  /** What is typed and not sent. */
  draft: string
  /** Somebody looks, until the returned function is called: nothing is unread meanwhile. */
  watch(): () => void
}

/** What changed in a room. */
export interface RoomChanges {
  /** A line is new, or it says something else; where it is in `lines`. */
  line(index: number, line: ChatLine, isNew: boolean): void
  /** Lines went away: all of them are somewhere else. */
  lines(): void
  unread(): void
}

/** A room, and how things get into it. */
export function createRoom(title: RoomTitle, changes: RoomChanges) {
  let lines: ChatLine[] = []
  let unread = 0
  let watchers = 0

  const room: Room = {
    ...title,
    draft: '',
    get lines() {
      return lines
    },
    get unread() {
      return unread
    },
    watch() {
      let isWatching = true
      watchers += 1
      if (unread > 0) {
        unread = 0
        changes.unread()
      }
      return () => {
        if (isWatching) watchers -= 1
        isWatching = false
      }
    },
  }

  /** Puts words where their id is, or at the end: a message is shown once, whoever says it again. */
  function put(words: Words) {
    const known = lines.findIndex(({ id }) => id === words.id)
    if (known >= 0) {
      const line = reworded(lines[known] as ChatLine, words)
      lines[known] = line
      return changes.line(known, line, false)
    }
    const line = lineAfter(lines[lines.length - 1], words)
    lines.push(line)
    if (lines.length > MAX_LINES) {
      const [first, ...rest] = lines.slice(-KEPT_LINES) as [ChatLine, ...ChatLine[]]
      // Whoever speaks on there has not been named yet.
      lines = [{ ...first, isFirst: true }, ...rest]
      changes.lines()
    }
    changes.line(lines.length - 1, line, true)
    if (words.kind === 'theirs' && watchers === 0) {
      unread += 1
      changes.unread()
    }
  }

  /** Takes a message of mine out that failed, to say it again; undefined when there is none of that id. */
  function takeFailed(id: string): ChatLine | undefined {
    const failed = lines.find((line) => line.id === id && line.status === 'failed')
    if (!failed) return undefined
    lines = lines.filter((line) => line !== failed)
    changes.lines()
    return failed
  }

  return { room, put, takeFailed }
}
