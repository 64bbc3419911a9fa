/** `miniprogram-socket/alipay` over the fake `my`: what an app notices of Alipay. */
import { afterEach, describe, expect, test } from '@jest/globals'
import { createSocket, platform, type CloseInfo, type SocketOptions } from '../../../src/alipay'
import { createAlipayPlatform } from '../../../src/platforms/alipay/alipay-platform'
import type { MyHost, MySocketTask } from '../../../src/platforms/alipay/my-host'
import type { LinkEvent, SocketData } from '../../../src/core/ports'
import { createFakeWx, type FakeMy, type FakeTask, type FakeWx } from '../../../src/testing'
import type { VirtualClock } from '../../../src/testing'
import { createWebSocketClass } from '../../../src/websocket'

const URL = 'wss://example.com/ws'

const endings: (() => void)[] = []
afterEach(() => {
  for (const end of endings.splice(0).reverse()) end()
})

type FakeAlipay = FakeWx<VirtualClock, FakeMy>

function play(): FakeAlipay {
  const fake = createFakeWx({ profile: 'alipay' })
  endings.push(fake.dispose, fake.install())
  return fake
}

const lastTask = ({ tasks }: FakeAlipay): FakeTask => {
  const task = tasks[tasks.length - 1]
  if (task === undefined) throw new Error('my was asked for no socket')
  return task
}

function connect(options: Partial<SocketOptions> = {}) {
  const socket = createSocket({ url: URL, reconnect: { delayMs: 1_000, jitter: 0 }, ...options })
  const messages: SocketData[] = []
  const closes: CloseInfo[] = []
  const errors: unknown[] = []
  socket.on('message', (data) => messages.push(data))
  socket.on('close', (close) => closes.push(close))
  socket.on('error', ({ code, message, cause }) => errors.push({ code, message, cause }))
  socket.connect()
  return { socket, messages, closes, errors }
}

function open(fake: FakeAlipay, options?: Partial<SocketOptions>) {
  const scene = connect(options)
  lastTask(fake).open()
  expect(scene.socket.state).toBe('open')
  return scene
}

describe('binding', () => {
  test('looks my up at connect(), not before', () => {
    const socket = createSocket({ url: URL })
    expect(() => socket.connect()).toThrow(expect.objectContaining({ code: 'E_HOST' }))
    const fake = play()
    socket.connect()
    lastTask(fake).open()
    expect(socket.state).toBe('open')
    socket.close()
  })

  test('asks for a task of its own, and leaves the one socket of the app to the app', () => {
    const fake = play()
    const heard: unknown[] = []
    fake.wx.connectSocket({ url: 'wss://example.com/other' })
    fake.wx.onSocketMessage((message) => heard.push(message))
    const { messages } = open(fake)
    expect(lastTask(fake).options.multiple).toBe(true)
    lastTask(fake).message('ours')
    fake.tasks[0]?.open()
    fake.tasks[0]?.message('theirs')
    expect([messages, heard]).toEqual([['ours'], [{ data: 'theirs', isBuffer: false }]])
  })

  test('gives a platform that the standard WebSocket runs on', () => {
    const fake = play()
    const WebSocket = createWebSocketClass(platform)
    const socket = new WebSocket(URL)
    socket.binaryType = 'arraybuffer'
    const heard: unknown[] = []
    socket.onmessage = ({ data }: { data: unknown }) => heard.push(data)
    fake.clock.advance(0)
    lastTask(fake).open()
    lastTask(fake).message(new Uint8Array([0, 255]).buffer)
    expect(heard).toEqual([new Uint8Array([0, 255]).buffer])
    socket.close()
  })
})

describe('data', () => {
  test('S3: sends a view as exactly its bytes, and text as it is', () => {
    const fake = play()
    const { socket } = open(fake)
    socket.send(new Uint8Array([9, 0, 255, 128, 9]).subarray(1, 4))
    socket.send('aGVsbG8=')
    expect(lastTask(fake).sent).toEqual([new Uint8Array([0, 255, 128]).buffer, 'aGVsbG8='])
  })

  test('receives bytes as bytes, and text that looks like base64 as text', () => {
    const fake = play()
    const { messages } = open(fake)
    lastTask(fake).message(new Uint8Array([0, 255, 128]).buffer)
    lastTask(fake).message('aGVsbG8=')
    expect(messages).toEqual([new Uint8Array([0, 255, 128]).buffer, 'aGVsbG8='])
  })
})

describe('ends', () => {
  test('R13: the end of an open link is 1006, network, whatever the server said', () => {
    const fake = play()
    const { closes, socket } = open(fake)
    lastTask(fake).close(4401, 'who are you')
    expect(closes).toEqual([
      { code: 1006, reason: '', wasClean: false, cause: 'network', willReconnect: true },
    ])
    expect(socket.state).toBe('waiting')
  })

  test('R8: an own close keeps the code that was asked for', () => {
    const fake = play()
    const { closes, socket } = open(fake)
    socket.close(4000, 'done')
    fake.clock.advance(1_000)
    expect(closes).toMatchObject([{ code: 4000, reason: 'done', cause: 'app' }])
    expect(lastTask(fake).closeCalls).toEqual([{ code: 4000, reason: 'done' }])
  })

  test.each([
    { error: 6, code: 'E_CONNECT_TIMEOUT', cause: 'connect-timeout' },
    { error: 7, code: 'E_CONNECT', cause: 'connect-failed' },
    { error: 999, code: 'E_CONNECT', cause: 'connect-failed' },
  ])('R13: an onError with the number $error alone is $cause', ({ error, code, cause }) => {
    const fake = play()
    const { closes, errors } = connect()
    lastTask(fake).error({ errMsg: 'never told', errno: error })
    expect(closes).toMatchObject([{ cause, willReconnect: true }])
    expect(errors).toMatchObject([
      { code, message: expect.not.stringContaining('never told'), cause: { error } },
    ])
  })

  test('R12: one socket too many is told as that, and tried again', () => {
    const fake = play()
    for (let at = 0; at < 5; at += 1) fake.wx.connectSocket({ url: URL, multiple: true })
    const { closes, socket } = connect()
    fake.clock.advance(0)
    expect(closes).toMatchObject([{ cause: 'too-many-sockets', willReconnect: true }])
    expect(socket.state).toBe('waiting')
  })

  test('a host that takes 30 s to time out is not waited for', () => {
    const fake = play()
    const { closes } = connect({ connectTimeoutMs: 7_000 })
    expect(lastTask(fake).options.timeout).toBe(7_000)
    fake.clock.advance(7_000)
    expect(closes).toMatchObject([{ cause: 'connect-timeout' }])
  })
})

describe('what a task tells', () => {
  /** A task by hand, for forms that the fake does not use. */
  function openByHand() {
    const listeners: Record<string, (event?: unknown) => void> = {}
    const on = (event: string) => (listener: (event?: unknown) => void) => {
      listeners[event] = listener
    }
    const task = {
      ...{ send: () => undefined, close: () => undefined },
      ...{ onOpen: on('open'), onMessage: on('message'), onError: on('error') },
      onClose: on('close'),
    }
    const my: MyHost = { connectSocket: () => task as unknown as MySocketTask }
    const told: (LinkEvent | SocketData)[] = []
    createAlipayPlatform(() => my).transport.open(
      { target: { url: URL }, connectTimeoutMs: 1_000, closeTimeoutMs: 1_000, host: {} },
      (event) => told.push(event),
      (data) => told.push(data),
    )
    listeners['open']?.()
    told.splice(0)
    return { listeners, told }
  }

  test('is understood wrapped, as it is typed, and bare, as it is documented', () => {
    const { listeners, told } = openByHand()
    listeners['message']?.({ data: { socketTaskID: '1', data: 'wrapped', isBuffer: false } })
    listeners['message']?.({ data: 'bare', isBuffer: false })
    listeners['message']?.({ data: 'AP8=', isBuffer: true })
    listeners['message']?.({ data: { socketTaskID: '1', data: 'AP8=', isBuffer: true } })
    listeners['message']?.({ data: new Uint8Array([1]).buffer, isBuffer: true })
    expect(told).toEqual([
      'wrapped',
      'bare',
      new Uint8Array([0, 255]).buffer,
      new Uint8Array([0, 255]).buffer,
      new Uint8Array([1]).buffer,
    ])
  })

  test('is heard when it says nothing at all', () => {
    const { listeners, told } = openByHand()
    listeners['error']?.()
    listeners['error']?.({ error: 8, data: { socketTaskID: '1' } })
    listeners['error']?.({ error: 1, errorMessage: 'in its own words' })
    listeners['close']?.()
    expect(told).toMatchObject([
      { type: 'link-errored', failure: { text: 'undefined' } },
      { type: 'link-errored', failure: { errno: 8, text: expect.stringMatching(/Accept/) } },
      { type: 'link-errored', failure: { errno: 1, text: 'in its own words' } },
      { type: 'link-closed' },
    ])
  })
})

describe('the life of the app', () => {
  test('L2: a link that was cut in the background is replaced at once on show', () => {
    const fake = play()
    const { socket } = open(fake)
    fake.hide()
    fake.clock.advance(60_000)
    fake.show()
    fake.clock.advance(0)
    expect(fake.tasks).toHaveLength(2)
    lastTask(fake).open()
    expect(socket.state).toBe('open')
  })

  test('L3: a lost network and its return are heard', () => {
    const fake = play()
    const { socket } = open(fake)
    fake.network({ isConnected: false })
    lastTask(fake).close()
    expect(socket.status).toMatchObject({ state: 'suspended', why: 'offline' })
    fake.network({ isConnected: true })
    expect(socket.state).toBe('connecting')
  })

  test('L6: leaves no listener behind', () => {
    const fake = play()
    const { socket } = open(fake)
    expect(fake.listenerCount('appShow')).toBe(1)
    socket.close()
    fake.clock.advance(1_000)
    const events = ['appShow', 'appHide', 'networkStatusChange', 'socketClose'] as const
    expect(events.map((event) => fake.listenerCount(event))).toEqual([0, 0, 0, 0])
  })
})
