import { describe, expect, test } from '@jest/globals'
import { createDeliveryScene, WELCOME } from '../support/delivery-scene'

const TEN_MINUTES_MS = 600_000

describe('D8: a final bye', () => {
  test.each([4500, 4501, 4502, 4503, 4504, 4999])(
    '%i closes, and neither time, foreground nor network revives it, though the close is lost',
    (code) => {
      const scene = createDeliveryScene()
      scene.openWelcomed()
      void scene.delivery.send('kept')
      scene.say({ type: 'bye', code, reason: 'signed in elsewhere' })
      expect(scene.task().closeCalls).toEqual([{ code, reason: 'signed in elsewhere' }])
      scene.advance(20)
      expect(scene.heard('close')).toMatchObject([
        { code, reason: 'signed in elsewhere', willReconnect: false },
      ])
      scene.fake.hide()
      scene.advance(1_000)
      scene.fake.show()
      scene.fake.network({ isConnected: false })
      scene.fake.network({ isConnected: true })
      scene.advance(TEN_MINUTES_MS)
      expect(scene.socket.state).toBe('closed')
      expect(scene.fake.tasks).toHaveLength(1)
    },
  )

  test('the app may come back, and what is pending goes out then', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    void scene.delivery.send('kept')
    scene.say({ type: 'bye', code: 4501, reason: 'kicked' })
    scene.advance(20)
    scene.socket.connect()
    scene.openLink()
    scene.welcome({ resumed: true })
    expect(scene.sentNumbers()).toEqual([1])
  })

  test('is heard before welcome as well', () => {
    const scene = createDeliveryScene()
    scene.openLink()
    scene.say({ type: 'bye', code: 4502, reason: '' })
    scene.advance(20)
    expect(scene.socket.state).toBe('closed')
  })

  test('a reason that no close has room for is left out', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    scene.say({ type: 'bye', code: 4501, reason: '字'.repeat(100) })
    expect(scene.task().closeCalls).toEqual([{ code: 4501, reason: '' }])
  })

  test.each([1000, 1012, 4001, 4005, 4499, 5000, 9_007_199_254_740_991])(
    '%i is none: the socket goes on by itself',
    (code) => {
      const scene = createDeliveryScene()
      scene.openWelcomed()
      scene.say({ type: 'bye', code, reason: 'later' })
      expect(scene.task().closeCalls).toEqual([])
      scene.task().close(1012, 'retry-after-ms=30')
      scene.advance(30)
      expect(scene.fake.tasks).toHaveLength(2)
    },
  )

  test.each([
    [4500, ['E_PROTOCOL']],
    [4504, ['E_PROTOCOL']],
    [4501, []],
  ])('%i is told as %j', (code, errors) => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    scene.say({ type: 'bye', code, reason: 'version 2 only' })
    expect(scene.told('error')).toEqual(errors)
  })
})

describe('a server of another version', () => {
  test('is left with 4504, for good, and the error names both versions', () => {
    const scene = createDeliveryScene()
    const errors: string[] = []
    scene.delivery.on('error', ({ message }) => errors.push(message))
    void scene.delivery.send(1)
    scene.openLink()
    scene.welcome({ v: 2 })
    expect(scene.told('error')).toEqual(['E_PROTOCOL'])
    expect(errors).toEqual(['the server speaks version 2, not 1'])
    expect(scene.task().closeCalls).toMatchObject([{ code: 4504 }])
    scene.advance(TEN_MINUTES_MS)
    expect(scene.fake.tasks).toHaveLength(1)
    expect(scene.sentNumbers()).toEqual([])
  })
})

describe('D5: another client', () => {
  test('gets nothing of the outbox, hears nothing, and the app is told', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed({ client: 'ann' })
    void scene.delivery.send('for the friends of ann')
    scene.relink()
    scene.welcome({ client: 'bob', session: 's2' })
    scene.say({ type: 'data', seq: 1 }, '"for bob"')
    scene.say({ type: 'ack', ack: 1 })
    scene.advance(30_000)
    expect(scene.frames().map(({ type }) => type)).toEqual(['hello'])
    expect(scene.toldNames()).toEqual(['resumed', 'error'])
    expect(scene.told('error')).toEqual(['E_IDENTITY'])
    expect(scene.delivery.pending).toHaveLength(1)

    scene.relink()
    scene.welcome({ client: 'ann', resumed: true })
    expect(scene.sentNumbers()).toEqual([1])
  })

  test('may be served after clear(), on the next link', async () => {
    const scene = createDeliveryScene()
    scene.openWelcomed({ client: 'ann' })
    scene.say({ type: 'data', seq: 1 }, '1')
    await scene.delivery.clear()
    void scene.delivery.send('from bob')
    scene.say({ type: 'data', seq: 2 }, '"for ann"')
    scene.advance(1_000)
    expect(scene.frames().map(({ type }) => type)).toEqual(['hello'])

    scene.relink()
    expect(scene.frames()).toEqual([expect.not.objectContaining({ resume: expect.anything() })])
    scene.welcome({ client: 'bob', session: 's7' })
    expect(scene.frames().pop()).toMatchObject({ body: 'from bob' })
    expect(scene.toldNames()).toEqual(['resumed', 'message', 'resumed'])
  })
})

describe('hostile frames', () => {
  const clientless = { ...WELCOME, client: undefined }
  test.each([
    ['no JSON', 'hello'],
    ['null', 'null'],
    ['a list', '[]'],
    ['an unknown type', '{"type":"greet"}'],
    ['a hello', '{"type":"data"}'],
    ['a welcome without a client', JSON.stringify(clientless)],
    ['a number as text', '{"type":"ack","ack":"1"}'],
    ['a message without a body', '{"type":"data","seq":1}'],
    ['a negative number', '{"type":"data","seq":-1,"body":1}'],
    ['a number beyond 2^53', '{"type":"data","seq":1e300,"body":1}'],
    ['an error of 10 MB', `{"type":"data","seq":1,"re":"x","error":"${'x'.repeat(1e7)}"}`],
    ['deep JSON', `{"type":"data","seq":1,"re":${'['.repeat(5_000)}${']'.repeat(5_000)},"body":1}`],
    ['no bytes', new ArrayBuffer(0)],
    ['a head longer than the frame', new Uint8Array([255, 255, 1]).buffer],
  ])('%s is ignored and reported', (_name, frame) => {
    const scene = createDeliveryScene()
    void scene.delivery.send('mine')
    scene.openWelcomed()
    scene.task().message(frame)
    expect(scene.told('error')).toEqual(['E_PROTOCOL'])
    scene.say({ type: 'data', seq: 1 }, '"fine"')
    scene.say({ type: 'ack', ack: 1 })
    expect(scene.toldNames()).toEqual(['resumed', 'error', 'message', 'delivered'])
    expect(scene.socket.state).toBe('open')
  })

  test.each(['pong', '{"type":"ack","ack":1,"later":true}'])('%s is no fault', (frame) => {
    const scene = createDeliveryScene()
    void scene.delivery.send('mine')
    scene.openWelcomed()
    scene.task().message(frame)
    expect(scene.told('error')).toEqual([])
  })

  test('E6: an error repeats nothing of what came', () => {
    const scene = createDeliveryScene()
    const errors: string[] = []
    scene.delivery.on('error', ({ message }) => errors.push(message))
    scene.openWelcomed()
    scene.task().message('SECRET')
    scene.task().message('{"type":"SECRET","seq":"SECRET"}')
    expect(errors).toHaveLength(2)
    expect(errors.join()).not.toMatch(/SECRET/)
  })

  test('numbers that make no sense do no harm', () => {
    const scene = createDeliveryScene()
    void scene.delivery.send('mine')
    scene.openWelcomed()
    scene.say({ type: 'ack', ack: Number.MAX_SAFE_INTEGER, sender: '__proto__' })
    scene.say({ type: 'reject', seq: Number.MAX_SAFE_INTEGER, reason: '', sender: 'constructor' })
    scene.say({ type: 'data', seq: Number.MAX_SAFE_INTEGER }, '1')
    scene.relink()
    scene.welcome({ resumed: true, next: Number.MAX_SAFE_INTEGER })
    expect(scene.sentNumbers()).toEqual([1])
    expect(scene.delivery.pending).toHaveLength(1)
  })
})
