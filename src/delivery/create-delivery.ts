/** What users touch: promises, events and the outbox, over any socket (rules D1, D5, D7). */
import { createEmitter } from '../core/emitter'
import { SocketError, type SocketErrorCode } from '../core/errors'
import { isFunction, isObject, number, readGroup, refuse, refuseWord } from '../core/options'
import type { Clock, Logger, Random } from '../core/ports'
import { createSteadyClock } from '../core/steady-clock'
import { createFrameCodec } from '../protocol/frame-codec'
import type { Socket } from '../socket/types'
import type { Position } from './company'
import { createExchange } from './exchange'
import { type Journal, type Office, createJournal } from './journal'
import { type Message, toBody, toPending } from './message'
import { createReceipts } from './receipts'
import { readDeliveryOptions } from './read-options'
import type { Delivery, DeliveryEvents, DeliveryOptions } from './types'

/** What a delivery asks of the world. */
export interface DeliveryPorts {
  readonly clock: Clock
  readonly random: Random
  /** Hears of errors that no listener hears. */
  readonly logger: Logger
}

const EVENTS = 'message, gap, resumed, delivered, expired, refused, restored, error'

const STOPPED = 'the delivery was stopped'

const noop = (): void => undefined

/** What a stream is called: never the same twice. */
const createSender = (nowMs: number, random: Random): string =>
  [nowMs, random() * 2 ** 52, random() * 2 ** 52]
    .map((part) => Math.floor(part).toString(36))
    .join('')

/**
 * Makes a delivery over a socket; from now on that socket carries the protocol and nothing else.
 *
 * @throws {@link SocketError} E_OPTION when it is no socket, or an option is unknown, missing or out of range.
 */
export function createDeliveryOn(
  ports: DeliveryPorts,
  socket: Socket,
  options: DeliveryOptions = {},
): Delivery {
  if (!isObject(socket) || !isFunction(socket.sendNow)) refuse('socket', 'a socket', socket)
  const settings = readDeliveryOptions(options)
  const { storage, ttlMs, requestTimeoutMs } = settings
  const clock = createSteadyClock(ports.clock)
  const { emit, on } = createEmitter<DeliveryEvents>(ports.logger, ports.clock, (work, argument) =>
    work(argument),
  )
  const messages: Message[] = []
  let seq = 0
  let isStopped = false

  const sender = createSender(clock.nowMs(), ports.random)
  const shared = {
    ...settings,
    clock,
    sender,
    codec: createFrameCodec(settings.names),
    messages,
    emit,
    fail: (code: SocketErrorCode, text: string, cause?: unknown): void =>
      emit('error', new SocketError(code, text, cause)),
  }
  const forget = (message: Message): void => journal && journal.settled(message)
  const receipts = createReceipts({ ...shared, forget })
  const keep = (position: Position): Promise<unknown> => (journal as Journal).keep(position)
  const exchange = createExchange({ ...shared, ...receipts, socket, keep: storage && keep })
  const { end } = exchange.outbox

  const loaded: Office['loaded'] = (drafts, position) => {
    if (isStopped) return
    const restored = drafts.map((draft) => receipts.create(draft))
    messages.unshift(...restored)
    if (restored[0]) emit('restored', { messages: toPending(restored) })
    exchange.begin(position)
  }
  const journal = storage && createJournal({ ...shared, storage, loaded })
  if (!journal) exchange.begin()

  function post<T>(payload: unknown, lifeMs: number, isAsking: boolean): Promise<T> {
    const body = toBody(payload)
    const promise = new Promise<T>((resolve, reject) => {
      const createdAtMs = clock.toWallMs()
      const expiresAtMs = createdAtMs + lifeMs
      seq += 1
      const draft = { sender, seq, payload, body, createdAtMs, expiresAtMs }
      const message = receipts.create(draft, { isAsking, resolve, reject })
      const { settled } = receipts
      if (isStopped) return settled(message, 'E_CLOSED', STOPPED)
      if (messages.length >= settings.maxMessages || receipts.bytes() > settings.maxBytes) {
        return settled(message, 'E_OVERFLOW', 'too much is unacknowledged: maxMessages, maxBytes')
      }
      messages.push(message)
      if (journal && !isAsking) journal.add(message)
      exchange.work()
    })
    // Events tell the same: nobody has to look at the promise.
    promise.catch(noop)
    return promise
  }

  return {
    get pending() {
      return toPending(messages)
    },
    send: (payload, given = {}) =>
      post(payload, readGroup('', given, { ttlMs: number(ttlMs) }).ttlMs, false),
    request: (payload, given = {}) =>
      post(payload, readGroup('', given, { timeoutMs: number(requestTimeoutMs) }).timeoutMs, true),
    on(event, listener) {
      if (EVENTS.split(', ').indexOf(event) < 0) refuseWord('event', EVENTS, event)
      if (!isFunction(listener)) refuse('listener', 'a function', listener)
      return on(event, listener)
    },
    clear() {
      exchange.forget()
      receipts.close('the outbox was cleared', end)
      return (journal ? journal.clear() : Promise.resolve()).then(noop, (thrown) => {
        throw new SocketError('E_STORAGE', 'something could not be removed', thrown)
      })
    },
    stop() {
      isStopped = true
      exchange.stop()
      receipts.close(STOPPED, end)
    },
  }
}
