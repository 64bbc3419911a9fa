/** What every store must do, whatever it keeps its memory in. */
import { describe, expect, test } from '@jest/globals'
import type { Draft, Entry, Notice, Store } from '../../src/server/store'

/** A store and how its time passes. */
export interface StoreWorld {
  /** A fresh memory, and a store over it. Called once per test. */
  open(limits?: StoreLimits): Promise<OpenStore>
}

/** The limits that every store has. */
export interface StoreLimits {
  readonly maxMessages?: number
  readonly maxBytes?: number
  readonly maxAgeMs?: number
  readonly sessionTtlMs?: number
  readonly maxStreams?: number
  readonly maxRooms?: number
}

export interface OpenStore {
  readonly store: Store
  /** Another process over the same memory; left out where there can be only one. */
  another?(): Promise<Store>
  /** Lets time pass, or waits for it. */
  pass(ms: number): Promise<void>
  /** Lets what was told arrive. */
  settle(): Promise<void>
}

const text = (value: unknown): Draft => ({ body: JSON.stringify(value) })
const seqs = (entries: readonly Entry[] | undefined) => entries?.map(({ seq }) => seq)
const LEASE_MS = 30_000
/** Longer than a store takes for a few calls, and short enough to wait for. */
const SHORT_MS = 300

export function describeStore(name: string, world: StoreWorld): void {
  describe(`${name}: sessions`, () => {
    test('are made once, with a name and a secret, and start at 1', async () => {
      const { store } = await world.open()
      const first = await store.openSession('ann', undefined)
      expect(first).toEqual({
        session: expect.stringMatching(/^.{1,64}$/),
        secret: expect.stringMatching(/^.{1,128}$/),
        resumed: false,
        next: 1,
      })
      expect(await store.openSession('ann', undefined)).toEqual(first)
      const other = await store.openSession('bob', undefined)
      expect(other.session).not.toBe(first.session)
      expect(other.secret).not.toBe(first.secret)
    })

    test('start at the newest for who does not resume, and go on for who does', async () => {
      const { store } = await world.open()
      const { session, secret } = await store.openSession('ann', undefined)
      for (let i = 1; i <= 5; i += 1) await store.append(['ann'], text(i))
      const at = async (last: number) => {
        const { resumed, next } = await store.openSession('ann', { session, secret, last })
        return [resumed, next]
      }
      expect((await store.openSession('ann', undefined)).next).toBe(6)
      expect(await at(0)).toEqual([true, 1])
      expect(await at(3)).toEqual([true, 4])
      expect(await at(5)).toEqual([true, 6])
      expect(await at(6)).toEqual([false, 6])
      expect(await at(Number.MAX_SAFE_INTEGER)).toEqual([false, 6])
    })

    test('are not resumed with another name or secret, or those of somebody else', async () => {
      const { store } = await world.open()
      const { session, secret } = await store.openSession('ann', undefined)
      const bob = await store.openSession('bob', undefined)
      for (const resume of [
        { session, secret: 'x', last: 0 },
        { session, secret: `${secret}x`, last: 0 },
        { session, secret: secret.slice(0, -1), last: 0 },
        { session: 'x', secret, last: 0 },
        { session: bob.session, secret: bob.secret, last: 0 },
        { session: bob.session, secret, last: 0 },
      ]) {
        const answer = { session, secret, resumed: false, next: 1 }
        expect(await store.openSession('ann', resume)).toEqual(answer)
      }
    })

    test('of a client that was never there hold what was sent to it', async () => {
      const { store } = await world.open()
      await store.append(['ann'], text(1))
      const { session, next } = await store.openSession('ann', undefined)
      expect(next).toBe(2)
      expect(seqs(await store.read('ann', session, 0, 10))).toEqual([1])
    })

    test('are forgotten some time after the client was last there, and another begins', async () => {
      const { store, pass } = await world.open({ sessionTtlMs: 2 * SHORT_MS })
      const { session, secret } = await store.openSession('ann', undefined)
      await store.seen(['ann'], 1)
      await store.append(['ann'], text(1))
      await store.join('ann', 'lobby')
      await pass(SHORT_MS)
      await store.seen(['ann'], 1)
      await pass(1.5 * SHORT_MS)
      expect((await store.openSession('ann', { session, secret, last: 1 })).resumed).toBe(true)
      await pass(3 * SHORT_MS)
      const later = await store.openSession('ann', { session, secret, last: 1 })
      expect(later).toMatchObject({ resumed: false, next: 1 })
      expect(later.session).not.toBe(session)
      expect(later.secret).not.toBe(secret)
      expect(await store.read('ann', session, 0, 10)).toBe(undefined)
      expect(await store.members('lobby')).toEqual([])
    })
  })

  describe(`${name}: messages`, () => {
    test('come back as they were put in, text and bytes, replies and refusals', async () => {
      const { store } = await world.open()
      const { session } = await store.openSession('ann', undefined)
      const bytes = new Uint8Array([0, 255, 10, 13, 128]).buffer
      await store.append(['ann'], { body: '{"a":"é😀\\u0000\\n"}' })
      await store.append(['ann'], { body: bytes })
      await store.append(['ann'], { body: 'null', re: 'run:1' })
      await store.append(['ann'], { body: undefined, re: 'run:2', error: 'not yöurs' })
      await store.append(['ann'], { body: new ArrayBuffer(0) })
      const entries = await store.read('ann', session, 0, 10)
      expect(entries).toEqual([
        { seq: 1, body: '{"a":"é😀\\u0000\\n"}' },
        { seq: 2, body: bytes },
        { seq: 3, body: 'null', re: 'run:1' },
        { seq: 4, body: undefined, re: 'run:2', error: 'not yöurs' },
        { seq: 5, body: new ArrayBuffer(0) },
      ])
      expect(new Uint8Array(entries?.[1]?.body as ArrayBuffer)).toEqual(new Uint8Array(bytes))
    })

    test('are read from anywhere, so many at a time', async () => {
      const { store } = await world.open()
      const { session } = await store.openSession('ann', undefined)
      for (let i = 1; i <= 12; i += 1) await store.append(['ann'], text(i))
      expect(seqs(await store.read('ann', session, 0, 3))).toEqual([1, 2, 3])
      expect(seqs(await store.read('ann', session, 8, 3))).toEqual([9, 10, 11])
      expect(seqs(await store.read('ann', session, 11, 3))).toEqual([12])
      expect(seqs(await store.read('ann', session, 12, 3))).toEqual([])
      expect(await store.read('ann', 'another', 0, 3)).toBe(undefined)
      expect(await store.read('bob', session, 0, 3)).toBe(undefined)
    })

    test('go to each of many clients under its own number', async () => {
      const { store } = await world.open()
      const ann = await store.openSession('ann', undefined)
      const bob = await store.openSession('bob', undefined)
      await store.append(['ann'], text('ann'))
      await store.append(['ann', 'bob'], text('both'))
      expect(await store.read('ann', ann.session, 1, 9)).toEqual([{ seq: 2, body: '"both"' }])
      expect(await store.read('bob', bob.session, 0, 9)).toEqual([{ seq: 1, body: '"both"' }])
      await store.append([], text('nobody'))
    })

    test('beyond the limit on their number drop from the old end', async () => {
      const { store } = await world.open({ maxMessages: 3 })
      const { session, secret } = await store.openSession('ann', undefined)
      for (let i = 1; i <= 10; i += 1) await store.append(['ann'], text(i))
      expect(seqs(await store.read('ann', session, 0, 10))).toEqual([8, 9, 10])
      expect(seqs(await store.read('ann', session, 8, 10))).toEqual([9, 10])
      const resume = { session, secret, last: 2 }
      expect(await store.openSession('ann', resume)).toMatchObject({ resumed: true, next: 8 })
    })

    test('beyond the limit on their bytes drop from the old end; the newest is always held', async () => {
      const { store } = await world.open({ maxBytes: 1_000 })
      const { session } = await store.openSession('ann', undefined)
      for (let i = 1; i <= 10; i += 1) await store.append(['ann'], text('x'.repeat(298)))
      expect(seqs(await store.read('ann', session, 0, 10))).toEqual([8, 9, 10])
      await store.append(['ann'], { body: new ArrayBuffer(5_000) })
      expect(seqs(await store.read('ann', session, 0, 10))).toEqual([11])
      await store.append(['ann'], text('small'))
      expect(seqs(await store.read('ann', session, 0, 10))).toEqual([12])
    })

    test('are held for a while', async () => {
      const { store, pass } = await world.open({ maxAgeMs: 2 * SHORT_MS })
      const { session, secret } = await store.openSession('ann', undefined)
      await store.append(['ann'], text(1))
      await pass(SHORT_MS)
      expect(seqs(await store.read('ann', session, 0, 10))).toEqual([1])
      await pass(1.5 * SHORT_MS)
      expect(seqs(await store.read('ann', session, 0, 10))).toEqual([])
      const resume = { session, secret, last: 0 }
      expect(await store.openSession('ann', resume)).toMatchObject({ resumed: true, next: 2 })
      await store.append(['ann'], text(2))
      expect(seqs(await store.read('ann', session, 0, 10))).toEqual([2])
    })
  })

  describe(`${name}: messages from clients`, () => {
    test('are new once, then busy, then seen', async () => {
      const { store } = await world.open()
      const claim = (seq: number, after = 0) => store.claim('ann', 'run', seq, after, LEASE_MS)
      expect(await claim(1)).toEqual({ is: 'new' })
      expect(await claim(1)).toEqual({ is: 'busy' })
      expect(await claim(2, 1)).toEqual({ is: 'busy' })
      await store.finish('ann', 'run', 1, {})
      expect(await claim(1)).toEqual({ is: 'seen' })
      expect(await claim(2, 1)).toEqual({ is: 'new' })
      await store.finish('ann', 'run', 2, {})
      expect(await claim(1)).toEqual({ is: 'seen' })
    })

    test('are early while one before them is missing, and may skip what is not', async () => {
      const { store } = await world.open()
      const claim = (seq: number, after: number) => store.claim('ann', 'run', seq, after, LEASE_MS)
      expect(await claim(2, 1)).toEqual({ is: 'early' })
      expect(await claim(7, 0)).toEqual({ is: 'new' })
      await store.finish('ann', 'run', 7, {})
      expect(await claim(9, 8)).toEqual({ is: 'early' })
      expect(await claim(9, 7)).toEqual({ is: 'new' })
      await store.finish('ann', 'run', 9, {})
      expect(await claim(8, 0)).toEqual({ is: 'seen' })
    })

    test('are compared as numbers, up to the largest', async () => {
      const { store } = await world.open()
      const claim = (seq: number) => store.claim('ann', 'run', seq, 0, LEASE_MS)
      for (const seq of [9, 10, 100, 2 ** 53 - 2, 2 ** 53 - 1]) {
        expect([seq, await claim(seq)]).toEqual([seq, { is: 'new' }])
        await store.finish('ann', 'run', seq, {})
      }
      expect(await claim(2 ** 53 - 2)).toEqual({ is: 'seen' })
    })

    test('of other streams and of other clients are counted for themselves', async () => {
      const { store } = await world.open()
      const claim = (clientId: string, sender: string) =>
        store.claim(clientId, sender, 1, 0, LEASE_MS)
      await claim('ann', 'run')
      await store.finish('ann', 'run', 1, {})
      expect(await claim('ann', 'other')).toEqual({ is: 'new' })
      expect(await claim('bob', 'run')).toEqual({ is: 'new' })
      expect(await claim('ann', 'run')).toEqual({ is: 'seen' })
    })

    test('that were rejected are rejected again for the same reason', async () => {
      const { store } = await world.open()
      for (const seq of [1, 2, 3]) {
        await store.claim('ann', 'run', seq, 0, LEASE_MS)
        await store.finish('ann', 'run', seq, seq === 2 ? { reason: 'too rüde' } : {})
      }
      const again = (seq: number) => store.claim('ann', 'run', seq, 0, LEASE_MS)
      expect(await again(1)).toEqual({ is: 'seen' })
      expect(await again(2)).toEqual({ is: 'seen', reason: 'too rüde' })
      expect(await again(3)).toEqual({ is: 'seen' })
    })

    test('may be claimed again when the lease ran out, or when they were released', async () => {
      const { store, pass } = await world.open()
      const claim = (leaseMs: number) => store.claim('ann', 'run', 1, 0, leaseMs)
      expect(await claim(SHORT_MS)).toEqual({ is: 'new' })
      expect(await claim(SHORT_MS)).toEqual({ is: 'busy' })
      await pass(1.5 * SHORT_MS)
      expect(await claim(LEASE_MS)).toEqual({ is: 'new' })
      await store.release('ann', 'run', 2)
      expect(await claim(LEASE_MS)).toEqual({ is: 'busy' })
      await store.release('ann', 'run', 1)
      await store.release('ann', 'run', 1)
      expect(await claim(LEASE_MS)).toEqual({ is: 'new' })
      await store.finish('ann', 'run', 1, {})
      await store.release('ann', 'run', 1)
      expect(await claim(LEASE_MS)).toEqual({ is: 'seen' })
    })

    test('are answered in the session, once however often the outcome is told', async () => {
      const { store } = await world.open()
      const { session } = await store.openSession('ann', undefined)
      await store.claim('ann', 'run', 1, 0, LEASE_MS)
      const outcome = { reply: { body: '"yes"', re: 'run:1' } }
      await store.finish('ann', 'run', 1, outcome)
      await store.finish('ann', 'run', 1, outcome)
      expect(await store.read('ann', session, 0, 10)).toEqual([
        { seq: 1, body: '"yes"', re: 'run:1' },
      ])
    })

    test('of too many streams: those that were used last are remembered', async () => {
      const { store } = await world.open({ maxStreams: 3 })
      const deal = async (sender: string, seq: number) => {
        const { is } = await store.claim('ann', sender, seq, 0, LEASE_MS)
        if (is === 'new') await store.finish('ann', sender, seq, {})
        return is
      }
      for (const sender of ['a', 'b', 'c', 'd']) await deal(sender, 1)
      expect([await deal('b', 1), await deal('c', 1), await deal('d', 1)]).toEqual([
        'seen',
        'seen',
        'seen',
      ])
      expect(await deal('a', 1)).toBe('new')
    })
  })

  describe(`${name}: rooms`, () => {
    test('hold who joined and did not leave; without a room it is everybody', async () => {
      const { store } = await world.open()
      for (const id of ['ann', 'bob', 'eve']) await store.openSession(id, undefined)
      await store.join('ann', 'lobby')
      await store.join('ann', 'lobby')
      await store.join('bob', 'lobby')
      await store.join('bob', 'attic')
      await store.leave('bob', 'lobby')
      await store.leave('bob', 'lobby')
      await store.leave('nobody', 'lobby')
      expect(await store.members('lobby')).toEqual(['ann'])
      expect(await store.members('attic')).toEqual(['bob'])
      expect(await store.members('cellar')).toEqual([])
      expect([...(await store.members())].sort()).toEqual(['ann', 'bob', 'eve'])
    })

    test('are limited for each client', async () => {
      const { store } = await world.open({ maxRooms: 2 })
      await store.join('ann', 'a')
      await store.join('ann', 'b')
      await store.join('ann', 'b')
      await expect(store.join('ann', 'c')).rejects.toMatchObject({ code: 'E_LIMIT' })
      await store.leave('ann', 'a')
      await store.join('ann', 'c')
      await store.join('bob', 'a')
      expect([await store.members('a'), await store.members('c')]).toEqual([['bob'], ['ann']])
    })

    test('and clients may be called anything', async () => {
      const { store } = await world.open()
      for (const id of ['__proto__', 'constructor', 'a:b', '{x}', 'é😀', ' ', '*', 'a\nb', 'a|b']) {
        await store.append([id], text(id))
        const { session } = await store.openSession(id, undefined)
        expect(await store.read(id, session, 0, 9)).toEqual([{ seq: 1, body: JSON.stringify(id) }])
        await store.join(id, id)
        expect(await store.members(id)).toEqual([id])
        await store.claim(id, 'run', 1, 0, LEASE_MS)
        await store.finish(id, 'run', 1, {})
        expect(await store.claim(id, 'run', 1, 0, LEASE_MS)).toEqual({ is: 'seen' })
      }
    })
  })

  describe(`${name}: presence`, () => {
    test('says who is connected and when somebody last was', async () => {
      const { store, pass } = await world.open()
      const never = { online: false, lastSeenAtMs: null }
      expect(await store.presence('ann')).toEqual(never)
      await store.openSession('ann', undefined)
      expect(await store.presence('ann')).toEqual(never)
      await store.seen(['ann', 'bob'], LEASE_MS)
      expect((await store.presence('ann')).online).toBe(true)
      expect([...(await store.online(10))].sort()).toEqual(['ann', 'bob'])
      expect(await store.online(1)).toHaveLength(1)
      await store.gone('ann')
      await store.gone('nobody')
      const gone = await store.presence('ann')
      expect(gone).toEqual({ online: false, lastSeenAtMs: expect.any(Number) })
      expect(await store.online(10)).toEqual(['bob'])
      await pass(SHORT_MS)
      expect(await store.presence('ann')).toEqual(gone)
    })

    test('of somebody who is not seen again ends by itself', async () => {
      const { store, pass } = await world.open()
      await store.seen(['ann'], SHORT_MS)
      await pass(SHORT_MS / 2)
      await store.seen(['ann'], SHORT_MS)
      await pass(SHORT_MS * 0.7)
      expect((await store.presence('ann')).online).toBe(true)
      await pass(SHORT_MS)
      expect(await store.presence('ann')).toMatchObject({
        online: false,
        lastSeenAtMs: expect.any(Number),
      })
      expect(await store.online(10)).toEqual([])
    })
  })

  describe(`${name}: notices`, () => {
    async function listening(limits?: StoreLimits) {
      const opened = await world.open(limits)
      const heard: Notice[] = []
      const stop = opened.store.listen((notice) => heard.push(notice))
      await opened.settle()
      heard.length = 0
      return { ...opened, heard, stop }
    }

    test('say where each message went, in order, what is told as well, and end with the stop', async () => {
      const { store, heard, stop, settle } = await listening()
      const { session } = await store.openSession('ann', undefined)
      const bob = await store.openSession('bob', undefined)
      await store.append(['ann', 'bob'], text('both'))
      await store.claim('ann', 'run', 1, 0, LEASE_MS)
      await store.finish('ann', 'run', 1, { reply: { body: '1', re: 'run:1' } })
      await store.finish('ann', 'run', 1, { reply: { body: '1', re: 'run:1' } })
      const close = { type: 'close', clientId: 'ann', code: 4501, reason: 'x' } as const
      await store.tell(close)
      await settle()
      expect(heard).toEqual([
        {
          type: 'appended',
          places: [
            { clientId: 'ann', session, seq: 1 },
            { clientId: 'bob', session: bob.session, seq: 1 },
          ],
          draft: text('both'),
        },
        {
          type: 'appended',
          places: [{ clientId: 'ann', session, seq: 2 }],
          draft: { body: '1', re: 'run:1' },
        },
        close,
      ])
      stop()
      stop()
      await store.tell(close)
      await settle()
      expect(heard).toHaveLength(3)
    })

    test('carry bytes, or leave the draft out', async () => {
      const { store, heard, settle } = await listening()
      const { session } = await store.openSession('ann', undefined)
      await store.append(['ann'], { body: new Uint8Array([1, 255]).buffer })
      await store.append(['ann'], text('x'.repeat(900_000)))
      await settle()
      const [bytes, large] = heard as Extract<Notice, { type: 'appended' }>[]
      expect(bytes?.places).toEqual([{ clientId: 'ann', session, seq: 1 }])
      if (bytes?.draft) {
        expect(new Uint8Array(bytes.draft.body as ArrayBuffer)).toEqual(new Uint8Array([1, 255]))
      }
      if (large?.draft) expect(large.draft.body).toHaveLength(900_002)
    })
  })
}
