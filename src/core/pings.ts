/** Our pings and what answers them: one reply for each, in order (rules H6, H7, E8). */
import { isSameData, toSocketData } from './data'
import type { Guard } from './emitter'
import type { SocketData } from './ports'
import type { HeartbeatSettings } from './settings'

export interface Pings {
  /** When the unanswered ones went out, oldest first: a link keeps the order of its frames. */
  readonly askedAtMs: readonly number[]
  /** A new link: nothing was asked on it. */
  begin(): void
  /** The next ping, or nothing where the app's callback gave none; it counts as asked. */
  next(nowMs: number): SocketData | undefined
  /** The host refused the newest ping: nothing answers it (H6). */
  forget(): void
  /** Takes the oldest of them, if this frame answers it. */
  takeReply(data: SocketData): number | undefined
}

export function createPings(
  { message, isReply, timeoutMs }: HeartbeatSettings,
  guard: Guard,
): Pings {
  let lastPing: SocketData = ''
  const askedAtMs: number[] = []

  return {
    askedAtMs,
    begin() {
      askedAtMs.length = 0
    },
    next(nowMs) {
      const make = (): SocketData =>
        toSocketData(typeof message === 'function' ? message() : message)
      const ping = guard<SocketData | undefined>('heartbeat.message', make, undefined)
      if (ping !== undefined) {
        // What was not answered in time, although the link lived, will not be.
        while ((askedAtMs[0] as number) <= nowMs - timeoutMs) askedAtMs.shift()
        lastPing = ping
        askedAtMs.push(nowMs)
      }
      return ping
    },
    forget() {
      askedAtMs.pop()
    },
    takeReply(data) {
      const isAnswer = isReply
        ? guard('heartbeat.isReply', () => !!isReply(data), false)
        : data === 'pong' || isSameData(data, lastPing)
      return isAnswer ? askedAtMs.shift() : undefined
    },
  }
}
