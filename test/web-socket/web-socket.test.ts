/** What the raw class does beyond the standard's own statements, which test/web-socket/conformance asks one by one. */
import { describe, expect, test } from '@jest/globals'
import { createWxPlatform } from '../../src/platforms/wx/wx-platform'
import type { WxHost } from '../../src/platforms/wx/wx-host'
import { createFakeWx, hostProfiles } from '../../src/testing'
import { Event, WebSocket, createWebSocketClass, type WebSocketOptions } from '../../src/websocket'
import { createHost, listenTo } from './host'

const URL = 'wss://example.com/ws'

/** An open socket and its log. */
function open(host = createHost(), options?: WebSocketOptions) {
  const socket = new WebSocket(URL, [], options)
  host.advance(0)
  host.task().open()
  return { ...host, socket, log: listenTo(socket), opened: host.task() }
}

describe('the third argument', () => {
  test('goes to the host: header, time and options', () => {
    const { fake } = createHost()
    new WebSocket(URL, ['a'], {
      header: { token: 'x' },
      connectTimeoutMs: 1234,
      host: { tcpNoDelay: true },
    })
    expect(fake.tasks[0]?.options).toMatchObject({
      url: URL,
      protocols: ['a'],
      header: { token: 'x' },
      timeout: 1234,
      tcpNoDelay: true,
    })
  })

  test('C5, C8: left out, nothing empty is handed over; frozen, it is taken', () => {
    const { fake } = createHost()
    const options = Object.freeze({ header: Object.freeze({}) })
    new WebSocket(URL, Object.freeze([]), options)
    new WebSocket(URL, undefined, options)
    for (const { options: handed } of fake.tasks) {
      expect(Object.keys(handed)).not.toEqual(expect.arrayContaining(['header']))
      expect(Object.keys(handed)).not.toEqual(expect.arrayContaining(['protocols']))
    }
    expect(fake.tasks).toHaveLength(2)
  })

  test.each([
    [
      { headers: {} },
      /^headers is no option; there are header, connectTimeoutMs, closeTimeoutMs, host$/,
    ],
    [{ header: { Referer: 'x' } }, /^header must be /],
    [{ connectTimeoutMs: 0 }, /^connectTimeoutMs must be a number from 1 to 2147483647, got 0$/],
    [{ closeTimeoutMs: '2' }, /^closeTimeoutMs must be a number .*, got string of length 1$/],
    [{ host: { tcpNoDelay: 1 } }, /^host.tcpNoDelay must be true or false, got 1$/],
    [null, /^options must be an object, got null$/],
  ])('is refused by name: %j', (options, message) => {
    const { fake } = createHost()
    expect(() => new WebSocket(URL, [], options as never)).toThrow(
      expect.objectContaining({ code: 'E_OPTION', message: expect.stringMatching(message) }),
    )
    expect(fake.tasks).toHaveLength(0)
  })
})

describe('connecting', () => {
  test('W2: a connect that is never answered is an error and a close when the time is up', () => {
    const host = createHost()
    const socket = new WebSocket(URL, [], { connectTimeoutMs: 3000 })
    const log = listenTo(socket)
    host.task().silent = true
    host.advance(2999)
    expect(log).toEqual([])
    host.advance(2)
    expect(log).toEqual([
      ['error', 'E_CONNECT_TIMEOUT'],
      ['close', 1006, ''],
    ])
    host.task().open()
    expect([log.length, socket.readyState, host.task().closeCalls.length]).toEqual([2, 3, 2])
  })

  test('W2: after 10 s where no time is given', () => {
    const host = createHost()
    const log = listenTo(new WebSocket(URL))
    host.task().silent = true
    host.advance(9999)
    expect(log).toEqual([])
    host.advance(2)
    expect(log.map(([type]) => type)).toEqual(['error', 'close'])
  })

  test('E2: an error says why, in the words of the host, without the secrets of the url', () => {
    const host = createHost()
    const socket = new WebSocket('wss://example.com/ws?token=secret')
    const seen: { message: string; code: string }[] = []
    socket.onerror = ({ message, error }) => seen.push({ message, code: error.code })
    host.task().error({ errMsg: 'url not in domain list: wss://example.com/ws?token=secret' })
    host.advance(0)
    expect(seen).toEqual([{ message: expect.stringContaining('domain list'), code: 'E_DOMAIN' }])
    expect(seen[0]?.message).not.toContain('secret')
  })

  test.each([
    [
      'throws',
      { throws: new Error('no') },
      [
        ['error', 'E_CONNECT'],
        ['close', 1006, ''],
      ],
    ],
    [
      'fails',
      { fails: 'connectSocket:fail no' },
      [
        ['error', 'E_CONNECT'],
        ['close', 1006, ''],
      ],
    ],
    ['opens at once', { opensAtOnce: true }, [['open', 1]]],
  ])(
    'C9: nothing is told before there can be a listener where connectSocket %s',
    (_, plan, told) => {
      const host = createHost('callback-before-return')
      host.fake.nextConnect(plan)
      const socket = new WebSocket(URL)
      expect(socket.readyState).toBe(0)
      const log = listenTo(socket)
      host.advance(1)
      expect(log).toEqual(told)
    },
  )

  test('C9: what arrives before there can be a listener is told after open, in order', () => {
    const host = createHost('callback-before-return')
    host.fake.nextConnect({ opensAtOnce: true })
    const log = listenTo(new WebSocket(URL))
    host.task().message('one')
    host.task().message('two')
    host.advance(0)
    host.task().message('three')
    expect(log).toEqual([
      ['open', 1],
      ['message', 'one'],
      ['message', 'two'],
      ['message', 'three'],
    ])
  })

  test('C9: a task that comes as a promise is used', async () => {
    const { fake, advance, settle, ...host } = createHost('promise-task')
    const socket = new WebSocket(URL)
    const log = listenTo(socket)
    advance(0)
    await settle()
    host.task().open()
    socket.send('hello')
    expect([log, host.task().sent]).toEqual([[['open', 1]], ['hello']])
    expect(fake.tasks).toHaveLength(1)
  })

  test('a close by the host before the open is an error and 1006, whatever it says', () => {
    const host = createHost()
    const log = listenTo(new WebSocket(URL))
    host.task().close(4401, 'no')
    host.advance(0)
    expect(log).toEqual([
      ['error', 'E_CONNECT'],
      ['close', 1006, ''],
    ])
  })

  test('R12: a sixth socket waits for one that is closing, no longer than closeTimeoutMs', () => {
    const host = createHost({ ...hostProfiles.android, maxSockets: 6 })
    const sockets = Array.from({ length: 5 }, () => new WebSocket(URL))
    host.advance(0)
    host.fake.tasks.forEach((task) => task.open())
    host.task(1).silent = true
    sockets[0]?.close()
    const sixth = new WebSocket(URL, [], { closeTimeoutMs: 700 })
    host.advance(699)
    expect(host.fake.tasks).toHaveLength(5)
    host.advance(1)
    expect(host.fake.tasks).toHaveLength(6)
    host.task().open()
    expect(sixth.readyState).toBe(1)
  })

  test('without a host it throws E_HOST, at once', () => {
    const { wx } = globalThis as { wx?: unknown }
    expect(wx).toBeUndefined()
    expect(() => new WebSocket(URL)).toThrow(expect.objectContaining({ code: 'E_HOST' }))
  })
})

describe('the end', () => {
  test('R10: after an error on an open link the host may still say how it ended', () => {
    const { log, opened, socket, advance } = open()
    opened.error({ errMsg: 'broken' })
    expect([log, socket.readyState]).toEqual([[], 2])
    opened.close(4401, 'auth')
    expect(log).toEqual([
      ['error', 'E_NETWORK'],
      ['close', 4401, 'auth'],
    ])
    opened.close(1000)
    opened.error()
    opened.message('late')
    advance(60_000)
    expect(log).toHaveLength(2)
  })

  test('R10: within 200 ms, then it is 1006 and the native socket is closed', () => {
    const { log, opened, advance } = open()
    opened.error({ errMsg: 'broken' })
    advance(199)
    expect(log).toEqual([])
    advance(1)
    expect(log).toEqual([
      ['error', 'E_NETWORK'],
      ['close', 1006, ''],
    ])
    expect(opened.closeCalls).toHaveLength(1)
  })

  test('an error during close() is the end of it', () => {
    const { log, opened, socket } = open()
    opened.silent = true
    socket.close(3000, 'bye')
    opened.error()
    expect(log).toEqual([['close', 1006, '']])
  })

  test('a host that names no code means the one that was asked for', () => {
    const wx = { ...createFakeWx().wx, connectSocket: connectSocket as never }
    const listeners: Record<string, (told: object) => void> = {}
    function connectSocket() {
      const on = (name: string) => (listener: never) => (listeners[name] = listener)
      const noop = () => undefined
      return {
        onOpen: on('open'),
        onClose: on('close'),
        onError: noop,
        onMessage: noop,
        send: noop,
        close: noop,
      }
    }
    const platform = createWxPlatform(() => wx as unknown as WxHost)
    const socket = new (createWebSocketClass(platform))(URL)
    const log = listenTo(socket)
    return new Promise<void>((resolve) => setTimeout(resolve, 5)).then(() => {
      listeners['open']?.({})
      socket.close(3001)
      listeners['close']?.({})
      expect(log).toEqual([
        ['open', 1],
        ['close', 3001, ''],
      ])
    })
  })

  test('R11: another socket that reports the cut itself explains the global close', () => {
    const host = createHost(hostProfiles['global-close-only'])
    const { log } = open(host)
    const other = open(host)
    host.fake.globalClose({ code: 1000, reason: 'interrupted' })
    other.opened.close(1000, 'interrupted')
    host.advance(1000)
    expect([log, other.log]).toEqual([[], [['close', 1006, 'interrupted']]])
  })

  test('W2: a host that never answers a close() is waited for closeTimeoutMs', () => {
    const { log, opened, socket, advance } = open(createHost(), { closeTimeoutMs: 300 })
    opened.silent = true
    socket.close(3000, 'bye')
    advance(299)
    expect(log).toEqual([])
    advance(1)
    expect([log, socket.readyState]).toEqual([[['close', 1006, '']], 3])
  })

  test('what it listened to is let go', () => {
    const { fake, advance, task } = createHost()
    const platform = createWxPlatform(() => fake.wx as unknown as WxHost)
    let watches = 0
    const watchCuts = () => {
      watches += 1
      return () => void (watches -= 1)
    }
    const Watched = createWebSocketClass({
      ...platform,
      transport: { ...platform.transport, watchCuts },
    })
    const socket = new Watched(URL)
    advance(0)
    task().open()
    expect(watches).toBe(1)
    socket.close()
    advance(100)
    expect(watches).toBe(0)
  })

  test('leaves no timer, no native socket and no listener', () => {
    const { fake, socket, log, advance } = open()
    socket.close()
    advance(100)
    const connecting = new WebSocket(URL)
    connecting.close()
    // A host may ignore a close while connecting; what opens after all is closed.
    fake.tasks.at(-1)?.open()
    advance(100)
    expect(log).toEqual([['close', 1000, '']])
    expect([fake.clock.pending, fake.openCount]).toEqual([0, 0])
    expect([fake.listenerCount('appShow'), fake.listenerCount('networkStatusChange')]).toEqual([
      0, 0,
    ])
  })
})

describe('an open socket', () => {
  test('stays open however long it is silent, and runs no timer', () => {
    const { socket, log, fake, advance } = open()
    expect(fake.clock.pending).toBe(0)
    advance(600_000)
    expect([socket.readyState, log]).toEqual([1, []])
  })

  test('S5: a send that fails at once or later ends it with an error, told after the call', () => {
    for (const how of ['throw', 'fail'] as const) {
      const { socket, opened, log, advance, uncaught } = open()
      opened.failSends({ how, times: 1 })
      socket.send('lost')
      socket.send('late')
      expect(log).toEqual([])
      advance(200)
      expect(log).toEqual([
        ['error', 'E_NETWORK'],
        ['close', 1006, ''],
      ])
      expect(uncaught).toEqual([])
    }
  })

  test('bufferedAmount rises by bytes and falls when the host took them', () => {
    const { socket, advance } = open()
    socket.send('é€😀')
    socket.send(new Uint8Array(5))
    expect(socket.bufferedAmount).toBe(2 + 3 + 4 + 5)
    advance(0)
    expect(socket.bufferedAmount).toBe(0)
  })

  test('W1: bufferedAmount counts every payload once, whenever it is asked and whenever the host takes it', () => {
    const taken: (() => void)[] = []
    const host = {
      connectSocket: () => ({
        onOpen: (listener: (open: object) => void) => listener({}),
        onClose() {},
        onError() {},
        onMessage() {},
        close() {},
        send: ({ success }: { success: () => void }) => void taken.push(success),
      }),
    }
    const { advance } = createHost()
    const Slow = createWebSocketClass(createWxPlatform(() => host))
    const socket = new Slow(URL)
    advance(0)
    for (let i = 0; i < 300; i += 1) socket.send('é')
    const take = (from: number, to: number) => taken.slice(from, to).forEach((success) => success())
    take(0, 50)
    take(0, 50)
    take(290, 300)
    expect(socket.bufferedAmount).toBe(2 * 240)
    take(50, 290)
    socket.send('four')
    expect(socket.bufferedAmount).toBe(4)
    socket.close()
    socket.send('late')
    take(300, 301)
    take(0, 301)
    expect(socket.bufferedAmount).toBe(4)
  })

  test('E1: a listener that throws stops nobody, and its error comes out of a timer', () => {
    const { socket, log, uncaught, opened, advance } = open()
    const mine = new Error('mine')
    socket.onmessage = () => {
      throw mine
    }
    const later: unknown[] = []
    socket.addEventListener('message', { handleEvent: (event) => later.push(event.data) })
    opened.message('x')
    expect([log, later, uncaught]).toEqual([[['message', 'x']], ['x'], []])
    advance(0)
    expect(uncaught).toEqual([mine])
  })

  test('takes properties of other people', () => {
    const { socket, log } = open()
    // stompjs assigns the one, phoenix the other.
    const extended = socket as unknown as Record<string, unknown>
    extended['terminate'] = () => undefined
    extended['timeout'] = 20_000
    extended['listeners'] = extended['state'] = extended['link'] = null
    socket.close()
    expect(socket.readyState).toBe(2)
    expect(log).toEqual([])
  })

  test('W4: a class made for another host shares nothing with it but the base', () => {
    const host = open()
    const elsewhere = createFakeWx()
    const Other = createWebSocketClass(createWxPlatform(() => elsewhere.wx as unknown as WxHost))
    const other = new Other(URL)
    elsewhere.tasks[0]?.open()
    other.close()
    expect(host.fake.tasks).toHaveLength(1)
    expect([host.socket.readyState, host.log]).toEqual([1, []])
    expect(other).not.toBeInstanceOf(WebSocket)
    expect([Other.OPEN, new Event('x').type]).toEqual([1, 'x'])
    elsewhere.dispose()
  })
})
