/** One connection: plain data, as there are ten thousand of them. What is done with it is in the files beside this one. */
import type { Data, Hello } from '../protocol/frames'
import type { Draft } from './store'
import type { HubWebSocket } from './types'

/** Where a connection stands. Only `live` sends and takes messages. */
export type LinkState = WaitingForHello | Welcoming | Live | Closing

/** Not authenticated yet, or no `hello` yet. */
export interface WaitingForHello {
  readonly is: 'waiting-for-hello'
  readonly sinceAtMs: number
  /** A `hello` that came before the authentication was through. */
  hello: Hello | undefined
}

/** The session is being opened. */
export interface Welcoming {
  readonly is: 'welcoming'
  readonly sinceAtMs: number
  readonly hello: Hello
  /** The session got a message meanwhile. */
  isBehind: boolean
}

/** Messages go both ways. */
export interface Live {
  readonly is: 'live'
  /** The client's own stream. */
  readonly sender: string
  readonly session: string
  /** The number of the last message sent. */
  sent: number
  /** The highest number that was sent before this `hello`, where it is not the first on its connection. */
  readonly reach: number
  /** The number up to which the client has acknowledged. */
  acknowledged: number
  /** When the client last had acknowledged something new, or had nothing to acknowledge. */
  progressAtMs: number
  /** It has since; when, the patrol notes: looking at the clock for every message is dear. */
  hasProgressed: boolean
  /** Messages that follow `sent` without a gap. */
  ready: Numbered[]
  /** The store has messages that are not in `ready`. */
  isBehind: boolean
  /** The store is being read. */
  isReading: boolean
}

/** On its way out. */
export interface Closing {
  readonly is: 'closing'
  readonly sinceAtMs: number
}

/** A message to a client; many sessions hold the same draft under different numbers. */
export interface Numbered {
  readonly seq: number
  readonly draft: Draft
}

/** A message from a client that waits for its turn. */
export interface Waiting {
  readonly frame: Data
  /** Its stream. */
  readonly sender: string
  readonly body: unknown
}

/** What a client is to be told about its messages, in the next batch. */
export interface Receipts {
  /** Up to which number the stream of `hello` is dealt with; 0 when there is nothing to say. */
  ack: number
  /** The same of other streams. */
  others: Map<string, number> | undefined
  /** Messages that were rejected. */
  rejected: { sender: string; seq: number; reason: string }[] | undefined
}

export interface Link {
  /** Unique among all processes. */
  readonly id: string
  readonly socket: HubWebSocket
  state: LinkState
  /** Whose it is; `null` until it is authenticated. */
  clientId: string | null
  /** When the patrol last noted that something had been heard. */
  heardAtMs: number
  /** Something was heard since. */
  isHeard: boolean
  /** Silent for long: a sign of life was asked for. */
  isPinged: boolean
  /** Every process knows that it took the place of older ones; younger ones may now take its own. */
  isAnnounced: boolean
  /** In the row for the next batch of frames. */
  isDue: boolean
  /** Messages from the client that wait, oldest first. */
  readonly queue: Waiting[]
  /** The message that is being dealt with. */
  current: Waiting | undefined
  /** Reading from the socket has stopped until the queue is shorter. */
  isPaused: boolean
  readonly receipts: Receipts
}

export function createLink(id: string, socket: HubWebSocket, nowMs: number): Link {
  return {
    id,
    socket,
    state: { is: 'waiting-for-hello', sinceAtMs: nowMs, hello: undefined },
    clientId: null,
    heardAtMs: nowMs,
    isHeard: false,
    isPinged: false,
    isAnnounced: false,
    isDue: false,
    queue: [],
    current: undefined,
    isPaused: false,
    receipts: { ack: 0, others: undefined, rejected: undefined },
  }
}

/** The highest number that its client can know. */
export const reachOf = ({ sent, reach }: Live): number => Math.max(sent, reach)

/** The stream that a link's client named in `hello`. */
export const senderOf = ({ state }: Link): string | undefined =>
  state.is === 'live' ? state.sender : state.is === 'welcoming' ? state.hello.sender : undefined
