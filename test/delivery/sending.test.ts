import { describe, expect, test } from '@jest/globals'
import { createDelivery } from '../../src/delivery'
import { isSocketError } from '../../src/index'
import { createDeliveryScene, type DeliveryScene } from '../support/delivery-scene'

/** What became of a promise: its value, or the code of its error. */
async function outcome(scene: DeliveryScene, promise: Promise<unknown>): Promise<unknown> {
  let found: unknown = 'pending'
  void promise.then(
    (value) => (found = value),
    (error: unknown) => (found = isSocketError(error) ? error.code : error),
  )
  await scene.settle()
  return found
}

const idOf = ({ delivery }: DeliveryScene, place: number): string =>
  (delivery.pending[place] as { id: string }).id

describe('D0: nothing is sent before welcome', () => {
  test('hello is the only frame until then', () => {
    const scene = createDeliveryScene()
    void scene.delivery.send('early')
    scene.openLink()
    void scene.delivery.send('soon')
    expect(scene.frames().map(({ type }) => type)).toEqual(['hello'])

    scene.welcome()
    expect(scene.frames().slice(1)).toEqual([
      { type: 'data', seq: 1, body: 'early' },
      { type: 'data', seq: 2, after: 1, body: 'soon' },
    ])
  })

  test('hello is said again after ackTimeoutMs without a welcome, and not after it', () => {
    const scene = createDeliveryScene({ delivery: { ackTimeoutMs: 4_000 } })
    scene.openLink()
    scene.advance(3_999)
    expect(scene.frames()).toHaveLength(1)
    scene.advance(1)
    expect(scene.frames().map(({ type }) => type)).toEqual(['hello', 'hello'])
    scene.welcome()
    scene.advance(60_000)
    expect(scene.frames()).toHaveLength(2)
  })

  test('hello is said again soon where the link did not take it', () => {
    const scene = createDeliveryScene()
    scene.socket.connect()
    scene.clock.advance(0)
    scene.task().failSends({ how: 'throw' })
    scene.openLink()
    expect(scene.frames()).toEqual([])
    scene.advance(1_500)
    expect(scene.frames()).toMatchObject([{ type: 'hello' }])
  })

  test('a socket that is open already is greeted at once', () => {
    const scene = createDeliveryScene()
    scene.openLink()
    createDelivery(scene.socket)
    expect(scene.frames().map(({ type }) => type)).toEqual(['hello', 'hello'])
  })

  test.each(['throw', 'fail'] as const)(
    'no frame ever lies in the queue of the socket, also when the native send %ss',
    (how) => {
      const scene = createDeliveryScene()
      void scene.delivery.send('one')
      scene.openWelcomed()
      scene.task().failSends({ how, times: 3 })
      void scene.delivery.send('two')
      void scene.delivery.send('three')
      scene.advance(1)
      expect(scene.socket.queued).toEqual({ messages: 0, bytes: 0 })
      scene.task().close(1006, '')
      void scene.delivery.send('four')
      expect(scene.socket.queued).toEqual({ messages: 0, bytes: 0 })
      expect(scene.heard('drop')).toEqual([])
    },
  )

  test('what the link does not take is tried again soon', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    scene.task().failSends({ how: 'throw' })
    void scene.delivery.send('one')
    expect(scene.sentNumbers()).toEqual([])
    scene.advance(1_000)
    expect(scene.sentNumbers()).toEqual([1])
    expect(scene.delivery.pending).toMatchObject([{ sends: 1 }])
  })
})

describe('D1: every promise settles', () => {
  test('with a receipt once it is acknowledged', async () => {
    const scene = createDeliveryScene()
    const payload = { text: 'hi' }
    const sent = scene.delivery.send(payload)
    const id = idOf(scene, 0)
    scene.openWelcomed()
    scene.say({ type: 'ack', ack: 1 })
    expect(await outcome(scene, sent)).toEqual({ id, sends: 1 })
    expect(scene.told('delivered')).toEqual([{ id, payload }])
    expect(scene.delivery.pending).toEqual([])
  })

  test('with E_EXPIRED after ttlMs, offline and online', async () => {
    const scene = createDeliveryScene()
    const short = scene.delivery.send('short', { ttlMs: 1_000 })
    const long = scene.delivery.send('long')
    scene.advance(999)
    expect(await outcome(scene, short)).toBe('pending')
    scene.advance(1)
    expect(await outcome(scene, short)).toBe('E_EXPIRED')
    scene.openWelcomed()
    expect(scene.sentNumbers()).toEqual([2])
    scene.advance(59_000)
    expect(await outcome(scene, long)).toBe('E_EXPIRED')
    expect(scene.told('expired')).toMatchObject([{ payload: 'short' }, { payload: 'long' }])
  })

  test('with E_OVERFLOW above maxMessages or maxBytes, counted in UTF-8', async () => {
    const scene = createDeliveryScene({ delivery: { maxMessages: 2, maxBytes: 10 } })
    const { delivery } = scene
    void delivery.send('1234')
    const large = delivery.send('消息')
    const fits = delivery.send(12)
    const third = delivery.send(3)
    expect(await outcome(scene, large)).toBe('E_OVERFLOW')
    expect(await outcome(scene, fits)).toBe('pending')
    expect(await outcome(scene, third)).toBe('E_OVERFLOW')
    expect(scene.told('refused')).toMatchObject([{ payload: '消息' }, { payload: 3 }])
    expect(delivery.pending.map(({ payload }) => payload)).toEqual(['1234', 12])
  })

  test('room that an acknowledgement made can be used', async () => {
    const scene = createDeliveryScene({ delivery: { maxBytes: 4 } })
    void scene.delivery.send('ab')
    scene.openWelcomed()
    scene.say({ type: 'ack', ack: 1 })
    expect(await outcome(scene, scene.delivery.send('cd'))).toBe('pending')
  })

  test("with E_REFUSED and the server's words when it will not have the message", async () => {
    const scene = createDeliveryScene()
    const one = scene.delivery.send(1)
    const two = scene.delivery.send(2)
    scene.openWelcomed()
    const [first, second] = [idOf(scene, 0), idOf(scene, 1)]
    scene.say({ type: 'reject', seq: 2, reason: 'too rude' })
    scene.say({ type: 'ack', ack: 2 })
    await expect(two).rejects.toMatchObject({ code: 'E_REFUSED', message: 'too rude' })
    expect(await outcome(scene, one)).toMatchObject({ id: first })
    expect(scene.told('refused')).toEqual([{ id: second, payload: 2, reason: 'too rude' }])
  })

  test('with E_REFUSED when the frame is larger than the server takes, and the others go on', async () => {
    const scene = createDeliveryScene()
    const large = scene.delivery.send('x'.repeat(200))
    void scene.delivery.send('small')
    scene.openWelcomed({ maxFrameBytes: 200 })
    await expect(large).rejects.toMatchObject({
      code: 'E_REFUSED',
      message: expect.stringContaining('200 bytes'),
    })
    expect(scene.sentNumbers()).toEqual([2])
    expect(scene.frames().pop()).toEqual({ type: 'data', seq: 2, body: 'small' })
  })

  test('a payload of 10 MB is refused by the limits, and kept where these allow it', async () => {
    const payload = 'x'.repeat(10_000_000)
    const scene = createDeliveryScene()
    expect(await outcome(scene, scene.delivery.send(payload))).toBe('E_OVERFLOW')

    const wide = createDeliveryScene({ delivery: { maxBytes: 20_000_000 } })
    const sent = wide.delivery.send(payload)
    wide.openWelcomed({ maxFrameBytes: 20_000_000 })
    wide.say({ type: 'ack', ack: 1 })
    expect(await outcome(wide, sent)).toMatchObject({ sends: 1 })
  })

  test.each(['clear', 'stop'] as const)('with E_CLOSED after %s()', async (method) => {
    const scene = createDeliveryScene()
    const sent = scene.delivery.send(1)
    const asked = scene.delivery.request(2)
    void scene.delivery[method]()
    expect(await outcome(scene, sent)).toBe('E_CLOSED')
    expect(await outcome(scene, asked)).toBe('E_CLOSED')
    expect(scene.toldNames()).toEqual([])
  })

  test('after stop() at once, and nothing is left behind', async () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    void scene.delivery.send(1)
    scene.delivery.stop()
    scene.delivery.stop()
    expect(await outcome(scene, scene.delivery.send(2))).toBe('E_CLOSED')
    expect(await outcome(scene, scene.delivery.request(3))).toBe('E_CLOSED')
    scene.say({ type: 'data', seq: 1 }, '"late"')
    scene.task().message('nonsense')
    scene.say({ type: 'bye', code: 4501, reason: 'somebody else may listen to that' })
    expect(scene.socket.state).toBe('open')
    scene.socket.close()
    scene.advance(20)
    expect(scene.toldNames()).toEqual(['resumed'])
    expect(scene.leftovers()).toEqual({ timers: 0, sockets: 0, listeners: 0 })
  })

  test('an ignored rejection surfaces nowhere', async () => {
    const unhandled: unknown[] = []
    const hear = (reason: unknown): void => void unhandled.push(reason)
    process.on('unhandledRejection', hear)
    const scene = createDeliveryScene()
    void scene.delivery.send(1, { ttlMs: 1 })
    void scene.delivery.request(1, { timeoutMs: 1 })
    scene.advance(10)
    await scene.settle()
    process.off('unhandledRejection', hear)
    expect(unhandled).toEqual([])
    expect(scene.told('expired')).toHaveLength(1)
  })

  test.each([
    ['undefined', undefined],
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['a BigInt', 10n],
  ])('%s is thrown out at once', (_, payload) => {
    const { delivery } = createDeliveryScene()
    expect(() => delivery.send(payload)).toThrow(expect.objectContaining({ code: 'E_DATA' }))
    expect(() => delivery.request(payload)).toThrow(expect.objectContaining({ code: 'E_DATA' }))
    expect(delivery.pending).toEqual([])
  })

  test('a cycle is thrown out at once, with the cause', () => {
    const cycle: { self?: unknown } = {}
    cycle.self = cycle
    const { delivery } = createDeliveryScene()
    expect(() => delivery.send(cycle)).toThrow(
      expect.objectContaining({ code: 'E_DATA', cause: expect.any(TypeError) }),
    )
  })
})

describe('D2: resending', () => {
  test('what is unacknowledged goes out again on the next link, in order and with the same numbers', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    for (let i = 1; i <= 12; i += 1) void scene.delivery.send(i)
    scene.say({ type: 'ack', ack: 2 })
    scene.relink()
    scene.welcome({ resumed: true })
    expect(scene.sentNumbers()).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    expect(scene.frames()[1]).toEqual({ type: 'data', seq: 3, body: 3 })
    expect(scene.frames()[2]).toEqual({ type: 'data', seq: 4, after: 3, body: 4 })
    expect(scene.delivery.pending[0]).toMatchObject({ sends: 2 })
  })

  test('and on the same link after ackTimeoutMs of silence', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    void scene.delivery.send(1)
    scene.advance(6_000)
    void scene.delivery.send(2)
    scene.say({ type: 'ack', ack: 1 })
    scene.advance(9_999)
    expect(scene.sentNumbers()).toEqual([1, 2])
    scene.advance(1)
    expect(scene.sentNumbers()).toEqual([1, 2, 2])
    scene.advance(10_000)
    expect(scene.sentNumbers()).toEqual([1, 2, 2, 2])
  })

  test('no more than the window is under way', () => {
    const scene = createDeliveryScene()
    for (let i = 1; i <= 5; i += 1) void scene.delivery.send(i)
    scene.openWelcomed({ window: 2 })
    expect(scene.sentNumbers()).toEqual([1, 2])
    scene.say({ type: 'ack', ack: 1 })
    expect(scene.sentNumbers()).toEqual([1, 2, 3])
    scene.say({ type: 'ack', ack: 3 })
    expect(scene.sentNumbers()).toEqual([1, 2, 3, 4, 5])
    expect(scene.frames().pop()).toMatchObject({ seq: 5, after: 4 })
  })

  test('a window that shrank does not stand in the way of what the server has already', async () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    const sent = [1, 2, 3, 4].map((payload) => scene.delivery.send(payload))
    scene.relink()
    scene.welcome({ resumed: true, window: 1 })
    expect(scene.sentNumbers()).toEqual([1])
    // It acknowledges with the highest number, as it took them all on the first link.
    scene.say({ type: 'ack', ack: 4 })
    expect(await outcome(scene, sent[3] as Promise<unknown>)).toMatchObject({ sends: 1 })
    expect(scene.delivery.pending).toEqual([])
  })

  test('`after` follows the numbers over one that expired', () => {
    const scene = createDeliveryScene()
    void scene.delivery.send(1)
    void scene.delivery.send(2, { ttlMs: 500 })
    void scene.delivery.send(3)
    scene.advance(600)
    scene.openWelcomed()
    expect(scene.frames().slice(1)).toEqual([
      { type: 'data', seq: 1, body: 1 },
      { type: 'data', seq: 3, after: 1, body: 3 },
    ])
  })

  test('an acknowledgement of what was never sent is not believed', () => {
    const scene = createDeliveryScene()
    void scene.delivery.send(1)
    scene.openWelcomed({ window: 1 })
    void scene.delivery.send(2)
    scene.say({ type: 'ack', ack: 2 })
    scene.say({ type: 'ack', ack: 9_999 })
    scene.say({ type: 'ack', ack: 1, sender: 'somebody' })
    scene.say({ type: 'reject', seq: 2, reason: 'forged' })
    expect(scene.delivery.pending).toHaveLength(2)
    expect(scene.toldNames()).toEqual(['resumed'])
  })

  test('timers that were frozen do not resend what may have been acknowledged meanwhile', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    void scene.delivery.send(1)
    scene.clock.freeze(60_000 - 1)
    scene.advance(0)
    expect(scene.sentNumbers()).toEqual([1])
    scene.say({ type: 'ack', ack: 1 })
    expect(scene.told('delivered')).toHaveLength(1)
  })

  test.each([-3_600_000, -60_000])('a wall clock that jumps by %i ms changes nothing', (jumpMs) => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    void scene.delivery.send(1)
    scene.clock.setWallClock(scene.clock.nowMs() + jumpMs)
    scene.advance(9_999)
    expect(scene.sentNumbers()).toEqual([1])
    scene.advance(1)
    expect(scene.sentNumbers()).toEqual([1, 1])
    scene.advance(50_000)
    expect(scene.told('expired')).toHaveLength(1)
  })

  test('one timer is pending at most, however much is sent', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    const before = scene.clock.calls.set
    for (let i = 0; i < 500; i += 1) void scene.delivery.send(i, { ttlMs: 60_000 + i })
    expect(scene.clock.pending).toBe(1)
    expect(scene.clock.calls.set - before).toBeLessThan(3)
  })

  test('a server that answers within the native send is followed in order', () => {
    const scene = createDeliveryScene({ delivery: { maxMessages: 300 } })
    scene.openWelcomed()
    const answer = (): void => {
      const native = scene.task().native as { send(options: { data: unknown }): void }
      const { send } = native
      native.send = (options) => {
        send(options)
        const { type, seq } = JSON.parse(options.data as string) as { type: string; seq: number }
        if (type === 'data') scene.say({ type: 'ack', ack: seq })
      }
    }
    answer()
    void scene.delivery.send(1)
    expect(scene.told('delivered')).toMatchObject([{ payload: 1 }])
    scene.socket.close()
    scene.advance(20)
    for (let i = 2; i <= 300; i += 1) void scene.delivery.send(i)
    scene.socket.connect()
    scene.openLink()
    answer()
    scene.welcome({ resumed: true, window: 300 })
    expect(scene.sentNumbers()).toEqual(Array.from({ length: 299 }, (_, i) => i + 2))
    expect(scene.told('delivered')).toHaveLength(300)
  })
})

describe('payloads', () => {
  test('bytes travel as bytes, exactly those of a view, as they were when sent', () => {
    const scene = createDeliveryScene()
    const bytes = new Uint8Array([9, 1, 2, 3, 9])
    void scene.delivery.send(bytes.subarray(1, 4))
    bytes.fill(0)
    scene.openWelcomed()
    expect(scene.task().sent[1]).toBeInstanceOf(ArrayBuffer)
    expect(scene.frames()[1]).toEqual({
      type: 'data',
      seq: 1,
      body: new Uint8Array([1, 2, 3]).buffer,
    })
  })

  test('JSON is taken as it is when sent', () => {
    const scene = createDeliveryScene()
    const payload = { n: 1 }
    void scene.delivery.send(payload)
    payload.n = 2
    scene.openWelcomed()
    expect(scene.frames()[1]).toMatchObject({ body: { n: 1 } })
  })

  test.each([null, false, 0, '', [], 'ping', 'pong', { type: 'bye' }])(
    '%j is a payload',
    (payload) => {
      const scene = createDeliveryScene()
      void scene.delivery.send(payload)
      scene.openWelcomed()
      expect(scene.frames()[1]).toMatchObject({ type: 'data', seq: 1, body: payload })
    },
  )
})
