/** Messages that wait for a link: in order, bounded, each given up on at most once (rules S1–S4). */
import type { SocketData } from './ports'

/** Why a message was given up on. */
export type DropReason = 'overflow' | 'expired' | 'closed' | 'no-link' | 'failed'

/** A message on its way out. */
export interface Message {
  /** Its place in the order of `send()`. */
  readonly number: number
  /** What the app handed to `send()`. */
  readonly data: unknown
  readonly payload: SocketData
  readonly bytes: number
  readonly atMs: number
  /** It was handed to a link that reported failure. */
  readonly hasFailed: boolean
}

export interface QueueLimits {
  readonly maxMessages: number
  readonly maxBytes: number
  readonly maxAgeMs: number
  readonly overflow: 'drop-newest' | 'drop-oldest'
}

export interface Queue {
  readonly messages: number
  readonly bytes: number
  /** Puts a message at its place by number; returns those that no longer fit, this one among them or not. */
  add(message: Message): readonly Message[]
  /** Takes the first message. */
  next(): Message | undefined
  /** Takes those that have waited too long. */
  takeExpired(nowMs: number): readonly Message[]
  /** Takes all. */
  takeAll(): readonly Message[]
}

export function createQueue({ maxMessages, maxBytes, maxAgeMs, overflow }: QueueLimits): Queue {
  let waiting: Message[] = []
  let bytes = 0

  const took = (message: Message): Message => {
    bytes -= message.bytes
    return message
  }
  const take = (isTaken: (message: Message) => boolean): readonly Message[] => {
    const taken = waiting.filter(isTaken)
    if (taken.length > 0) waiting = waiting.filter((message) => !isTaken(message))
    return taken.map(took)
  }

  return {
    get messages() {
      return waiting.length
    },
    get bytes() {
      return bytes
    },
    add(message) {
      if (message.bytes > maxBytes) return [message]
      let place = waiting.length
      while (place > 0 && (waiting[place - 1] as Message).number > message.number) place -= 1
      waiting.splice(place, 0, message)
      bytes += message.bytes
      const dropped: Message[] = []
      while (waiting.length > maxMessages || bytes > maxBytes) {
        const victim = overflow === 'drop-oldest' ? waiting.shift() : waiting.pop()
        dropped.push(took(victim as Message))
      }
      return dropped
    },
    next() {
      const first = waiting.shift()
      return first && took(first)
    },
    takeExpired: (nowMs) =>
      maxAgeMs === Infinity ? [] : take((message) => nowMs - message.atMs > maxAgeMs),
    takeAll: () => take(() => true),
  }
}
