/** Faults of delivery: messages that are lost, doubled or out of order, and clients that come back unwanted. */
import { describe, expect, test } from '@jest/globals'
import { createDeliveryScene, type DeliveryScene } from '../support/delivery-scene'
import { createTestStorage } from '../support/test-storage'

const TEN_MINUTES_MS = 600_000

/** What a receiver shows that remembers ids: each once. */
const shown = (scene: DeliveryScene, links: number): unknown[] => {
  const seen = new Map<number, unknown>()
  for (let link = 1; link <= links; link += 1) {
    for (const frame of scene.frames(link)) {
      if (frame.type === 'data' && !seen.has(frame.seq)) seen.set(frame.seq, frame.body)
    }
  }
  return [...seen.values()]
}

describe('a message handed over just before the drop', () => {
  test('C-6b: goes out again on the next link, once, with the same id', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    void scene.delivery.send('last words')
    const [{ id } = { id: '' }] = scene.delivery.pending
    scene.relink()
    scene.welcome({ resumed: true })

    expect(scene.frames().slice(1)).toEqual([{ type: 'data', seq: 1, body: 'last words' }])
    scene.say({ type: 'ack', ack: 1 })
    expect(scene.told('delivered')).toEqual([{ id, payload: 'last words' }])
    scene.relink()
    scene.welcome({ resumed: true })
    expect(scene.sentNumbers()).toEqual([])
  })

  test('C-9b: what is sent during an outage arrives after it, in order, once', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    scene.task().close(1006, '')
    for (let i = 1; i <= 10; i += 1) void scene.delivery.send(i)
    expect(scene.socket.queued.messages).toBe(0)
    scene.advance(1_000)
    scene.openLink()
    scene.welcome({ resumed: true })

    expect(scene.sentNumbers()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })
})

describe('an acknowledgement that is lost', () => {
  test('C-39: the message goes out again under the same number, so that it is shown once', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    void scene.delivery.send('hello')
    scene.advance(10_000)
    scene.relink()
    scene.welcome({ resumed: true })

    expect([scene.sentNumbers(1), scene.sentNumbers(2)]).toEqual([[1, 1], [1]])
    expect(shown(scene, 2)).toEqual(['hello'])
  })

  test('C-39: the same holds for what arrives: a number that comes again is told once', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    scene.say({ type: 'data', seq: 1 }, '"hello"')
    scene.relink()
    scene.welcome({ resumed: true, next: 1 })
    scene.say({ type: 'data', seq: 1 }, '"hello"')

    expect(scene.told('message')).toHaveLength(1)
  })
})

describe('numbers', () => {
  test('C-28: 12 unacknowledged messages go out again as 1 … 12, also after a restart', async () => {
    const storage = createTestStorage()
    const scene = createDeliveryScene({ delivery: { storage, identity: 'ann' } })
    for (let i = 1; i <= 12; i += 1) {
      void scene.delivery.send(i)
      await scene.settle()
    }
    const numbers = Array.from({ length: 12 }, (_, i) => i + 1)
    scene.openWelcomed()
    scene.relink()
    scene.welcome({ resumed: true })
    expect(scene.sentNumbers()).toEqual(numbers)

    const next = createDeliveryScene({ delivery: { storage, identity: 'ann' } })
    await next.settle()
    next.openWelcomed()
    expect(next.sentNumbers()).toEqual(numbers)
  })
})

describe('a host that says "sent" while the network is down', () => {
  test('C-53: is believed by nobody: without an acknowledgement it goes out again', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    void scene.delivery.send('into the void')
    expect(scene.task().sendCalls.slice(-1)[0]).toMatchObject({ outcome: 'sent' })
    scene.advance(9_999)
    expect(scene.sentNumbers()).toEqual([1])
    scene.advance(1)

    expect(scene.sentNumbers()).toEqual([1, 1])
    expect(scene.told('delivered')).toEqual([])
  })
})

describe('frames of another link', () => {
  test('C-54: hello is never replayed: each link has its own, first', () => {
    const scene = createDeliveryScene({ options: { connectTimeoutMs: 1_000 } })
    void scene.delivery.send('hi')
    scene.openLink()
    scene.relink()
    scene.relink()

    for (const link of [1, 2, 3]) {
      expect(scene.frames(link).map(({ type }) => type)).toEqual(['hello'])
    }
    expect(scene.socket.queued.messages).toBe(0)
  })
})

describe('a client that is not wanted', () => {
  test.each([4501, 4502, 4503])(
    'C-56: a bye with %i is heeded although the phone loses the close: nothing revives it',
    (code) => {
      const scene = createDeliveryScene()
      scene.openWelcomed()
      void scene.delivery.send('unsent')
      scene.say({ type: 'bye', code, reason: 'signed in elsewhere' })
      scene.task().close(1006, '')
      scene.advance(TEN_MINUTES_MS)
      scene.fake.hide()
      scene.advance(60_000)
      scene.fake.show()
      scene.fake.network({ isConnected: false })
      scene.fake.network({ isConnected: true })
      scene.advance(TEN_MINUTES_MS)

      expect(scene.socket.state).toBe('closed')
      expect(scene.fake.tasks).toHaveLength(1)
      expect(scene.heard('close')).toMatchObject([{ code, reason: 'signed in elsewhere' }])
    },
  )

  test('C-56: and so is a close without a bye', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    scene.task().close(4501, 'kicked')
    scene.advance(TEN_MINUTES_MS)

    expect(scene.socket.state).toBe('closed')
    expect(scene.fake.tasks).toHaveLength(1)
  })
})
