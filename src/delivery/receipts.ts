/** What becomes of messages: each promise settles, each end is told, nothing outlives its time (rules D1, D7). */
import { sizeBytes } from '../core/data'
import { SocketError } from '../core/errors'
import type { SteadyClock } from '../core/steady-clock'
import type { Company } from './company'
import type { Draft, Message, Settled } from './message'
import type { Outbox } from './outbox'

export interface Receipts {
  /** Bytes of the bodies of all that is unsettled. */
  bytes(): number
  /** Makes a message of a draft; for a new one, with what its promise waits for. */
  create(draft: Draft, promise?: Pick<Message, 'isAsking' | 'resolve' | 'reject'>): Message
  readonly settled: Settled
  readonly answer: Company['answer']
  /** Ends what is due, and says when something will be. */
  expire(nowMs: number, end: Outbox['end']): number
  /** Ends everything. */
  close(text: string, end: Outbox['end']): void
}

/** What the receipts ask of their delivery. */
export interface Teller {
  readonly clock: SteadyClock
  readonly messages: readonly Message[]
  readonly emit: Company['emit']
  /** A message needs no keeping any more. */
  forget(message: Message): void
}

const noop = (): void => undefined

/** Of a message of an earlier run: whoever waited for it is gone. */
const NOBODY = { isAsking: false, resolve: noop, reject: noop }

export function createReceipts({ clock, messages, emit, forget }: Teller): Receipts {
  /** Requests without their replies, by id. */
  const asks = new Map<string, Message>()
  let bytes = 0
  let soonestMs = Infinity

  const answer: Receipts['answer'] = (id, code, text = '', reply) => {
    const ask = asks.get(id)
    asks.delete(id)
    if (!ask) return
    if (code) ask.reject(new SocketError(code, text))
    else ask.resolve(reply)
  }

  const look = ({ dueAtMs }: Message): void => {
    soonestMs = Math.min(soonestMs, dueAtMs)
  }

  return {
    bytes: () => bytes,
    answer,
    create(draft, promise = NOBODY) {
      const { body, createdAtMs, expiresAtMs } = draft
      const id = `${draft.sender}:${draft.seq}`
      // The wall clock may have been set back since an earlier run.
      const dueAtMs = clock.nowMs() + expiresAtMs - Math.max(createdAtMs, clock.toWallMs())
      const message = { ...draft, ...promise, id, bytes: sizeBytes(body), dueAtMs, sends: 0 }
      bytes += message.bytes
      look(message)
      if (message.isAsking) asks.set(id, message)
      return message
    },
    settled(message, code, reason = '') {
      const { id, payload, sends, isAsking } = message
      bytes -= message.bytes
      if (isAsking) return code && answer(id, code, reason)
      if (code) message.reject(new SocketError(code, reason))
      else message.resolve({ id, sends })
      // What was closed stays where it is kept.
      if (code === 'E_CLOSED') return
      forget(message)
      if (!code) emit('delivered', { id, payload })
      else if (code === 'E_EXPIRED') emit('expired', { id, payload })
      else emit('refused', { id, payload, reason })
    },
    expire(nowMs, end) {
      if (nowMs < soonestMs) return soonestMs
      const isDue = ({ dueAtMs }: Message): boolean => dueAtMs <= nowMs
      asks.forEach((ask, id) => isDue(ask) && answer(id, 'E_TIMEOUT', 'no reply in time'))
      end(isDue, 'E_EXPIRED', 'not acknowledged in time')
      soonestMs = Infinity
      messages.forEach(look)
      asks.forEach(look)
      return soonestMs
    },
    close(text, end) {
      end(() => true, 'E_CLOSED', text)
      asks.forEach((_, id) => answer(id, 'E_CLOSED', text))
    },
  }
}
