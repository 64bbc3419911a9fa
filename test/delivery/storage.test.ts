import { describe, expect, test } from '@jest/globals'
import { memoryStorage, type DeliveryOptions } from '../../src/delivery'
import { createDeliveryScene, type DeliveryScene } from '../support/delivery-scene'
import { createTestStorage, type TestStorage } from '../support/test-storage'

/** A run of the app on that storage, when it has read it; the run before it is as good as killed. */
async function run(storage: TestStorage, delivery: DeliveryOptions = {}): Promise<DeliveryScene> {
  const scene = createDeliveryScene({ delivery: { storage, identity: 'ann', ...delivery } })
  await scene.settle()
  return scene
}

const payloadsOf = ({ delivery }: DeliveryScene): unknown[] =>
  delivery.pending.map(({ payload }) => payload)

const entriesOf = ({ texts }: TestStorage): string[] =>
  [...texts.keys()].filter((key) => !key.endsWith('/position'))

const countOf = ({ calls }: TestStorage, name: string): number =>
  calls.filter((call) => call.startsWith(`${name} `)).length

describe('D5: what is unacknowledged survives the app being killed', () => {
  test('and goes out first, with its ids, as a stream of its own', async () => {
    const storage = createTestStorage()
    const first = await run(storage)
    for (const text of ['one', 'two']) void first.delivery.send(text)
    await first.settle()
    const ids = first.delivery.pending.map(({ id }) => id)
    const [sender] = (ids[0] as string).split(':')

    const second = await run(storage)
    void second.delivery.send('three')
    expect(second.told('restored')).toMatchObject([
      { messages: [{ id: ids[0], payload: 'one', sends: 0, isSaved: true }, { id: ids[1] }] },
    ])
    second.openWelcomed()
    expect(second.frames().slice(1)).toEqual([
      { type: 'data', seq: 1, sender, body: 'one' },
      { type: 'data', seq: 2, sender, after: 1, body: 'two' },
    ])
    // Another stream begins when that one is done with: no `after` reaches over from one to the other.
    second.say({ type: 'ack', ack: 1, sender: sender as string })
    expect(second.sentNumbers()).toEqual([1, 2])
    second.say({ type: 'ack', ack: 2, sender: sender as string })
    expect(second.frames()[3]).toEqual({ type: 'data', seq: 1, body: 'three' })
    second.say({ type: 'ack', ack: 1 })
    await second.settle()
    expect(second.told('delivered')).toMatchObject([
      { id: ids[0], payload: 'one' },
      { id: ids[1] },
      { payload: 'three' },
    ])
    expect(entriesOf(storage)).toEqual([])
    expect((await run(storage)).told('restored')).toEqual([])
  })

  test('streams of several runs go out in the order of the runs, each by its numbers', async () => {
    const storage = createTestStorage()
    const first = await run(storage)
    for (let i = 1; i <= 12; i += 1) {
      void first.delivery.send(`a${i}`)
      await first.settle()
    }
    const second = await run(storage)
    void second.delivery.send('b1')
    await second.settle()
    const third = await run(storage)
    const expected = [...Array.from({ length: 12 }, (_, i) => `a${i + 1}`), 'b1']
    expect(payloadsOf(third)).toEqual(expected)
    third.openWelcomed({ window: 5 })
    expect(third.sentNumbers()).toEqual([1, 2, 3, 4, 5])
  })

  test('an acknowledgement of more than what is left of an earlier stream is one of what is left', async () => {
    const storage = createTestStorage()
    const first = await run(storage)
    void first.delivery.send('kept')
    void first.delivery.request('not kept')
    await first.settle()
    const [sender] = (first.delivery.pending[0] as { id: string }).id.split(':')
    const second = await run(storage)
    second.openWelcomed()
    second.say({ type: 'ack', ack: 2, sender: sender as string })
    expect(second.told('delivered')).toMatchObject([{ payload: 'kept' }])
  })

  test('bytes come back as bytes, JSON as JSON', async () => {
    const storage = createTestStorage()
    const first = await run(storage)
    const payloads = ['"quoted" 消息', null, [1, { a: '' }], new Uint8Array([0, 34, 92, 255])]
    payloads.forEach((payload) => void first.delivery.send(payload))
    void first.delivery.send(new ArrayBuffer(0))
    await first.settle()
    expect(payloadsOf(await run(storage))).toEqual([
      '"quoted" 消息',
      null,
      [1, { a: '' }],
      new Uint8Array([0, 34, 92, 255]).buffer,
      new ArrayBuffer(0),
    ])
  })

  test('a message is sent right away, not after it was saved', async () => {
    const storage = createTestStorage()
    const scene = await run(storage)
    scene.openWelcomed()
    storage.hold()
    void scene.delivery.send('now')
    expect(scene.sentNumbers()).toEqual([1])
    expect(scene.delivery.pending).toMatchObject([{ isSaved: false }])
  })

  test('one that expired meanwhile is told of and removed', async () => {
    const storage = createTestStorage()
    const first = await run(storage)
    void first.delivery.send('old', { ttlMs: 1_000 })
    await first.settle()
    const [{ expiresAtMs } = { expiresAtMs: 0 }] = first.delivery.pending

    const second = createDeliveryScene({ delivery: { storage, identity: 'ann' } })
    second.clock.setWallClock(expiresAtMs)
    await second.settle()
    second.advance(1)
    await second.settle()
    expect(second.told('expired')).toMatchObject([{ payload: 'old' }])
    expect(entriesOf(storage)).toEqual([])
  })

  test('one from the future, as the wall clock was set back, lives no longer than its ttlMs', async () => {
    const storage = createTestStorage()
    const first = await run(storage)
    void first.delivery.send('from the future', { ttlMs: 5_000 })
    await first.settle()

    const second = createDeliveryScene({ delivery: { storage, identity: 'ann' } })
    second.clock.setWallClock(1)
    await second.settle()
    second.advance(4_999)
    expect(payloadsOf(second)).toEqual(['from the future'])
    second.advance(1)
    expect(second.told('expired')).toHaveLength(1)
  })

  test('isSaved says since when', async () => {
    const storage = createTestStorage()
    const scene = await run(storage)
    const release = storage.hold()
    void scene.delivery.send(1)
    await scene.settle()
    expect(scene.delivery.pending).toMatchObject([{ isSaved: false }])
    release()
    await scene.settle()
    expect(scene.delivery.pending).toMatchObject([{ isSaved: true }])
  })

  test('after stop() it stays, for the next run', async () => {
    const storage = createTestStorage()
    const scene = await run(storage)
    void scene.delivery.send('kept')
    scene.delivery.stop()
    await scene.settle()
    expect(payloadsOf(await run(storage))).toEqual(['kept'])
  })
})

describe('D5: writing', () => {
  test('messages of one tick are one entry, and one write is under way at a time', async () => {
    const storage = createTestStorage()
    const scene = await run(storage)
    const release = storage.hold()
    for (let i = 0; i < 10; i += 1) void scene.delivery.send(i)
    await scene.settle()
    for (let i = 10; i < 30; i += 1) {
      void scene.delivery.send(i)
      await scene.settle()
    }
    expect(countOf(storage, 'set')).toBe(1)
    release()
    await scene.settle()
    expect(countOf(storage, 'set')).toBe(2)
    expect([...storage.texts.values()].map((text) => (JSON.parse(text) as []).length)).toEqual([
      10, 20,
    ])
  })

  test('an entry is never written again, and goes when all of it is settled', async () => {
    const storage = createTestStorage()
    const scene = await run(storage)
    for (let i = 1; i <= 3; i += 1) void scene.delivery.send(i)
    scene.openWelcomed()
    await scene.settle()
    const sets = countOf(storage, 'set')
    scene.say({ type: 'ack', ack: 1 })
    scene.say({ type: 'reject', seq: 3, reason: '' })
    await scene.settle()
    expect([countOf(storage, 'set'), countOf(storage, 'remove')]).toEqual([sets, 0])
    scene.say({ type: 'ack', ack: 3 })
    await scene.settle()
    expect(countOf(storage, 'remove')).toBe(1)
    expect(entriesOf(storage)).toEqual([])
  })

  test('what was settled before it was written is not written', async () => {
    const storage = createTestStorage()
    const scene = await run(storage)
    scene.openWelcomed()
    void scene.delivery.send(1)
    void scene.delivery.send(2)
    scene.say({ type: 'ack', ack: 1 })
    await scene.settle()
    expect(payloadsOf(await run(storage))).toEqual([2])
  })

  test('no entry comes near 1 MB, and everything is restored', async () => {
    const storage = createTestStorage()
    const scene = await run(storage)
    for (let i = 0; i < 60; i += 1) void scene.delivery.send(`${i} ${'消'.repeat(5_000)}`)
    await scene.settle()
    const sizes = [...storage.texts.values()].map((text) => Buffer.byteLength(text))
    expect(sizes.length).toBeGreaterThan(1)
    expect(Math.max(...sizes)).toBeLessThan(800_000)
    expect(payloadsOf(await run(storage))).toHaveLength(60)
  })

  test('a storage that refuses is reported once, and messages go out all the same', async () => {
    const storage = createTestStorage()
    const scene = await run(storage)
    storage.fail('set', 3)
    scene.openWelcomed()
    for (let i = 1; i <= 3; i += 1) {
      void scene.delivery.send(i)
      await scene.settle()
    }
    expect(scene.told('error')).toEqual(['E_STORAGE'])
    expect(scene.sentNumbers()).toEqual([1, 2, 3])
    expect(scene.delivery.pending).toMatchObject([{ isSaved: false }, { isSaved: false }, {}])
  })

  test('one that cannot be read is reported, and messages go out all the same', async () => {
    const storage = createTestStorage()
    storage.fail('keys')
    const scene = await run(storage)
    void scene.delivery.send(1)
    scene.openWelcomed()
    expect(scene.told('error')).toEqual(['E_STORAGE'])
    expect(scene.sentNumbers()).toEqual([1])
  })

  test('stop() while the storage is being read is the end', async () => {
    const storage = createTestStorage()
    const first = await run(storage)
    void first.delivery.send('left')
    await first.settle()
    const second = createDeliveryScene({ delivery: { storage, identity: 'ann' } })
    second.openLink()
    second.delivery.stop()
    await second.settle()
    expect(second.toldNames()).toEqual([])
    expect(second.frames()).toEqual([])
    expect(second.delivery.pending).toEqual([])
  })

  test('hello waits until the storage was read', async () => {
    const storage = createTestStorage()
    const release = storage.hold()
    const scene = await run(storage)
    scene.openLink()
    expect(scene.frames()).toEqual([])
    release()
    await scene.settle()
    expect(scene.frames()).toMatchObject([{ type: 'hello' }])
  })
})

describe('D5: corrupt and foreign entries', () => {
  test('corrupt ones are removed and reported once, the rest survives', async () => {
    const storage = createTestStorage()
    const first = await run(storage)
    void first.delivery.send('fine')
    first.openWelcomed()
    await first.settle()
    const [good = ''] = entriesOf(storage)
    const base = good.slice(0, good.lastIndexOf('/') + 1)
    const record = (seq: string, rest = '"x"'): string =>
      `[[${seq},1700000000000,9000000000000000,${rest}]]`
    const corrupt: Record<string, string> = {
      'x:1': '[[1,1,2',
      'x:2': '{}',
      'x:3': record('-1'),
      'x:4': record('1.5'),
      'x:5': '[[1,"a",9e15,"no time"]]',
      'x:6': record('1').replace(',"x"', ''),
      'x:7': '[5]',
      'a b:9': record('1'),
      '': record('1'),
      position: '{"type":"ack","ack":1}',
    }
    for (const name of Object.keys(corrupt)) storage.texts.set(base + name, corrupt[name] as string)

    const second = await run(storage)
    // One after another: with promises on timers that takes more turns than one call lets pass.
    await second.settle()
    await second.settle()
    expect(second.told('error')).toEqual(['E_STORAGE'])
    expect(payloadsOf(second)).toEqual(['fine'])
    expect([...storage.texts.keys()]).toEqual([good])
    second.openWelcomed()
    expect(second.frames()[0]).not.toHaveProperty('resume')
    expect(second.sentNumbers()).toEqual([1])
  })

  test('a position with one word wrong is none: shown to the server it would be the end', async () => {
    const storage = createTestStorage()
    const first = await run(storage)
    first.openWelcomed()
    await first.settle()
    const [key = ''] = storage.texts.keys()
    storage.texts.set(key, (storage.texts.get(key) ?? '').replace('"s1"', '5'))
    const second = await run(storage)
    second.openLink()
    expect(second.told('error')).toEqual(['E_STORAGE'])
    expect(second.frames()[0]).not.toHaveProperty('resume')
  })

  test('entries of others are neither read nor removed', async () => {
    const storage = createTestStorage()
    storage.texts.set('cart', '[1]')
    storage.texts.set('miniprogram-socket', 'x')
    storage.texts.set('miniprogram-socket/annie/x:1', '[[1,1,9e15,"for annie"]]')
    const scene = await run(storage)
    void scene.delivery.send(1)
    await scene.settle()
    await scene.delivery.clear()
    expect([...storage.texts.keys()].sort()).toEqual([
      'cart',
      'miniprogram-socket',
      'miniprogram-socket/annie/x:1',
    ])
    expect(storage.calls.filter((call) => /cart|annie|socket$/.test(call))).toEqual([])
  })
})

describe('D5: identities', () => {
  const odd = [
    'a',
    'a/b',
    'a:b',
    'a%2f;b',
    'a%2f;',
    'A',
    '',
    '消息',
    '\ud800',
    '\ud801',
    '__proto__',
    'a b',
  ]

  test('never see each other, however they are written', async () => {
    const storage = createTestStorage()
    for (const identity of odd.filter(Boolean)) {
      const scene = await run(storage, { identity })
      void scene.delivery.send(`of ${identity}`)
      await scene.settle()
    }
    for (const identity of odd.filter(Boolean)) {
      const scene = await run(storage, { identity })
      expect(payloadsOf(scene)).toEqual([`of ${identity}`])
    }
    expect([...storage.texts.keys()].every((key) => /^[\x21-\x7e]+$/.test(key))).toBe(true)
  })

  test('the client that the server named is remembered: nothing goes out as another one', async () => {
    const storage = createTestStorage()
    const first = await run(storage)
    first.openWelcomed({ client: 'ann' })
    void first.delivery.send('of ann')
    await first.settle()

    const second = await run(storage)
    second.openWelcomed({ client: 'bob', session: 's2' })
    await second.settle()
    expect(second.told('error')).toEqual(['E_IDENTITY'])
    expect(second.sentNumbers()).toEqual([])
    expect(payloadsOf(await run(storage))).toEqual(['of ann'])
  })
})

describe('D5: clear()', () => {
  test('removes the messages and the session, and what was being written', async () => {
    const storage = createTestStorage()
    const scene = await run(storage)
    scene.openWelcomed()
    void scene.delivery.send('before')
    await scene.settle()
    const release = storage.hold()
    void scene.delivery.send('being written')
    await scene.settle()
    void scene.delivery.send('waiting to be written')
    const cleared = scene.delivery.clear()
    release()
    await cleared
    await scene.settle()
    expect([...storage.texts.keys()]).toEqual([])
    expect(scene.delivery.pending).toEqual([])
  })

  test('while the storage is being read, nothing of it comes up', async () => {
    const storage = createTestStorage()
    const first = await run(storage)
    void first.delivery.send('left')
    first.openWelcomed()
    await first.settle()
    const second = createDeliveryScene({ delivery: { storage, identity: 'ann' } })
    await second.delivery.clear()
    await second.settle()
    expect(second.told('restored')).toEqual([])
    expect([...storage.texts.keys()]).toEqual([])
    void second.delivery.send('new')
    second.openWelcomed()
    expect(second.frames()[0]).not.toHaveProperty('resume')
    expect(second.frames().pop()).toMatchObject({ body: 'new' })
  })

  test('rejects with E_STORAGE when something could not be removed', async () => {
    const storage = createTestStorage()
    const scene = await run(storage)
    void scene.delivery.send('stubborn')
    await scene.settle()
    storage.fail('remove')
    await expect(scene.delivery.clear()).rejects.toMatchObject({ code: 'E_STORAGE' })
  })
})

describe('D5: what arrived', () => {
  test('is acknowledged once a new run would know of it', async () => {
    const storage = createTestStorage()
    const scene = await run(storage)
    scene.openWelcomed()
    await scene.settle()
    const release = storage.hold()
    scene.say({ type: 'data', seq: 1 }, '1')
    scene.advance(100)
    await scene.settle()
    expect(scene.frames()).toHaveLength(1)
    release()
    await scene.settle()
    expect(scene.frames().slice(1)).toEqual([{ type: 'ack', ack: 1 }])

    const next = await run(storage)
    next.openWelcomed({ resumed: true, next: 2 })
    expect(next.frames()[0]).toMatchObject({ resume: { session: 's1', secret: 'x', last: 1 } })
    expect(next.told('gap')).toEqual([])
  })

  test('is not acknowledged before that by a message that goes out meanwhile', async () => {
    const storage = createTestStorage()
    const scene = await run(storage)
    scene.openWelcomed()
    await scene.settle()
    scene.say({ type: 'data', seq: 1 }, '1')
    void scene.delivery.send('answer')
    expect(scene.frames().pop()).toEqual({ type: 'data', seq: 1, body: 'answer' })
    scene.advance(100)
    await scene.settle()
    expect(scene.frames().pop()).toEqual({ type: 'ack', ack: 1 })
  })

  test('is told before it is saved, so that a kill shows it again, with the same id', async () => {
    const storage = createTestStorage()
    const first = await run(storage)
    first.openWelcomed()
    await first.settle()
    first.say({ type: 'data', seq: 1 }, '"hi"')
    expect(first.told('message')).toEqual([{ id: 's1:1', body: 'hi' }])

    const second = await run(storage)
    second.openLink()
    expect(second.frames()[0]).toMatchObject({ resume: { last: 0 } })
    second.welcome({ resumed: true })
    second.say({ type: 'data', seq: 1 }, '"hi"')
    expect(second.told('message')).toEqual([{ id: 's1:1', body: 'hi' }])
    expect(second.told('gap')).toEqual([])
  })

  test('is saved by stop(), so that an orderly end shows nothing again', async () => {
    const storage = createTestStorage()
    const first = await run(storage)
    first.openWelcomed()
    await first.settle()
    first.say({ type: 'data', seq: 1 }, '1')
    first.delivery.stop()
    await first.settle()
    const second = await run(storage)
    second.openLink()
    expect(second.frames()[0]).toMatchObject({ resume: { last: 1 } })
  })

  test('is saved at most every 100 ms', async () => {
    const storage = createTestStorage()
    const scene = await run(storage)
    scene.openWelcomed()
    await scene.settle()
    const before = countOf(storage, 'set')
    for (let seq = 1; seq <= 30; seq += 1) {
      scene.say({ type: 'data', seq }, 'null')
      scene.advance(10)
      await scene.settle()
    }
    scene.advance(100)
    await scene.settle()
    expect(countOf(storage, 'set') - before).toBeLessThanOrEqual(4)
    expect(scene.frames().pop()).toEqual({ type: 'ack', ack: 30 })
  })

  test('a secret that was renewed while the old one was being saved is saved after it', async () => {
    const storage = createTestStorage()
    const scene = await run(storage)
    scene.openWelcomed({ secret: 'oldest' })
    await scene.settle()
    const release = storage.hold()
    scene.relink()
    scene.welcome({ resumed: true, secret: 'old' })
    await scene.settle()
    scene.relink()
    scene.welcome({ resumed: true, secret: 'new' })
    release()
    await scene.settle()
    scene.advance(100)
    await scene.settle()
    const next = await run(storage)
    next.openLink()
    expect(next.frames()[0]).toMatchObject({ resume: { secret: 'new', last: 0 } })
  })

  test('is acknowledged also where the storage refuses', async () => {
    const storage = createTestStorage()
    const scene = await run(storage)
    storage.fail('set', 99)
    scene.openWelcomed()
    scene.say({ type: 'data', seq: 1 }, '1')
    await scene.settle()
    scene.advance(100)
    await scene.settle()
    expect(scene.frames().pop()).toEqual({ type: 'ack', ack: 1 })
  })
})

describe('memoryStorage()', () => {
  test('is a storage', async () => {
    const storage = memoryStorage()
    await storage.set('a', '1')
    await storage.set('a', '2')
    await storage.remove('b')
    expect([await storage.get('a'), await storage.get('b'), await storage.keys()]).toEqual([
      '2',
      undefined,
      ['a'],
    ])
    await storage.remove('a')
    expect(await storage.keys()).toEqual([])
  })
})
