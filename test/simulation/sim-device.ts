/** A phone: its storage outlives its process; the process is a socket and a delivery, killed and started again. */
import { createSocketOn } from '../../src/socket/create-socket'
import { createDeliveryOn } from '../../src/delivery/create-delivery'
import type { Delivery } from '../../src/delivery/types'
import type { Socket } from '../../src/socket/types'
import type { Dice } from './dice'
import type { Down, Ledger, Up } from './ledger'
import type { Life, SimClock } from './sim-clock'
import { createSimPlatform, type SimPlatform } from './sim-platform'
import type { SimServer } from './sim-server'
import { createSimStorage } from './sim-storage'

export interface SimDevice {
  /** The app on the device says something. */
  send(): void
  /** What is under way on its links goes wrong in some way. */
  breakLinks(): void
  /** The system kills the app; it is opened again after a while. */
  kill(downMs: number): void
  /** The app signs in as another client, and delivery is still the old one's. */
  mistake(other: string, forMs: number): void
  hide(forMs: number): void
  offline(forMs: number): void
  jump(byMs: number): void
  /** What it holds in memory. */
  held(): { pending: number; queued: number }
}

interface Process {
  readonly life: Life
  readonly platform: SimPlatform
  readonly socket: Socket
  readonly delivery: Delivery
}

/** Long enough that nothing expires while everything is broken. */
const TTL_MS = 7 * 86_400_000

export function createSimDevice(
  name: { readonly client: string; readonly device: string },
  clock: SimClock,
  dice: Dice,
  ledger: Ledger,
  server: SimServer,
): SimDevice {
  const disk = new Map<string, string>()
  /** Sent by this process and not settled: what a kill may lose before it is saved. */
  const unsettled = new Map<number, Up>()
  let n = 0
  let signedInAs = name.client
  let process = start()

  function start(): Process {
    const life: Life = { isAlive: true, skewMs: 0 }
    const platform = createSimPlatform(clock, dice, life, server)
    const socket = createSocketOn(platform.ports, {
      url: () => `wss://example.com/${signedInAs}`,
      reconnect: { delayMs: 500, limit: Infinity },
    })
    const delivery = createDeliveryOn(platform.ports, socket, {
      identity: name.client,
      storage: createSimStorage(disk, clock, dice, life),
      ttlMs: TTL_MS,
      maxMessages: 100_000,
      maxBytes: 100_000_000,
    })
    delivery.on('message', ({ id, body }) => {
      ledger.saw(name.client, name.device, { type: 'message', id, body: body as Down })
    })
    delivery.on('gap', ({ reason }) => {
      ledger.saw(name.client, name.device, { type: 'gap', reason })
    })
    delivery.on('delivered', ({ payload }) => {
      unsettled.delete((payload as Up).n)
      ledger.settled(payload as Up, 'acknowledged')
    })
    delivery.on('error', ({ code, message }) => {
      if (code !== 'E_IDENTITY' || signedInAs === name.client) {
        ledger.fault(`delivery: ${message}`)
      }
    })
    socket.connect()
    return { life, platform, socket, delivery }
  }

  const isOnDisk = ({ tag }: Up): boolean => [...disk.values()].some((text) => text.includes(tag))

  const running = (): Process | null => (process.life.isAlive ? process : null)

  return {
    send() {
      const now = running()
      if (!now) return
      n += 1
      const up: Up = { ...name, n, tag: `#${name.client}/${name.device}/${n}#` }
      ledger.sent(up)
      unsettled.set(n, up)
      now.delivery.send(up).then(
        () => {
          unsettled.delete(up.n)
          ledger.settled(up, 'acknowledged')
        },
        (error: { code: string }) => {
          if (now.life.isAlive) ledger.settled(up, error.code === 'E_EXPIRED' ? 'expired' : 'other')
        },
      )
    },
    breakLinks() {
      for (const link of [...process.platform.links]) {
        dice.pick([
          () => link.cut(),
          () => link.goSilent(),
          () => link.strand(dice.between(100, 20_000)),
          () => {
            link.swallow()
            clock.startTimer(() => link.cut(), dice.between(100, 15_000))
          },
          // The client's platform notices nothing, and the server closes in the middle of traffic.
          () => link.server.terminate(),
        ])()
      }
    },
    kill(downMs) {
      const now = running()
      if (!now) return
      now.life.isAlive = false
      now.platform.links.forEach((link) => dice.pick([() => link.cut(), () => link.goSilent()])())
      // What was being written may still reach the disk.
      clock.startTimer(
        () => {
          for (const up of unsettled.values()) {
            if (!isOnDisk(up)) ledger.settled(up, 'lost with its process')
          }
          unsettled.clear()
          process = start()
          ledger.saw(name.client, name.device, { type: 'restart' })
        },
        Math.max(downMs, 50),
      )
    },
    mistake(other, forMs) {
      const now = running()
      if (!now) return
      signedInAs = other
      now.socket.reconnect()
      clock.startTimer(() => {
        signedInAs = name.client
        process.socket.reconnect()
      }, forMs)
    },
    hide(forMs) {
      const now = running()
      if (!now) return
      now.platform.hide()
      clock.startTimer(() => now.platform.show(), forMs)
    },
    offline(forMs) {
      const now = running()
      if (!now) return
      now.platform.network(false)
      now.platform.links.forEach((link) => link.goSilent())
      clock.startTimer(() => now.platform.network(true), forMs)
    },
    jump(byMs) {
      process.life.skewMs += byMs
    },
    held: () => ({
      pending: process.delivery.pending.length,
      queued: process.socket.queued.messages,
    }),
  }
}
