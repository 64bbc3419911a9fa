/** Everything that goes out over one connection, its end included. */
import type { Frame } from '../protocol/frames'
import type { FrameWriter } from './frame-writer'
import { byteLengthOf } from './host'
import type { Link } from './link'
import type { HubClock } from './host'
import type { LinkClosed } from './types'

/** The longest reason that a close frame holds. */
const MAX_REASON_BYTES = 123

/** `readyState` of a WebSocket that takes data. */
const OPEN = 1

export interface Wire {
  /** Sends; `sent` is called when the network took the data. */
  send(link: Link, data: string | ArrayBuffer, sent?: () => void): void
  frame(link: Link, frame: Frame): void
  /** Says goodbye and closes; whoever is closing already stays as it is. */
  end(link: Link, code: number, reason: string): void
  /** Whether more waits for the client than may: it does not read. Looked at when it says something, and once a second. */
  isTooSlow(link: Link): boolean
}

export interface WireParts {
  readonly clock: HubClock
  readonly writer: FrameWriter
  readonly maxBufferedBytes: number
  /** Hears of every connection that is closed from here. */
  readonly ended: (link: Link, closed: LinkClosed) => void
}

export function createWire({ clock, writer, maxBufferedBytes, ended }: WireParts): Wire {
  function send({ socket }: Link, data: string | ArrayBuffer, sent?: () => void): void {
    if (socket.readyState !== OPEN) return
    // An error is followed by `close` in any case.
    if (sent) socket.send(data, sent)
    else socket.send(data)
  }

  function end(link: Link, code: number, reason: string): void {
    if (link.state.is === 'closing') return
    link.state = { is: 'closing', sinceAtMs: clock.elapsedMs() }
    link.queue.length = 0
    const short = cut(reason)
    ended(link, { clientId: link.clientId, code, reason: short })
    if (link.socket.readyState !== OPEN) return
    link.socket.send(writer.frame({ type: 'bye', code, reason: short }))
    link.socket.close(code, short)
    // The answer to a close has to be read.
    link.socket.resume()
  }

  const isTooSlow = (link: Link): boolean => link.socket.bufferedAmount > maxBufferedBytes

  return {
    send,
    frame: (link, frame) => send(link, writer.frame(frame)),
    end,
    isTooSlow,
  }
}

/** As much of a reason as a close frame holds, in whole characters. */
export function cut(reason: string): string {
  let short = reason.slice(0, MAX_REASON_BYTES)
  while (byteLengthOf(short) > MAX_REASON_BYTES) short = short.slice(0, -1)
  // Half of a pair of surrogates is no character.
  return /[\uD800-\uDBFF]$/.test(short) ? short.slice(0, -1) : short
}
