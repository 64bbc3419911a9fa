import { describe, expect, test } from '@jest/globals'
import type { Storage } from '../../src/delivery'
import { isSocketError } from '../../src/index'
import { createDeliveryScene, type DeliveryScene } from '../support/delivery-scene'
import { createTestStorage } from '../support/test-storage'

const codeOf = async (scene: DeliveryScene, promise: Promise<unknown>): Promise<unknown> => {
  let found: unknown = 'pending'
  void promise.then(
    () => (found = 'fulfilled'),
    (error: unknown) => (found = isSocketError(error) ? error.code : error),
  )
  await scene.settle()
  return found
}

describe('D1: every promise settles, whatever the storage does', () => {
  test('also with one that never answers', async () => {
    const never = (): Promise<never> => new Promise(() => undefined)
    const storage: Storage = { get: never, set: never, remove: never, keys: never }
    const scene = createDeliveryScene({ delivery: { storage, identity: 'ann' } })
    const sent = scene.delivery.send('x', { ttlMs: 1_000 })
    const asked = scene.delivery.request('y', { timeoutMs: 2_000 })
    scene.advance(2_000)
    expect(await codeOf(scene, sent)).toBe('E_EXPIRED')
    expect(await codeOf(scene, asked)).toBe('E_TIMEOUT')
  })

  test('also with one that throws, and messages go out all the same', async () => {
    const fail = (): never => {
      throw new Error('no storage here')
    }
    const storage: Storage = { get: fail, set: fail, remove: fail, keys: fail }
    const scene = createDeliveryScene({ delivery: { storage, identity: 'ann' } })
    await scene.settle()
    const sent = scene.delivery.send('x')
    scene.openWelcomed()
    scene.say({ type: 'ack', ack: 1 })
    expect(await codeOf(scene, sent)).toBe('fulfilled')
    expect(scene.told('error')).toContain('E_STORAGE')
    expect(await codeOf(scene, scene.delivery.clear())).toBe('E_STORAGE')
  })
})

test('D5: a storage that answers at once, without promises, is one too', async () => {
  const texts = new Map<string, string>()
  const storage = {
    get: (key: string) => texts.get(key),
    set: (key: string, text: string) => void texts.set(key, text),
    remove: (key: string) => void texts.delete(key),
    keys: () => [...texts.keys()],
  } as unknown as Storage
  const first = createDeliveryScene({ delivery: { storage, identity: 'ann' } })
  void first.delivery.send('kept')
  await first.settle()
  expect(first.delivery.pending).toMatchObject([{ isSaved: true }])

  const second = createDeliveryScene({ delivery: { storage, identity: 'ann' } })
  await second.settle()
  expect(second.told('restored')).toMatchObject([{ messages: [{ payload: 'kept' }] }])
  expect(second.told('error')).toEqual([])
})

test('after stop() no timer is left, though something was being saved', async () => {
  const storage = createTestStorage()
  const scene = createDeliveryScene({ delivery: { storage, identity: 'ann' } })
  await scene.settle()
  scene.openWelcomed()
  scene.say({ type: 'data', seq: 1 }, '1')
  void scene.delivery.send('x')
  scene.delivery.stop()
  scene.socket.close()
  scene.advance(2_000)
  await scene.settle()
  expect(scene.leftovers().timers).toBe(0)
})
