/** What arrives: a reply to our ping, a ping of the server's own, or a message (rules H2, H6, H7, E8). */
import { isSameData, sizeBytes, toSocketData } from './data'
import type { Emitter } from './emitter'
import { SocketError, describe } from './errors'
import type { SocketEvents } from './events'
import type { SocketData } from './ports'
import type { Settings } from './settings'
import type { Pulse } from './states'
import type { Counters } from './stats'

export interface Inbox {
  /** The pulse, while it is counted. */
  readonly pulse: { -readonly [K in keyof Pulse]: Pulse[K] }
  /** A new link: nothing was asked on it (H6). */
  begin(): void
  /** The next ping, or nothing where the app's callback gave none; it counts as asked. */
  nextPing(nowMs: number): SocketData | undefined
  /** Takes a frame in. */
  receive(data: SocketData, nowMs: number): void
}

/** `answer` sends what goes back to the server at once. */
export function createInbox<In, Out>(
  { heartbeat, codec }: Settings<In, Out>,
  counters: Counters,
  { emit, guard }: Emitter<SocketEvents<In>>,
  transmit: (payload: SocketData) => void,
): Inbox {
  const { message, isReply, answer } = heartbeat
  const pulse = { heardAtMs: 0, saidAtMs: 0, wasEverAnswered: false }
  let lastPing: SocketData = ''
  let pingAtMs = 0
  let unanswered = 0

  const isReplyToPing = (data: SocketData): boolean =>
    isReply
      ? guard('heartbeat.isReply', () => !!isReply(data), false)
      : data === 'pong' || isSameData(data, lastPing)

  return {
    pulse,
    begin() {
      unanswered = 0
    },
    nextPing(nowMs) {
      const make = (): SocketData =>
        toSocketData(typeof message === 'function' ? message() : message)
      const ping = guard<SocketData | undefined>('heartbeat.message', make, undefined)
      if (ping !== undefined) {
        lastPing = ping
        pingAtMs = nowMs
        unanswered += 1
      }
      return ping
    },
    // Called for every frame: what is not needed costs a look.
    receive(data, nowMs) {
      counters.messagesReceived += 1
      counters.bytesReceived += sizeBytes(data)
      if (unanswered > 0 && isReplyToPing(data)) {
        unanswered -= 1
        pulse.wasEverAnswered = true
        counters.rttMs = nowMs - pingAtMs
        return emit('rtt', { rttMs: counters.rttMs })
      }
      if (answer) {
        const toReply = (): SocketData | undefined => {
          const reply = answer(data)
          return reply === undefined ? reply : toSocketData(reply)
        }
        const reply = guard('heartbeat.answer', toReply, undefined)
        if (reply !== undefined) return transmit(reply)
      }
      let decoded = data as unknown as In
      try {
        if (codec) decoded = codec.decode(data)
      } catch (thrown) {
        const text = `codec.decode threw on ${describe(data)}`
        return emit('error', new SocketError('E_DECODE', text, thrown))
      }
      emit('message', decoded)
    },
  }
}
