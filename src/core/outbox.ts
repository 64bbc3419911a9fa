/** Sends in order, keeps what cannot go out within limits, takes back what failed (rules S1–S6). */
import { sizeBytes } from './data'
import type { SocketData } from './ports'
import type { MachineState } from './states'
import type { Counters } from './stats'

/** What became of a message. */
export type SendResult = 'sent' | 'queued' | 'dropped'

/** Why a message was given up on. */
export type DropReason = 'overflow' | 'expired' | 'closed' | 'no-link' | 'failed'

export interface QueueLimits {
  readonly maxMessages: number
  readonly maxBytes: number
  readonly maxAgeMs: number
  readonly overflow: 'drop-newest' | 'drop-oldest'
}

/** What the outbox asks of its socket. */
export interface Outlet {
  state(): MachineState
  nowMs(): number
  /** A callback of the app runs while it is decided where to go: the link is ending. */
  isDeciding(): boolean
  /** Hands data to the platform; `failed` comes at most once. */
  transmit(payload: SocketData, failed: () => void): void
  /** A native send failed. */
  failed(): void
  dropped(data: unknown, why: DropReason): void
}

export interface Outbox {
  queued(): { readonly messages: number; readonly bytes: number }
  /** `isKept` false: now or never, and nothing is told of it. */
  send(data: unknown, payload: SocketData, isKept: boolean): SendResult
  /** Hands over what waits, as far as the link takes it. */
  flush(): void
  /** Drops what waits: the app closed the socket. */
  empty(): void
}

/** A message on its way out. */
interface Message {
  /** Its place in the order of `send()`. */
  readonly number: number
  /** What the app handed to `send()`. */
  readonly data: unknown
  readonly payload: SocketData
  readonly bytes: number
  readonly atMs: number
  /** It may wait for a link. */
  readonly isKept: boolean
  /** It was handed to a link that reported failure. */
  hasFailed: boolean
}

export function createOutbox(
  limits: QueueLimits | null,
  counters: Counters,
  { state, nowMs, isDeciding, transmit, failed, dropped }: Outlet,
): Outbox {
  /** In the order of their numbers, and so of their age. */
  const waiting: Message[] = []
  let bytes = 0
  let lastNumber = 0
  let flushedEpoch = 0
  /** Messages up to this number ended with a `close()`. */
  let emptied = 0

  const isOver = (): boolean => /^clos/.test(state().phase.tag)
  const isFlowing = (): boolean => {
    const { phase } = state()
    return !isDeciding() && phase.tag === 'open' && !phase.failing && !phase.resumeAtMs
  }

  const take = (place: number): Message => {
    const [message] = waiting.splice(place, 1) as [Message]
    bytes -= message.bytes
    return message
  }

  const drop = ({ data }: Message, why: DropReason): SendResult => {
    counters.drops += 1
    dropped(data, why)
    return 'dropped'
  }

  const dropExpired = (): void => {
    const { maxAgeMs = Infinity } = limits || {}
    while (waiting[0] && nowMs() - waiting[0].atMs > maxAgeMs) drop(take(0), 'expired')
  }

  const keep = (message: Message): SendResult => {
    if (!message.isKept) return 'dropped'
    dropExpired()
    // Not sooner: a `drop` listener may have closed the socket.
    if (isOver()) return drop(message, 'closed')
    if (!limits) return drop(message, 'no-link')
    const { maxMessages, maxBytes, overflow } = limits
    if (message.bytes > maxBytes) return drop(message, 'overflow')
    let place = waiting.length
    while (place > 0 && (waiting[place - 1] as Message).number > message.number) place -= 1
    waiting.splice(place, 0, message)
    bytes += message.bytes
    let result: SendResult = 'queued'
    while (waiting.length > maxMessages || bytes > maxBytes) {
      const victim = take(overflow === 'drop-oldest' ? 0 : waiting.length - 1)
      if (victim === message) result = 'dropped'
      drop(victim, 'overflow')
    }
    return result
  }

  /** The link reported that it did not take a message: back to its place, once (S2). */
  const takeBack = (message: Message): SendResult => {
    counters.messagesSent -= 1
    counters.bytesSent -= message.bytes
    if (message.number <= emptied && message.isKept) return drop(message, 'closed')
    const isLost = message.isKept && (message.hasFailed || !limits)
    message.hasFailed = true
    const result = isLost ? drop(message, 'failed') : keep(message)
    failed()
    return result
  }

  const handOver = (message: Message): SendResult => {
    let result: SendResult = 'sent'
    counters.messagesSent += 1
    counters.bytesSent += message.bytes
    transmit(message.payload, () => {
      result = takeBack(message)
    })
    return result
  }

  return {
    queued: () => ({ messages: waiting.length, bytes }),
    send(data, payload, isKept) {
      lastNumber += 1
      const message: Message = {
        number: lastNumber,
        data,
        payload,
        bytes: sizeBytes(payload),
        atMs: nowMs(),
        isKept,
        hasFailed: false,
      }
      // Until the first flush of a link its `open` listeners are running: they go first (S6).
      const isFirst = waiting.length === 0 || state().epoch !== flushedEpoch
      return isFirst && isFlowing() ? handOver(message) : keep(message)
    },
    flush() {
      flushedEpoch = state().epoch
      dropExpired()
      while (waiting.length > 0 && isFlowing()) handOver(take(0))
    },
    empty() {
      emptied = lastNumber
      const all = waiting.splice(0)
      bytes = 0
      all.forEach((message) => drop(message, 'closed'))
    },
  }
}
