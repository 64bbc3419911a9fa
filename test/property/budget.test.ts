/** Several sockets on one host that closes slowly and allows five: they share, and nobody starves. */
import { describe, jest, test } from '@jest/globals'
import fc from 'fast-check'
import { createSocket, type Socket } from '../../src/index'
import { createFakeWx, hostProfiles } from '../../src/testing'
import { runs } from './runs'
import { stage } from './stage'

jest.setTimeout(600_000)

/** Slower than it takes to reconnect, faster than `closeTimeoutMs`: a limit that is waited for is never exceeded. */
const HOST = {
  ...hostProfiles.android,
  closeDelayMs: 1_500,
  closeWhileConnecting: 'closed' as const,
}
/** One native socket each, and one place left for a closing one. */
const SOCKETS = 4

type Step =
  | { readonly do: 'connect' | 'reconnect' | 'close' | 'drop'; readonly socket: number }
  | { readonly do: 'advance'; readonly ms: number }

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constantFrom('connect', 'reconnect', 'reconnect', 'close', 'drop'),
        socket: fc.nat(SOCKETS - 1),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('advance' as const),
        ms: fc.constantFrom(0, 0, 1, 100, 500, 1_499, 1_500, 5_000),
      }),
    },
  ),
  { minLength: 1, maxLength: 60, size: 'max' },
)

describe('four sockets on a host that allows five', () => {
  test('R12: never exceed the limit, and all are open soon after', () => {
    fc.assert(
      fc.property(steps, (script) => {
        const fake = createFakeWx({ profile: HOST })
        const leave = stage(fake)
        let most = 0
        fake.onTask((task) => {
          most = Math.max(most, fake.openCount)
          if (task.state === 'connecting') task.open()
        })
        const sockets = Array.from({ length: SOCKETS }, (_, index) =>
          createSocket({
            url: `wss://example.com/${index}`,
            heartbeat: false,
            logger: { info: () => undefined, warn: () => undefined },
          }),
        )
        const refusals: string[] = []
        for (const socket of sockets) {
          socket.on('close', ({ cause }) => {
            if (cause === 'too-many-sockets') refusals.push(cause)
          })
        }
        try {
          for (const step of script) {
            play(step, sockets, fake)
            most = Math.max(most, fake.openCount)
          }
          for (const socket of sockets) socket.connect()
          fake.clock.advance(10_000)
          expectState(sockets, 'open')
          for (const socket of sockets) socket.close()
          fake.clock.advance(2_000)
          expectState(sockets, 'closed')
          if (refusals.length > 0) throw new Error(`${refusals.length} refusals`)
          if (most > HOST.maxSockets) throw new Error(`${most} native sockets at once`)
          if (fake.openCount > 0) throw new Error(`${fake.openCount} native sockets are left`)
          if (fake.clock.pending > 0) throw new Error(`${fake.clock.pending} timers are left`)
        } finally {
          fake.dispose()
          leave()
        }
      }),
      runs(500),
    )
  })
})

function play(step: Step, sockets: readonly Socket[], fake: ReturnType<typeof createFakeWx>): void {
  if (step.do === 'advance') return fake.clock.advance(step.ms)
  const socket = sockets[step.socket] as Socket
  if (step.do !== 'drop') return socket[step.do]()
  const tasks = fake.tasks.filter(
    ({ url, state }) => url.endsWith(`/${step.socket}`) && state === 'open',
  )
  tasks[0]?.close(1006)
}

function expectState(sockets: readonly Socket[], expected: Socket['state']): void {
  const states = sockets.map(({ state }) => state)
  if (states.some((state) => state !== expected)) {
    throw new Error(`not all are ${expected}: ${states.join(', ')}`)
  }
}
