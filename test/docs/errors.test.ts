/** docs/errors.md says what is so: every code is there, comes as said, and is as retryable as said. */
import { describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DeliveryOptions } from '../../src/delivery'
import {
  type SocketError,
  type SocketErrorCode,
  type SocketOptions,
  createSocket,
  exponentialBackoff,
  isSocketError,
} from '../../src/index'
import { type Scene, type SceneOptions, createScene } from '../support/scene'
import { createDeliveryScene, type DeliveryScene } from '../support/delivery-scene'
import { codesIn, formatMarkdown, parseCodeBlocks, parseHeadings, parseTables } from './markdown'

const PATH = join(__dirname, '../../docs/errors.md')
const text = readFileSync(PATH, 'utf8')

/** The row of each code: how it comes, whether it is retryable, the causes of the close that goes with it. */
const rows = parseTables(text).find(({ heading }) => heading === 'All codes')?.rows ?? []

interface Seen {
  readonly comes: 'thrown' | 'event' | 'rejected'
  readonly retryable: boolean
  readonly causes: readonly string[]
}

type Provoke = () => Seen | Promise<Seen>

/** What a call throws. */
const thrown =
  (code: SocketErrorCode, ...calls: readonly (() => unknown)[]): Provoke =>
  () => {
    const errors = calls.map((call) => {
      try {
        call()
      } catch (error) {
        return error
      }
      return undefined
    })
    expect(errors).toMatchObject(calls.map(() => ({ code })))
    const [error] = errors
    return { comes: 'thrown', retryable: isSocketError(error) && error.retryable, causes: [] }
  }

/** What is emitted in a scene, and the closes that come with it. */
const event =
  (
    code: SocketErrorCode,
    setup: SceneOptions,
    ...acts: readonly ((scene: Scene) => void)[]
  ): Provoke =>
  () => {
    let retryable: boolean | undefined
    const causes = acts.flatMap((act) => {
      const scene = createScene({ startConnected: true, ...setup })
      act(scene)
      const error = scene.heard('error').find((heard) => heard.code === code)
      expect([code, error?.code]).toEqual([code, code])
      retryable = error?.retryable
      return scene.heard('close').map(({ cause }) => cause as string)
    })
    return { comes: 'event', retryable: retryable ?? false, causes: [...new Set(causes)] }
  }

const rejected =
  (code: SocketErrorCode, act: (scene: Scene) => void): Provoke =>
  async () => {
    const scene = createScene({ startConnected: true, options: { reconnect: { limit: 0 } } })
    act(scene)
    const error = await scene.socket.whenOpen().catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code })
    return { comes: 'rejected', retryable: isSocketError(error) && error.retryable, causes: [] }
  }

/** What a promise of a delivery is rejected with, or else what it emits. */
const delivered =
  (
    code: SocketErrorCode,
    delivery: DeliveryOptions,
    act: (scene: DeliveryScene) => unknown,
  ): Provoke =>
  async () => {
    const scene = createDeliveryScene({ delivery })
    const errors: SocketError[] = []
    scene.delivery.on('error', (error) => errors.push(error))
    if (delivery.storage === undefined) scene.openWelcomed()
    const rejection = await Promise.resolve(act(scene)).then(
      () => undefined,
      (reason: unknown) => reason as SocketError,
    )
    const error = rejection ?? errors[0]
    expect(error).toMatchObject({ code })
    const comes = rejection ? 'rejected' : 'event'
    return { comes, retryable: error?.retryable ?? false, causes: [] }
  }

const refuses = (): Promise<never> => Promise.reject(new Error('on purpose'))
const brokenStorage = { get: refuses, set: refuses, remove: refuses, keys: refuses }

const socketOf = (options: Partial<SocketOptions> = {}) =>
  createSocket({ url: 'wss://example.com', ...options })

const connecting: SceneOptions = { startConnected: false }

const connectAndFail =
  (errMsg: string) =>
  ({ socket, task }: Scene): void => {
    socket.connect()
    task().fail({ errMsg })
  }

const fails = (): never => {
  throw new Error('on purpose')
}

const without = (scene: Scene): void => {
  scene.socket.connect()
  scene.advance(10_000)
}

/** Every code, and a way to get it; one that is missing here is a type error. */
const WAYS: Readonly<Record<SocketErrorCode, Provoke>> = {
  E_OPTION: thrown(
    'E_OPTION',
    () => socketOf({ connectTimeoutMs: 0 }),
    () => exponentialBackoff({ factor: 0 }),
    () => socketOf().on('opened' as never, () => undefined),
    () => socketOf().once('open', 'listener' as never),
  ),
  E_HOST: thrown(
    'E_HOST',
    () => socketOf().connect(),
    () => socketOf().reconnect(),
  ),
  E_URL: event('E_URL', { ...connecting, options: { url: fails } }, ({ socket }) =>
    socket.connect(),
  ),
  E_CONNECT: event(
    'E_CONNECT',
    connecting,
    connectAndFail('connectSocket:fail Invalid HTTP status'),
  ),
  E_CONNECT_TIMEOUT: event('E_CONNECT_TIMEOUT', connecting, without),
  E_NETWORK: event(
    'E_NETWORK',
    {},
    (scene) => {
      scene.task().error()
      scene.advance(200)
    },
    (scene) => {
      scene.task().error()
      scene.task().close(4401, 'auth')
    },
  ),
  E_HEARTBEAT: event('E_HEARTBEAT', {}, (scene) => scene.advance(20_000)),
  E_HEARTBEAT_UNANSWERED: () => {
    const seen = event('E_HEARTBEAT_UNANSWERED', {}, (scene) => {
      scene.advance(20_000)
      expect(scene.heard('error').map(({ code }) => code)).toEqual(['E_HEARTBEAT'])
      scene.advance(5_000)
      scene.task().open()
      scene.advance(20_000)
    })() as Seen
    // The closes are those of E_HEARTBEAT; this one ends nothing.
    expect(seen.causes).toEqual(['heartbeat-timeout'])
    return { ...seen, causes: [] }
  },
  E_INTERRUPTED: event('E_INTERRUPTED', { options: { heartbeat: false } }, ({ fake }) => {
    fake.hide({ cut: false })
    fake.clock.freeze(6_000)
    fake.show()
  }),
  E_TOO_MANY_SOCKETS: event('E_TOO_MANY_SOCKETS', connecting, ({ fake, socket, advance }) => {
    for (let count = 0; count < 5; count += 1) fake.wx.connectSocket({ url: 'wss://example.com' })
    socket.connect()
    advance(0)
  }),
  E_DOMAIN: event('E_DOMAIN', connecting, (scene) => {
    connectAndFail('connectSocket:fail url not in domain list')(scene)
    expect(scene.socket.state).toBe('closed')
  }),
  E_DATA: thrown(
    'E_DATA',
    () => socketOf().send({} as never),
    () => socketOf({ codec: { encode: fails, decode: fails } }).send('text'),
  ),
  E_CLOSE_CODE: thrown(
    'E_CLOSE_CODE',
    () => socketOf().close(1005),
    () => socketOf().close(4000, '字'.repeat(42)),
  ),
  E_DECODE: event('E_DECODE', { options: { codec: { encode: String, decode: fails } } }, (scene) =>
    scene.task().message('frame'),
  ),
  E_LISTENER: event('E_LISTENER', {}, ({ socket, task }) => {
    socket.on('message', fails)
    task().message('frame')
  }),
  E_CALLBACK: event('E_CALLBACK', { options: { heartbeat: { answer: fails } } }, ({ task }) =>
    task().message('frame'),
  ),
  E_CLOSED: rejected('E_CLOSED', ({ socket }) => socket.close()),
  E_GAVE_UP: rejected('E_GAVE_UP', (scene) => scene.task().close(1006)),
  E_EXPIRED: delivered('E_EXPIRED', {}, (scene) => {
    const sent = scene.delivery.send(1)
    scene.advance(60_000)
    return sent
  }),
  E_OVERFLOW: delivered('E_OVERFLOW', { maxBytes: 2 }, ({ delivery }) => delivery.send('large')),
  E_REFUSED: delivered('E_REFUSED', {}, (scene) => {
    const sent = scene.delivery.send(1)
    scene.say({ type: 'reject', seq: 1, reason: 'no' })
    return sent
  }),
  E_TIMEOUT: delivered('E_TIMEOUT', {}, (scene) => {
    const asked = scene.delivery.request(1)
    scene.advance(30_000)
    return asked
  }),
  E_PROTOCOL: delivered('E_PROTOCOL', {}, (scene) => scene.task().message('nonsense')),
  E_STORAGE: delivered('E_STORAGE', { storage: brokenStorage, identity: 'ann' }, (scene) =>
    scene.settle(),
  ),
  E_IDENTITY: delivered('E_IDENTITY', {}, (scene) => {
    scene.relink()
    scene.welcome({ client: 'bob' })
  }),
}

describe('docs/errors.md', () => {
  test('has a row and a section for every code', () => {
    const codes = Object.keys(WAYS)
    expect(rows.map(([code = '']) => codesIn(code)[0])).toEqual(codes)
    const sections = parseHeadings(text)
      .map(({ text: heading }) => codesIn(heading)[0])
      .filter((code) => code?.startsWith('E_'))
    expect(sections.sort()).toEqual(codes.sort())
  })

  test.each(Object.entries(WAYS))('tells how %s comes', async (code, provoke) => {
    const row = rows.find(([cell]) => cell === `\`${code}\``)
    const seen = await provoke()
    expect(row?.slice(1, 3)).toEqual([seen.comes, seen.retryable ? 'yes' : 'no'])
    expect([...codesIn(row?.[3] ?? '')].sort()).toEqual([...seen.causes].sort())
  })

  test('quotes a message that really comes', () => {
    const [, quoted = ''] =
      /`(heartbeat\.intervalMs must [^`]+)`/.exec(text.replace(/\n/g, ' ')) ?? []
    expect(() => socketOf({ heartbeat: { intervalMs: 0 } })).toThrow(quoted)
    expect(quoted).not.toBe('')
  })

  test('counts the Chinese characters of a reason right', () => {
    const [, count] = /\((\d+) Chinese characters\)/.exec(text) ?? []
    expect(() => socketOf().close(4000, '字'.repeat(Number(count)))).not.toThrow()
    expect(() => socketOf().close(4000, '字'.repeat(Number(count) + 1))).toThrow()
  })

  test('has code that runs: it lets the mistake pass that it names, and no other', () => {
    const [block] = parseCodeBlocks(text)
    const run = (data: unknown) => {
      const socket = socketOf()
      const require = () => ({ isSocketError })
      new Function('require', 'socket', 'data', block?.text ?? '')(require, socket, data)
      return socket.queued.messages
    }
    expect([run('text'), run({})]).toEqual([1, 0])
  })

  test('is as prettier leaves it', () => {
    expect(formatMarkdown(text, PATH)).toBe(text)
  })
})
