/** A message on its way to the server, and what it is made of. */
import { isSendable, toSocketData } from '../core/data'
import { SocketError, type SocketErrorCode } from '../core/errors'
import type { Body } from '../protocol/frames'
import type { PendingMessage } from './types'

/** Messages that are kept under one key, which goes when all of them are settled. */
export interface Entry {
  readonly key: string
  isSaved: boolean
  left: number
}

/** What a message is from `send()` on, and again after a restart. */
export interface Draft {
  /** Its stream. */
  readonly sender: string
  /** Its number in the stream. */
  readonly seq: number
  readonly payload: unknown
  readonly body: Body
  /** Wall clock. */
  readonly createdAtMs: number
  /** Wall clock. */
  readonly expiresAtMs: number
  /** Where it is kept. */
  entry?: Entry | undefined
}

/** A message until it is settled. */
export interface Message extends Draft {
  readonly id: string
  readonly bytes: number
  /** When it is given up, steady clock. */
  readonly dueAtMs: number
  /** A reply is wanted; such a message is not kept. */
  readonly isAsking: boolean
  sends: number
  resolve(value: unknown): void
  reject(error: SocketError): void
}

/** A message has left the outbox: acknowledged, or ended for a reason. */
export type Settled = (message: Message, code?: SocketErrorCode, text?: string) => void

/** Bytes travel as they are, everything else as JSON. @throws {@link SocketError} E_DATA */
export function toBody(payload: unknown): Body {
  if (typeof payload !== 'string' && isSendable(payload)) return toSocketData(payload)
  let json: string | undefined
  let cause: unknown
  try {
    json = JSON.stringify(payload)
  } catch (thrown) {
    cause = thrown
  }
  if (json !== undefined) return json
  throw new SocketError('E_DATA', `payload must be bytes or JSON, got ${typeof payload}`, cause)
}

/** Messages as the app sees them: requests are its own affair. */
export const toPending = (messages: readonly Message[]): readonly PendingMessage[] =>
  messages
    .filter(({ isAsking }) => !isAsking)
    .map(({ id, payload, createdAtMs, expiresAtMs, sends, entry }) => ({
      id,
      payload,
      createdAtMs,
      expiresAtMs,
      sends,
      isSaved: !!entry && entry.isSaved,
    }))
