/** Who may speak when on a link: hello, welcome, messages, acknowledgements, bye (rules D0, D2–D4, D8). */
import { createAlarm } from '../core/alarm'
import { sizeBytes } from '../core/data'
import type { SocketData } from '../core/ports'
import { CLOSE_CODES } from '../protocol/close-codes'
import {
  type Body,
  type Data,
  type Frame,
  PONG,
  PROTOCOL_VERSION,
  type Received,
  type Welcome,
} from '../protocol/frames'
import type { Company, Exchange, Position } from './company'
import type { Message } from './message'
import { createOutbox } from './outbox'

/** How long an acknowledgement waits for more of them, or for a message to go with. */
const ACK_DELAY_MS = 100
/** When something is tried again that the link did not take: it takes nothing for up to a second after a failure (S2). */
const RETRY_MS = 500

export function createExchange(company: Company): Exchange {
  const { socket, codec, clock, sender, ackTimeoutMs, emit, fail, answer, keep, expire } = company
  const { nowMs } = clock
  const outbox = createOutbox({ ...company, nowMs, transmit })
  /** Only once it is ready there is to be a hello on a link that opens. */
  let stage: 'loading' | 'ready' | 'over' = 'loading'
  /** When hello is said again; `Infinity` while none is unanswered. */
  let greetAtMs = Infinity
  let position: Position | undefined
  /** How much may be under way; 0 before `welcome`, when nothing is sent or heard. */
  let window = 0
  /** On this link: the highest number that arrived, that was acknowledged, and how many arrived since. */
  let arrived = 0
  let acknowledged = 0
  let fresh = 0
  /** Up to which number the storage knows this session, -1 for not at all: only what it knows is acknowledged. */
  let kept = -1
  let isKeeping = false
  let ackAtMs = Infinity
  let retryAtMs = Infinity

  const alarm = createAlarm(clock, (isLate) => {
    if (nowMs() >= outbox.silentAtMs()) {
      // Silence while the app was frozen proves nothing.
      if (isLate) outbox.believe()
      else outbox.rewind()
    }
    if (nowMs() >= greetAtMs) greet()
    work()
  })

  const say = (frame: object, body?: Body): boolean =>
    socket.sendNow(codec.encode(frame as Frame, body))

  /** There is no link, or nothing more is to be said on it. */
  function hush(): void {
    window = 0
    greetAtMs = ackAtMs = Infinity
    arrived = acknowledged = fresh = 0
    outbox.rewind()
  }

  function greet(): void {
    hush()
    if (stage !== 'ready' || socket.state !== 'open') return
    const resume = position && {
      session: position.session,
      secret: position.secret,
      last: position.next - 1,
    }
    const isSaid = say({ type: 'hello', v: PROTOCOL_VERSION, sender, resume })
    greetAtMs = nowMs() + (isSaid ? ackTimeoutMs : RETRY_MS)
  }

  function work(): void {
    if (stage === 'over') return
    const now = nowMs()
    expire(now, outbox.end)
    retryAtMs = outbox.pump(window) ? Infinity : now + RETRY_MS
    if (now >= ackAtMs) {
      ackAtMs = Infinity
      if (keep && kept < arrived) save()
      else acknowledge()
    }
    alarm.set(Math.min(expire(now, outbox.end), greetAtMs, retryAtMs, ackAtMs, outbox.silentAtMs()))
  }

  const nextAck = (): number | undefined => {
    const ack = keep ? Math.min(arrived, kept) : arrived
    return ack > acknowledged ? ack : undefined
  }

  const acked = (ack: number): void => {
    acknowledged = ack
    fresh = 0
  }

  function acknowledge(): void {
    const ack = nextAck()
    if (!ack) return
    if (say({ type: 'ack', ack })) acked(ack)
    else ackAtMs = nowMs() + RETRY_MS
  }

  /** Once the server hears that something arrived it forgets it, so the next run of the app must know. */
  function save(): void {
    if (!keep || isKeeping || !position) return
    const saved = position
    const { next } = saved
    isKeeping = true
    void keep(saved).then(() => {
      isKeeping = false
      if (position === saved) kept = next - 1
      acknowledge()
      if (kept < arrived) ackAtMs = nowMs() + ACK_DELAY_MS
      work()
    })
  }

  function transmit(message: Message, after?: number): boolean {
    // A listener may have ended it, even while messages go out.
    if (!window) return false
    const { seq, body, isAsking } = message
    const { maxFrameBytes } = position as Position
    const stream = message.sender === sender ? undefined : message.sender
    const ack = nextAck()
    const frame = { type: 'data', seq, sender: stream, after, ask: isAsking || undefined, ack }
    const data = codec.encode(frame as Frame, body)
    if (sizeBytes(data) > maxFrameBytes) {
      const text = `the server takes at most ${maxFrameBytes} bytes`
      outbox.end((one) => one === message, 'E_REFUSED', text)
      return true
    }
    const isSent = socket.sendNow(data)
    if (isSent && ack) acked(ack)
    return isSent
  }

  /** Closes, and stays away: also where the phone loses the code of the server's own close (D8). */
  function leave(code: number, reason: string): void {
    hush()
    try {
      socket.close(code, reason)
    } catch {
      // The reason is longer than a close has room for.
      socket.close(code)
    }
  }

  const missing = (missed: number): void => {
    if (missed > 0) emit('gap', { reason: 'overflow', missed })
  }

  function greeted(frame: Welcome): void {
    const { v, client, session, resumed, next } = frame
    const before = position || frame
    if (v !== PROTOCOL_VERSION) {
      leave(CLOSE_CODES.version, `version ${PROTOCOL_VERSION}`)
      return fail('E_PROTOCOL', `the server speaks version ${v}, not ${PROTOCOL_VERSION}`)
    }
    if (before.client !== client) {
      hush()
      return fail('E_IDENTITY', 'the server takes this for another client: nothing is sent')
    }
    const isLost = position ? !resumed || before.session !== session : false
    const missed = next - before.next
    position = { ...frame, next: isLost ? next : Math.max(next, before.next) }
    window = frame.window
    greetAtMs = Infinity
    kept = -1
    save()
    if (isLost) emit('gap', { reason: 'memory-lost', missed: null })
    else missing(missed)
    emit('resumed', { client, isResumed: resumed })
  }

  function took({ seq, re, error, ack }: Data, body: unknown): void {
    const at = position as Position
    const { session, next } = at
    arrived = Math.max(arrived, seq)
    fresh += 1
    ackAtMs = Math.min(ackAtMs, nowMs() + (fresh * 2 < window ? ACK_DELAY_MS : 0))
    at.next = Math.max(next, seq + 1)
    // From here on listeners are called, who may do anything.
    if (ack) outbox.acknowledge(sender, ack)
    if (seq < next) return
    missing(seq - next)
    if (re) answer(re, error === undefined ? error : 'E_REFUSED', error, body)
    else emit('message', { id: `${session}:${seq}`, body })
  }

  function hear(data: SocketData): void {
    if (data === PONG) return
    let received: Received
    try {
      received = codec.decode(data)
    } catch (thrown) {
      return fail('E_PROTOCOL', (thrown as Error).message)
    }
    const { frame, body } = received
    if (frame.type === 'bye') {
      const { code, reason } = frame
      if (code < 4500 || code > 4999) return
      leave(code, reason)
      if (code === CLOSE_CODES.fault || code === CLOSE_CODES.version) fail('E_PROTOCOL', reason)
    } else if (frame.type === 'welcome') {
      if (greetAtMs < Infinity) greeted(frame)
    } else if (window) {
      if (frame.type === 'data') {
        if (body === undefined && frame.error === undefined) {
          return fail('E_PROTOCOL', 'the frame is malformed: data without body')
        }
        took(frame, body)
      }
      if (frame.type === 'ack') outbox.acknowledge(frame.sender || sender, frame.ack)
      if (frame.type === 'reject') outbox.reject(frame.sender || sender, frame.seq, frame.reason)
    }
    work()
  }

  const begin = (): void => {
    greet()
    work()
  }
  const offs = [socket.on('open', begin), socket.on('close', hush), socket.on('message', hear)]

  return {
    outbox,
    begin(restored) {
      stage = 'ready'
      position = restored
      begin()
    },
    work,
    forget() {
      position = undefined
      hush()
    },
    stop() {
      save()
      stage = 'over'
      hush()
      offs.forEach((off) => off())
      alarm.set(Infinity)
    },
  }
}
