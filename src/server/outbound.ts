/** What goes to clients: messages of their sessions and receipts for their own, in batches. */
import { CLOSE_CODES } from '../protocol/close-codes'
import type { FrameWriter } from './frame-writer'
import type { HubClock } from './host'
import { reachOf, type Link, type Live } from './link'
import type { Draft, Place, Store } from './store'
import type { Wire } from './wire'

/** Above this, nothing more is handed to a socket until it has sent what it holds. */
const ENOUGH_BUFFERED_BYTES = 131_072

/** What is read from the store at once: 64 messages of a megabyte each would be too much to hold for a slow client. */
const MAX_READ = 32

/** Connections served before others get a turn: a broadcast to ten thousand must not stop pings from being answered. */
const MAX_BATCH = 512

export interface Outbound {
  /** The link has just been welcomed. */
  begin(link: Link): void
  /** A session got a message. */
  appended(link: Link, place: Place, draft: Draft | undefined): void
  /** The store may hold more than is known here. */
  lookAgain(link: Link): void
  /** Goes on with what is ready, should the socket not have said that it has room again. */
  nudge(link: Link): void
  /** The client acknowledges its session's messages up to a number. */
  acknowledged(link: Link, ack: number): void
  /** The client's message, and all before it, are dealt with. */
  receipt(link: Link, sender: string, seq: number): void
  /** The client's message was rejected. */
  rejection(link: Link, sender: string, seq: number, reason: string): void
  /** How many messages went out. */
  sent(): number
}

export interface OutboundParts {
  readonly clock: HubClock
  readonly writer: FrameWriter
  readonly wire: Wire
  readonly store: Store
  readonly window: number
  /** The store failed this link. */
  readonly storeFailed: (link: Link, error: unknown) => void
}

export function createOutbound(parts: OutboundParts): Outbound {
  const { clock, writer, wire, store, window, storeFailed } = parts
  let due: Link[] = []
  let isScheduled = false
  let sent = 0

  function schedule(link: Link): void {
    if (link.isDue) return
    link.isDue = true
    due.push(link)
    if (isScheduled) return
    isScheduled = true
    clock.soon(flush)
  }

  function flush(): void {
    const batch = due.splice(0, MAX_BATCH)
    isScheduled = due.length > 0
    if (isScheduled) clock.soon(flush)
    else due = []
    for (const link of batch) {
      link.isDue = false
      if (link.state.is === 'live') serve(link, link.state)
    }
  }

  function serve(link: Link, live: Live): void {
    const { receipts } = link
    // Before any acknowledgement of a higher number: that would count them as taken.
    if (receipts.rejected) tellRejected(link, live)
    sendReady(link, live)
    if (receipts.ack > 0) {
      wire.send(link, writer.ack(receipts.ack))
      receipts.ack = 0
    }
    if (receipts.others) {
      for (const [sender, ack] of receipts.others) wire.frame(link, { type: 'ack', ack, sender })
      receipts.others = undefined
    }
  }

  function tellRejected(link: Link, live: Live): void {
    for (const { sender, seq, reason } of link.receipts.rejected ?? []) {
      const stream = sender === live.sender ? {} : { sender }
      wire.frame(link, { type: 'reject', seq, reason, ...stream })
    }
    link.receipts.rejected = undefined
  }

  function sendReady(link: Link, live: Live): void {
    const { receipts, socket } = link
    const { ready } = live
    let count = 0
    while (count < ready.length && live.sent - live.acknowledged < window) {
      if (socket.bufferedAmount > ENOUGH_BUFFERED_BYTES) break
      const { seq, draft } = ready[count] as (typeof ready)[number]
      count += 1
      if (live.sent === live.acknowledged) live.hasProgressed = true
      live.sent = seq
      sent += 1
      const frame = writer.data(seq, draft, receipts.ack)
      receipts.ack = 0
      if (socket.bufferedAmount + frameLength(frame) > ENOUGH_BUFFERED_BYTES) {
        wire.send(link, frame, () => schedule(link))
      } else wire.send(link, frame)
    }
    if (count > 0) ready.splice(0, count)
    const hasRoom = live.sent - live.acknowledged < window
    if (live.isBehind && !live.isReading && ready.length === 0 && hasRoom) void read(link, live)
  }

  /** Brings what is behind; sending it is the next batch's. */
  async function read(link: Link, live: Live): Promise<void> {
    live.isReading = true
    live.isBehind = false
    const limit = Math.min(MAX_READ, window - (live.sent - live.acknowledged))
    try {
      const entries = await store.read(link.clientId as string, live.session, live.sent, limit)
      if (link.state !== live) return
      if (!entries) return wire.end(link, CLOSE_CODES.unavailable, 'the session was lost')
      live.ready = entries.map((entry) => ({ seq: entry.seq, draft: entry }))
      if (entries.length === limit) live.isBehind = true
    } catch (error) {
      return storeFailed(link, error)
    } finally {
      live.isReading = false
    }
    if (live.ready.length > 0 || live.isBehind) schedule(link)
  }

  function appended(link: Link, { session, seq }: Place, draft: Draft | undefined): void {
    const { state } = link
    if (state.is === 'welcoming') state.isBehind = true
    if (state.is !== 'live') return
    const { ready } = state
    const last = ready.length > 0 ? (ready[ready.length - 1] as { seq: number }).seq : state.sent
    if (session === state.session && seq <= last) return
    const isNext = session === state.session && seq === last + 1 && ready.length < window
    if (isNext && draft && !state.isBehind && !state.isReading) ready.push({ seq, draft })
    else state.isBehind = true
    schedule(link)
  }

  return {
    appended,
    sent: () => sent,
    begin: schedule,
    lookAgain(link) {
      if (link.state.is === 'live' || link.state.is === 'welcoming') link.state.isBehind = true
      schedule(link)
    },
    nudge(link) {
      if (link.state.is === 'live' && (link.state.ready.length > 0 || link.state.isBehind)) {
        schedule(link)
      }
    },
    acknowledged(link, ack) {
      const live = link.state
      if (live.is !== 'live' || ack <= live.acknowledged) return
      if (ack > reachOf(live)) {
        return wire.end(link, CLOSE_CODES.fault, 'acknowledges what was never sent')
      }
      live.acknowledged = ack
      live.hasProgressed = true
      if (live.ready.length > 0 || live.isBehind) schedule(link)
    },
    receipt(link, sender, seq) {
      const { receipts, state } = link
      if (state.is !== 'live' || sender === state.sender) {
        receipts.ack = Math.max(receipts.ack, seq)
      } else {
        receipts.others = receipts.others ?? new Map<string, number>()
        receipts.others.set(sender, Math.max(receipts.others.get(sender) ?? 0, seq))
      }
      schedule(link)
    },
    rejection(link, sender, seq, reason) {
      link.receipts.rejected = link.receipts.rejected ?? []
      link.receipts.rejected.push({ sender, seq, reason })
      schedule(link)
    },
  }
}

const frameLength = (frame: string | ArrayBuffer): number =>
  typeof frame === 'string' ? frame.length : frame.byteLength
