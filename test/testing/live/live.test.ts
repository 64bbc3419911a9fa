import { afterEach, describe, expect, test } from '@jest/globals'
import type { AddressInfo } from 'node:net'
import WebSocket, { WebSocketServer, type RawData } from 'ws'
import { createFakeWx, type FakeClock, type FakeWx, type FakeWxOptions } from '../../../src/testing'

const cleanups: (() => void)[] = []

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup()
})

/** Waits until `check` holds; fails after `expiryMs`. */
async function until(check: () => boolean, expiryMs = 3_000): Promise<void> {
  const startAtMs = Date.now()
  while (!check()) {
    if (Date.now() - startAtMs > expiryMs)
      throw new Error(`waited ${expiryMs} ms for ${String(check)}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

interface Server {
  readonly url: string
  readonly heard: unknown[]
  readonly headers: Record<string, unknown>[]
  readonly sockets: Set<WebSocket>
}

/** A server on a free port that echoes, and remembers. */
async function serve(protocols?: string): Promise<Server> {
  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    handleProtocols: () => protocols ?? false,
  })
  const heard: unknown[] = []
  const headers: Record<string, unknown>[] = []
  server.on('connection', (socket, request) => {
    headers.push(request.headers)
    socket.on('message', (data: RawData, isBinary) => {
      heard.push(isBinary ? [...(data as Buffer)] : String(data))
      socket.send(isBinary ? data : `echo ${String(data)}`)
    })
    socket.on('close', (code, reason) => heard.push(['close', code, String(reason)]))
    socket.on('error', () => {})
  })
  await new Promise((resolve) => server.once('listening', resolve))
  cleanups.push(() => {
    for (const socket of server.clients) socket.terminate()
    server.close()
  })
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return { url, heard, headers, sockets: server.clients }
}

function createLiveFake(options: FakeWxOptions = {}): FakeWx<FakeClock> {
  const fake = createFakeWx({ ...options, live: { WebSocket } })
  cleanups.push(fake.dispose)
  return fake
}

function connect(fake: FakeWx<FakeClock>, url: string, more: object = {}) {
  const heard: unknown[] = []
  const native = fake.wx.connectSocket({ url, success: () => {}, fail: () => {}, ...more })
  native.onOpen(({ header }) => heard.push(['open', header]))
  native.onMessage(({ data }) =>
    heard.push(typeof data === 'string' ? data : [...new Uint8Array(data)]),
  )
  native.onError(({ errMsg }) => heard.push(['error', errMsg]))
  native.onClose(({ code, reason }) => heard.push(['close', code, reason]))
  const send = (data: string | ArrayBuffer) =>
    native.send({ data, success: () => {}, fail: ({ errMsg }) => heard.push(errMsg) })
  const close = (code: number, reason: string) =>
    native.close({ code, reason, success: () => {}, fail: ({ errMsg }) => heard.push(errMsg) })
  return { heard, send, close, task: fake.tasks[fake.tasks.length - 1] }
}

async function open(fake: FakeWx<FakeClock>, url: string) {
  const link = connect(fake, url)
  await until(() => link.task?.state === 'open')
  return link
}

describe('a live fake', () => {
  test('carries text and bytes both ways, and closes with a code', async () => {
    const server = await serve()
    const { heard, send, close } = await open(createLiveFake(), server.url)
    send('hello')
    send(new Uint8Array([1, 2, 3]).buffer)
    await until(() => heard.length === 3)
    close(4001, 'done')
    await until(() => heard.length === 4 && server.heard.length === 3)
    expect(heard).toEqual([['open', {}], 'echo hello', [1, 2, 3], ['close', 4001, 'done']])
    expect(server.heard).toEqual(['hello', [1, 2, 3], ['close', 4001, 'done']])
  })

  test('passes header and protocols, and says which protocol was chosen', async () => {
    const server = await serve('mqtt')
    const fake = createLiveFake()
    const { heard } = connect(fake, server.url, { header: { Token: 'x1' }, protocols: ['mqtt'] })
    await until(() => heard.length > 0)
    expect(heard).toEqual([['open', { 'Sec-WebSocket-Protocol': 'mqtt' }]])
    expect(server.headers[0]).toMatchObject({ token: 'x1', 'sec-websocket-protocol': 'mqtt' })
  })

  test('reports a close by the server, with a reason of its own when there is none', async () => {
    const server = await serve()
    const { heard } = await open(createLiveFake(), server.url)
    for (const socket of server.sockets) socket.close(1001)
    await until(() => heard.length === 2)
    expect(heard[1]).toEqual(['close', 1001, 'going away'])
  })

  test.each([
    ['android', 1006, 'abnormal closure'],
    ['ios', 1001, 'Stream end encountered'],
  ] as const)('reports a broken link in the words of %s', async (profile, code, reason) => {
    const server = await serve()
    const { heard } = await open(createLiveFake({ profile }), server.url)
    for (const socket of server.sockets) socket.terminate()
    await until(() => heard.length === 2)
    expect(heard[1]).toEqual(['close', code, reason])
  })

  test.each([
    [
      'android',
      [
        ['error', 'exception onOpen fail code:111, msg:Connection refused'],
        ['close', 1006, 'abnormal closure'],
      ],
    ],
    ['ios', [['error', 'exception onOpen fail code:111, msg:Connection refused']]],
    [
      'devtools',
      [
        ['error', '未完成的操作'],
        ['close', 1006, 'abnormal closure'],
      ],
    ],
  ] as const)('reports a refused connection as %s does', async (profile, events) => {
    const { url } = await serve()
    cleanups.splice(0).forEach((cleanup) => cleanup())
    await pause(20)
    const { heard } = connect(createLiveFake({ profile }), url)
    await until(() => heard.length === events.length)
    expect(heard).toEqual(events)
  })

  test('reports a server that is no WebSocket server', async () => {
    const { createServer } = await import('node:http')
    const server = createServer((_, response) => response.writeHead(404).end()).listen(
      0,
      '127.0.0.1',
    )
    cleanups.push(() => server.close())
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    const { heard } = connect(createLiveFake({ profile: 'ios' }), `ws://127.0.0.1:${port}/`)
    await until(() => heard.length > 0)
    expect(heard).toEqual([['error', 'exception onOpen fail code:20, msg:Invalid HTTP status.']])
  })

  test('reports a URL that no WebSocket takes', async () => {
    const { heard } = connect(createLiveFake({ profile: 'ios' }), 'nonsense')
    await until(() => heard.length > 0)
    expect(heard).toEqual([
      ['error', 'exception onOpen fail code:2, msg:Underlying Transport Error'],
    ])
  })

  test('lives on a virtual clock with a WebSocket class that does so too', () => {
    const made: { onopen?: (event: object) => void; protocol: string }[] = []
    const WebSocket = class {
      readonly protocol = ''
      constructor() {
        made.push(this)
      }
    }
    const fake = createFakeWx({ clock: 'virtual', live: { WebSocket: WebSocket as never } })
    const { heard } = connect(fake, 'ws://nowhere.example')
    fake.clock.setTimeout(() => made[0]?.onopen?.({}), 50_000)
    fake.clock.advance(49_999)
    expect(heard).toEqual([])
    fake.clock.advance(1)
    expect(heard).toEqual([['open', {}]])
  })
})

describe('faults of a live fake', () => {
  test('refuse lets new connects fail until it is switched off', async () => {
    const server = await serve()
    const fake = createLiveFake({ profile: 'ios' })
    fake.faults.refuse = true
    const refused = connect(fake, server.url)
    await until(() => refused.heard.length > 0)
    fake.faults.refuse = false
    await open(fake, server.url)
    expect(refused.heard).toEqual([
      ['error', 'exception onOpen fail code:111, msg:Connection refused'],
    ])
    expect(server.headers).toHaveLength(1)
  })

  test('blackHole leaves new connects unanswered, and the host times out', async () => {
    const server = await serve()
    const fake = createLiveFake()
    fake.faults.blackHole = true
    const { heard } = connect(fake, server.url, { timeout: 60 })
    await until(() => heard.length > 0)
    expect(heard).toEqual([['error', 'exception onOpen fail code:9, msg:Timer Expired']])
    expect(server.headers).toHaveLength(0)
  })

  test('blackHole keeps a connect unopened whose answer it swallowed, whatever the server sends later', async () => {
    const server = await serve()
    const fake = createLiveFake()
    const { heard, task } = connect(fake, server.url)
    fake.faults.blackHole = true
    await until(() => server.sockets.size === 1)
    await pause(20)
    fake.faults.blackHole = false
    for (const socket of server.sockets) socket.send('to nobody')
    await pause(20)
    expect({ heard, state: task?.state }).toEqual({ heard: [], state: 'connecting' })
  })

  test('blackHole swallows what an open link carries, without any event, and the link outlives it', async () => {
    const server = await serve()
    const fake = createLiveFake()
    const { heard, send } = await open(fake, server.url)
    fake.faults.blackHole = true
    send('lost')
    for (const socket of server.sockets) socket.send('lost too')
    await pause(50)
    fake.faults.blackHole = false
    send('found')
    await until(() => heard.length === 2)
    expect(heard).toEqual([['open', {}], 'echo found'])
    expect(server.heard).toEqual(['found'])
  })

  test('blackHole keeps both ends from hearing of a close until it is gone', async () => {
    const server = await serve()
    const fake = createLiveFake()
    const mine = await open(fake, server.url)
    const theirs = await open(fake, server.url)
    fake.faults.blackHole = true
    mine.close(4000, 'bye')
    ;[...server.sockets][1]?.close(4002, 'kicked')
    await pause(50)
    expect([mine.heard.length, theirs.heard.length, server.heard.length]).toEqual([1, 1, 1])
    fake.faults.blackHole = false
    await until(() => mine.heard.length + theirs.heard.length === 4)
    expect([mine.heard[1], theirs.heard[1]]).toEqual([
      ['close', 4000, 'bye'],
      ['close', 4002, 'kicked'],
    ])
  })

  test('cut is noticed by the server and not by the script, whose sends succeed and whose close is answered', async () => {
    const server = await serve()
    const fake = createLiveFake()
    const { heard, send, close, task } = await open(fake, server.url)
    fake.faults.cut()
    await until(() => server.heard.length === 1)
    send('into the void')
    await pause(20)
    expect({ server: server.heard, heard, state: task?.state }).toEqual({
      server: [['close', 1006, '']],
      heard: [['open', {}]],
      state: 'open',
    })
    close(4000, 'dead')
    await until(() => heard.length === 2)
    expect(heard[1]).toEqual(['close', 4000, 'dead'])
  })

  test('delayMs delays frames and keeps their order when it is taken back', async () => {
    const server = await serve()
    const fake = createLiveFake()
    const { heard, send } = await open(fake, server.url)
    fake.faults.delayMs = 60
    const startAtMs = Date.now()
    send('slow')
    fake.faults.delayMs = 0
    send('fast')
    await until(() => heard.length === 3)
    expect(heard.slice(1)).toEqual(['echo slow', 'echo fast'])
    expect(Date.now() - startAtMs).toBeGreaterThanOrEqual(55)
  })

  test('closeAll is heard by every task', async () => {
    const server = await serve()
    const fake = createLiveFake()
    const [first, second] = [await open(fake, server.url), await open(fake, server.url)]
    fake.faults.closeAll(4003, 'go')
    expect([first.heard[1], second.heard[1]]).toEqual([
      ['close', 4003, 'go'],
      ['close', 4003, 'go'],
    ])
    expect(fake.openCount).toBe(0)
  })

  test('are not there in scripted mode', () => {
    expect(() => createFakeWx().faults).toThrow('driven by hand')
  })
})

describe('a live fake in the background', () => {
  const profile = {
    ...createFakeWx().profile,
    suspendAfterMs: 30,
    backgroundCut: { afterMs: 40, report: 'task', close: { code: 1000, reason: 'interrupted' } },
  } as const

  test('stops the timers of its clock, cuts the link, and reports it all on show', async () => {
    const server = await serve()
    const fake = createLiveFake({ profile })
    const { heard } = await open(fake, server.url)
    fake.wx.onAppShow(() => heard.push('show'))
    fake.clock.setTimeout(() => heard.push('timer'), 60)
    fake.hide()
    await until(() => server.heard.length === 1)
    await pause(80)
    expect(heard).toEqual([['open', {}]])
    fake.show()
    expect(heard.slice(1)).toEqual(['show', 'timer', ['close', 1000, 'interrupted']])
  })

  test('does not run a late timer that was cleared meanwhile', async () => {
    const fake = createLiveFake({ profile })
    const heard: string[] = []
    fake.hide()
    await until(() => fake.clock.isFrozen)
    const cleared = fake.clock.setTimeout(() => heard.push('cleared'), 1)
    fake.clock.setTimeout(() => heard.push('kept'), 1)
    await pause(30)
    fake.clock.clearTimeout(cleared)
    fake.show()
    expect(heard).toEqual(['kept'])
  })

  test('runs an interval that was due several times once, or as often as it was due', async () => {
    const counts = await Promise.all(
      (['late', 'replay', 'dropped'] as const).map(async (frozenTimers) => {
        const fake = createLiveFake({ profile: { ...profile, frozenTimers } })
        let ticks = 0
        fake.hide()
        await until(() => fake.clock.isFrozen)
        const timer = fake.clock.setInterval(() => (ticks += 1), 10)
        await pause(100)
        fake.show()
        fake.clock.clearInterval(timer)
        return ticks
      }),
    )
    expect(counts[0]).toBe(1)
    expect(counts[1]).toBeGreaterThan(2)
    expect(counts[2]).toBe(0)
  })
})
