/** What somebody who means harm, or a client with a fault, may send; and what is left of it afterwards: nothing. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createFakePorts, createHubScene, type FakeClient } from './hub-scene'

const SEED = 20_261_120

const hello = { type: 'hello', v: 1, sender: 'run' }
const huge = 'x'.repeat(10_000_000)

/** Bytes as a binary frame with this head. */
const binary = (head: string, ...body: number[]) =>
  new Uint8Array([head.length >> 8, head.length & 255, ...Buffer.from(head), ...body])

/** The hub still works: somebody else is welcomed, and hears nothing but what is for them. */
async function expectUnharmed(scene: ReturnType<typeof createHubScene>): Promise<void> {
  const { hub, join, settle, events } = scene
  expect(events().filter(([name]) => name === 'error')).toEqual([])
  const bystander = await join('bystander')
  await hub.send('bystander', 'still here')
  await settle()
  expect(bystander.frames()).toMatchObject([{ type: 'welcome' }, { type: 'data', seq: 1 }])
}

describe('a frame that breaks the protocol', () => {
  const cases: readonly (readonly [string, string | Uint8Array])[] = [
    ['no JSON', 'hello'],
    ['no object', '[{"type":"ack","ack":1}]'],
    ['an unknown type', '{"type":"greet"}'],
    ['no type', '{}'],
    ['a type of Object.prototype', '{"type":"constructor"}'],
    ['the type __proto__', '{"type":"__proto__"}'],
    ['data without a number', '{"type":"data","body":1}'],
    ['data without a body', '{"type":"data","seq":1}'],
    ['a number as text', '{"type":"data","seq":"1","body":1}'],
    ['a number below 1', '{"type":"data","seq":0,"body":1}'],
    ['a number above 2^53', '{"type":"data","seq":9007199254740993,"body":1}'],
    ['a fraction', '{"type":"ack","ack":0.5}'],
    ['ask as a number', '{"type":"data","seq":1,"ask":1,"body":1}'],
    ['a sender with a colon', '{"type":"data","seq":1,"sender":"a:b","body":1}'],
    ['a welcome', '{"type":"reject","seq":1,"reason":"x"}'],
    ['bytes that are no data', binary('{"type":"ack","ack":0}')],
    ['bytes without a head', new Uint8Array([])],
    ['a head longer than the frame', new Uint8Array([255, 255, 123, 125])],
    ['a hello of another kind', '{"type":"hello","v":1,"sender":"run","resume":7}'],
    ['a hello without sender', '{"type":"hello","v":1}'],
  ]

  test.each(cases)('(%s) gets bye and close 4500', async (_, frame) => {
    const scene = createHubScene()
    const client = await scene.join('ann')
    client.frames()
    client.send(frame)
    await scene.settle()
    expect(client.frames()).toMatchObject([{ type: 'bye', code: 4500 }])
    expect(client.closed?.code).toBe(4500)
    await expectUnharmed(scene)
  })

  test.each([
    ['an ack beyond what was sent', { type: 'ack', ack: 2 }],
    ['the same with a message', { type: 'data', seq: 1, ack: 2, body: 1 }],
  ])('(%s) gets bye and close 4500', async (_, frame) => {
    const scene = createHubScene()
    const client = await scene.join('ann')
    await scene.hub.send('ann', 1)
    await scene.settle()
    client.frames()
    client.say({ type: 'ack', ack: 1 })
    client.say({ type: 'ack', ack: 0 })
    expect(client.closed).toBe(null)
    client.say(frame)
    await scene.settle()
    const reason = 'acknowledges what was never sent'
    expect(client.frames()).toEqual([{ type: 'bye', code: 4500, reason }])
    await expectUnharmed(scene)
  })

  test('says nothing of what came', async () => {
    const { join, settle } = createHubScene()
    const client = await join('ann')
    client.send('{"type":"data","seq":"SECRET"}')
    await settle()
    expect(JSON.stringify(client.frames())).not.toContain('SECRET')
  })
})

describe('frames before hello', () => {
  test('are ignored, whatever their type', async () => {
    const messages: unknown[] = []
    const { connect, settle } = createHubScene({ onMessage: (message) => messages.push(message) })
    const client = connect('ann')
    client.say({ type: 'data', seq: 1, body: 'too early' })
    client.say({ type: 'ack', ack: 100 })
    client.say({
      type: 'welcome',
      ...{ v: 1, client: 'x', session: 'x', secret: 'x' },
      resumed: true,
      next: 1,
      window: 1,
      maxFrameBytes: 1,
    })
    client.say(hello)
    await settle()
    expect(messages).toEqual([])
    expect(client.frames()).toMatchObject([{ type: 'welcome' }])
  })
})

describe('what is too large', () => {
  test('a frame above maxFrameBytes gets close 1009, before and after hello', async () => {
    const { connect, join, settle } = createHubScene({ maxFrameBytes: 1_000 })
    const early = connect('ann')
    early.say({ ...hello, sender: huge })
    const late = await join('ann')
    late.send(new Uint8Array(1_001))
    await settle()
    expect([early.closed?.code, late.closed?.code]).toEqual([1009, 1009])
  })

  test.each([
    ['sender', { ...hello, sender: huge }],
    ['session', { ...hello, resume: { session: huge, secret: 'x', last: 0 } }],
    ['secret', { ...hello, resume: { session: 'x', secret: huge, last: 0 } }],
  ])('a %s of 10 MB gets close 4500 where frames may be that large', async (_, frame) => {
    const scene = createHubScene({ maxFrameBytes: 100_000_000 })
    const client = scene.connect('ann')
    client.say(frame)
    await scene.settle()
    expect(client.closed?.code).toBe(4500)
    expect(client.closed?.reason.length).toBeLessThan(124)
    await expectUnharmed(scene)
  })

  test('a body that is nested 100,000 deep harms nobody', async () => {
    const scene = createHubScene()
    const client = await scene.join('ann')
    client.send(`{"type":"data","seq":1,"body":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)
    await scene.settle()
    await expectUnharmed(scene)
  })
})

describe('too much', () => {
  test('100,000 pings are answered one by one, and keep nothing', async () => {
    const scene = createHubScene()
    const client = await scene.join('ann')
    client.frames()
    for (let i = 0; i < 100_000; i += 1) client.send('ping')
    expect(client.received).toHaveLength(100_000)
    expect(client.closed).toBe(null)
    expect(scene.hub.stats()).toMatchObject({ bufferedBytes: 0, waiting: 0, received: 0 })
    client.received.length = 0
    await expectUnharmed(scene)
  })

  test('pings of somebody who reads no answer end with 4001 at the limit', async () => {
    const scene = createHubScene({ maxBufferedBytes: 10_000 })
    const client = await scene.join('ann')
    client.reads = false
    let most = 0
    for (let i = 0; i < 10_000; i += 1) {
      client.send('ping')
      most = Math.max(most, scene.hub.stats().bufferedBytes)
    }
    expect(most).toBeLessThan(10_200)
    expect(scene.hub.stats().closed).toEqual({ 4001: 1 })
    await scene.pass(6_000)
    expect([client.isTerminated, scene.hub.stats().connections]).toEqual([true, 0])
    await expectUnharmed(scene)
  })

  test('a client that never reads is bounded, closed with 4001 and cut; its messages wait', async () => {
    const scene = createHubScene({ maxBufferedBytes: 300_000 })
    const client = await scene.join('ann')
    const [{ session, secret } = {}] = client.frames()
    client.reads = false
    for (let i = 0; i < 500; i += 1) {
      await scene.hub.send('ann', 'x'.repeat(10_000))
      await scene.settle()
      if (scene.hub.stats().bufferedBytes > 310_000) throw new Error('too much is buffered')
    }
    await scene.pass(40_000)
    expect(scene.hub.stats().closed).toEqual({ 4001: 1 })
    expect(client.isTerminated).toBe(true)
    const next = await scene.join('ann', 'run', { session, secret, last: 0 })
    expect(next.frames()[0]).toMatchObject({ resumed: true })
    await expectUnharmed(scene)
  })

  test('10,000 messages at once wait in the network, not in the hub', async () => {
    const scene = createHubScene({ onMessage: () => new Promise(() => undefined) })
    const client = await scene.join('ann')
    for (let seq = 1; seq <= 10_000; seq += 1) client.say({ type: 'data', seq, body: 1 })
    expect(client.isPaused).toBe(true)
    expect(scene.hub.stats().waiting).toBeLessThanOrEqual(66)
    await expectUnharmed(scene)
  })

  test('10,000 streams of one client leave no more than maxStreams behind, and nobody else loses one', async () => {
    const seen: string[] = []
    const scene = createHubScene({ onMessage: ({ clientId, id }) => void seen.push(clientId + id) })
    const bob = await scene.join('bob')
    bob.say({ type: 'data', seq: 1, body: 1 })
    const client = await scene.join('ann')
    for (let i = 0; i < 10_000; i += 1) {
      client.say({ type: 'data', seq: 1, sender: `s${i}`, body: 1 })
      if (i % 50 === 0) await scene.settle()
    }
    bob.say({ type: 'data', seq: 1, body: 1 })
    await scene.settle()
    expect(seen.filter((id) => id.startsWith('bob'))).toEqual(['bobrun:1'])
  })

  test('10,000 hellos on one link are answered one after another', async () => {
    const scene = createHubScene()
    const client = await scene.join('ann')
    for (let i = 0; i < 10_000; i += 1) client.say(hello)
    await scene.settle()
    expect(client.frames().length).toBeLessThanOrEqual(3)
    expect(client.closed).toBe(null)
    await expectUnharmed(scene)
  })
})

describe('somebody else', () => {
  const secretOf = (client: FakeClient) => {
    const [{ session, secret } = {}] = client.frames()
    return { session, secret }
  }

  test("with another client's session and secret gets a session of their own and no message", async () => {
    const { hub, join, settle } = createHubScene()
    const ann = secretOf(await join('ann'))
    await hub.send('ann', 'private')
    const eve = await join('eve', 'run', { ...ann, last: 0 })
    await settle()
    const frames = eve.frames()
    expect(frames).toMatchObject([{ type: 'welcome', client: 'eve', resumed: false, next: 1 }])
    expect(frames[0]?.['session']).not.toBe(ann.session)
    expect(frames[0]?.['secret']).not.toBe(ann.secret)
  })

  test('with the secret of a session that was forgotten gets none of the new one', async () => {
    const world = createFakePorts()
    const { hub, join } = createHubScene({}, world)
    const first = await join('ann')
    const old = secretOf(first)
    first.close()
    world.clock.advance(86_500_000)
    await hub.send('ann', 'private')
    const later = await join('ann', 'run', { ...old, last: 0 })
    expect(later.frames()).toMatchObject([{ type: 'welcome', resumed: false, next: 2 }])
  })

  test('cannot settle the stream of another client, though it knows its name', async () => {
    const seen: string[] = []
    const { join, settle } = createHubScene({
      onMessage: ({ clientId, id }) => void seen.push(`${clientId} ${id}`),
    })
    const ann = await join('ann', 'known')
    const eve = await join('eve', 'evil')
    eve.say({ type: 'data', seq: 5, sender: 'known', body: 'forged' })
    await settle()
    ann.say({ type: 'data', seq: 5, body: 'genuine' })
    await settle()
    expect(seen).toEqual(['eve known:5', 'ann known:5'])
  })
})

describe('the parser of frames', () => {
  const key = fc.constantFrom(
    'type',
    'v',
    'seq',
    'ack',
    'after',
    'ask',
    'body',
    'sender',
    'resume',
    're',
    '__proto__',
  )
  const value = fc.oneof(
    fc.constantFrom('hello', 'data', 'ack', 'bye', 'reject', 'welcome', 1, 0, -1, true, null),
    fc.jsonValue(),
  )
  const frame = fc.dictionary(key, value).map((fields) => JSON.stringify(fields))
  const nearly = frame.chain((text) =>
    fc
      .tuple(fc.nat(text.length), fc.string({ maxLength: 3 }))
      .map(([at, extra]) => text.slice(0, at) + extra + text.slice(at)),
  )
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 64 }),
    fc.tuple(frame, fc.uint8Array({ maxLength: 8 })).map(([head, body]) => binary(head, ...body)),
  )

  test('meets any text and any bytes with a frame, a close, or silence', async () => {
    const scene = createHubScene({ onMessage: ({ body }) => body })
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.array(fc.oneof(frame, nearly, fc.string(), bytes), { minLength: 1, maxLength: 8 }),
        async (isWelcome, inputs) => {
          const client = isWelcome ? await scene.join('ann') : scene.connect('ann')
          for (const input of inputs) client.send(input)
          await scene.settle()
          const known = ['pong', 'welcome', 'data', 'ack', 'reject', 'bye']
          for (const { type, pong } of client.frames()) {
            expect(known).toContain(pong ? 'pong' : type)
          }
          if (client.closed) expect([4004, 4500, 4504]).toContain(client.closed.code)
          client.close()
        },
      ),
      { seed: SEED, numRuns: 400 },
    )
    await expectUnharmed(scene)
    expect(scene.hub.stats()).toMatchObject({ connections: 1, waiting: 0 })
  }, 60_000)
})
