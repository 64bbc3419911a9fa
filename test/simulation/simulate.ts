/** One run: clients, network and hub in one process on one virtual time, with everything going wrong that a seed says. */
import { createDice, type Dice } from './dice'
import { createLedger } from './ledger'
import { createSimClock, type SimClock } from './sim-clock'
import { createSimDevice, type SimDevice } from './sim-device'
import { createSimServer, type SimServer } from './sim-server'

export interface SimulationOptions {
  readonly seed: number
  /** How many messages, both directions together. */
  readonly messages: number
}

export interface SimulationReport {
  readonly seed: number
  /** What is wrong, in words; empty when nothing is. */
  readonly faults: readonly string[]
  readonly up: number
  readonly down: number
  readonly gaps: number
  readonly memories: number
  readonly virtualMs: number
}

/** Two devices on one id, and two that are alone. */
const DEVICES = [
  { client: 'ann', device: 'phone' },
  { client: 'ann', device: 'tablet' },
  { client: 'bob', device: 'phone' },
  { client: 'cem', device: 'phone' },
]

const CLIENTS = ['ann', 'bob', 'cem']

/** How long everything is left in peace at the end: longer than any timer of either side. */
const PEACE_MS = 10 * 60_000

/** At most so many messages may be held anywhere for a client that is away. */
const MAX_HELD = 100_000

export async function simulate({ seed, messages }: SimulationOptions): Promise<SimulationReport> {
  const dice = createDice(seed)
  const clock = createSimClock()
  const ledger = createLedger()
  const server = createSimServer(clock, dice, ledger)
  const devices = DEVICES.map((name) => createSimDevice(name, clock, dice, ledger, server))
  const faults: string[] = []

  // Every device has a session before the first message: a new one starts at the newest.
  await clock.runUntil(5_000)

  const misery = dice.pick([0.02, 0.04, 0.15])
  let n = 0
  for (let sent = 0; sent < messages;) {
    const burst = dice.happens(0.05) ? dice.between(20, 120) : dice.between(1, 6)
    for (let i = 0; i < burst; i += 1) {
      sent += 1
      if (dice.happens(0.5)) dice.pick(devices).send()
      else {
        n += 1
        server.send({ client: dice.pick(CLIENTS), n })
      }
    }
    if (dice.happens(misery)) misfortune(dice, devices, server)
    await clock.runUntil(clock.nowMs() + dice.between(0, dice.happens(0.1) ? 3_000 : 150))
    for (const device of devices) {
      const { pending, queued } = device.held()
      if (pending > MAX_HELD) faults.push(`a device holds ${pending} messages`)
      if (queued > 0) faults.push('D0: a frame lies in the queue of the socket')
    }
  }
  await clock.runUntil(clock.nowMs() + PEACE_MS)
  // A last word to everybody: what is missing before it shows now.
  for (const client of CLIENTS) server.send({ client, n: (n += 1) })
  devices.forEach((device) => device.send())
  await clock.runUntil(clock.nowMs() + PEACE_MS)

  const { up, down, gaps, memories } = ledger.counts()
  return {
    seed,
    faults: [...faults, ...ledger.faults()],
    up,
    down,
    gaps,
    memories,
    virtualMs: clock.nowMs(),
  }
}

function misfortune(dice: Dice, devices: readonly SimDevice[], server: SimServer): void {
  const device = dice.pick(devices)
  const strokes: readonly (readonly [weight: number, strike: () => void])[] = [
    [10, () => device.breakLinks()],
    [4, () => device.kill(dice.between(0, 20_000))],
    [1, () => device.mistake(dice.pick(CLIENTS), dice.between(100, 5_000))],
    [3, () => device.hide(dice.between(100, 60_000))],
    [3, () => device.offline(dice.between(100, 30_000))],
    [2, () => server.restartOne(dice.between(0, 10_000))],
    [1, () => server.shutDownOne(dice.between(0, 10_000))],
    [0.5, () => server.loseMemory(dice.between(0, 5_000))],
    [1, () => device.jump(dice.between(-86_400_000, 86_400_000))],
    [0.3, () => server.jump(dice.between(-3_600_000, 3_600_000))],
  ]
  let left = dice() * strokes.reduce((sum, [weight]) => sum + weight, 0)
  for (const [weight, strike] of strokes) {
    left -= weight
    if (left < 0) return strike()
  }
}

export type { SimClock }
