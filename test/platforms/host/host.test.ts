/** `miniprogram-socket/host` over the fakes of the hosts that look like wx. */
import { afterEach, describe, expect, test } from '@jest/globals'
import { forHost, type BoundSocket, type CloseInfo } from '../../../src/host'
import type { LookAlikeHost } from '../../../src/host'
import {
  createFakeWx,
  type FakeTask,
  type FakeWx,
  type HostProfileName,
} from '../../../src/testing'
import { createWebSocketClass } from '../../../src/websocket'

const URL = 'wss://example.com/ws'
const HOSTS: readonly HostProfileName[] = ['tt', 'swan', 'qq', 'ks', 'jd']

const endings: (() => void)[] = []
afterEach(() => {
  for (const end of endings.splice(0).reverse()) end()
})

function play(profile: HostProfileName): { fake: FakeWx; bound: BoundSocket } {
  const fake = createFakeWx({ profile })
  endings.push(fake.dispose, fake.install())
  const host = (globalThis as unknown as Record<string, LookAlikeHost>)[profile]
  return { fake, bound: forHost(host as LookAlikeHost) }
}

const lastTask = ({ tasks }: FakeWx): FakeTask => tasks[tasks.length - 1] as FakeTask

function open({ fake, bound }: ReturnType<typeof play>) {
  const socket = bound.createSocket({ url: URL, reconnect: { delayMs: 1_000, jitter: 0 } })
  const closes: CloseInfo[] = []
  const messages: unknown[] = []
  socket.on('error', () => undefined)
  socket.on('close', (close) => closes.push(close))
  socket.on('message', (data) => messages.push(data))
  socket.connect()
  lastTask(fake).open()
  return { socket, closes, messages }
}

describe('forHost', () => {
  test.each([undefined, null, 'tt', 7])('refuses %p, which is no host', (host) => {
    expect(() => forHost(host as never)).toThrow(
      expect.objectContaining({
        code: 'E_OPTION',
        message: expect.stringMatching(/^host must be/),
      }),
    )
  })

  test('takes an object without sockets, and says so at connect()', () => {
    const { createSocket } = forHost({} as never)
    const socket = createSocket({ url: URL })
    expect(() => socket.connect()).toThrow(expect.objectContaining({ code: 'E_HOST' }))
  })

  test('refuses a bad option, naming it', () => {
    const { bound } = play('tt')
    expect(() => bound.createSocket({ url: URL, heartbeat: { intervalMs: -1 } })).toThrow(
      expect.objectContaining({ code: 'E_OPTION', message: expect.stringMatching(/intervalMs/) }),
    )
  })
})

describe.each(HOSTS)('on %s', (profile) => {
  test('connects, receives, sends, comes back and closes', () => {
    const stage = play(profile)
    const { fake } = stage
    const { socket, closes, messages } = open(stage)
    lastTask(fake).message('hello')
    lastTask(fake).message(new Uint8Array([1, 2]).buffer)
    socket.send('hi')
    expect(messages).toEqual(['hello', new Uint8Array([1, 2]).buffer])
    expect(lastTask(fake).sent).toEqual(['hi'])

    lastTask(fake).close(4000, 'moved')
    fake.clock.advance(1_000)
    lastTask(fake).open()
    expect(socket.state).toBe('open')
    socket.close()
    fake.clock.advance(1_000)
    expect(closes).toMatchObject([
      { code: 4000, reason: 'moved', cause: 'server' },
      { code: 1000, cause: 'app' },
    ])
    expect(fake.clock.pending).toBe(0)
  })

  test('has a platform that the standard WebSocket runs on', () => {
    const { fake, bound } = play(profile)
    const WebSocket = createWebSocketClass(bound.platform)
    const socket = new WebSocket(URL)
    fake.clock.advance(0)
    lastTask(fake).open()
    expect(socket.readyState).toBe(1)
    socket.close()
  })
})

test('tt: R6: a final code is final, also when it comes as a text', () => {
  const stage = play('tt')
  const { socket, closes } = open(stage)
  lastTask(stage.fake).close(4501, 'kicked')
  expect(closes).toEqual([
    { code: 4501, reason: 'kicked', wasClean: true, cause: 'server', willReconnect: false },
  ])
  expect(socket.state).toBe('closed')
})

test('qq: a timeout that is told as a close without a code is a failed connect', () => {
  const { fake, bound } = play('qq')
  const closes: CloseInfo[] = []
  const socket = bound.createSocket({ url: URL, connectTimeoutMs: 7_000 })
  socket.on('close', (close) => closes.push(close))
  socket.connect()
  lastTask(fake).close(600, '')
  expect(closes).toMatchObject([{ code: 1006, cause: 'connect-failed', willReconnect: true }])
})

test('jd: H5: a timer that fires late stands in for the events of the app', () => {
  const stage = play('jd')
  const { socket, closes } = open(stage)
  stage.fake.hide({ cut: false })
  stage.fake.clock.advance(60_000)
  stage.fake.show()
  stage.fake.clock.advance(0)
  expect(lastTask(stage.fake).sent).toEqual(['ping'])
  stage.fake.clock.advance(3_000)
  expect(closes).toMatchObject([{ cause: 'heartbeat-timeout' }])
  socket.close()
})
