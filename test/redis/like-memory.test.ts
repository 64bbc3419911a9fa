/** Whatever is done to it, the Redis store answers as the memory store does. */
import { describe, expect, jest, test } from '@jest/globals'
import fc from 'fast-check'
import type { SessionInfo, Store } from '../../src/server/store'
import { memoryStore } from '../../src/server/stores/memory-store'
import { storeOn, useRedis } from './redis-world'

// A failure takes a while to be made short.
jest.setTimeout(120_000)

const LIMITS = { maxMessages: 4, maxBytes: 120, maxStreams: 4, maxRooms: 2 }
const LEASE_MS = 60_000

const CLIENTS = ['ann', '{b}'] as const
const client = fc.constantFrom(...CLIENTS)
const sender = fc.constantFrom('run-1', 'run-2', 'run-3', 'run-4')
const room = fc.constantFrom('lobby', 'attic', 'cellar')
const seq = fc.integer({ min: 1, max: 8 })
const oftenTrue = fc.nat(7).map((n) => n > 0)
const draft = fc.record(
  {
    body: fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }).map((text) => JSON.stringify(text)),
      fc.uint8Array({ maxLength: 60 }).map((bytes) => new Uint8Array(bytes).buffer),
      fc.constant(undefined),
    ),
    re: fc.constant('run-1:1'),
    error: fc.string({ maxLength: 5 }),
  },
  { requiredKeys: ['body'] },
)

/** By client: their names differ from store to store. */
type Sessions = Map<string, SessionInfo>

/** One call. */
interface Step {
  readonly text: string
  run(store: Store, sessions: Sessions): Promise<unknown>
}

const step = <Args extends [unknown, ...unknown[]]>(
  name: string,
  args: { [Place in keyof Args]: fc.Arbitrary<Args[Place]> },
  run: (store: Store, sessions: Sessions, ...args: Args) => unknown,
): fc.Arbitrary<Step> =>
  fc.tuple<Args>(...args).map((values) => {
    const text = `${name}(${values.map((value) => fc.stringify(value)).join(', ')})`
    return {
      text,
      // What is answered may be there at once.
      run: async (store, sessions) => run(store, sessions, ...values),
      [fc.toStringMethod]: () => text,
    }
  })

const steps: fc.Arbitrary<Step> = fc.oneof(
  step(
    'openSession',
    [client, client, fc.nat(12), oftenTrue],
    async (store, sessions, id, whose, last, isRight) => {
      const { session = '', secret = '' } = sessions.get(whose) ?? {}
      const resume = { session, secret: isRight ? secret : 'wrong', last }
      const { resumed, next } = await store.openSession(id, resume)
      return { resumed, next }
    },
  ),
  step('append', [fc.uniqueArray(client, { minLength: 1 }), draft], (store, _, ids, message) =>
    store.append(ids, message),
  ),
  step(
    'read',
    [client, fc.nat(12), fc.integer({ min: 1, max: 4 }), oftenTrue],
    (store, sessions, id, after, limit, isRight) =>
      store.read(id, isRight ? (sessions.get(id)?.session ?? '') : 'none', after, limit),
  ),
  step('claim', [client, sender, seq, fc.nat(3)], (store, _, id, run, n, after) =>
    store.claim(id, run, n, after, LEASE_MS),
  ),
  step(
    'finish',
    [client, sender, seq, fc.constantFrom({}, { reason: 'no' }), fc.option(draft)],
    (store, _, id, run, n, outcome, reply) =>
      store.finish(id, run, n, reply ? { ...outcome, reply } : outcome),
  ),
  step('release', [client, sender, seq], (store, _, id, run, n) => store.release(id, run, n)),
  step('join', [client, room], (store, _, id, where) => store.join(id, where)),
  step('leave', [client, room], (store, _, id, where) => store.leave(id, where)),
  step('members', [room], async (store, _, where) => [...(await store.members(where))].sort()),
  step('seen', [client], (store, _, id) => store.seen([id], LEASE_MS)),
  step('gone', [client], (store, _, id) => store.gone(id)),
  step('presence', [client], async (store, _, id) => (await store.presence(id)).online),
  step('online', [fc.constant(10)], async (store, _, max) => [...(await store.online(max))].sort()),
)

/** What comes of a call, in plain data. */
const outcomeOf = (store: Store, sessions: Sessions, { text, run }: Step): Promise<unknown> =>
  run(store, sessions).then(
    (value) => ({ text, value: plain(value) }),
    (error: { code?: string; message: string }) => ({ text, error: error.code ?? error.message }),
  )

const plain = (value: unknown): unknown =>
  value instanceof ArrayBuffer
    ? [...new Uint8Array(value)]
    : Array.isArray(value)
      ? value.map(plain)
      : Object(value) === value
        ? Object.fromEntries(
            Object.entries(value as object).map(([name, part]) => [name, plain(part)]),
          )
        : value

describe('a Redis store', () => {
  test('answers as a memory store does, whatever is called in whatever order', async () => {
    const redis = await useRedis()
    let runs = 0
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 60, maxLength: 120 }), async (calls) => {
        const inMemory = memoryStore(LIMITS)
        const inRedis = storeOn(redis, { ...LIMITS, prefix: `run-${(runs += 1)}` })
        const [ours, theirs]: [Sessions, Sessions] = [new Map(), new Map()]
        for (const id of CLIENTS) {
          ours.set(id, await inRedis.openSession(id, undefined))
          theirs.set(id, await inMemory.openSession(id, undefined))
        }
        for (const one of calls) {
          expect(await outcomeOf(inRedis, ours, one)).toEqual(
            await outcomeOf(inMemory, theirs, one),
          )
        }
        await Promise.all([inMemory.close(), inRedis.close()])
      }),
      { numRuns: 150 },
    )
  })
})
