/** Random scripts: calls of the app, events of the platform, and time. */
import { EVENTS } from '../support/event-names'
import fc from 'fast-check'
import type { SocketEvents, SocketOptions } from '../../src/index'
import { HOSTS, type World, type WorldOptions } from './world'

type EventName = keyof SocketEvents<unknown>

/** What an app may do, also from within a listener. */
export type Call =
  'connect' | 'reconnect' | 'close' | 'send' | 'probe' | 'throw' | 'bad-close' | 'bad-send'

export type Step =
  | { readonly do: 'call'; readonly call: Exclude<Call, 'throw'> }
  | { readonly do: 'react'; readonly event: EventName; readonly call: Call }
  | { readonly do: 'open' | 'pong'; readonly age: number }
  | { readonly do: 'message'; readonly age: number }
  | { readonly do: 'error'; readonly age: number; readonly text: string }
  | {
      readonly do: 'native-close'
      readonly age: number
      readonly code: number
      readonly reason: string
    }
  | { readonly do: 'fail'; readonly age: number }
  | { readonly do: 'silence'; readonly age: number }
  | {
      readonly do: 'fail-sends'
      readonly how: 'fail' | 'throw'
      readonly afterMs: number
      readonly times: number
    }
  | { readonly do: 'plan'; readonly plan: 'throws' | 'fails' | 'too-many' | 'opens-at-once' }
  | { readonly do: 'hide'; readonly cut: boolean; readonly event: boolean }
  | { readonly do: 'show'; readonly event: boolean }
  | { readonly do: 'network'; readonly isConnected: boolean }
  | { readonly do: 'global-close'; readonly reason: string }
  | { readonly do: 'serve' }
  | { readonly do: 'advance'; readonly ms: number }
  | { readonly do: 'freeze'; readonly ms: number }

const calls = ['connect', 'reconnect', 'close', 'send', 'probe', 'bad-close', 'bad-send'] as const

/** Mostly the newest task; an older one tells late what nobody asks for any more. */
const age = fc.constantFrom(0, 0, 0, 0, 1, 2)
const duration = fc.constantFrom(
  0,
  1,
  20,
  150,
  200,
  1_000,
  2_500,
  3_000,
  5_000,
  5_000,
  10_000,
  10_000,
  30_000,
  600_000,
)

export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('advance' as const), ms: duration }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('open' as const), age }) },
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constant('call' as const), call: fc.constantFrom(...calls) }),
    },
    { weight: 3, arbitrary: fc.constant({ do: 'call', call: 'send' } as const) },
    { weight: 2, arbitrary: fc.constant({ do: 'call', call: 'connect' } as const) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('react' as const),
        event: fc.constantFrom(...EVENTS),
        call: fc.constantFrom<Call>(...calls, 'throw', 'throw'),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constantFrom('pong' as const, 'message' as const), age }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('native-close' as const),
        age,
        code: fc.constantFrom(1000, 1005, 1006, 4000, 4501),
        reason: fc.constantFrom('', 'interrupted', 'abnormal closure'),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('error' as const),
        age,
        text: fc.constantFrom('broken', 'interrupted', 'exceed max task count', 'Timer Expired'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constantFrom('fail' as const, 'silence' as const), age }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('fail-sends' as const),
        how: fc.constantFrom('fail' as const, 'throw' as const),
        afterMs: fc.constantFrom(0, 0, 50, 7_000),
        times: fc.constantFrom(1, 1, 2, 5),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('plan' as const),
        plan: fc.constantFrom(
          'throws' as const,
          'fails' as const,
          'too-many' as const,
          'opens-at-once' as const,
        ),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('hide' as const),
        cut: fc.boolean(),
        event: fc.constantFrom(true, true, true, false),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('show' as const),
        event: fc.constantFrom(true, true, true, false),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('network' as const), isConnected: fc.boolean() }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('global-close' as const),
        reason: fc.constantFrom('interrupted', 'abnormal closure'),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('freeze' as const), ms: duration }) },
  ),
  { minLength: 1, maxLength: 50, size: 'max' },
)

const options: fc.Arbitrary<WorldOptions['options']> = fc.record({
  heartbeat: fc.constantFrom<NonNullable<SocketOptions['heartbeat']>>(
    {},
    {},
    { message: null },
    { outboundMs: 4_000 },
    false,
  ),
  reconnect: fc.constantFrom<NonNullable<SocketOptions['reconnect']>>(
    {},
    { limit: 0 },
    { limit: 1 },
    { limit: 3, delayMs: 0 },
    { limit: 3, stableAfterMs: 0 },
    { limit: Infinity, delayMs: 1_000 },
    false,
  ),
  queue: fc.constantFrom<NonNullable<SocketOptions['queue']>>(
    {},
    {},
    { maxMessages: 2 },
    { maxMessages: 2, overflow: 'drop-oldest' },
    { maxAgeMs: 4_000 },
    false,
  ),
  background: fc.constantFrom('keep', 'keep', 'close', 'run'),
})

export const worlds: fc.Arbitrary<WorldOptions> = fc.record({
  host: fc.constantFrom(...(Object.keys(HOSTS) as (keyof typeof HOSTS)[])),
  url: fc.constantFrom('at-once', 'at-once', 'at-once', 'throws', 'never', 'bad'),
  options,
})

/** Does one step. */
export function play(world: World, step: Step): void {
  const { fake, clock } = world
  switch (step.do) {
    case 'call':
      return call(world, step.call)
    case 'react':
      return world.react(step.event, () => {
        if (step.call === 'throw') throw new Error('a careless listener')
        world.call(() => call(world, step.call as Exclude<Call, 'throw'>))
      })
    case 'hide':
      return fake.hide({ cut: step.cut, event: step.event })
    case 'show':
      return fake.show({ event: step.event })
    case 'network':
      return fake.network({ isConnected: step.isConnected })
    case 'global-close':
      return fake.globalClose({ reason: step.reason })
    case 'serve':
      return serve(world)
    case 'advance':
      return clock.advance(step.ms)
    case 'freeze':
      return clock.freeze(step.ms)
    case 'plan':
      return plan(world, step.plan)
    case 'fail-sends':
      return world.task()?.failSends(step)
    default:
      return native(world, step)
  }
}

function call(
  { socket, call: guard, send, countRound }: World,
  name: Exclude<Call, 'throw'>,
): void {
  switch (name) {
    case 'send':
      return guard(send)
    case 'bad-close':
      return guard(() => socket.close(1005), 'E_CLOSE_CODE')
    case 'bad-send':
      return guard(() => void socket.send({} as never), 'E_DATA')
    case 'connect':
    case 'reconnect':
      countRound()
      return guard(() => socket[name]())
    default:
      return guard(() => socket[name]())
  }
}

function native(world: World, step: Extract<Step, { readonly age: number }>): void {
  const task = world.task(step.age)
  if (task === undefined) return
  switch (step.do) {
    case 'open':
      return task.open()
    case 'pong':
      return task.message('pong')
    case 'message':
      return task.message(`from task ${task.id}`)
    case 'error':
      return task.error(step.text)
    case 'native-close':
      return task.close(step.code, step.reason)
    case 'fail':
      return task.fail('connectSocket:fail')
    case 'silence':
      return void (task.silent = !task.silent)
  }
}

/** Time for a retry, and a server that takes it: without it, random scripts seldom see an open link. */
function serve(world: World): void {
  if (world.socket.state === 'idle') call(world, 'connect')
  world.clock.advance(5_000)
  const task = world.task()
  if (task?.state === 'connecting') task.open()
}

function plan({ fake }: World, name: Extract<Step, { do: 'plan' }>['plan']): void {
  switch (name) {
    case 'throws':
      return fake.nextConnect({ throws: new Error('connectSocket threw') })
    case 'fails':
      return fake.nextConnect({ fails: 'connectSocket:fail' })
    case 'too-many':
      return fake.nextConnect({ fails: 'connectSocket:fail exceed max task count' })
    case 'opens-at-once':
      return fake.nextConnect({ opensAtOnce: true })
  }
}
