import { describe, expect, test } from '@jest/globals'
import { Refusal } from '../../src/server/errors'
import type { Message } from '../../src/server/types'
import { createHubScene } from './hub-scene'

describe('hello', () => {
  test('is answered with welcome: who, which session, on what terms', async () => {
    const { join, events } = createHubScene()
    const client = await join('ann')
    expect(client.frames()).toEqual([
      {
        type: 'welcome',
        v: 1,
        client: 'ann',
        session: 'token-2',
        secret: 'token-3',
        resumed: false,
        next: 1,
        window: 64,
        maxFrameBytes: 1_048_576,
      },
    ])
    expect(events()).toEqual([['online', { clientId: 'ann' }]])
  })

  test('that comes before the authentication is through is answered after it', async () => {
    let let_in: (clientId: string) => void = () => undefined
    const { connect, settle } = createHubScene({
      authenticate: () => new Promise((resolve) => (let_in = resolve)),
    })
    const client = connect()
    client.say({ type: 'hello', v: 1, sender: 'run' })
    client.say({ type: 'hello', v: 1, sender: 'run' })
    await settle()
    expect(client.frames()).toEqual([])
    let_in('ann')
    await settle()
    expect(client.frames()).toMatchObject([{ type: 'welcome', client: 'ann' }])
  })

  test('that comes again on one link is answered again, and messages go on where it says', async () => {
    const { hub, join, settle } = createHubScene()
    const client = await join('ann')
    const [{ session, secret } = {}] = client.frames()
    await hub.send('ann', 'one')
    await settle()
    client.frames()
    client.say({ type: 'hello', v: 1, sender: 'run', resume: { session, secret, last: 0 } })
    await settle()
    expect(client.frames()).toMatchObject([
      { type: 'welcome', resumed: true, next: 1 },
      { type: 'data', seq: 1, body: 'one' },
    ])
  })

  test('of another sender on one link is a fault', async () => {
    const { join, settle } = createHubScene()
    const client = await join('ann')
    client.say({ type: 'hello', v: 1, sender: 'other' })
    await settle()
    expect(client.closed).toEqual({ code: 4500, reason: 'a second hello of another sender' })
  })

  test.each([0, 2, 99])('of version %d is refused with the version that is spoken', async (v) => {
    const { connect, settle } = createHubScene()
    const client = connect()
    client.say({ type: 'hello', v, sender: 'run' })
    await settle()
    const reason = `version ${v} is not spoken here, but 1`
    expect(client.frames()).toEqual([{ type: 'bye', code: 4504, reason }])
    expect(client.closed).toEqual({ code: 4504, reason })
  })

  test('is waited for 10 s, however slow the authentication', async () => {
    const { connect, pass } = createHubScene()
    const { connect: connectSlow, pass: passSlow } = createHubScene({
      authenticate: () => new Promise(() => undefined),
    })
    const silent = connect()
    const slow = connectSlow()
    slow.say({ type: 'hello', v: 1, sender: 'run' })
    await pass(9_000)
    await passSlow(9_000)
    expect([silent.closed, slow.closed]).toEqual([null, null])
    await pass(1_000)
    await passSlow(1_000)
    expect([silent.closed?.code, slow.closed?.code]).toEqual([4002, 4002])
  })
})

test('a connection that ends while its session is being opened is never live', async () => {
  const { hub, connect, settle, events } = createHubScene()
  const client = connect('ann')
  await settle()
  client.say({ type: 'hello', v: 1, sender: 'run' })
  client.close()
  await settle()
  expect([client.frames(), events()]).toEqual([[], []])
  expect(hub.stats()).toMatchObject({ connections: 0, clients: 0 })
  expect(await hub.online()).toEqual([])
})

describe('authenticate', () => {
  test('that throws or rejects keeps the client out, and is an error', async () => {
    for (const authenticate of [
      () => {
        throw new Error('bad token')
      },
      () => Promise.reject(new Error('bad token')),
    ]) {
      const { connect, settle, events } = createHubScene({ authenticate })
      const client = connect()
      await settle()
      expect(client.frames()).toEqual([{ type: 'bye', code: 4503, reason: 'not authenticated' }])
      expect(client.closed).toEqual({ code: 4503, reason: 'not authenticated' })
      expect(events()).toEqual([
        ['error', 'E_AUTHENTICATE: authenticate failed; the connection was closed'],
        ['closed', { clientId: null, code: 4503, reason: 'not authenticated' }],
      ])
    }
  })

  test('that refuses says why, with a code of its own, and is no error', async () => {
    const { connect, settle, events } = createHubScene({
      authenticate: () => {
        throw new Refusal('users are not to be reached', 4005)
      },
    })
    const client = connect()
    await settle()
    expect(client.closed).toEqual({ code: 4005, reason: 'users are not to be reached' })
    expect(events().map(([name]) => name)).toEqual(['closed'])
  })

  test.each([undefined, '', 7, 'x'.repeat(257)])('that answers %p is an error', async (answer) => {
    const { connect, settle, events } = createHubScene({ authenticate: () => answer as string })
    const client = connect()
    await settle()
    expect(client.closed?.code).toBe(4503)
    expect(events()[0]).toEqual(['error', expect.stringContaining('E_AUTHENTICATE')])
  })
})

describe('allowOrigin', () => {
  const codeFor = async (options: object, headers: Record<string, string>) => {
    const { connect, settle } = createHubScene(options)
    const client = connect('ann', headers)
    await settle()
    return client.closed?.code
  }

  test.each([
    ['no browser', {}, undefined],
    ['the same host', { host: 'a.com', origin: 'https://a.com' }, undefined],
    ['the same host and port', { host: 'a.com:81', origin: 'http://a.com:81' }, undefined],
    ['another port', { host: 'a.com', origin: 'https://a.com:81' }, 4503],
    ['another host', { host: 'a.com', origin: 'https://b.com' }, 4503],
    ['a host that ends alike', { host: 'a.com', origin: 'https://not-a.com' }, 4503],
    ['no host', { origin: 'null' }, 4503],
    ['a mini-program', { host: 'a.com', origin: 'https://servicewechat.com' }, undefined],
  ])('left out: %s', async (_, headers, code) => {
    expect(await codeFor({}, headers)).toBe(code)
  })

  test('as a list and as a function decides alone', async () => {
    const headers = { host: 'a.com', origin: 'https://b.com' }
    expect(await codeFor({ allowOrigin: ['https://b.com'] }, headers)).toBe(undefined)
    expect(await codeFor({ allowOrigin: [] }, { ...headers, origin: 'https://a.com' })).toBe(4503)
    expect(await codeFor({ allowOrigin: () => true }, headers)).toBe(undefined)
    expect(await codeFor({ allowOrigin: () => false }, headers)).toBe(4503)
  })
})

describe('messages from a client', () => {
  const collect = () => {
    const messages: Message[] = []
    return { messages, onMessage: (message: Message) => void messages.push(message) }
  }

  test('reach onMessage in order and are acknowledged in one batch', async () => {
    const { messages, onMessage } = collect()
    const { join, settle } = createHubScene({ onMessage })
    const client = await join('ann')
    client.frames()
    for (let seq = 1; seq <= 5; seq += 1) client.say({ type: 'data', seq, body: { n: seq } })
    await settle()
    expect(messages).toEqual(
      [1, 2, 3, 4, 5].map((n) => ({
        clientId: 'ann',
        id: `run:${n}`,
        body: { n },
        isRequest: false,
      })),
    )
    expect(client.frames()).toEqual([{ type: 'ack', ack: 5 }])
  })

  test('of bytes arrive as exactly their bytes', async () => {
    const { messages, onMessage } = collect()
    const { join, settle } = createHubScene({ onMessage })
    const client = await join('ann')
    const head = '{"type":"data","seq":1}'
    client.send(new Uint8Array([0, head.length, ...Buffer.from(head), 1, 2, 255]))
    await settle()
    expect(new Uint8Array(messages[0]?.body as ArrayBuffer)).toEqual(new Uint8Array([1, 2, 255]))
  })

  test('D3: that come again, on this link or the next, are acknowledged and go no further', async () => {
    const { messages, onMessage } = collect()
    const { join, settle } = createHubScene({ onMessage })
    const first = await join('ann')
    first.say({ type: 'data', seq: 1, body: 1 })
    await settle()
    first.say({ type: 'data', seq: 1, body: 1 })
    await settle()
    expect(first.frames().slice(1)).toEqual([
      { type: 'ack', ack: 1 },
      { type: 'ack', ack: 1 },
    ])
    const second = await join('ann')
    second.say({ type: 'data', seq: 1, body: 1 })
    second.say({ type: 'data', seq: 2, after: 1, body: 2 })
    await settle()
    expect(second.frames().slice(1)).toEqual([{ type: 'ack', ack: 2 }])
    expect(messages.map(({ id }) => id)).toEqual(['run:1', 'run:2'])
  })

  test('that skip one which is under way are ignored; that skip one which expired are taken', async () => {
    const { messages, onMessage } = collect()
    const { join, settle } = createHubScene({ onMessage })
    const client = await join('ann')
    client.frames()
    client.say({ type: 'data', seq: 2, after: 1, body: 'two' })
    await settle()
    expect(client.frames()).toEqual([])
    client.say({ type: 'data', seq: 4, body: 'four' })
    client.say({ type: 'data', seq: 9, after: 4, body: 'nine' })
    await settle()
    expect(messages.map(({ body }) => body)).toEqual(['four', 'nine'])
    expect(client.frames()).toEqual([{ type: 'ack', ack: 9 }])
  })

  test('of an earlier run are acknowledged under its name', async () => {
    const { messages, onMessage } = collect()
    const { join, settle } = createHubScene({ onMessage })
    const client = await join('ann', 'new')
    client.frames()
    client.say({ type: 'data', sender: 'old', seq: 7, body: 'left over' })
    client.say({ type: 'data', seq: 1, body: 'fresh' })
    await settle()
    expect(messages.map(({ id }) => id)).toEqual(['old:7', 'new:1'])
    expect(client.frames()).toEqual([
      { type: 'ack', ack: 1 },
      { type: 'ack', ack: 7, sender: 'old' },
    ])
  })

  test('wait for the one before, and hold nobody else up', async () => {
    const seen: string[] = []
    let release: (value?: unknown) => void = () => undefined
    const { join, settle } = createHubScene({
      onMessage: ({ id, clientId }) => {
        seen.push(`${clientId} ${id}`)
        if (id === 'run:1' && clientId === 'ann')
          return new Promise((resolve) => (release = resolve))
        return undefined
      },
    })
    const ann = await join('ann')
    const bob = await join('bob')
    ann.say({ type: 'data', seq: 1, body: 1 })
    ann.say({ type: 'data', seq: 2, after: 1, body: 2 })
    bob.say({ type: 'data', seq: 1, body: 1 })
    await settle()
    expect(seen).toEqual(['ann run:1', 'bob run:1'])
    expect(ann.frames().slice(1)).toEqual([])
    release()
    await settle()
    expect(seen).toEqual(['ann run:1', 'bob run:1', 'ann run:2'])
    expect(ann.frames()).toEqual([{ type: 'ack', ack: 2 }])
  })

  test('that are repeated while they wait are dealt with once', async () => {
    const seen: string[] = []
    let release: (value?: unknown) => void = () => undefined
    const { hub, join, settle } = createHubScene({
      onMessage: ({ id }) => {
        seen.push(id)
        return new Promise((resolve) => (release = resolve))
      },
    })
    const client = await join('ann')
    const say = () => {
      client.say({ type: 'data', seq: 1, body: 1 })
      client.say({ type: 'data', seq: 2, after: 1, body: 2 })
    }
    say()
    say()
    await settle()
    expect(hub.stats()).toMatchObject({ waiting: 2, received: 4, repeated: 2 })
    release()
    await settle()
    release()
    await settle()
    expect(seen).toEqual(['run:1', 'run:2'])
  })

  test('that a gone link left half done are finished and not begun again', async () => {
    const seen: string[] = []
    let release: (value?: unknown) => void = () => undefined
    const { join, settle, pass } = createHubScene({
      onMessage: ({ id }) => {
        seen.push(id)
        return new Promise((resolve) => (release = resolve))
      },
    })
    const first = await join('ann')
    first.say({ type: 'data', seq: 1, body: 1 })
    await settle()
    first.close()
    const second = await join('ann')
    second.frames()
    second.say({ type: 'data', seq: 1, body: 1 })
    await pass(2_000)
    expect([seen, second.frames()]).toEqual([['run:1'], []])
    release()
    await pass(1_000)
    expect([seen, second.frames()]).toEqual([['run:1'], [{ type: 'ack', ack: 1 }]])
  })

  test('that are refused are rejected with the reason, every time, and count as dealt with', async () => {
    const { join, settle, events } = createHubScene({
      onMessage: ({ body }) => {
        if (body === 'bad') throw new Refusal('too rude')
      },
    })
    const client = await join('ann')
    client.frames()
    events()
    client.say({ type: 'data', seq: 1, body: 'bad' })
    client.say({ type: 'data', seq: 2, after: 1, body: 'good' })
    await settle()
    client.say({ type: 'data', seq: 1, body: 'bad' })
    await settle()
    expect(client.frames()).toEqual([
      { type: 'reject', seq: 1, reason: 'too rude' },
      { type: 'ack', ack: 2 },
      { type: 'reject', seq: 1, reason: 'too rude' },
    ])
    expect(events()).toEqual([])
  })

  test('on which onMessage fails, at once, later or never, are rejected and block nobody', async () => {
    const { join, pass, settle, events } = createHubScene({
      onMessage: ({ body }) => {
        if (body === 'throws') throw new Error('at once')
        if (body === 'rejects') return Promise.reject(new Error('later'))
        if (body === 'hangs') return new Promise(() => undefined)
        return undefined
      },
    })
    const client = await join('ann')
    client.frames()
    events()
    const bodies = ['throws', 'rejects', 'hangs', 'works']
    bodies.forEach((body, i) => client.say({ type: 'data', seq: i + 1, body }))
    await settle()
    await pass(31_000)
    const rejected = (seq: number) => ({ type: 'reject', seq, reason: 'internal error' })
    expect(client.frames()).toEqual([
      rejected(1),
      rejected(2),
      rejected(3),
      { type: 'ack', ack: 4 },
    ])
    const error = ['error', 'E_MESSAGE: onMessage failed; the message was rejected']
    expect(events()).toEqual([error, error, error])
  })

  test('D7: that ask are answered in the session, with the acknowledgement', async () => {
    const { join, settle } = createHubScene({
      onMessage: ({ body, isRequest }) => {
        if (body === 'bad') throw new Refusal('not yours')
        if (body === 'nothing') return undefined
        if (body === 'endless') return { toJSON: () => undefined }
        return Promise.resolve({ isRequest, body })
      },
    })
    const client = await join('ann')
    client.frames()
    ;['time', 'bad', 'nothing', 'endless'].forEach((body, i) =>
      client.say({ type: 'data', seq: i + 1, ask: true, body }),
    )
    await settle()
    expect(client.frames()).toEqual([
      { type: 'data', seq: 1, re: 'run:1', ack: 4, body: { isRequest: true, body: 'time' } },
      { type: 'data', seq: 2, re: 'run:2', error: 'not yours' },
      { type: 'data', seq: 3, re: 'run:3', body: null },
      { type: 'data', seq: 4, re: 'run:4', error: 'internal error' },
    ])
  })

  test('beyond the window stop the hub from reading until it has caught up', async () => {
    const releases: (() => void)[] = []
    const { join, settle, hub } = createHubScene({
      window: 4,
      onMessage: () => new Promise<void>((resolve) => releases.push(resolve)),
    })
    const client = await join('ann')
    for (let seq = 1; seq <= 20; seq += 1) client.say({ type: 'data', seq, body: seq })
    await settle()
    expect(client.isPaused).toBe(true)
    expect(hub.stats().waiting).toBe(6)
    while (releases.length > 0) {
      releases.shift()?.()
      await settle()
    }
    expect(client.isPaused).toBe(false)
    expect(client.frames().pop()).toEqual({ type: 'ack', ack: 20 })
  })
})
