/** What the parts of a delivery are to each other. */
import type { SocketErrorCode } from '../core/errors'
import type { SteadyClock } from '../core/steady-clock'
import type { FrameCodec } from '../protocol/frame-codec'
import type { Welcome } from '../protocol/frames'
import type { Socket } from '../socket/types'
import type { Message, Settled } from './message'
import type { Outbox } from './outbox'
import type { DeliveryEvents } from './types'

/** Whose session it is and how far it was followed: the server's welcome, with `next` counted on. */
export type Position = { -readonly [Name in keyof Welcome]: Welcome[Name] }

export interface Exchange {
  readonly outbox: Outbox
  /** What an earlier run left is known: from now on the server is greeted. */
  begin(position?: Position): void
  /** Sends what can be sent, and sets the alarm. */
  work(): void
  /** Forgets the session; nothing is sent or heard until the next link. */
  forget(): void
  /** Lets go of the socket. */
  stop(): void
}

/** What the exchange asks of its delivery. */
export interface Company {
  readonly socket: Socket
  readonly codec: FrameCodec
  readonly clock: SteadyClock
  /** The stream of this run. */
  readonly sender: string
  readonly ackTimeoutMs: number
  readonly messages: Message[]
  readonly settled: Settled
  emit<Name extends keyof DeliveryEvents>(name: Name, payload: DeliveryEvents[Name]): void
  fail(code: SocketErrorCode, text: string): void
  /** A request has its reply, or the server's word that there is none. */
  answer(id: string, code?: SocketErrorCode, text?: string, reply?: unknown): void
  /** Puts a position into the storage, where there is one; never rejects. */
  keep: ((position: Position) => Promise<unknown>) | undefined
  /** Ends what is due, and says when something will be. */
  expire(nowMs: number, end: Outbox['end']): number
}
