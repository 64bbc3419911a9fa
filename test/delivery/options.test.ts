import { describe, expect, test } from '@jest/globals'
import {
  createDelivery,
  memoryStorage,
  type DeliveryOptions,
  type Storage,
} from '../../src/delivery'
import { createDeliveryScene } from '../support/delivery-scene'

const refused = (options: object, message: RegExp): void => {
  const { socket } = createDeliveryScene()
  let thrown: unknown
  try {
    createDelivery(socket, options as DeliveryOptions)
  } catch (error) {
    thrown = error
  }
  expect(thrown).toMatchObject({ code: 'E_OPTION', message: expect.stringMatching(message) })
}

describe('the options of createDelivery', () => {
  test.each([undefined, null, {}, 'socket', { sendNow: 1 }])('%j is no socket', (socket) => {
    expect(() => createDelivery(socket as never)).toThrow(/^socket must be a socket, got/)
  })

  test.each(['ttlMs', 'ackTimeoutMs', 'requestTimeoutMs', 'maxMessages', 'maxBytes'])(
    '%s must be a number in range',
    (name) => {
      for (const value of [0, -1, NaN, '5', null, Infinity]) {
        refused({ [name]: value }, new RegExp(`^${name} must be a `))
      }
    },
  )

  test.each([
    [{ storage: {} }, /^storage must be an object with the functions get, set, remove and keys/],
    [
      { storage: memoryStorage() },
      /^identity must be a string where there is a storage, got undefined/,
    ],
    [{ storage: memoryStorage(), identity: '' }, /^identity must be a string/],
    [{ identity: 5 }, /^identity must be a string/],
    [{ names: [] }, /^names must be an object/],
    [{ names: { type: {} } }, /^names.type is no option; there are types, fields/],
    [{ names: { fields: 'x' } }, /^names.fields must be an object/],
    [{ ttl: 5 }, /^ttl is no option; there are ttlMs, /],
    [[], /^options must be an object/],
  ])('%# is refused by name', (options, message) => refused(options, message))

  test('those of send() and request() are read likewise', () => {
    const { delivery } = createDeliveryScene()
    expect(() => delivery.send(1, { ttlMs: 0 })).toThrow(/^ttlMs must be a number/)
    expect(() => delivery.send(1, { timeoutMs: 5 } as never)).toThrow(/^timeoutMs is no option/)
    expect(() => delivery.request(1, { timeoutMs: Infinity })).toThrow(/^timeoutMs must be/)
    expect(delivery.pending).toEqual([])
  })

  test.each([
    [{}, 60_000],
    [{ storage: memoryStorage(), identity: 'ann' }, 86_400_000],
    [{ storage: memoryStorage(), identity: 'ann', ttlMs: 5_000 }, 5_000],
  ])('with %j a message is tried for %i ms', (options, ttlMs) => {
    const { delivery } = createDeliveryScene({ delivery: options })
    void delivery.send(1)
    const [{ createdAtMs, expiresAtMs } = { createdAtMs: 0, expiresAtMs: 0 }] = delivery.pending
    expect(expiresAtMs - createdAtMs).toBe(ttlMs)
  })

  test('options may be frozen, and are read once', () => {
    const options = Object.freeze({ maxMessages: 1, names: Object.freeze({}) })
    const { delivery } = createDeliveryScene({ delivery: options })
    expect(delivery.pending).toEqual([])
  })

  test('an unknown event and a listener that is no function are refused', () => {
    const { delivery } = createDeliveryScene()
    expect(() => delivery.on('messages' as never, () => undefined)).toThrow(
      /^event must be one of message, gap/,
    )
    expect(() => delivery.on('message', 'listener' as never)).toThrow(
      /^listener must be a function/,
    )
  })

  test('a subscription ends with the function that it returned', () => {
    const scene = createDeliveryScene()
    const heard: unknown[] = []
    const off = scene.delivery.on('message', ({ body }) => heard.push(body))
    scene.openWelcomed()
    scene.say({ type: 'data', seq: 1 }, '1')
    off()
    off()
    scene.say({ type: 'data', seq: 2 }, '2')
    expect(heard).toEqual([1])
  })

  test('a storage of the app is called as a method', async () => {
    class Own implements Storage {
      readonly #texts = new Map<string, string>()
      get = (key: string) => Promise.resolve(this.#texts.get(key))
      set(key: string, value: string) {
        this.#texts.set(key, value)
        return Promise.resolve()
      }
      remove(key: string) {
        this.#texts.delete(key)
        return Promise.resolve()
      }
      keys() {
        return Promise.resolve([...this.#texts.keys()])
      }
    }
    const storage = new Own()
    const scene = createDeliveryScene({ delivery: { storage, identity: 'ann' } })
    void scene.delivery.send(1)
    await scene.settle()
    expect(await storage.keys()).toHaveLength(1)
    await scene.delivery.clear()
    expect(await storage.keys()).toEqual([])
    expect(scene.told('error')).toEqual([])
  })
})

describe('D6: other names', () => {
  test('are used for types and fields, at every depth, and for nothing else', () => {
    const scene = createDeliveryScene({
      delivery: {
        names: {
          types: { hello: 'LOGIN', data: 'MSG', welcome: 'OK' },
          fields: { type: 'cmd', body: 'payload', seq: 'no', session: 'sid' },
        },
      },
    })
    const say = (frame: object): void => scene.task().message(JSON.stringify(frame))
    const sent = (): unknown[] => scene.task().sent.map((text) => JSON.parse(text as string))
    void scene.delivery.send({ seq: 'mine' })
    scene.openLink()
    expect(sent()).toEqual([{ cmd: 'LOGIN', v: 1, sender: expect.any(String) }])
    say({
      cmd: 'OK',
      v: 1,
      client: 'ann',
      sid: 's1',
      secret: 'x',
      resumed: false,
      next: 1,
      window: 8,
      maxFrameBytes: 9_999,
    })
    say({ cmd: 'MSG', no: 1, payload: 'hi' })
    expect(sent()[1]).toEqual({ cmd: 'MSG', no: 1, payload: { seq: 'mine' } })
    expect(scene.told('message')).toEqual([{ id: 's1:1', body: 'hi' }])
    scene.relink()
    expect(sent()).toMatchObject([{ cmd: 'LOGIN', resume: { sid: 's1', secret: 'x', last: 1 } }])
  })
})
