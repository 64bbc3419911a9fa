/** Sends in order, keeps what cannot go out, takes back what failed (rules S1–S6). */
import { sizeBytes } from './data'
import type { SocketData } from './ports'
import { type DropReason, type Message, type QueueLimits, createQueue } from './queue'
import type { Flow } from './states'
import type { Counters } from './stats'

/** What became of a message. */
export type SendResult = 'sent' | 'queued' | 'dropped'

/** What the outbox may do with the link in use, and what it tells. */
export interface Outlet {
  /** `flowing`: messages go out; `announcing`: before those that wait; `held`: not now; `over`: not any more. */
  gate(): Flow | 'over'
  /** Hands data to the platform; `failed` comes at most once. */
  transmit(payload: SocketData, failed: () => void): void
  /** A native send failed. */
  failed(): void
  dropped(data: unknown, why: DropReason): void
  nowMs(): number
}

export interface Outbox {
  readonly messages: number
  readonly bytes: number
  send(data: unknown, payload: SocketData): SendResult
  /** Hands over what waits, while the gate is open. */
  flush(): void
  /** Drops what waits: the app closed the socket. */
  empty(): void
}

export function createOutbox(
  limits: QueueLimits | null,
  counters: Counters,
  outlet: Outlet,
): Outbox {
  const queue = limits && createQueue(limits)
  let numbers = 0

  const drop = (message: Message, why: DropReason): SendResult => {
    counters.drops += 1
    outlet.dropped(message.data, why)
    return 'dropped'
  }

  const keep = (message: Message): SendResult => {
    if (!queue) return drop(message, message.hasFailed ? 'failed' : 'no-link')
    queue.takeExpired(outlet.nowMs()).forEach((expired) => drop(expired, 'expired'))
    const overflow = queue.add(message)
    overflow.forEach((victim) => drop(victim, 'overflow'))
    return overflow.indexOf(message) < 0 ? 'queued' : 'dropped'
  }

  /** The link reported that it did not take a message: back to its place, once (S2). */
  const takeBack = (message: Message): SendResult => {
    const failed = { ...message, hasFailed: true }
    counters.messagesSent -= 1
    counters.bytesSent -= message.bytes
    if (outlet.gate() === 'over') return drop(message, 'closed')
    const result = message.hasFailed ? drop(message, 'failed') : keep(failed)
    outlet.failed()
    return result
  }

  const handOver = (message: Message): SendResult => {
    let result: SendResult = 'sent'
    counters.messagesSent += 1
    counters.bytesSent += message.bytes
    outlet.transmit(message.payload, () => {
      result = takeBack(message)
    })
    return result
  }

  return {
    get messages() {
      return queue ? queue.messages : 0
    },
    get bytes() {
      return queue ? queue.bytes : 0
    },
    send(data, payload) {
      numbers += 1
      const bytes = sizeBytes(payload)
      const atMs = outlet.nowMs()
      const message: Message = { number: numbers, data, payload, bytes, atMs, hasFailed: false }
      const gate = outlet.gate()
      if (gate === 'over') return drop(message, 'closed')
      const isFree = !queue || queue.messages === 0
      return gate === 'announcing' || (gate === 'flowing' && isFree)
        ? handOver(message)
        : keep(message)
    },
    flush() {
      if (!queue) return
      queue.takeExpired(outlet.nowMs()).forEach((expired) => drop(expired, 'expired'))
      while (outlet.gate() === 'flowing') {
        const message = queue.next()
        if (!message) return
        handOver(message)
      }
    },
    empty() {
      if (queue) queue.takeAll().forEach((message) => drop(message, 'closed'))
    },
  }
}
