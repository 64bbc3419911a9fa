/** What arrives: a reply to our ping, a ping of the server's own, or a message (rules H2, H6, H7, E8). */
import { toSocketData } from './data'
import type { Emitter } from './emitter'
import { SocketError, describe } from './errors'
import type { SocketEvents } from './events'
import { type Pings, createPings } from './pings'
import type { SocketData } from './ports'
import type { Settings } from './settings'
import type { MachineState, Pulse } from './states'
import type { Counters } from './stats'

export interface Inbox {
  /** The pulse, while it is counted. */
  readonly pulse: { -readonly [K in keyof Pulse]: Pulse[K] }
  readonly pings: Pings
  /** Takes a frame of the link in use. */
  receive(data: SocketData): void
}

/** What the inbox asks of its socket. */
export interface Office {
  state(): MachineState
  nowMs(): number
  /** The link proved to be alive while that was asked. */
  heard(): void
  /** Sends to the server at once, past the queue. */
  transmit(payload: SocketData): void
}

export function createInbox<In, Out>(
  { heartbeat, codec }: Settings<In, Out>,
  counters: Counters,
  { emit, guard }: Emitter<SocketEvents<In>>,
  { state, nowMs, heard, transmit }: Office,
): Inbox {
  const { answer } = heartbeat
  const pings = createPings(heartbeat, guard)
  const pulse = { heardAtMs: 0, saidAtMs: 0, wasEverAnswered: false }

  return {
    pings,
    pulse,
    // Called for every frame: what is not needed costs a look.
    receive(data) {
      const { phase } = state()
      if (phase.tag !== 'open') return
      if (typeof data === 'string') counters.charactersReceived += data.length
      // A host that reports a frame without data has nothing to say.
      else if (Object(data) === data) counters.bytesReceived += data.byteLength
      else return
      pulse.heardAtMs = nowMs()
      counters.messagesReceived += 1
      if (phase.ping || phase.resumeAtMs) heard()
      const askedAtMs = pings.askedAtMs.length > 0 ? pings.takeReply(data) : undefined
      if (askedAtMs !== undefined) {
        pulse.wasEverAnswered = true
        counters.rttMs = pulse.heardAtMs - askedAtMs
        return emit('rtt', { rttMs: counters.rttMs })
      }
      if (answer) {
        const toReply = (): SocketData | undefined => {
          const reply = answer(data)
          return reply === undefined || reply === null ? undefined : toSocketData(reply)
        }
        const reply = guard('heartbeat.answer', toReply, undefined)
        if (reply !== undefined) return transmit(reply)
      }
      if (!codec) return emit('message', data as unknown as In)
      let decoded: In
      try {
        decoded = codec.decode(data)
      } catch (thrown) {
        const text = `codec.decode threw on ${describe(data)}`
        return emit('error', new SocketError('E_DECODE', text, thrown))
      }
      emit('message', decoded)
    },
  }
}
