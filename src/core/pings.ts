/** Our pings and what answers them: one reply for each, in order (rules H6, H7, E8). */
import { isSameData, toSocketData } from './data'
import type { Guard } from './emitter'
import type { SocketData } from './ports'
import type { HeartbeatSettings } from './settings'

export interface Pings {
  /** A new link: nothing was asked on it. */
  begin(): void
  /** The next ping, or nothing where the app's callback gave none; it counts as asked. */
  next(nowMs: number): SocketData | undefined
  /** When the ping went out that this frame answers; nothing for any other frame. */
  takeReply(data: SocketData): number | undefined
}

export function createPings({ message, isReply }: HeartbeatSettings, guard: Guard): Pings {
  let lastPing: SocketData = ''
  /** When the unanswered pings went out, oldest first: a link keeps the order of its frames. */
  let askedAtMs: number[] = []

  return {
    begin() {
      askedAtMs = []
    },
    next(nowMs) {
      const make = (): SocketData =>
        toSocketData(typeof message === 'function' ? message() : message)
      const ping = guard<SocketData | undefined>('heartbeat.message', make, undefined)
      if (ping !== undefined) {
        lastPing = ping
        askedAtMs.push(nowMs)
      }
      return ping
    },
    takeReply(data) {
      if (askedAtMs.length === 0) return undefined
      const isAnswer = isReply
        ? guard('heartbeat.isReply', () => !!isReply(data), false)
        : data === 'pong' || isSameData(data, lastPing)
      return isAnswer ? askedAtMs.shift() : undefined
    },
  }
}
