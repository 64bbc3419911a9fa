/** A hub on a virtual clock, and clients that speak the protocol frame by frame. */
import { createVirtualClock } from '../../src/testing/virtual-clock'
import { createHubOn } from '../../src/server/create-hub'
import type { HubPorts } from '../../src/server/host'
import type { HubOptions } from '../../src/server/options'
import type { Hub, HubEvents, HubRequest } from '../../src/server/types'
import { createFakeWebSocket, type ClientEnd } from './fake-web-socket'

/** A request as a test makes one; the client id is its `user`. */
export interface FakeRequest extends HubRequest {
  readonly user: string
}

/** A client's end, with frames as objects. */
export interface FakeClient extends ClientEnd {
  /** The frames that came since the last call, as objects. */
  frames(): Record<string, unknown>[]
  say(frame: object): void
}

type Told = { [Name in keyof HubEvents]: [Name, HubEvents[Name]] }[keyof HubEvents]

export interface HubScene {
  readonly hub: Hub<FakeRequest>
  readonly ports: HubPorts
  /** The hub's events since the last call; an error as its code and message. */
  events(): readonly (readonly [string, unknown])[]
  /** A new connection; nothing has been said yet. */
  connect(user?: string, headers?: HubRequest['headers']): FakeClient
  /** A new connection that was welcomed; the `welcome` is in its `frames()`. */
  join(user?: string, sender?: string, resume?: object): Promise<FakeClient>
  /** Lets everything happen that needs no time. */
  settle(): Promise<void>
  /** Lets time pass. */
  pass(ms: number): Promise<void>
}

/** Ports on a virtual clock, with names that count: token-1, token-2, … */
export function createFakePorts() {
  const clock = createVirtualClock()
  let tokens = 0
  const ports: HubPorts = {
    clock: {
      nowMs: clock.nowMs,
      elapsedMs: clock.elapsedMs,
      startTimer(callback, delayMs) {
        const timer = clock.setTimeout(callback, delayMs)
        return () => clock.clearTimeout(timer)
      },
      soon: (callback) => void clock.setTimeout(callback, 0),
    },
    random: () => 0.5,
    token: () => `token-${(tokens += 1)}`,
    warn: (...args) => console.error(...args),
  }
  return { clock, ports }
}

// Promises of the platform and those of an engine whose promises are timers: both have had their turn after a few of these.
const TURNS = 12
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

export function createHubScene(
  options: Partial<HubOptions<FakeRequest>> = {},
  world = createFakePorts(),
): HubScene {
  const { clock, ports } = world
  const hub = createHubOn<FakeRequest>(ports, { authenticate: ({ user }) => user, ...options })
  const told: Told[] = []
  for (const name of ['online', 'offline', 'closed', 'error'] as const) {
    hub.on(name, (event: HubEvents[typeof name]) => told.push([name, event] as Told))
  }

  async function settle(): Promise<void> {
    for (let i = 0; i < TURNS; i += 1) {
      await turn()
      clock.advance(0)
    }
  }

  function connect(user = 'ann', headers: HubRequest['headers'] = {}): FakeClient {
    const { socket, client } = createFakeWebSocket()
    hub.accept(socket, { user, headers })
    return Object.assign(client, {
      say: (frame: object) => client.send(JSON.stringify(frame)),
      frames: () =>
        client.received
          .splice(0)
          .map((data) => (typeof data === 'string' ? asFrame(data) : { bytes: data })),
    })
  }

  return {
    hub,
    ports,
    connect,
    settle,
    events: () =>
      told
        .splice(0)
        .map(([name, event]) =>
          name === 'error' ? [name, `${event.code}: ${event.message}`] : [name, event],
        ),
    async join(user, sender = 'run', resume) {
      const client = connect(user)
      client.say({ type: 'hello', v: 1, sender, resume })
      await settle()
      return client
    },
    async pass(ms) {
      await settle()
      // In steps, so that promises have their turn between what a longer time makes due.
      for (let left = ms; left > 0; left -= 500) {
        clock.advance(Math.min(left, 500))
        await settle()
      }
    },
  }
}

function asFrame(text: string): Record<string, unknown> {
  return text === 'pong' ? { pong: true } : (JSON.parse(text) as Record<string, unknown>)
}
