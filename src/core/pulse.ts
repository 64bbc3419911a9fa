/** What is heard and said on the link in use: pings, their replies, and the time of the last frame (H1, H2, H7). */
import { isSameData, toSocketData } from './data'
import type { SocketData } from './ports'
import type { Guard } from './reporter'
import type { HeartbeatSettings } from './settings'
import type { Pulse } from './states'

/** The pulse, while it is counted. */
export interface PulseKeeper {
  readonly pulse: { -readonly [K in keyof Pulse]: Pulse[K] }
  /** A new link: nothing heard, nothing asked (H6). */
  begin(nowMs: number): void
  /** The next ping, or nothing where the app's callback gave none; it counts as asked. */
  nextPing(nowMs: number): SocketData | null
  /** When the ping went out that this frame answers, if it does: one reply for each ping (H7). */
  takeReply(data: SocketData): number | null
  /** What the app's `answer` returns to the server's own ping, if anything. */
  answerTo(data: SocketData): SocketData | null
}

export function createPulse(heartbeat: HeartbeatSettings | null, guard: Guard): PulseKeeper {
  const { message = null, isReply, answer } = heartbeat || {}
  const pulse = { heardAtMs: 0, saidAtMs: 0, wasEverAnswered: false }
  let lastPing: SocketData = ''
  /** When the unanswered pings went out, oldest first: a link keeps the order of its frames. */
  let pingsAtMs: number[] = []

  const answers = (data: SocketData): boolean =>
    isReply
      ? guard('heartbeat.isReply', () => !!isReply(data), false)
      : data === 'pong' || isSameData(data, lastPing)

  return {
    pulse,
    begin(nowMs) {
      pulse.heardAtMs = pulse.saidAtMs = nowMs
      pingsAtMs = []
    },
    nextPing(nowMs) {
      const make = () => toSocketData(typeof message === 'function' ? message() : message)
      const ping = guard<SocketData | null>('heartbeat.message', make, null)
      if (ping === null) return null
      lastPing = ping
      pingsAtMs.push(nowMs)
      return ping
    },
    takeReply(data) {
      if (pingsAtMs.length === 0 || !answers(data)) return null
      pulse.wasEverAnswered = true
      return pingsAtMs.shift() as number
    },
    answerTo(data) {
      if (!answer) return null
      const reply = () => {
        const answered = answer(data)
        return answered === undefined ? null : toSocketData(answered)
      }
      return guard('heartbeat.answer', reply, null)
    },
  }
}
