/** The pure machine, fed with every event in every state, also those that nothing would send it there. */
import { describe, expect, jest, test } from '@jest/globals'
import fc from 'fast-check'
import { SocketError } from '../../src/core/errors'
import { dueAtMs, transition } from '../../src/core/machine'
import {
  INITIAL_STATE,
  type Circumstances,
  type Effect,
  type MachineEvent,
  type MachineState,
  type Phase,
  type Rules,
} from '../../src/core/states'
import { runs } from './runs'

jest.setTimeout(600_000)

const NOW_MS = 1_000_000

/** Before, at and after now. */
const instant = fc.constantFrom(NOW_MS - 60_000, NOW_MS - 1, NOW_MS, NOW_MS + 1, NOW_MS + 5_000)
const flag = fc.boolean()
const or = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })

const close = fc.record({
  code: fc.constantFrom(1000, 1006, 4501),
  reason: fc.constantFrom('', 'interrupted'),
  wasClean: flag,
  cause: fc.constantFrom('app' as const, 'server' as const, 'heartbeat-timeout' as const),
  willReconnect: flag,
})

const phase: fc.Arbitrary<Phase> = fc.oneof(
  fc.record({ tag: fc.constant('idle' as const) }),
  fc.record({
    tag: fc.constant('connecting' as const),
    stage: fc.constantFrom('due' as const, 'begun' as const, 'asked' as const),
    dueAtMs: instant,
    isRetry: flag,
    wasHidden: flag,
  }),
  fc.record({
    tag: fc.constant('open' as const),
    sinceMs: instant,
    resumeAtMs: fc.constantFrom(0, NOW_MS - 1, NOW_MS + 5_000, Infinity),
    ping: or(fc.record({ dueAtMs: instant, isProbe: flag })),
    believedAtMs: instant,
    failing: or(
      fc.record({ failure: fc.record({ text: fc.constant('broken') }), dueAtMs: instant }),
    ),
    cut: or(fc.record({ dueAtMs: instant, reported: fc.nat(1) })),
  }),
  fc.record({ tag: fc.constant('waiting' as const), dueAtMs: instant, delayMs: fc.nat(5_000) }),
  fc.record({ tag: fc.constant('suspended' as const), dueAtMs: instant }),
  fc.record({ tag: fc.constant('gave-up' as const) }),
  fc.record({
    tag: fc.constant('closing' as const),
    dueAtMs: instant,
    code: fc.constant(4000),
    reason: fc.constant('bye'),
  }),
  fc.record({ tag: fc.constant('closed' as const) }),
)

const anyState: fc.Arbitrary<MachineState> = fc.record({
  phase,
  epoch: fc.nat(9),
  attempt: fc.nat(9),
  retry: fc.nat(3),
  hiddenAtMs: or(instant),
  shownAtMs: fc.oneof(instant, fc.constant(-Infinity)),
  isOnline: flag,
  lastClose: or(close),
  links: fc.nat(3),
  muteDeaths: fc.nat(2),
})

const target = { url: 'wss://example.com/ws' }
const failure = fc.constantFrom(
  { text: 'broken' },
  { text: 'interrupted' },
  { text: 'exceed max task count' },
  { text: 'url not in domain list', errno: 600002 },
)

const anyEvent: fc.Arbitrary<MachineEvent> = fc.oneof(
  fc.constantFrom<MachineEvent>(
    { type: 'connect-called' },
    { type: 'reconnect-called' },
    { type: 'close-called', code: 4000, reason: 'bye' },
    { type: 'probe-called' },
    { type: 'timer-fired', isLate: false },
    { type: 'timer-fired', isLate: true },
    { type: 'hidden' },
    { type: 'shown' },
    { type: 'network-changed', isOnline: true },
    { type: 'network-changed', isOnline: false },
    { type: 'cut-reported', isInterrupted: true },
    { type: 'cut-reported', isInterrupted: false },
    { type: 'heard' },
    { type: 'send-failed' },
    { type: 'ping-skipped' },
    { type: 'link-requested' },
    { type: 'link-opened', url: target.url },
    { type: 'link-closed' },
    { type: 'url-answered', target },
    { type: 'url-failed', error: new SocketError('E_URL', 'url threw') },
  ),
  fc.record({ type: fc.constant('link-errored' as const), failure }),
  fc.record({
    type: fc.constant('link-closed' as const),
    code: fc.constantFrom(1000, 1005, 1006, 4501),
    reason: fc.constantFrom('', 'interrupted'),
  }),
)

const anyRules: fc.Arbitrary<Rules> = fc
  .record({
    heartbeat: fc.record({
      intervalMs: fc.constantFrom(10_000, Infinity),
      outboundMs: fc.constantFrom(Infinity, 4_000),
      timeoutMs: fc.constant(10_000),
      probeTimeoutMs: fc.constant(3_000),
      message: fc.constantFrom('ping', null),
    }),
    limit: fc.constantFrom(0, 1, 12, Infinity),
    isLast: flag,
    background: fc.constantFrom('keep' as const, 'close' as const, 'run' as const),
  })
  .map(({ heartbeat, limit, isLast, background }) => ({
    connectTimeoutMs: 10_000,
    closeTimeoutMs: 2_000,
    background,
    heartbeat,
    reconnect: {
      limit,
      stableAfterMs: 5_000,
      delayMs: () => 5_000,
      isFinal: ({ code }) => isLast || code === 4501,
    },
  }))

const circumstances: fc.Arbitrary<Circumstances> = fc.record({
  rules: anyRules,
  pulse: fc.record({ heardAtMs: instant, saidAtMs: instant, wasEverAnswered: flag }),
  nowMs: fc.constant(NOW_MS),
  cutsReported: fc.nat(1),
})

const AT_REST = ['idle', 'gave-up', 'closed']

type PayloadOf<Name extends Effect[0]> = Extract<Effect, readonly [Name, unknown]>[1]

const only = <Name extends Effect[0]>(effects: readonly Effect[], name: Name) =>
  effects.filter((effect) => effect[0] === name).map(([, payload]) => payload as PayloadOf<Name>)

describe('the machine', () => {
  test('never throws, touches nothing that it was given, and says where it went', () => {
    fc.assert(
      fc.property(anyState, anyEvent, circumstances, (before, event, at) => {
        const kept = structuredClone(before)
        const { state, effects } = transition(freeze(before), event, at)

        expect(before).toEqual(kept)
        const moves = only(effects, 'state').map(({ from, to }) => [from, to])
        const [from, to] = [before.phase.tag, state.phase.tag]
        expect(moves).toEqual(from === to ? [] : [[from, to]])
      }),
      runs(4_000),
    )
  })

  test('R1: ends at most one link at a time, and never with an old one still in use', () => {
    fc.assert(
      fc.property(anyState, anyEvent, circumstances, (before, event, at) => {
        const { state, effects } = transition(before, event, at)
        const names = effects.map(([name]) => name)

        expect(only(effects, 'close').length).toBeLessThanOrEqual(1)
        expect(state.epoch).toBeGreaterThanOrEqual(before.epoch)
        if (names.includes('ask-url')) expect(state.epoch).toBeGreaterThan(before.epoch)
        // The new link is asked for last, when the old one has been let go of.
        const { phase } = before
        const isInUse =
          ['open', 'closing'].includes(phase.tag) ||
          (phase.tag === 'connecting' && phase.stage !== 'due')
        if (names.includes('ask-url') && isInUse) {
          expect(names.indexOf('close-link')).toBeGreaterThanOrEqual(0)
          expect(names.indexOf('close-link')).toBeLessThan(names.indexOf('ask-url'))
        }
        const [close] = only(effects, 'close')
        if (close !== undefined) {
          const isOver = ['closed', 'gave-up'].includes(state.phase.tag)
          expect(close.willReconnect).toBe(!isOver)
          expect(state.lastClose).toEqual(close)
        }
      }),
      runs(3_000),
    )
  })

  test('H2 R8: wants no timer where nothing is under way, and none that fires for nothing', () => {
    fc.assert(
      fc.property(anyState, circumstances, (before, at) => {
        const due = dueAtMs(before, at)
        expect(due).not.toBeNaN()
        if (AT_REST.includes(before.phase.tag)) expect(due).toBe(Infinity)
        if (due > NOW_MS) return

        // A timer that is due and changes nothing would be set again at once, for ever.
        const after = transition(before, { type: 'timer-fired', isLate: false }, at).state
        const isOver = dueAtMs(after, at) > NOW_MS || after.phase.tag !== before.phase.tag
        expect(isOver || JSON.stringify(after) !== JSON.stringify(before)).toBe(true)
      }),
      runs(3_000),
    )
  })

  test('R2 R3: walked from the beginning, it announces no retry beyond the limit', () => {
    const step = fc.tuple(anyEvent, fc.constantFrom(0, 1, 200, 3_000, 5_000, 10_000, 30_000))
    fc.assert(
      fc.property(anyRules, fc.array(step, { maxLength: 80, size: 'max' }), (rules, walk) => {
        const limit = rules.reconnect === null ? 0 : rules.reconnect.limit
        const pulse = { heardAtMs: 0, saidAtMs: 0, wasEverAnswered: false }
        let state: MachineState = INITIAL_STATE
        let nowMs = 0
        for (const [event, afterMs] of walk) {
          nowMs += afterMs
          const step = transition(state, event, { rules, pulse, nowMs, cutsReported: 0 })
          state = step.state
          expect(state.retry).toBeGreaterThanOrEqual(0)
          expect(state.retry).toBeLessThanOrEqual(limit)
          for (const { retry } of only(step.effects, 'retry')) {
            expect(retry).toBeLessThanOrEqual(limit)
          }
          for (const { retries } of only(step.effects, 'giveup')) expect(retries).toBe(limit)
        }
      }),
      runs(200),
    )
  })
})

/** A frozen copy: a write to it throws, since tests run in strict mode. */
function freeze(state: MachineState): MachineState {
  const phase = Object.freeze({ ...state.phase })
  return Object.freeze({ ...state, phase })
}
