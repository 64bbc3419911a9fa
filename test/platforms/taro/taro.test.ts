/** `miniprogram-socket/taro` over Taro's object, as each kind of host makes it. */
import { afterEach, describe, expect, test } from '@jest/globals'
import { forTaro, type Socket, type SocketOptions } from '../../../src/taro'
import { createFakeWx, type FakeWx, type HostProfileName } from '../../../src/testing'
import { createTaro } from '../../support/frameworks'
import { createScriptedWeb } from '../../support/scripted-web'

const options: SocketOptions = { url: 'wss://example.com/ws', reconnect: { jitter: 0 } }

const endings: (() => void)[] = []
afterEach(() => {
  for (const end of endings.splice(0).reverse()) end()
})

// Kept from before a fake is installed.
const realSetTimeout = globalThis.setTimeout
const RealPromise = globalThis.Promise

function stageWx(profile: HostProfileName = 'android'): FakeWx {
  const fake = createFakeWx({ profile })
  endings.push(fake.install())
  return fake
}

async function settle({ clock }: FakeWx): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) {
    clock.advance(0)
    await new RealPromise<void>((resolve) => void realSetTimeout(resolve, 0))
  }
}

/** Opens the newest task, as the server does, and lets promises settle. */
async function open(fake: FakeWx, socket: Socket): Promise<void> {
  socket.connect()
  await settle(fake)
  fake.tasks[fake.tasks.length - 1]?.open()
  await settle(fake)
  expect(socket.state).toBe('open')
}

describe.each([
  ['that names its host', true],
  ['that does not name its host', false],
])('Taro %s', (_, hasMiniGlobal) => {
  test.each(['android', 'ios15'] as const)(
    'C-49: opens, talks, reconnects and closes on %s',
    async (profile) => {
      const fake = stageWx(profile)
      const { createSocket } = forTaro(createTaro(fake.wx, { hasMiniGlobal }))
      const socket = createSocket({ ...options, header: { token: 'a' } })
      const heard: unknown[] = []
      socket.on('message', (data) => heard.push(data))
      await open(fake, socket)
      fake.tasks[0]?.message('hello')
      socket.send('hi')
      expect([heard, fake.tasks[0]?.sent]).toEqual([['hello'], ['hi']])
      expect(fake.tasks[0]?.options.header).toEqual({ token: 'a' })
      fake.tasks[0]?.close(1006, 'abnormal closure')
      fake.clock.advance(5_000)
      await settle(fake)
      fake.tasks[1]?.open()
      await settle(fake)
      expect(socket.state).toBe('open')
      socket.close()
      fake.clock.advance(2_000)
      await settle(fake)
      expect([socket.state, fake.openCount]).toEqual(['closed', 0])
    },
  )

  test('L1: hears that the app is hidden', async () => {
    const fake = stageWx()
    const { createSocket } = forTaro(createTaro(fake.wx, { hasMiniGlobal }))
    const socket = createSocket(options)
    await open(fake, socket)
    fake.tasks[0]?.close(1006, '')
    fake.hide()
    expect(socket.status).toMatchObject({ state: 'suspended', why: 'background' })
    socket.close()
  })
})

describe('Taro on iOS ≤ 15', () => {
  test('hears an open that comes in the tick of the call, where Taro names its host', async () => {
    const fake = stageWx('ios15')
    const socket = forTaro(createTaro(fake.wx)).createSocket(options)
    fake.nextConnect({ opensAtOnce: true })
    socket.connect()
    expect(socket.state).toBe('open')
    socket.close()
  })
})

describe('Taro in a browser', () => {
  const web = createWebOf('WEB')

  test('uses the browser’s own WebSocket, whose server may say why it closes', () => {
    const { scripted, createSocket } = web()
    const socket = createSocket(options)
    const codes: number[] = []
    socket.on('close', ({ code }) => codes.push(code))
    socket.connect()
    scripted.sockets[0]?.open()
    scripted.sockets[0]?.end(4401, 'who are you')
    expect(codes).toEqual([4401])
    socket.close()
  })

  test('refuses a header at once', () => {
    expect(() => web().createSocket({ ...options, header: { token: 'a' } })).toThrow(
      expect.objectContaining({
        code: 'E_OPTION',
        message: expect.stringContaining('header must be'),
      }),
    )
  })
})

function createWebOf(env: string) {
  return () => {
    const scripted = createScriptedWeb()
    endings.push(scripted.dispose)
    return { scripted, ...forTaro(createTaro({}, { env, hasMiniGlobal: false })) }
  }
}

describe('Taro on Alipay', () => {
  test('asks `my` for one of several sockets, which Taro’s own call does not', () => {
    const asked: unknown[] = []
    const my = {
      connectSocket(request: unknown) {
        asked.push(request)
        throw new Error('enough')
      },
    }
    const { createSocket } = forTaro(createTaro(my, { env: 'ALIPAY' }))
    const socket = createSocket(options)
    const errors: unknown[] = []
    socket.on('error', (error) => errors.push(error))
    socket.connect()
    socket.close()
    expect(errors).toHaveLength(1)
    expect(asked).toEqual([expect.objectContaining({ url: options.url, multiple: true })])
  })
})

describe('forTaro', () => {
  test.each([undefined, null, 'taro'])('refuses %p at once', (taro) => {
    expect(() => forTaro(taro as never)).toThrow(
      expect.objectContaining({
        code: 'E_OPTION',
        message: expect.stringContaining('Taro must be'),
      }),
    )
  })

  test('looks at the object when connect() is called', () => {
    const socket = forTaro({} as never).createSocket(options)
    expect(() => socket.connect()).toThrow(expect.objectContaining({ code: 'E_HOST' }))
  })
})
