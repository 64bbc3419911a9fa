import { describe, expect, test } from '@jest/globals'
import { createDelivery, wxStorage } from '../../src/delivery'
import { createDeliveryScene } from '../support/delivery-scene'

interface Options {
  readonly key: string
  readonly data?: unknown
  success(result: object): void
  fail(failure: { errMsg: string }): void
}

/** The storage of `wx`, with its words and its limit of 1 MB for a key. */
function addStorage(wx: object, texts = new Map<string, unknown>()): Map<string, unknown> {
  const api = {
    getStorage({ key, success, fail }: Options) {
      if (texts.has(key)) success({ data: texts.get(key), errMsg: 'getStorage:ok' })
      else fail({ errMsg: 'getStorage:fail data not found' })
    },
    setStorage({ key, data, success, fail }: Options) {
      if (String(data).length > 1_048_576) {
        return fail({ errMsg: 'setStorage:fail entry size limit reached' })
      }
      texts.set(key, data)
      success({ errMsg: 'setStorage:ok' })
    },
    removeStorage({ key, success }: Options) {
      texts.delete(key)
      success({ errMsg: 'removeStorage:ok' })
    },
    getStorageInfo({ success }: Options) {
      success({ keys: [...texts.keys()], currentSize: 1, limitSize: 10_240 })
    },
  }
  Object.assign(wx, api)
  return texts
}

describe('wxStorage()', () => {
  test('reads, writes, removes and lists', async () => {
    const { fake } = createDeliveryScene()
    addStorage(fake.wx)
    const storage = wxStorage()
    expect(await storage.get('a')).toBeUndefined()
    await storage.set('a', 'text')
    await storage.set('b', '')
    expect(await storage.get('a')).toBe('text')
    expect(await storage.keys()).toEqual(['a', 'b'])
    await storage.remove('a')
    await storage.remove('never there')
    expect(await storage.keys()).toEqual(['b'])
  })

  test('rejects with what the host said, except for a key that is not there', async () => {
    const { fake } = createDeliveryScene()
    addStorage(fake.wx)
    const failure = { errMsg: 'getStorage:fail I/O error' }
    Object.assign(fake.wx, { getStorage: ({ fail }: Options) => fail(failure) })
    const storage = wxStorage()
    await expect(storage.get('a')).rejects.toBe(failure)
    await expect(storage.set('a', 'x'.repeat(1_048_577))).rejects.toEqual({
      errMsg: expect.stringContaining('limit'),
    })
  })

  test('is looked up when it is used: a host without one rejects, and messages go out all the same', async () => {
    const storage = wxStorage()
    await expect(storage.keys()).rejects.toBeInstanceOf(TypeError)
    const scene = createDeliveryScene()
    const errors: string[] = []
    const delivery = createDelivery(scene.socket, { storage, identity: 'ann' })
    delivery.on('error', ({ code }) => errors.push(code))
    scene.delivery.stop()
    await scene.settle()
    void delivery.send('hi')
    scene.openWelcomed()
    await scene.settle()
    expect(errors[0]).toBe('E_STORAGE')
    expect(scene.sentNumbers()).toEqual([1])
  })

  test('a delivery finds there what the run before it left', async () => {
    const first = createDeliveryScene({ delivery: { storage: wxStorage(), identity: 'ann' } })
    const texts = addStorage(first.fake.wx)
    void first.delivery.send({ text: 'draft' })
    await first.settle()
    expect(texts.size).toBe(1)

    const second = createDeliveryScene({ delivery: { storage: wxStorage(), identity: 'ann' } })
    addStorage(second.fake.wx, texts)
    await second.settle()
    expect(second.delivery.pending).toMatchObject([{ payload: { text: 'draft' }, isSaved: true }])
  })
})
