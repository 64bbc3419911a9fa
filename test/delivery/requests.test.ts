import { describe, expect, test } from '@jest/globals'
import { createDeliveryScene, type DeliveryScene } from '../support/delivery-scene'
import { createTestStorage } from '../support/test-storage'

/** The id of the last message that the client sent. */
function lastId(scene: DeliveryScene): string {
  const [hello] = scene.frames()
  const sender = hello?.type === 'hello' ? hello.sender : ''
  return `${sender}:${scene.sentNumbers().pop()}`
}

describe('D7: request()', () => {
  test('asks, and settles with the reply', async () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    const asked = scene.delivery.request({ get: 'time' })
    expect(scene.frames().pop()).toEqual({ type: 'data', seq: 1, ask: true, body: { get: 'time' } })
    scene.say({ type: 'data', seq: 1, ack: 1, re: lastId(scene) }, '1763647200000')
    await expect(asked).resolves.toBe(1_763_647_200_000)
    // A reply is no message, and the request is its own affair.
    expect(scene.toldNames()).toEqual(['resumed'])
  })

  test('a reply of bytes, of null, and to one of several', async () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    const asked: Promise<unknown>[] = []
    const ids = [1, 2, 3].map((n) => {
      asked.push(scene.delivery.request(n))
      return lastId(scene)
    })
    scene.say({ type: 'data', seq: 1, re: ids[2] as string }, new Uint8Array([7]).buffer)
    scene.say({ type: 'data', seq: 2, re: ids[0] as string }, 'null')
    scene.say({ type: 'data', seq: 3, re: ids[1] as string }, '"two"')
    await expect(Promise.all(asked)).resolves.toEqual([null, 'two', new Uint8Array([7]).buffer])
  })

  test('the reply may come over a later link, and only the first one counts', async () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    const asked = scene.delivery.request('q')
    const re = lastId(scene)
    scene.say({ type: 'ack', ack: 1 })
    scene.relink()
    scene.welcome({ resumed: true })
    expect(scene.sentNumbers()).toEqual([])
    scene.say({ type: 'data', seq: 1, re }, '"first"')
    scene.say({ type: 'data', seq: 2, re }, '"second"')
    await expect(asked).resolves.toBe('first')
  })

  test('E_TIMEOUT after timeoutMs, before and after it was acknowledged', async () => {
    const scene = createDeliveryScene()
    const offline = scene.delivery.request(1, { timeoutMs: 500 })
    scene.advance(500)
    await expect(offline).rejects.toMatchObject({ code: 'E_TIMEOUT', retryable: true })
    scene.openWelcomed()
    expect(scene.sentNumbers()).toEqual([])
    const asked = scene.delivery.request(2)
    const re = lastId(scene)
    scene.say({ type: 'ack', ack: 2 })
    scene.advance(30_000)
    await expect(asked).rejects.toMatchObject({ code: 'E_TIMEOUT' })
    scene.say({ type: 'data', seq: 1, re }, '"late"')
    expect(scene.toldNames()).toEqual(['resumed'])
  })

  test.each(['clear', 'stop'] as const)(
    'E_CLOSED after %s(), also once it was acknowledged',
    async (method) => {
      const scene = createDeliveryScene()
      scene.openWelcomed()
      const asked = scene.delivery.request(1)
      scene.say({ type: 'ack', ack: 1 })
      void scene.delivery[method]()
      await expect(asked).rejects.toMatchObject({ code: 'E_CLOSED' })
      expect(scene.clock.pending).toBeLessThanOrEqual(1)
    },
  )

  test('each request has its own time', async () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    const late: number[] = []
    for (const timeoutMs of [700, 300, 500]) {
      scene.delivery.request(timeoutMs, { timeoutMs }).catch(() => late.push(timeoutMs))
    }
    scene.say({ type: 'ack', ack: 3 })
    const seen: number[][] = []
    for (let at = 0; at < 4; at += 1) {
      scene.advance(200)
      await scene.settle()
      seen.push([...late])
    }
    expect(seen).toEqual([[], [300], [300, 500], [300, 500, 700]])
  })

  test("E_REFUSED with the server's words when it gives no reply", async () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    const asked = scene.delivery.request(1)
    scene.say({ type: 'data', seq: 1, re: lastId(scene), error: 'nobody answers that' })
    await expect(asked).rejects.toMatchObject({ code: 'E_REFUSED', message: 'nobody answers that' })
  })

  test('E_REFUSED when the server will not have it, E_OVERFLOW when there is no room', async () => {
    const scene = createDeliveryScene({ delivery: { maxMessages: 1 } })
    scene.openWelcomed()
    const asked = scene.delivery.request(1)
    const second = scene.delivery.request(2)
    scene.say({ type: 'reject', seq: 1, reason: 'not you' })
    await expect(asked).rejects.toMatchObject({ code: 'E_REFUSED', message: 'not you' })
    await expect(second).rejects.toMatchObject({ code: 'E_OVERFLOW' })
    expect(scene.toldNames()).toEqual(['resumed'])
  })

  test('is not kept in the storage, and is not among the pending messages', async () => {
    const storage = createTestStorage()
    const scene = createDeliveryScene({ delivery: { storage, identity: 'ann' } })
    void scene.delivery.request('q')
    await scene.settle()
    expect(scene.delivery.pending).toEqual([])
    expect([...storage.texts.keys()]).toEqual([])
  })
})
