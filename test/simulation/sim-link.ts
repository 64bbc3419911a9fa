/**
 * One connection over the simulated network: two pipes, each in order, with delays; it can be cut with or without
 * anybody being told, and what was under way may arrive long after the other side has moved on.
 */
import { EventEmitter } from 'node:events'
import type { LinkEvent, SocketData } from '../../src/core/ports'
import type { Dice } from './dice'
import type { SimClock } from './sim-clock'

/** The server's end: what the hub uses of `ws`. */
export class SimServerSocket extends EventEmitter {
  binaryType = 'nodebuffer'
  readyState = 1
  bufferedAmount = 0
  isPaused = false
  private readonly wire: ServerWire

  constructor(wire: ServerWire) {
    super()
    this.wire = wire
  }

  send(data: string | ArrayBuffer, sent?: (error?: Error) => void): void {
    if (this.readyState === 1) this.wire.toClient(data)
    sent?.()
  }

  ping(): void {
    this.wire.ping()
  }

  pause(): void {
    this.isPaused = true
  }

  resume(): void {
    this.isPaused = false
    this.wire.resumed()
  }

  close(code = 1005, reason = ''): void {
    if (this.readyState > 1) return
    this.readyState = 2
    this.wire.close(code, String(reason))
  }

  terminate(): void {
    if (this.readyState === 3) return
    this.wire.terminate()
  }

  /** The connection is over for the server. */
  ended(code: number, reason: string): void {
    if (this.readyState === 3) return
    this.readyState = 3
    this.emit('close', code, Buffer.from(reason))
  }
}

interface ServerWire {
  toClient(data: SocketData): void
  ping(): void
  resumed(): void
  close(code: number, reason: string): void
  terminate(): void
}

/** What the client's end hears. */
export interface ClientEnd {
  tell(event: LinkEvent): void
  received(data: SocketData): void
}

export interface SimLink {
  readonly server: SimServerSocket
  /** The client's platform was handed data; false: it refuses. It may also lose it, and say so later or never. */
  send(data: SocketData, failed: () => void): boolean
  /** The client closes. */
  close(code: number, reason: string): void
  /** From now on nothing gets through, and nobody is told. */
  goSilent(): void
  /** From now on the client's platform takes data and loses it. */
  swallow(): void
  /** Broken: what is under way is lost from some point on, and each side is told after a while. */
  cut(): void
  /** What the client sent is still under way for so long; it hears of the end now. */
  strand(delayMs: number): void
  /** The server's process is gone. */
  serverDied(): void
}

/** A direction: messages arrive in order, each after a delay of its own, until it is cut. */
interface Pipe {
  push(deliver: () => void, extraMs?: number): void
  /** What has not arrived yet will not, from a random place on. */
  cut(): void
  /** What is under way takes so much longer. */
  delay(ms: number): void
  isCut(): boolean
}

function createPipe(clock: SimClock, dice: Dice): Pipe {
  let lastAtMs = 0
  let lagMs = 0
  let isCut = false
  let pushed = 0
  let limit = Infinity
  let arrived = 0
  return {
    push(deliver, extraMs = 0) {
      if (isCut) return
      pushed += 1
      const number = pushed
      lastAtMs = Math.max(lastAtMs, clock.nowMs() + dice.between(1, 40) + extraMs)
      const arrive = (): void => {
        if (number > limit) return
        if (lagMs > 0) {
          const waitMs = lagMs
          clock.startTimer(() => {
            arrived = number
            deliver()
          }, waitMs)
          return
        }
        arrived = number
        deliver()
      }
      clock.startTimer(arrive, lastAtMs - clock.nowMs())
    },
    cut() {
      isCut = true
      limit = dice.between(arrived, pushed)
    },
    delay(ms) {
      isCut = true
      lagMs = ms
    },
    isCut: () => isCut,
  }
}

export function createSimLink(clock: SimClock, dice: Dice, client: ClientEnd): SimLink {
  const up = createPipe(clock, dice)
  const down = createPipe(clock, dice)
  let isSwallowing = false
  let isSilent = false
  let isClientDone = false
  const held: (() => void)[] = []

  /** A message may come twice in a row. */
  const copies = (data: SocketData): number =>
    String(data).startsWith('{"type":"data"') && dice.happens(0.01) ? 2 : 1

  const endClient = (code: number, reason: string, delayMs: number): void => {
    clock.startTimer(() => {
      if (isClientDone) return
      isClientDone = true
      client.tell({ type: 'link-closed', code, reason })
    }, delayMs)
  }
  const endServer = (code: number, reason: string, delayMs: number): void => {
    clock.startTimer(() => server.ended(code, reason), delayMs)
  }
  const toServer = (deliver: () => void): void => {
    up.push(() => {
      if (server.readyState === 3) return
      if (server.isPaused) held.push(deliver)
      else deliver()
    })
  }

  const server: SimServerSocket = new SimServerSocket({
    toClient(data) {
      down.push(() => {
        for (let i = copies(data); i > 0; i -= 1) if (!isClientDone) client.received(data)
      })
    },
    ping() {
      down.push(() => {
        if (!isClientDone) toServer(() => server.emit('pong', Buffer.alloc(0)))
      })
    },
    resumed() {
      clock.startTimer(() => {
        while (!server.isPaused && held.length > 0) (held.shift() as () => void)()
      }, 0)
    },
    close(code, reason) {
      if (isSilent) return
      down.push(() => endClient(code, reason, 0))
      endServer(code, reason, dice.between(2, 120))
    },
    terminate() {
      up.cut()
      if (!isSilent) endClient(1006, '', dice.between(1, 100))
      down.cut()
      endServer(1006, '', 0)
    },
  })

  return {
    server,
    send(data, failed) {
      if (isClientDone) return false
      if (isSwallowing) return true
      if (dice.happens(0.003)) {
        if (dice.happens(0.5)) clock.startTimer(failed, dice.between(0, 300))
        return true
      }
      toServer(() => {
        const isText = typeof data === 'string'
        for (let i = copies(data); i > 0; i -= 1) {
          server.emit('message', isText ? Buffer.from(data) : data, !isText)
        }
      })
      return true
    },
    close(code, reason) {
      if (isClientDone) return
      if (isSilent) {
        endClient(code, reason, dice.between(1, 50))
        return
      }
      up.push(() => {
        endServer(code, reason, 0)
      })
      endClient(code, reason, dice.between(2, 80))
    },
    goSilent() {
      isSilent = true
      up.cut()
      down.cut()
    },
    swallow() {
      isSwallowing = true
    },
    cut() {
      up.cut()
      down.cut()
      endClient(1006, '', dice.between(1, 3000))
      endServer(1006, '', dice.between(1, 3000))
    },
    strand(delayMs) {
      up.delay(delayMs)
      down.cut()
      endClient(1006, '', 0)
      endServer(1006, '', delayMs + 200)
    },
    serverDied() {
      up.cut()
      down.cut()
      server.removeAllListeners()
      server.readyState = 3
      if (!isSilent) endClient(1006, '', dice.between(1, 500))
    },
  }
}
