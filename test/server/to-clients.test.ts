import { describe, expect, test } from '@jest/globals'
import { memoryStoreOn } from '../../src/server/stores/memory-store'
import { createFakePorts, createHubScene, type FakeClient } from './hub-scene'

const seqs = (client: FakeClient) =>
  client
    .frames()
    .filter(({ type }) => type === 'data')
    .map(({ seq }) => seq)

/** The numbers from `first` to `last`. */
const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i)

describe('send', () => {
  test('brings any JSON value and bytes to every connection of the client, numbered', async () => {
    const { hub, join, settle } = createHubScene()
    const phone = await join('ann', 'phone')
    const tablet = await join('ann', 'tablet')
    const other = await join('bob')
    for (const client of [phone, tablet, other]) client.frames()
    await hub.send('ann', 'text')
    await hub.send('ann', { deep: [null, 'é', 1] })
    await hub.send('ann', null)
    await hub.send('ann', new Uint8Array([9, 8, 7, 6]).subarray(1, 3))
    await settle()
    const head = '{"type":"data","seq":4}'
    const frames = [
      { type: 'data', seq: 1, body: 'text' },
      { type: 'data', seq: 2, body: { deep: [null, 'é', 1] } },
      { type: 'data', seq: 3, body: null },
      { bytes: new Uint8Array([0, head.length, ...Buffer.from(head), 8, 7]).buffer },
    ]
    expect(phone.frames()).toEqual(frames)
    expect(tablet.frames()).toEqual(frames)
    expect(other.frames()).toEqual([])
  })

  test('takes bytes as they are at the time of the call', async () => {
    const { hub, join, settle } = createHubScene()
    const client = await join('ann')
    client.frames()
    const bytes = new Uint8Array([1, 2])
    const sent = hub.send('ann', bytes)
    bytes.fill(0)
    await sent
    await settle()
    const [frame] = client.frames()
    expect(new Uint8Array(frame?.['bytes'] as ArrayBuffer).slice(-2)).toEqual(
      new Uint8Array([1, 2]),
    )
  })

  test.each([
    ['undefined', undefined, 'E_BODY'],
    ['a function', () => 1, 'E_BODY'],
    ['a big integer', 1n, 'E_BODY'],
    ['too much text', 'x'.repeat(2_000), 'E_BODY'],
    ['too much text in UTF-8', 'é'.repeat(600), 'E_BODY'],
    ['too many bytes', new Uint8Array(1_025), 'E_BODY'],
  ])('refuses %s, and tells the listeners of error too', async (_, body, code) => {
    const { hub, events } = createHubScene({ maxFrameBytes: 1_024 })
    await expect(hub.send('ann', body)).rejects.toMatchObject({ code })
    expect(events()).toEqual([['error', expect.stringContaining(code)]])
  })

  test.each(['', 7, undefined, 'x'.repeat(257)])('refuses the client id %p', async (clientId) => {
    const { hub } = createHubScene()
    await expect(hub.send(clientId as string, 1)).rejects.toMatchObject({ code: 'E_ARGUMENT' })
  })

  test('goes no further than the window without an acknowledgement, and on with it', async () => {
    const { hub, join, settle } = createHubScene({ window: 4 })
    const client = await join('ann')
    client.frames()
    for (let i = 1; i <= 10; i += 1) {
      await hub.send('ann', i)
      if (i % 3 === 0) await settle()
    }
    expect(seqs(client)).toEqual([1, 2, 3, 4])
    client.say({ type: 'ack', ack: 3 })
    await settle()
    expect(seqs(client)).toEqual([5, 6, 7])
    client.say({ type: 'data', seq: 1, ack: 7, body: 'along with a message' })
    await settle()
    expect(seqs(client)).toEqual([8, 9, 10])
  })

  test('waits while the socket has enough to do, and goes on when it has not', async () => {
    const { hub, join, settle } = createHubScene()
    const client = await join('ann')
    client.frames()
    client.reads = false
    for (let i = 0; i < 20; i += 1) await hub.send('ann', 'x'.repeat(60_000))
    await settle()
    expect(hub.stats().bufferedBytes).toBeLessThan(250_000)
    client.reads = true
    await settle()
    expect(seqs(client)).toEqual(range(1, 20))
  })
})

describe('D4: resume', () => {
  test('goes on after the last message seen, with what was missed', async () => {
    const { hub, join, settle } = createHubScene()
    const first = await join('ann')
    const [{ session, secret } = {}] = first.frames()
    await hub.send('ann', 1)
    await settle()
    first.close()
    for (let i = 2; i <= 100; i += 1) await hub.send('ann', i)
    const second = await join('ann', 'run', { session, secret, last: 1 })
    expect(second.frames()[0]).toMatchObject({ resumed: true, next: 2, session, secret })
  })

  test('brings a thousand missed messages in order, window by window', async () => {
    const { hub, join, settle } = createHubScene()
    const first = await join('ann')
    const [{ session, secret } = {}] = first.frames()
    first.close()
    for (let i = 1; i <= 1_000; i += 1) await hub.send('ann', i)
    const client = await join('ann', 'run', { session, secret, last: 0 })
    const got: unknown[] = []
    for (let round = 0; round < 40 && got.length < 1_000; round += 1) {
      await settle()
      got.push(...seqs(client))
      client.say({ type: 'ack', ack: got.length })
      if (round === 5) await hub.send('ann', 'meanwhile')
    }
    await settle()
    got.push(...seqs(client))
    // The thousand-and-first pushed the first out of the store; by then it was delivered.
    expect(got).toEqual(range(1, 1_001))
  })

  test('is refused with another secret, another session, a last beyond the newest; and tells nothing', async () => {
    const { hub, join } = createHubScene()
    const first = await join('ann')
    const [{ session, secret } = {}] = first.frames()
    const [bobs] = (await join('bob')).frames()
    await hub.send('ann', 'private')
    for (const resume of [
      { session, secret: 'guess', last: 0 },
      { session, secret: `${String(secret)}x`, last: 0 },
      { session: 'guess', secret, last: 0 },
      { session, secret, last: 2 },
      { session: bobs?.['session'], secret: bobs?.['secret'], last: 0 },
    ]) {
      const client = await join('ann', 'run', resume)
      expect(client.frames()).toMatchObject([{ type: 'welcome', resumed: false, next: 2 }])
    }
    const thief = await join('eve', 'run', { session, secret, last: 0 })
    expect(thief.frames()).toMatchObject([{ type: 'welcome', resumed: false, next: 1 }])
  })

  test('starts at the oldest message held when older ones are gone', async () => {
    const { ports } = createFakePorts()
    const { hub, join } = createHubScene({ store: memoryStoreOn(ports, { maxMessages: 3 }) })
    const first = await join('ann')
    const [{ session, secret } = {}] = first.frames()
    first.close()
    for (let i = 1; i <= 10; i += 1) await hub.send('ann', i)
    const client = await join('ann', 'run', { session, secret, last: 2 })
    const frames = client.frames()
    expect(frames[0]).toMatchObject({ resumed: true, next: 8 })
    expect(frames.slice(1).map(({ seq }) => seq)).toEqual([8, 9, 10])
  })

  test('a link whose session was lost meanwhile is closed, so that its client hears of it', async () => {
    const world = createFakePorts()
    const store = memoryStoreOn(world.ports)
    const { hub, join, settle } = createHubScene({ store }, world)
    const client = await join('ann')
    await hub.send('ann', 1)
    await settle()
    store.append = (clientIds) =>
      store.tell({
        type: 'appended',
        places: clientIds.map((clientId) => ({ clientId, session: 'another', seq: 1 })),
        draft: { body: '2' },
      })
    store.read = () => Promise.resolve(undefined)
    await hub.send('ann', 2)
    await settle()
    expect(client.closed).toEqual({ code: 4005, reason: 'the session was lost' })
  })
})

describe('broadcast', () => {
  test('reaches everybody, or a room, but for the one who is left out', async () => {
    const { hub, join, settle } = createHubScene()
    const [ann, bob, eve] = [await join('ann'), await join('bob'), await join('eve')]
    const all = [ann, bob, eve]
    const heard = () => all.map((client) => client.frames().map(({ body }) => body))
    heard()
    await hub.broadcast('all')
    await hub.join('ann', 'lobby')
    await hub.join('bob', 'lobby')
    await hub.broadcast('lobby', { room: 'lobby' })
    await hub.broadcast('lobby but ann', { room: 'lobby', except: 'ann' })
    await hub.leave('bob', 'lobby')
    await hub.broadcast('ann alone', { room: 'lobby' })
    await hub.broadcast('nobody', { room: 'attic' })
    await settle()
    expect(heard()).toEqual([
      ['all', 'lobby', 'ann alone'],
      ['all', 'lobby', 'lobby but ann'],
      ['all'],
    ])
  })

  test('reaches who is just away', async () => {
    const { hub, join } = createHubScene()
    const first = await join('ann')
    const [{ session, secret } = {}] = first.frames()
    first.close()
    await hub.broadcast('news')
    const second = await join('ann', 'run', { session, secret, last: 0 })
    expect(second.frames()[1]).toMatchObject({ seq: 1, body: 'news' })
  })

  test('to more than are served at once reaches all of them', async () => {
    const { hub, connect, settle } = createHubScene()
    const clients = range(1, 1_200).map((n) => {
      const client = connect(`client-${n}`)
      client.say({ type: 'hello', v: 1, sender: 'run' })
      return client
    })
    await settle()
    await hub.broadcast('all')
    await settle()
    expect(clients.filter((client) => client.frames().length === 2)).toHaveLength(1_200)
  })
})

describe('connections', () => {
  test('of the same run take the place of older ones with 4004', async () => {
    const { join, events } = createHubScene()
    const first = await join('ann', 'run')
    const second = await join('ann', 'run')
    expect(first.closed?.code).toBe(4004)
    expect(first.frames().pop()).toMatchObject({ type: 'bye', code: 4004 })
    expect(second.closed).toBe(null)
    expect(events().map(([name]) => name)).toEqual(['online', 'closed'])
  })

  test("of other runs stay with 'several' and go with 4502 with 'one'", async () => {
    const several = createHubScene()
    const both = [await several.join('ann', 'phone'), await several.join('ann', 'tablet')]
    expect(both.map(({ closed }) => closed)).toEqual([null, null])
    const one = createHubScene({ connections: 'one' })
    const phone = await one.join('ann', 'phone')
    const tablet = await one.join('ann', 'tablet')
    const other = await one.join('bob', 'phone')
    expect(phone.closed).toEqual({ code: 4502, reason: 'signed in elsewhere' })
    expect([tablet.closed, other.closed]).toEqual([null, null])
    await one.join('ann', 'tablet')
    expect(tablet.closed?.code).toBe(4004)
  })

  test("that come at once with 'one', to two processes, leave one", async () => {
    const world = createFakePorts()
    const store = memoryStoreOn(world.ports)
    // As between processes: a notice arrives later, and everywhere in the same order.
    const told: Parameters<typeof store.tell>[0][] = []
    const listeners: Parameters<typeof store.listen>[0][] = []
    store.tell = (notice) => Promise.resolve(void told.push(notice))
    store.listen = (listener) => (listeners.push(listener), () => undefined)
    const here = createHubScene({ store, connections: 'one' }, world)
    const there = createHubScene({ store, connections: 'one' }, world)
    const clients = [
      await here.join('ann', 'phone'),
      await there.join('ann', 'tablet'),
      await here.join('ann', 'laptop'),
    ]
    for (const notice of told) listeners.forEach((listener) => listener(notice))
    expect(clients.map(({ closed }) => closed?.code ?? null)).toEqual([4502, 4502, null])
  })

  test('beyond maxConnections and maxConnectionsPerClient are closed with 4003', async () => {
    const { join, connect, settle } = createHubScene({
      maxConnections: 3,
      maxConnectionsPerClient: 2,
    })
    await join('ann', 'a')
    const second = await join('ann', 'b')
    const third = await join('ann', 'c')
    expect(third.closed?.code).toBe(4003)
    const again = await join('ann', 'b')
    expect([second.closed?.code, again.closed]).toEqual([4004, null])
    await join('bob')
    const tooMany = connect('eve')
    await settle()
    expect(tooMany.closed?.code).toBe(4003)
  })
})

describe('silence', () => {
  test('a quiet connection is asked for a sign of life and kept', async () => {
    const { join, pass } = createHubScene()
    const client = await join('ann')
    await pass(300_000)
    expect(client.closed).toBe(null)
    expect(client.pings).toBeGreaterThanOrEqual(4)
    expect(client.pings).toBeLessThan(20)
  })

  test('a half-open connection is closed with 4002 and then cut', async () => {
    const { join, pass, hub, events } = createHubScene()
    const client = await join('ann')
    client.answers = false
    await pass(59_000)
    expect(client.closed).toBe(null)
    await pass(2_000)
    expect(client.closed?.code).toBe(4002)
    expect(events()).toContainEqual(['offline', { clientId: 'ann' }])
    expect(client.isTerminated).toBe(false)
    await pass(6_000)
    expect(client.isTerminated).toBe(true)
    expect(hub.stats().connections).toBe(0)
  })

  test('the bare text ping is answered with pong at any time, and is a sign of life', async () => {
    const { connect, pass } = createHubScene({ helloTimeoutMs: 500_000 })
    const client = connect()
    client.answers = false
    for (let i = 0; i < 10; i += 1) {
      client.send('ping')
      await pass(20_000)
    }
    expect(client.frames()).toEqual(Array(10).fill({ pong: true }))
    expect([client.closed, client.pings]).toEqual([null, 0])
  })

  test('who acknowledges nothing for 30 s while messages wait is closed with 4001', async () => {
    const { hub, join, pass } = createHubScene()
    const client = await join('ann')
    await pass(100_000)
    await hub.send('ann', 1)
    await hub.send('ann', 2)
    await pass(28_000)
    client.say({ type: 'ack', ack: 1 })
    await pass(28_000)
    expect(client.closed).toBe(null)
    await pass(4_000)
    expect(client.closed).toEqual({ code: 4001, reason: 'acknowledges nothing' })
  })
})

describe('kick', () => {
  test('closes every connection of the client with 4501, in every process', async () => {
    const world = createFakePorts()
    const store = memoryStoreOn(world.ports)
    const here = createHubScene({ store }, world)
    const there = createHubScene({ store }, world)
    const [phone, tablet] = [await here.join('ann', 'a'), await there.join('ann', 'b')]
    const other = await here.join('bob')
    await there.hub.kick('ann', 'was rude')
    for (const client of [phone, tablet]) {
      expect(client.frames().pop()).toEqual({ type: 'bye', code: 4501, reason: 'was rude' })
      expect(client.closed).toEqual({ code: 4501, reason: 'was rude' })
    }
    expect(other.closed).toBe(null)
  })

  test('leaves undone what the client had said and nobody had begun', async () => {
    const begun: unknown[] = []
    const { hub, join, settle } = createHubScene({
      onMessage: async ({ body }) => {
        begun.push(body)
        await Promise.resolve()
        return hub.kick('ann')
      },
    })
    const client = await join('ann')
    // The close is on its way, as on a real network.
    client.answers = false
    client.say({ type: 'data', seq: 1, body: 'begun' })
    client.say({ type: 'data', seq: 2, body: 'not begun' })
    await settle()
    expect([begun, client.closed?.code]).toEqual([['begun'], 4501])
  })

  test('takes a final code of its own, and cuts a long reason in whole characters', async () => {
    const { hub, join } = createHubScene()
    const client = await join('ann')
    await hub.kick('ann', '😀'.repeat(50), 4600)
    expect(client.closed).toEqual({ code: 4600, reason: '😀'.repeat(30) })
  })

  test.each([1000, 4499, 5000, 4500.5, NaN])('refuses the code %p', async (code) => {
    const { hub } = createHubScene()
    await expect(hub.kick('ann', 'x', code)).rejects.toMatchObject({ code: 'E_ARGUMENT' })
  })
})

describe('presence', () => {
  test('says who is connected, and since when somebody is not', async () => {
    const { hub, ports, join, settle, pass, events } = createHubScene()
    expect(await hub.presence('ann')).toEqual({ online: false, lastSeenAtMs: null })
    const phone = await join('ann', 'phone')
    const tablet = await join('ann', 'tablet')
    await pass(60_000)
    expect(await hub.presence('ann')).toEqual({ online: true, lastSeenAtMs: ports.clock.nowMs() })
    expect(await hub.online()).toEqual(['ann'])
    phone.close()
    await settle()
    expect(await hub.online()).toEqual(['ann'])
    tablet.close()
    await settle()
    const lastSeenAtMs = ports.clock.nowMs()
    await pass(5_000)
    expect(await hub.presence('ann')).toEqual({ online: false, lastSeenAtMs })
    expect(await hub.online()).toEqual([])
    expect(events()).toEqual([
      ['online', { clientId: 'ann' }],
      ['offline', { clientId: 'ann' }],
    ])
  })

  test('a listener that throws stops nobody and is an error', async () => {
    const { hub, join, events } = createHubScene()
    hub.on('online', () => {
      throw new Error('mine')
    })
    const client = await join('ann')
    expect(client.closed).toBe(null)
    expect(events()).toContainEqual(['error', "E_LISTENER: a listener of 'online' threw"])
  })
})

describe('close', () => {
  test('tells each client when to come back, drawn for each, and resolves when all are gone', async () => {
    const world = createFakePorts()
    let draws = 0
    const ports = { ...world.ports, random: () => [0, 0.25, 0.999][draws++ % 3] as number }
    const { hub, join, connect, settle } = createHubScene({}, { ...world, ports })
    const clients = [await join('ann'), await join('bob'), await join('eve')]
    const closed = hub.close({ spreadMs: 10_000 })
    expect(clients.map((client) => client.closed)).toEqual([
      { code: 1012, reason: 'retry-after-ms=0' },
      { code: 1012, reason: 'retry-after-ms=2500' },
      { code: 1012, reason: 'retry-after-ms=9990' },
    ])
    expect(clients[0]?.frames().pop()).toMatchObject({ type: 'bye', code: 1012 })
    const late = connect('max')
    expect(late.closed?.code).toBe(1012)
    await settle()
    world.clock.advance(20)
    await closed
    await expect(hub.send('ann', 1)).rejects.toMatchObject({ code: 'E_CLOSED' })
    expect(hub.close()).toBe(hub.close())
  })

  test('waits for what is being dealt with, and for nobody longer than 5 s', async () => {
    let finish: (value?: unknown) => void = () => undefined
    const { hub, join, settle, pass } = createHubScene({
      onMessage: () => new Promise((resolve) => (finish = resolve)),
    })
    const client = await join('ann')
    client.say({ type: 'data', seq: 1, body: 1 })
    await settle()
    let isClosed = false
    void hub.close().then(() => (isClosed = true))
    await pass(4_000)
    expect(isClosed).toBe(false)
    finish()
    await pass(1_000)
    expect(isClosed).toBe(true)

    const stuck = createHubScene()
    const silent = await stuck.join('ann')
    silent.answers = false
    void stuck.hub.close()
    await stuck.pass(6_000)
    expect(silent.isTerminated).toBe(true)
  })

  test.each([-1, NaN, Infinity, '1'])('refuses spreadMs %p', (spreadMs) => {
    const { hub } = createHubScene()
    expect(() => hub.close({ spreadMs: spreadMs as number })).toThrow('spreadMs must be a number')
  })

  test('leaves no timer of the hub behind', async () => {
    const world = createFakePorts()
    const { hub, join, pass } = createHubScene({}, world)
    await join('ann')
    void hub.close()
    await pass(1_000)
    expect(world.clock.pending).toBe(0)
  })
})

describe('a store that fails', () => {
  const failing = (method: string) => {
    const world = createFakePorts()
    const store = memoryStoreOn(world.ports)
    let isDown = true
    const broken = new Proxy(store, {
      get: (target, name) =>
        name === method && isDown
          ? () => Promise.reject(new Error('connection refused'))
          : Reflect.get(target, name),
    })
    return { world, store: broken, repair: () => (isDown = false) }
  }

  test.each(['openSession', 'tell', 'seen'])(
    'at hello (%s): the link is closed with 4005, and one error says so',
    async (method) => {
      const { world, store } = failing(method)
      const { connect, settle, events } = createHubScene({ store }, world)
      const clients = [connect('ann'), connect('bob')]
      for (const client of clients) client.say({ type: 'hello', v: 1, sender: 'run' })
      await settle()
      expect(clients.map(({ closed }) => closed?.code)).toEqual([4005, 4005])
      expect(events().filter(([name]) => name === 'error')).toEqual([
        ['error', 'E_STORE: the store could not be reached'],
      ])
    },
  )

  test.each(['claim', 'finish'])(
    'at a message (%s): the link is closed with 4005, and the message is dealt with once',
    async (method) => {
      const { world, store, repair } = failing(method)
      let dealt = 0
      const onMessage = () => void (dealt += 1)
      const { join, settle, pass } = createHubScene({ store, onMessage }, world)
      const first = await join('ann')
      first.say({ type: 'data', seq: 1, body: 1 })
      await settle()
      expect(first.closed?.code).toBe(4005)
      repair()
      await pass(2_000)
      const second = await join('ann')
      second.say({ type: 'data', seq: 1, body: 1 })
      await settle()
      expect(second.frames().pop()).toEqual({ type: 'ack', ack: 1 })
      expect(dealt).toBe(1)
    },
  )

  test('at a send of onMessage, which throws it on: the message is not rejected, and is dealt with when the store is back', async () => {
    const world = createFakePorts()
    const store = memoryStoreOn(world.ports)
    let isDown = false
    const failing = (name: 'append' | 'release') =>
      ((...args: never[]) =>
        isDown
          ? Promise.reject(new Error('connection refused'))
          : (store[name] as (...given: never[]) => unknown)(...args)) as never
    const broken = { ...store, append: failing('append'), release: failing('release') }
    const { hub, join, settle, pass } = createHubScene(
      { store: broken, onMessage: ({ body }) => hub.send('bob', body) },
      world,
    )
    const first = await join('ann')
    isDown = true
    first.say({ type: 'data', seq: 1, body: 1 })
    await settle()
    expect(first.closed?.code).toBe(4005)
    // Longer than one try to give the claim back, and far less than its lease.
    await pass(3_000)
    isDown = false
    await pass(1_000)
    const second = await join('ann')
    second.say({ type: 'data', seq: 1, body: 1 })
    await pass(1_000)
    expect(second.frames().pop()).toEqual({ type: 'ack', ack: 1 })
  })

  test('at a claim that was made though its answer was lost: the claim is taken back', async () => {
    const world = createFakePorts()
    const store = memoryStoreOn(world.ports)
    let isLost = true
    const broken = {
      ...store,
      claim: async (...args: Parameters<typeof store.claim>) => {
        const verdict = await store.claim(...args)
        if (isLost) throw new Error('connection lost')
        return verdict
      },
    }
    const { join, pass } = createHubScene({ store: broken }, world)
    const first = await join('ann')
    first.say({ type: 'data', seq: 1, body: 1 })
    await pass(500)
    expect(first.closed?.code).toBe(4005)
    isLost = false
    await pass(1_000)
    const second = await join('ann')
    second.say({ type: 'data', seq: 1, body: 1 })
    await pass(500)
    expect(second.frames().pop()).toEqual({ type: 'ack', ack: 1 })
  })

  test('at a read: the link is closed with 4005', async () => {
    const { world, store } = failing('read')
    const { hub, join } = createHubScene({ store }, world)
    const first = await join('ann')
    const [{ session, secret } = {}] = first.frames()
    first.close()
    await hub.send('ann', 1)
    const second = await join('ann', 'run', { session, secret, last: 0 })
    expect(second.closed?.code).toBe(4005)
  })

  test('at send: the promise rejects, and nobody has to listen to it', async () => {
    const { world, store } = failing('append')
    const { hub, events, settle } = createHubScene({ store }, world)
    void hub.send('ann', 1)
    await settle()
    expect(events()).toEqual([['error', 'E_STORE: the store could not be reached']])
    await expect(hub.send('ann', 1)).rejects.toMatchObject({ code: 'E_STORE' })
  })

  test('and comes back: every session is looked at again', async () => {
    const world = createFakePorts()
    const store = memoryStoreOn(world.ports)
    let isHeard = true
    const deaf = {
      ...store,
      listen: (listener: Parameters<typeof store.listen>[0]) =>
        store.listen((notice) => isHeard && listener(notice)),
    }
    const { hub, join, settle } = createHubScene({ store: deaf }, world)
    const client = await join('ann')
    client.frames()
    isHeard = false
    await hub.send('ann', 1)
    await settle()
    expect(client.frames()).toEqual([])
    isHeard = true
    await store.tell({ type: 'resync' })
    await settle()
    expect(client.frames()).toMatchObject([{ type: 'data', seq: 1 }])
  })
})
