/** A link whose server answers: whatever time, the app and the host do around it, it is not given up. */
import { describe, expect, jest, test } from '@jest/globals'
import fc from 'fast-check'
import { findFaults, findLost } from './invariants'
import { runs } from './runs'
import { createWorld, HOSTS, type World } from './world'

jest.setTimeout(600_000)

type Disturbance =
  | { readonly do: 'advance' | 'freeze'; readonly ms: number }
  | { readonly do: 'set-clock'; readonly byMs: number }
  | {
      readonly do: 'leave'
      readonly ms: number
      readonly event: boolean
      readonly isTwice: boolean
    }
  | { readonly do: 'network'; readonly isConnected: boolean }
  | { readonly do: 'global-close' | 'probe' | 'send' }

const disturbances: fc.Arbitrary<Disturbance[]> = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constantFrom('advance' as const, 'advance' as const, 'freeze' as const),
      ms: fc.constantFrom(0, 1, 2_000, 3_000, 5_000, 9_999, 10_000, 60_000, 1_800_000),
    }),
    fc.record({
      do: fc.constant('set-clock' as const),
      byMs: fc.constantFrom(-86_400_000, -5_000, -100, 100, 5_000, 86_400_000),
    }),
    fc.record({
      do: fc.constant('leave' as const),
      ms: fc.constantFrom(0, 1_000, 4_000, 60_000, 1_800_000),
      event: fc.boolean(),
      isTwice: fc.boolean(),
    }),
    fc.record({ do: fc.constant('network' as const), isConnected: fc.boolean() }),
    fc.record({ do: fc.constantFrom('global-close' as const, 'probe' as const, 'send' as const) }),
  ),
  { minLength: 1, maxLength: 40, size: 'max' },
)

const healthyWorlds = fc.record({
  host: fc.constantFrom(...(Object.keys(HOSTS) as (keyof typeof HOSTS)[])),
  url: fc.constant('at-once' as const),
  options: fc.record({
    heartbeat: fc.constantFrom({}, { outboundMs: 4_000 }, { probeTimeoutMs: 1_000 }),
    background: fc.constantFrom('keep' as const, 'run' as const),
  }),
})

describe('a healthy link', () => {
  test('H1 H5 L2 L3 R11: is never declared dead', () => {
    fc.assert(
      fc.property(healthyWorlds, disturbances, (options, script) => {
        const world = createWorld(options)
        try {
          world.heal()
          world.socket.connect()
          world.clock.advance(0)
          for (const step of script) {
            disturb(world, step)
            expectUndisturbed(world)
          }
          world.fake.show()
          world.clock.advance(3_000)
          expectUndisturbed(world)
          expect(findLost(world)).toEqual([])
        } finally {
          world.end()
        }
      }),
      runs(1_000),
    )
  })
})

function disturb({ fake, clock, socket, call, send }: World, step: Disturbance): void {
  switch (step.do) {
    case 'advance':
      return clock.advance(step.ms)
    case 'freeze':
      // An answer that a freeze holds back until less than 2 s after its deadline counts as none (H5), so none is
      // under way in a short one.
      if (step.ms < 10_000) clock.advance(0)
      clock.freeze(step.ms)
      return clock.advance(0)
    case 'set-clock':
      return clock.setWallClock(clock.nowMs() + step.byMs)
    case 'leave':
      // Suspended after 5 s: not at all, or for long, for the same reason.
      fake.hide({ cut: false, event: step.event })
      clock.advance(step.ms)
      fake.show({ event: step.event })
      if (step.isTwice) fake.show({ event: step.event })
      return clock.advance(0)
    case 'network':
      return fake.network({ isConnected: step.isConnected })
    case 'global-close':
      return fake.globalClose()
    case 'probe':
      return call(() => socket.probe())
    case 'send':
      return call(send)
  }
}

function expectUndisturbed(world: World): void {
  const { socket, fake, log, sends } = world
  const faults = [
    ...findFaults(world),
    ...(socket.state === 'open' ? [] : [`the socket is ${socket.state}`]),
    ...(fake.tasks.length === 1 ? [] : [`${fake.tasks.length} native sockets were made`]),
    ...log.filter(({ event }) => event === 'close' || event === 'error').map(({ event }) => event),
    ...sends.filter(({ result }) => result !== 'sent').map(({ data }) => `${data} was not sent`),
  ]
  if (faults.length > 0) throw new Error(faults.join('\n'))
}
