import { describe, expect, test } from '@jest/globals'
import { runInNewContext } from 'node:vm'
import type { Codec, Sendable, SocketOptions } from '../../src/index'
import { createScene, type Scene, type SceneOptions } from '../support/scene'

const pings = ['ping']

/** What went out through the nth task, pings left out. */
function wire(scene: Scene, nth?: number): unknown[] {
  return scene.task(nth).sent.filter((data) => !pings.includes(data as string))
}

function breakLink(scene: Scene): void {
  scene.task().close(1006, 'abnormal closure')
}

/** Lets the retry of 5 s begin and open. */
function reopen(scene: Scene): void {
  scene.advance(5_000)
  scene.openLink()
}

function bytesOf(data: unknown): number[] {
  return [...new Uint8Array(data as ArrayBuffer)]
}

function open(options: Partial<SocketOptions> = {}, more: SceneOptions = {}): Scene {
  return createScene({ options, startConnected: true, ...more })
}

describe('S1: order', () => {
  test('S1: what was queued precedes what is sent afterwards', () => {
    const scene = createScene()
    scene.socket.connect()
    expect([1, 2, 3].map((n) => scene.socket.send(`queued ${n}`))).toEqual(Array(3).fill('queued'))
    scene.openLink()
    expect(scene.socket.send('direct')).toBe('sent')
    expect(wire(scene)).toEqual(['queued 1', 'queued 2', 'queued 3', 'direct'])
  })

  test('S1: what was queued before connect() goes first', () => {
    const scene = createScene()
    expect(scene.socket.send('idle')).toBe('queued')
    scene.socket.connect()
    scene.socket.send('connecting')
    scene.openLink()
    expect(wire(scene)).toEqual(['idle', 'connecting'])
  })

  test('S1: text and bytes keep their order among each other', () => {
    const scene = createScene()
    scene.socket.send('a')
    scene.socket.send(new Uint8Array([1]))
    scene.socket.send('b')
    scene.openLink()
    expect(wire(scene)).toEqual(['a', new Uint8Array([1]).buffer, 'b'])
  })

  test('S1: order is kept across reconnects, and nothing is sent twice', () => {
    const scene = open()
    scene.socket.send('1')
    breakLink(scene)
    scene.socket.send('2')
    scene.advance(5_000)
    scene.socket.send('3')
    scene.openLink()
    scene.socket.send('4')
    breakLink(scene)
    scene.socket.send('5')
    reopen(scene)
    expect([wire(scene, 1), wire(scene, 2), wire(scene, 3)]).toEqual([
      ['1'],
      ['2', '3', '4'],
      ['5'],
    ])
  })

  test('S1: order is kept across a queue that failed in the middle of its flush', () => {
    const scene = createScene()
    for (const data of ['1', '2', '3']) scene.socket.send(data)
    scene.fake.onTask((task) => task.failSends({ how: 'throw' }))
    scene.socket.connect()
    scene.openLink()
    expect(wire(scene)).toEqual([])
    expect(scene.socket.send('4')).toBe('queued')
    scene.task().message('pong')
    expect(wire(scene)).toEqual(['1', '2', '3', '4'])
  })

  test('S1: what a drop listener sends while the queue goes out comes after the queue', () => {
    const scene = createScene({ options: { queue: { maxAgeMs: 1_000 } } })
    scene.socket.on('drop', () => expect(scene.socket.send('instead')).toBe('queued'))
    scene.socket.send('old')
    scene.advance(900)
    scene.socket.send('young')
    scene.advance(101)
    scene.openLink()
    expect(wire(scene)).toEqual(['young', 'instead'])
    expect(scene.socket.queued.messages).toBe(0)
  })

  test('S1: only a message whose failure is reported late is overtaken, by those handed over before', () => {
    const scene = open()
    scene.task().failSends({ afterMs: 50 })
    expect(scene.socket.send('1')).toBe('sent')
    expect(scene.socket.send('2')).toBe('sent')
    scene.advance(50)
    expect(scene.socket.send('3')).toBe('queued')
    scene.task().message('pong')
    expect(wire(scene)).toEqual(['2', '1', '3'])
  })
})

describe('S2: failed sends', () => {
  test('S2: a send that throws is put back, the flush stops, and the link is probed', () => {
    const scene = open()
    scene.task().failSends({ how: 'throw' })
    expect(scene.socket.send('1')).toBe('queued')
    expect(scene.task().sent).toEqual(['ping'])
    expect(scene.socket.queued.messages).toBe(1)
    expect(scene.socket.send('2')).toBe('queued')
    scene.advance(2_000)
    expect(wire(scene)).toEqual([])
  })

  test('S2: a send that fails at once, before it returns, is put back too', () => {
    const scene = open({}, { profile: 'callback-before-return' })
    scene.task().failSends()
    expect(scene.socket.send('1')).toBe('queued')
    expect(scene.task().sent).toEqual(['ping'])
    scene.task().message('pong')
    expect(wire(scene)).toEqual(['1'])
  })

  test('S2: a send that fails later is put back and sent again once the probe is answered', () => {
    const scene = open()
    scene.task().failSends({ afterMs: 100 })
    expect(scene.socket.send('1')).toBe('sent')
    scene.advance(100)
    expect(scene.socket.queued.messages).toBe(1)
    expect(scene.task().sent).toEqual(['ping'])
    scene.task().message('pong')
    expect(wire(scene)).toEqual(['1'])
    expect(scene.socket.queued.messages).toBe(0)
    expect(scene.heard('drop')).toEqual([])
  })

  test('S2: any inbound data answers the probe', () => {
    const scene = open()
    scene.task().failSends({ how: 'throw' })
    scene.socket.send('1')
    scene.task().message('news')
    expect(wire(scene)).toEqual(['1'])
  })

  test('S2: several failures go back to their places by number, in whatever order they are reported', () => {
    const scene = open()
    const { native } = scene.task()
    const failures: (() => void)[] = []
    const send = native.send.bind(native)
    native.send = (call) => {
      if (call.data === 'ping' || failures.length === 3) return send(call)
      failures.push(() => call.fail?.({ errMsg: 'sendSocketMessage:fail' }))
    }
    for (const data of ['1', '2', '3']) scene.socket.send(data)
    failures[2]?.()
    failures[0]?.()
    failures[1]?.()
    scene.socket.send('4')
    scene.task().message('pong')
    expect(wire(scene)).toEqual(['1', '2', '3', '4'])
  })

  test('S2: a failure reported after its link was abandoned puts the message back, before later ones', () => {
    const scene = open()
    scene.task().failSends({ afterMs: 1_000 })
    expect(scene.socket.send('1')).toBe('sent')
    breakLink(scene)
    expect(scene.socket.send('2')).toBe('queued')
    scene.advance(1_000)
    expect(scene.socket.queued.messages).toBe(2)
    scene.advance(4_000)
    scene.openLink()
    expect(wire(scene, 2)).toEqual(['1', '2'])
  })

  test('S2: such a failure that comes once the next link is open is sent on that link', () => {
    const scene = open()
    scene.task().failSends({ afterMs: 6_000 })
    expect(scene.socket.send('1')).toBe('sent')
    breakLink(scene)
    reopen(scene)
    expect(wire(scene, 2)).toEqual([])
    scene.advance(1_000)
    scene.task().message('pong')
    scene.advance(1_000)
    expect(wire(scene, 2)).toEqual(['1'])
    expect(scene.heard('drop')).toEqual([])
  })

  test.each([
    ['heartbeat: false', { heartbeat: false }],
    ['message: null', { heartbeat: { message: null } }],
  ] as const)('S2: with %s the flush goes on after 1 s', (_, options) => {
    const scene = open(options)
    scene.task().failSends({ how: 'throw' })
    expect(scene.socket.send('1')).toBe('queued')
    scene.advance(999)
    expect(scene.socket.send('2')).toBe('queued')
    expect(wire(scene)).toEqual([])
    scene.advance(1)
    expect(wire(scene)).toEqual(['1', '2'])
  })

  test('S2: a probe that is not answered ends the link, and the messages go out on the next', () => {
    const scene = open()
    scene.task().failSends({ how: 'throw' })
    scene.socket.send('1')
    scene.socket.send('2')
    scene.advance(3_000)
    expect(scene.heard('close')).toMatchObject([{ cause: 'heartbeat-timeout' }])
    scene.openLink()
    expect(wire(scene, 2)).toEqual(['1', '2'])
  })

  test('S2: a message that failed on two links is dropped, and blocks nobody', () => {
    const scene = createScene()
    scene.socket.send('bad')
    scene.socket.send('good')
    scene.fake.onTask((task) => task.failSends({ how: 'throw' }))
    scene.socket.connect()
    scene.openLink()
    breakLink(scene)
    expect(scene.heard('drop')).toEqual([])
    reopen(scene)
    expect(scene.heard('drop')).toEqual([{ data: 'bad', why: 'failed' }])
    scene.task().message('pong')
    expect(wire(scene)).toEqual(['good'])
  })

  test('S2: a message that failed twice on a link that lived is dropped, and blocks nobody', () => {
    const scene = open()
    scene.task().failSends({ how: 'throw' })
    scene.socket.send('bad')
    scene.socket.send('good')
    scene.task().failSends({ how: 'throw' })
    scene.task().message('pong')
    expect(scene.heard('drop')).toEqual([{ data: 'bad', why: 'failed' }])
    scene.task().message('pong')
    scene.advance(0)
    expect(wire(scene)).toEqual(['good'])
    expect(scene.socket.state).toBe('open')
    expect(scene.socket.queued.messages).toBe(0)
  })

  test('S2: a message that failed once and then went out is not dropped for a later end of the link', () => {
    const scene = open()
    scene.task().failSends({ how: 'throw' })
    scene.socket.send('1')
    scene.task().message('pong')
    breakLink(scene)
    reopen(scene)
    expect(wire(scene, 1)).toEqual(['1'])
    expect(wire(scene, 2)).toEqual([])
    expect(scene.heard('drop')).toEqual([])
  })

  test('S2: a failure reported after close() is one drop, and nothing comes back', () => {
    const scene = open()
    scene.task().failSends({ afterMs: 500 })
    expect(scene.socket.send('1')).toBe('sent')
    scene.socket.close()
    scene.advance(5_000)
    expect(scene.heard('drop')).toHaveLength(1)
    expect(scene.heard('drop')).toMatchObject([{ data: '1' }])
    expect(scene.socket.queued.messages).toBe(0)
    scene.socket.connect()
    scene.openLink()
    expect(wire(scene, 2)).toEqual([])
  })

  test('S2: without a queue a failed message is sent again or dropped, never both and never neither', () => {
    const scene = open({ queue: false })
    scene.task().failSends({ afterMs: 10 })
    expect(scene.socket.send('1')).toBe('sent')
    scene.advance(10)
    scene.task().message('pong')
    scene.advance(2_000)
    expect(wire(scene).length + scene.heard('drop').length).toBe(1)
  })

  test('S2: a success reported late changes nothing', () => {
    const scene = open()
    scene.socket.send('1')
    breakLink(scene)
    reopen(scene)
    expect(wire(scene, 2)).toEqual([])
    expect(scene.socket.queued.messages).toBe(0)
  })
})

describe('S3: what is sent', () => {
  const shared = new Uint8Array([0, 1, 2, 3, 4, 5, 6, 7]).buffer

  test.each([
    ['a Uint8Array in the middle of its buffer', new Uint8Array(shared, 2, 3), [2, 3, 4]],
    ['a Uint16Array', new Uint16Array(shared, 2, 2), [2, 3, 4, 5]],
    ['a DataView', new DataView(shared, 5, 2), [5, 6]],
    ['an empty view', new Uint8Array(shared, 4, 0), []],
    ['an ArrayBuffer', shared, [0, 1, 2, 3, 4, 5, 6, 7]],
  ])('S3: %s is sent as exactly its bytes', (_, data, expected) => {
    const scene = open()
    expect(scene.socket.send(data)).toBe('sent')
    const [sent] = scene.task().sent
    expect(sent).toBeInstanceOf(ArrayBuffer)
    expect(bytesOf(sent)).toEqual(expected)
  })

  test('S3: a queued view is copied in send(): what happens to it later does not matter', () => {
    const scene = createScene()
    const view = new Uint8Array([1, 2, 3])
    scene.socket.send(view)
    view.fill(9)
    scene.openLink()
    expect(bytesOf(scene.task().sent[0])).toEqual([1, 2, 3])
  })

  test('S3: a view that is sent again after a failure still has its bytes', () => {
    const scene = open()
    const view = new Uint8Array([1, 2, 3])
    scene.task().failSends({ how: 'throw' })
    scene.socket.send(view)
    view.fill(9)
    scene.task().message('pong')
    expect(wire(scene).map(bytesOf)).toEqual([[1, 2, 3]])
  })

  test('S3: the host is never given the view itself', () => {
    const scene = open()
    const given: unknown[] = []
    const { native } = scene.task()
    const send = native.send.bind(native)
    native.send = (call) => {
      given.push(call.data)
      send(call)
    }
    scene.socket.send(new Uint8Array(shared, 2, 3))
    expect(given[0]).toBeInstanceOf(ArrayBuffer)
    expect(given[0]).not.toBe(shared)
  })

  test('S3: an ArrayBuffer of another realm can be sent', () => {
    const scene = open()
    const foreign = runInNewContext('new Uint8Array([7, 8]).buffer') as ArrayBuffer
    expect(scene.socket.send(foreign)).toBe('sent')
    expect(bytesOf(scene.task().sent[0])).toEqual([7, 8])
  })

  test('S3: a view of another realm can be sent', () => {
    const scene = open()
    const foreign = runInNewContext('new Uint8Array([6, 7, 8]).subarray(1)') as Uint8Array
    expect(scene.socket.send(foreign)).toBe('sent')
    expect(bytesOf(scene.task().sent[0])).toEqual([7, 8])
  })

  test('S3: empty text can be sent, and queued', () => {
    const scene = createScene()
    expect(scene.socket.send('')).toBe('queued')
    scene.openLink()
    expect(scene.socket.send('')).toBe('sent')
    expect(scene.task().sent).toEqual(['', ''])
  })

  test('S3: encoding happens in send(), once per message', () => {
    const calls: unknown[] = []
    const codec: Codec<unknown, { n: number }> = {
      encode(data) {
        calls.push(data)
        return `n=${data.n}`
      },
      decode: (data) => data,
    }
    const scene = createScene()
    const socket = scene.entry.createSocket({ url: 'wss://example.com', codec })
    const message = { n: 1 }
    expect(socket.send(message)).toBe('queued')
    expect(calls).toEqual([message])
    message.n = 2
    socket.connect()
    scene.task().failSends({ how: 'throw' })
    scene.task().open()
    scene.task().message('pong')
    expect(wire(scene)).toEqual(['n=1'])
    expect(calls).toHaveLength(1)
    socket.close()
  })

  test('S3: a codec may answer with a view; exactly its bytes are sent', () => {
    const bytes = new Uint8Array([1, 2, 3, 4])
    const codec: Codec<unknown, number> = {
      encode(n) {
        bytes[1] = n
        return bytes.subarray(1, 3)
      },
      decode: (data) => data,
    }
    const scene = createScene()
    const socket = scene.entry.createSocket({ url: 'wss://example.com', codec })
    socket.send(10)
    socket.send(20)
    socket.connect()
    scene.task().open()
    expect(wire(scene).map(bytesOf)).toEqual([
      [10, 3],
      [20, 3],
    ])
    socket.close()
  })

  const unsendable: readonly (readonly [string, unknown])[] = [
    ['undefined', undefined],
    ['null', null],
    ['a number', 5],
    ['a boolean', true],
    ['an object', { type: 'hello' }],
    ['an array', [1, 2]],
    ['a function', () => 'x'],
    ['a symbol', Symbol('x')],
    ['a promise', Promise.resolve('x')],
    ['a Map', new Map()],
    ['a String object', Object('x')],
  ]

  test.each(unsendable)('S3: %s is E_DATA, thrown, and nothing is kept', (_, data) => {
    const scene = open()
    for (const state of ['open', 'waiting']) {
      expect(scene.socket.state).toBe(state)
      expect(() => scene.socket.send(data as Sendable)).toThrow(
        expect.objectContaining({ code: 'E_DATA', isSocketError: true }),
      )
      expect(scene.socket.queued).toEqual({ messages: 0, bytes: 0 })
      if (state === 'open') breakLink(scene)
    }
    expect(scene.task().sendCalls).toEqual([])
    expect(scene.heard('error')).toEqual([])
    expect(scene.heard('drop')).toEqual([])
  })

  test.each(unsendable)('S3: %s out of a codec is E_DATA too', (_, encoded) => {
    const scene = createScene()
    const codec = { encode: () => encoded as Sendable, decode: (data: unknown) => data }
    const socket = scene.entry.createSocket({ url: 'wss://example.com', codec })
    expect(() => socket.send('anything' as never)).toThrow(
      expect.objectContaining({ code: 'E_DATA' }),
    )
    expect(socket.queued.messages).toBe(0)
  })
})

describe('S4: while there is no link', () => {
  test('S4: up to 100 messages are queued, the next is dropped, once and with its data', () => {
    const scene = createScene()
    for (let n = 1; n <= 100; n += 1) expect(scene.socket.send(`${n}`)).toBe('queued')
    expect(scene.socket.send('101')).toBe('dropped')
    expect(scene.heard('drop')).toEqual([{ data: '101', why: 'overflow' }])
    scene.openLink()
    expect(wire(scene)).toHaveLength(100)
    expect(wire(scene)[99]).toBe('100')
  })

  test('S4: up to 1 MiB is queued', () => {
    const scene = createScene()
    expect(scene.socket.send('x'.repeat(1_048_576))).toBe('queued')
    expect(scene.socket.send('y')).toBe('dropped')
    expect(scene.heard('drop')).toEqual([{ data: 'y', why: 'overflow' }])
  })

  test.each([
    ['ASCII', 'abcdef', 6],
    ['two bytes each', 'äöü', 6],
    ['three bytes each', '中文', 6],
    ['four bytes', '😀', 4],
    ['a lone surrogate counts as its replacement', '\ud800', 3],
  ])('S4: text is counted in UTF-8: %s', (_, text, bytes) => {
    const scene = createScene({ options: { queue: { maxBytes: bytes } } })
    expect(scene.socket.send(text)).toBe('queued')
    expect(scene.socket.queued).toEqual({ messages: 1, bytes })
    expect(scene.socket.send('a')).toBe('dropped')
  })

  test('S4: bytes are counted as bytes', () => {
    const scene = createScene({ options: { queue: { maxBytes: 4 } } })
    expect(scene.socket.send(new Uint8Array(3))).toBe('queued')
    expect(scene.socket.queued.bytes).toBe(3)
    expect(scene.socket.send(new Uint8Array(2))).toBe('dropped')
    expect(scene.socket.send(new Uint8Array(1))).toBe('queued')
  })

  test('S4: drop-oldest makes room by the oldest', () => {
    const queue = { maxMessages: 2, overflow: 'drop-oldest' } as const
    const scene = createScene({ options: { queue } })
    for (const data of ['1', '2', '3', '4']) expect(scene.socket.send(data)).toBe('queued')
    expect(scene.heard('drop')).toEqual([
      { data: '1', why: 'overflow' },
      { data: '2', why: 'overflow' },
    ])
    scene.openLink()
    expect(wire(scene)).toEqual(['3', '4'])
  })

  test('S4: drop-oldest drops as many as the bytes need', () => {
    const queue = { maxBytes: 4, overflow: 'drop-oldest' } as const
    const scene = createScene({ options: { queue } })
    for (const data of ['aa', 'b', 'cccc']) expect(scene.socket.send(data)).toBe('queued')
    expect(scene.heard('drop').map(({ data }) => data)).toEqual(['aa', 'b'])
    expect(scene.socket.queued).toEqual({ messages: 1, bytes: 4 })
  })

  test('S4: a message above maxBytes is dropped alone, also with drop-oldest', () => {
    const queue = { maxBytes: 4, overflow: 'drop-oldest' } as const
    const scene = createScene({ options: { queue } })
    scene.socket.send('aa')
    expect(scene.socket.send('bbbbb')).toBe('dropped')
    expect(scene.heard('drop')).toEqual([{ data: 'bbbbb', why: 'overflow' }])
    expect(scene.socket.queued).toEqual({ messages: 1, bytes: 2 })
  })

  test('S4: a message above maxBytes goes out all the same while a link is open', () => {
    const scene = open({ queue: { maxBytes: 4 } })
    expect(scene.socket.send('bbbbb')).toBe('sent')
  })

  test.each(['drop-newest', 'drop-oldest'] as const)(
    'S4: maxMessages: 0 keeps nothing (%s)',
    (overflow) => {
      const scene = createScene({ options: { queue: { maxMessages: 0, overflow } } })
      expect(scene.socket.send('1')).toBe('dropped')
      expect(scene.heard('drop')).toEqual([{ data: '1', why: 'overflow' }])
    },
  )

  test('S4: a drop carries the original data, not what the codec made of it', () => {
    const scene = createScene()
    const socket = scene.entry.createSocket({
      url: 'wss://example.com',
      codec: scene.entry.jsonCodec(),
      queue: { maxMessages: 0 },
    })
    const drops: unknown[] = []
    socket.on('drop', ({ data }) => drops.push(data))
    const message = { type: 'hello' }
    socket.send(message)
    expect(drops[0]).toBe(message)
  })

  test('S4: a dropped view is the very view', () => {
    const scene = createScene({ options: { queue: { maxMessages: 0 } } })
    const view = new Uint8Array([1, 2])
    scene.socket.send(view)
    expect(scene.heard('drop')[0]?.data).toBe(view)
  })

  test('S4: what waited longer than maxAgeMs is dropped as expired, once, and not sent', () => {
    const scene = createScene({ options: { queue: { maxAgeMs: 1_000 } } })
    scene.socket.send('old')
    scene.advance(1_001)
    scene.socket.send('young')
    scene.openLink()
    expect(wire(scene)).toEqual(['young'])
    expect(scene.heard('drop')).toEqual([{ data: 'old', why: 'expired' }])
  })

  test('S4: what is younger than maxAgeMs is sent', () => {
    const scene = createScene({ options: { queue: { maxAgeMs: 1_000 } } })
    scene.socket.send('young')
    scene.advance(999)
    scene.openLink()
    expect(wire(scene)).toEqual(['young'])
    expect(scene.heard('drop')).toEqual([])
  })

  test('S4: what has expired takes no place from what is sent later', () => {
    const scene = createScene({ options: { queue: { maxAgeMs: 1_000, maxMessages: 1 } } })
    scene.socket.send('old')
    scene.advance(1_001)
    expect(scene.socket.send('young')).toBe('queued')
    expect(scene.heard('drop')).toEqual([{ data: 'old', why: 'expired' }])
  })

  test('S4: by default nothing expires', () => {
    const scene = createScene()
    scene.socket.send('old')
    scene.advance(86_400_000)
    scene.openLink()
    expect(wire(scene)).toEqual(['old'])
  })

  test('S4: a wall clock that a user sets back makes no message younger', () => {
    const scene = createScene({ options: { queue: { maxAgeMs: 60_000 } } })
    scene.socket.connect()
    scene.socket.send('old')
    scene.clock.setWallClock(scene.clock.nowMs() - 3_600_000)
    scene.socket.send('young')
    scene.advance(60_001)
    scene.socket.send('younger')
    scene.openLink()
    expect(wire(scene)).toEqual(['younger'])
    expect(scene.heard('drop')).toMatchObject([{ why: 'expired' }, { why: 'expired' }])
  })

  test('S4: queue: false drops with no-link in idle, connecting, waiting, suspended and gave-up', () => {
    const scene = createScene({ options: { queue: false, reconnect: { limit: 1 } } })
    const sendIn = (state: string) => {
      expect(scene.socket.state).toBe(state)
      scene.forget()
      expect(scene.socket.send('x')).toBe('dropped')
      expect(scene.log).toMatchObject([{ event: 'drop', payload: { data: 'x', why: 'no-link' } }])
    }
    sendIn('idle')
    scene.socket.connect()
    sendIn('connecting')
    scene.openLink()
    breakLink(scene)
    sendIn('waiting')
    scene.fake.network({ isConnected: false })
    sendIn('suspended')
    scene.fake.network({ isConnected: true })
    scene.advance(0)
    scene.task().error()
    scene.advance(5_000)
    scene.task().error()
    sendIn('gave-up')
  })

  test('S4: the queue survives gave-up', () => {
    const scene = createScene({ options: { reconnect: { limit: 0 } } })
    scene.socket.send('1')
    scene.openLink()
    breakLink(scene)
    expect(scene.socket.state).toBe('gave-up')
    expect(scene.socket.send('2')).toBe('queued')
    scene.fake.network({ isConnected: true })
    scene.openLink()
    expect(wire(scene, 2)).toEqual(['2'])
    expect(scene.heard('drop')).toEqual([])
  })

  test('S4: the queue survives what led to gave-up, too', () => {
    const scene = createScene({ options: { reconnect: { limit: 0 } } })
    scene.socket.send('1')
    scene.socket.connect()
    scene.task().error()
    expect(scene.socket.state).toBe('gave-up')
    expect(scene.socket.queued.messages).toBe(1)
  })

  test('S4: it survives suspended', () => {
    const scene = open()
    breakLink(scene)
    scene.fake.network({ isConnected: false })
    expect(scene.socket.send('1')).toBe('queued')
    scene.fake.network({ isConnected: true })
    scene.openLink()
    expect(wire(scene, 2)).toEqual(['1'])
  })

  test('S4: it survives reconnect()', () => {
    const scene = createScene()
    scene.socket.connect()
    scene.socket.send('1')
    scene.socket.reconnect()
    scene.openLink()
    expect(wire(scene)).toEqual(['1'])
  })

  test.each([
    ['a final close', {}, 4500],
    ['the end of a socket that does not reconnect', { reconnect: false }, 1006],
  ] as const)('S4: %s empties it', (_, options, code) => {
    const scene = open(options)
    scene.task().failSends({ how: 'throw' })
    scene.socket.send('1')
    scene.socket.send('2')
    scene.task().close(code, '')
    expect(scene.socket.state).toBe('closed')
    expect(scene.heard('drop')).toEqual([
      { data: '1', why: 'closed' },
      { data: '2', why: 'closed' },
    ])
    expect(scene.socket.queued).toEqual({ messages: 0, bytes: 0 })
  })

  test('S4: close() empties it, and the next round does not send it', () => {
    const scene = createScene()
    scene.socket.connect()
    scene.socket.send('1')
    scene.socket.close()
    scene.advance(2_000)
    expect(scene.heard('drop')).toEqual([{ data: '1', why: 'closed' }])
    scene.socket.connect()
    scene.openLink()
    expect(wire(scene)).toEqual([])
  })

  test('S4: in closing and closed send() drops', () => {
    const scene = open()
    scene.socket.close()
    expect(scene.socket.state).toBe('closing')
    expect(scene.socket.send('1')).toBe('dropped')
    scene.advance(2_000)
    expect(scene.socket.state).toBe('closed')
    expect(scene.socket.send('2')).toBe('dropped')
    expect(scene.heard('drop')).toEqual([
      { data: '1', why: 'closed' },
      { data: '2', why: 'closed' },
    ])
    expect(scene.socket.queued.messages).toBe(0)
  })

  test('S4: without a queue, closed says closed', () => {
    const scene = open({ queue: false })
    scene.socket.close()
    scene.advance(2_000)
    expect(scene.socket.send('x')).toBe('dropped')
    expect(scene.heard('drop')).toEqual([{ data: 'x', why: 'closed' }])
  })
})

describe('S5: native calls', () => {
  interface NativeCall {
    readonly name: 'send' | 'close'
    readonly call: { readonly success?: unknown; readonly fail?: unknown }
  }

  /** Watches, and lets `answer` stand in for what the native call returns or throws. */
  function watch(scene: Scene, answer?: () => unknown): NativeCall[] {
    const calls: NativeCall[] = []
    const { native } = scene.task()
    for (const name of ['send', 'close'] as const) {
      const real = native[name].bind(native) as (call: object) => void
      native[name] = (call: object) => {
        calls.push({ name, call })
        real(call)
        return answer?.() as void
      }
    }
    return calls
  }

  test('S5: every send and close passes success and fail', () => {
    const scene = open({ heartbeat: { answer: (data) => (data === 'hi' ? 'ho' : undefined) } })
    const calls = watch(scene)
    scene.socket.send('text')
    scene.socket.send(new Uint8Array([1]))
    scene.socket.probe()
    scene.task().message('hi')
    scene.socket.close()
    expect(calls.map(({ name }) => name)).toEqual(['send', 'send', 'send', 'send', 'close'])
    for (const { call } of calls) {
      expect(typeof call.success).toBe('function')
      expect(typeof call.fail).toBe('function')
    }
  })

  test('S5: a send that throws surfaces nowhere', () => {
    const scene = open()
    scene.task().failSends({ how: 'throw' })
    expect(scene.socket.send('1')).toBe('queued')
    scene.task().failSends({ how: 'throw' })
    scene.socket.probe()
    scene.advance(100)
    expect(scene.heard('error')).toEqual([])
  })

  test('S5: a close that throws surfaces nowhere, and the socket closes in time', () => {
    const scene = open()
    watch(scene, () => {
      throw new Error('close:fail')
    })
    scene.task().silent = true
    scene.socket.close()
    scene.advance(2_000)
    expect(scene.heard('close')).toMatchObject([{ cause: 'app' }])
    expect(scene.socket.state).toBe('closed')
  })

  test('S5: a returned promise that is rejected is swallowed', async () => {
    const scene = open()
    const handled: boolean[] = []
    watch(scene, () => ({
      then(_: unknown, onRejected: unknown) {
        handled.push(typeof onRejected === 'function')
        if (typeof onRejected === 'function') (onRejected as (e: Error) => void)(new Error('no'))
      },
      catch(onRejected: unknown) {
        handled.push(typeof onRejected === 'function')
      },
    }))
    scene.socket.send('1')
    scene.socket.probe()
    scene.socket.close()
    await scene.settle()
    expect(handled).toEqual([true, true, true])
  })

  test('S5: a returned promise that is kept is no success twice, and no failure', async () => {
    const scene = open()
    watch(scene, () => Promise.resolve({ errMsg: 'ok' }))
    expect(scene.socket.send('1')).toBe('sent')
    await scene.settle()
    scene.advance(100)
    expect(scene.socket.queued.messages).toBe(0)
    expect(scene.socket.stats().messagesSent).toBe(1)
  })

  test.each(['android', 'ios', 'devtools', 'callback-before-return', 'uni-app'] as const)(
    'S5: close() of a link that the host no longer knows surfaces nowhere (%s)',
    (profile) => {
      const uncaught: unknown[] = []
      const scene = createScene({ profile, onUncaught: (error) => uncaught.push(error) })
      scene.socket.connect()
      scene.socket.close()
      scene.advance(3_000)
      scene.socket.connect()
      scene.openLink()
      scene.socket.reconnect()
      scene.advance(3_000)
      scene.socket.close()
      scene.advance(3_000)
      expect(uncaught).toEqual([])
      expect(scene.socket.state).toBe('closed')
    },
  )
})

describe('S6: on open', () => {
  test('S6: what an open listener sends precedes what was queued', () => {
    const scene = createScene()
    scene.socket.send('queued')
    scene.socket.on('open', () => expect(scene.socket.send('auth')).toBe('sent'))
    scene.openLink()
    expect(wire(scene)).toEqual(['auth', 'queued'])
  })

  test('S6: so it is on every link', () => {
    const scene = createScene()
    scene.socket.on('open', () => void scene.socket.send('auth'))
    scene.openLink()
    breakLink(scene)
    scene.socket.send('queued')
    reopen(scene)
    expect(wire(scene, 2)).toEqual(['auth', 'queued'])
  })

  test('S6: all open listeners run first, in the order they were added', () => {
    const scene = createScene()
    scene.socket.send('queued')
    scene.socket.on('open', () => void scene.socket.send('1'))
    scene.socket.once('open', () => void scene.socket.send('2'))
    scene.openLink()
    expect(wire(scene)).toEqual(['1', '2', 'queued'])
  })

  test('S6: an open listener that throws holds nothing back', () => {
    const scene = createScene()
    scene.socket.send('queued')
    scene.socket.on('open', () => {
      throw new Error('mistake')
    })
    scene.openLink()
    expect(wire(scene)).toEqual(['queued'])
  })

  test('S6: an open listener that sends more than the queue may hold sends it all', () => {
    const scene = createScene({ options: { queue: { maxMessages: 1 } } })
    scene.socket.send('queued')
    scene.socket.on('open', () => {
      for (const data of ['1', '2', '3']) expect(scene.socket.send(data)).toBe('sent')
    })
    scene.openLink()
    expect(wire(scene)).toEqual(['1', '2', '3', 'queued'])
    expect(scene.heard('drop')).toEqual([])
  })
})
