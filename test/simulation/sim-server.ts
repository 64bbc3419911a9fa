/** Two processes of the server behind one address, sharing one store; they die and come back, with or without it. */
import { createHubOn } from '../../src/server/create-hub'
import type { HubPorts } from '../../src/server/host'
import { memoryStoreOn } from '../../src/server/stores/memory-store'
import type { Hub, HubRequest, HubWebSocket } from '../../src/server/types'
import type { Dice } from './dice'
import type { Down, Ledger, Up } from './ledger'
import type { Life, SimClock } from './sim-clock'
import type { SimLink } from './sim-link'

export interface SimServer {
  /** Whether a process took the connection. */
  accepts(link: SimLink, url: string): boolean
  /** The app on the server says something to a client. */
  send(down: Down): void
  /** One process dies and is back after a while. */
  restartOne(downMs: number): void
  /** Both die, and the memory with them. */
  loseMemory(downMs: number): void
  /** A process shuts down politely. */
  shutDownOne(spreadMs: number): void
  /** Its clocks jump. */
  jump(byMs: number): void
  stats(): { connections: number; memory: unknown }
}

interface Request extends HubRequest {
  readonly url: string
}

interface Process {
  readonly hub: Hub<Request>
  readonly life: Life
  readonly links: Set<SimLink>
  isUp: boolean
}

const PROCESSES = 2

export function createSimServer(clock: SimClock, dice: Dice, ledger: Ledger): SimServer {
  const storeLife: Life = { isAlive: true, skewMs: 0 }
  let names = 0
  const portsOf = (life: Life): HubPorts => {
    const { nowMs, startTimer } = clock.ofProcess(life)
    return {
      clock: {
        nowMs,
        startTimer,
        elapsedMs: () => clock.nowMs(),
        soon: (callback) => void startTimer(callback, 0),
      },
      random: dice,
      token: () => `token-${(names += 1)}`,
      warn: (...args) => ledger.fault(`the hub warns: ${args.join(' ')}`),
    }
  }
  // Some runs have a server that holds little, so that clients come back too late.
  const maxMessages = dice.pick([1000, 1000, 25])
  const newStore = () => memoryStoreOn(portsOf(storeLife), { maxMessages })
  let store = newStore()

  const start = (): Process => {
    const life: Life = { isAlive: true, skewMs: 0 }
    const hub = createHubOn<Request>(portsOf(life), {
      store,
      authenticate: ({ url }) => url.slice(url.lastIndexOf('/') + 1),
      onMessage({ clientId, body }) {
        ledger.handled(clientId, body as Up)
      },
    })
    hub.on('error', ({ message }) => ledger.fault(`the hub: ${message}`))
    return { hub, life, links: new Set(), isUp: true }
  }

  const processes: Process[] = Array.from({ length: PROCESSES }, start)

  const kill = (index: number, downMs: number): void => {
    const process = processes[index] as Process
    process.life.isAlive = false
    process.isUp = false
    process.links.forEach((link) => link.serverDied())
    process.links.clear()
    clock.startTimer(() => {
      if (processes[index] === process) processes[index] = start()
    }, downMs)
  }

  return {
    accepts(link, url) {
      const process = dice.pick(processes)
      if (!process.isUp) return false
      process.links.add(link)
      link.server.once('close', () => process.links.delete(link))
      process.hub.accept(link.server as unknown as HubWebSocket, { url, headers: {} })
      return true
    },
    send(down) {
      const process = dice.pick(processes)
      if (!process.isUp) return
      const from = store
      void process.hub.send(down.client, down).then(() => {
        if (from === store) ledger.appended(down)
      })
    },
    restartOne: (downMs) => kill(dice.between(0, PROCESSES - 1), downMs),
    loseMemory(downMs) {
      for (let index = 0; index < PROCESSES; index += 1) kill(index, downMs)
      store = newStore()
      ledger.memoryLost()
    },
    shutDownOne(spreadMs) {
      const index = dice.between(0, PROCESSES - 1)
      const process = processes[index] as Process
      if (!process.isUp) return
      process.isUp = false
      void process.hub.close({ spreadMs }).then(() => {
        if (processes[index] === process) processes[index] = start()
      })
    },
    jump(byMs) {
      storeLife.skewMs += byMs
      processes.forEach(({ life }) => (life.skewMs += byMs))
    },
    stats: () => ({
      connections: processes.reduce((sum, { links }) => sum + links.size, 0),
      memory: processes.map(({ hub }) => hub.stats()),
    }),
  }
}
