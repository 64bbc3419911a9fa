/** Listens to one WebSocket and brings what it says to where it belongs. */
import { CLOSE_CODES } from '../protocol/close-codes'
import type { FrameNames } from '../protocol/frame-codec'
import { PING, PONG, type Received } from '../protocol/frames'
import type { Door } from './door'
import { createFrameReader } from './frame-reader'
import type { Inbound } from './inbound'
import type { Link } from './link'
import type { Outbound } from './outbound'
import type { Wire } from './wire'

/** The close code of RFC 6455 for a frame that is too large. */
const TOO_LARGE = 1009

/** What `ws` hands over for a message: a `Buffer`, also for a text; a simulation may hand over text as it is. */
type Raw = string | Uint8Array

export interface ReceptionParts {
  readonly names: FrameNames
  readonly maxFrameBytes: number
  readonly wire: Wire
  readonly door: Pick<Door<never>, 'hello'>
  readonly inbound: Inbound
  readonly outbound: Outbound
  /** The connection is gone, whoever ended it. */
  readonly gone: (link: Link) => void
}

/** Makes what listens to a link's socket. */
export function createReception(parts: ReceptionParts): (link: Link) => void {
  const { names, maxFrameBytes, wire, door, inbound, outbound, gone } = parts
  const reader = createFrameReader(names)

  function heard(link: Link): void {
    link.isHeard = true
    // A pong is sent by the WebSocket itself; whoever does not read those is to be noticed as well.
    if (wire.isTooSlow(link)) wire.end(link, CLOSE_CODES.slow, 'reads too slowly')
  }

  function receive(link: Link, raw: Raw, isBinary: boolean): void {
    heard(link)
    if (link.state.is === 'closing') return
    if (raw.length > maxFrameBytes) {
      return wire.end(link, TOO_LARGE, `a frame may have ${maxFrameBytes} bytes`)
    }
    // A Buffer's text is its UTF-8.
    const data = isBinary ? bytesOf(raw as Uint8Array) : String(raw)
    if (data === PING) return wire.send(link, PONG)
    let received: Received
    try {
      received = reader.read(data)
    } catch (error) {
      return wire.end(link, CLOSE_CODES.fault, (error as Error).message)
    }
    dispatch(link, received)
  }

  function dispatch(link: Link, { frame, body }: Received): void {
    if (frame.type === 'hello') return door.hello(link, frame)
    const live = link.state
    // Before that it is left over from an earlier link.
    if (live.is !== 'live') return
    switch (frame.type) {
      case 'data':
        if (body === undefined) {
          return wire.end(link, CLOSE_CODES.fault, 'the frame is malformed: data without body')
        }
        if (frame.ack !== undefined) outbound.acknowledged(link, frame.ack)
        // An acknowledgement of what was never sent was the end of it.
        if (link.state !== live) return
        return inbound.take(link, frame, frame.sender ?? live.sender, body)
      case 'ack':
        return outbound.acknowledged(link, frame.ack)
      case 'bye':
        return
      default:
        wire.end(link, CLOSE_CODES.fault, `a client does not send ${frame.type}`)
    }
  }

  return (link) => {
    const { socket } = link
    socket.binaryType = 'nodebuffer'
    socket.on('message', (raw: Raw, isBinary = false) => receive(link, raw, isBinary))
    socket.on('ping', () => heard(link))
    socket.on('pong', () => heard(link))
    socket.on('close', () => gone(link))
    // A broken frame or a reset; the close that follows is what counts.
    socket.on('error', () => undefined)
  }
}

/** A copy: a Buffer is often a part of a larger one. */
const bytesOf = (raw: Uint8Array): ArrayBuffer => new Uint8Array(raw).buffer
