/** `ReconnectingWebSocket`: the surface and the options of reconnecting-websocket and partysocket without their faults. */
import { describe, expect, test } from '@jest/globals'
import {
  ReconnectingWebSocket,
  type ReconnectingOptions,
  type UrlProvider,
} from '../../src/websocket'
import { createHost, listenTo } from './host'

const URL = 'wss://example.com/ws'

/** A socket that has begun to connect, and its log. */
function start(options?: ReconnectingOptions, url: UrlProvider = URL, host = createHost()) {
  const socket = new ReconnectingWebSocket(url, [], options)
  const log = listenTo(socket)
  host.advance(0)
  return { ...host, socket, log }
}

/** The same, open, with an empty log. */
function open(options?: ReconnectingOptions, host = createHost()) {
  const scene = start(options, URL, host)
  scene.task().open()
  scene.log.splice(0)
  return scene
}

describe('the surface', () => {
  test('is that of a WebSocket', () => {
    const { socket, log, task, advance } = start()
    expect([socket.readyState, socket.url, socket.protocol, socket.bufferedAmount]).toEqual([
      ...[0, URL, '', 0],
    ])
    task().open({ header: { 'Sec-Websocket-Protocol': 'chat', 'sec-websocket-extensions': 'x' } })
    task().message('hello')
    const seen: unknown[] = []
    socket.onmessage = ({ data, origin }) => seen.push(data, origin)
    task().message(new Uint8Array([1]).buffer)
    expect([socket.readyState, socket.protocol, socket.extensions]).toEqual([1, 'chat', 'x'])
    socket.close(3001, 'bye')
    expect(socket.readyState).toBe(2)
    advance(100)
    expect([log, socket.readyState]).toEqual([
      [
        ['open', 1],
        ['message', 'hello'],
        ['message', new Uint8Array([1]).buffer],
        ['close', 3001, 'bye'],
      ],
      3,
    ])
    expect(seen).toEqual([new Uint8Array([1]).buffer, 'wss://example.com'])
    const { CONNECTING, OPEN, CLOSING, CLOSED } = socket
    expect([CONNECTING, OPEN, CLOSING, CLOSED]).toEqual([0, 1, 2, 3])
    expect([ReconnectingWebSocket.CLOSING, socket.binaryType]).toEqual([2, 'arraybuffer'])
  })

  test('is as good as closed while it waits, as with the others', () => {
    const { socket, task, log } = open()
    task().close(1006)
    expect([socket.readyState, socket.shouldReconnect, log]).toEqual([
      ...[3, true],
      [['close', 1006, '']],
    ])
  })

  test('tells nothing before there can be a listener', () => {
    const host = createHost()
    host.fake.nextConnect({ throws: new Error('no') })
    const socket = new ReconnectingWebSocket(() => {
      throw new Error('mine')
    })
    const log = listenTo(socket)
    expect(log).toEqual([])
    host.advance(0)
    expect(log.map(([type]) => type)).toEqual(['error', 'close'])
  })

  test('throws for what a WebSocket throws for', () => {
    createHost()
    const throwing = (call: () => unknown, name: string) =>
      expect(call).toThrow(expect.objectContaining({ name }))
    throwing(() => new ReconnectingWebSocket('/relative'), 'SyntaxError')
    throwing(() => new ReconnectingWebSocket(URL, ['a', 'a']), 'SyntaxError')
    const { socket } = open()
    throwing(() => socket.close(1001), 'InvalidAccessError')
    throwing(() => socket.close(3000, 'x'.repeat(124)), 'SyntaxError')
  })

  test('gives the socket below for what a WebSocket has no word for', () => {
    const { socket, task, advance } = open({ maxRetries: 1, minReconnectionDelay: 100 })
    const retries: unknown[] = []
    socket.socket.on('retry', ({ retry, delayMs }) => retries.push([retry, delayMs]))
    socket.socket.on('giveup', () => retries.push('gave up'))
    task().close(1006)
    advance(100)
    task().fail()
    expect([retries, socket.socket.state]).toEqual([[[1, 100], 'gave up'], 'gave-up'])
  })
})

describe('the url and the protocols', () => {
  test('are asked for before every attempt, at once or later', async () => {
    const host = createHost()
    let asked = 0
    const socket = new ReconnectingWebSocket(
      () => Promise.resolve(`https://example.com/ws?token=${(asked += 1)}`),
      () => (asked === 1 ? 'one' : Promise.resolve(['two', 'three'])),
      { minReconnectionDelay: 1000 },
    )
    expect(socket.url).toBe('')
    host.advance(0)
    await host.settle()
    expect(host.task().options).toMatchObject({ url: `${URL}?token=1`, protocols: ['one'] })
    expect(socket.url).toBe(`${URL}?token=1`)
    host.task().open()
    expect(socket.protocol).toBe('one')
    host.task().close(1006)
    host.advance(1000)
    await host.settle()
    expect(host.task().options).toMatchObject({
      url: `${URL}?token=2`,
      protocols: ['two', 'three'],
    })
    host.task().open()
    expect(socket.protocol).toBe('')
  })

  test.each([null, undefined, [], () => null])('no protocols can be said as %p', (protocols) => {
    const host = createHost()
    new ReconnectingWebSocket(URL, protocols)
    host.advance(0)
    expect(host.task().options.protocols).toBeUndefined()
  })

  test('W1: url is the parsed url, serialised, as that of a WebSocket', () => {
    const { socket, task } = start(undefined, 'WSS://example.com:443/路?a b')
    expect(socket.url).toBe('wss://example.com/%E8%B7%AF?a%20b')
    expect(task().url).toBe(socket.url)
  })

  test('C2: an address that comes after the next attempt began changes nothing', async () => {
    const host = createHost()
    const answers: ((url: string) => void)[] = []
    const socket = new ReconnectingWebSocket(() => new Promise((resolve) => answers.push(resolve)))
    host.advance(0)
    socket.reconnect()
    host.advance(0)
    answers[1]?.(URL)
    await host.settle()
    host.task().open()
    answers[0]?.('wss://old.example.com/')
    await host.settle()
    const origins: string[] = []
    socket.onmessage = ({ origin }) => origins.push(origin)
    host.task().message('x')
    expect([socket.url, origins]).toEqual([URL, ['wss://example.com']])
  })

  test('an address that is none fails the attempt and is tried again', () => {
    let asked = 0
    const { log, fake, advance } = start(undefined, () => ((asked += 1) === 1 ? 'nonsense' : URL))
    expect(log).toEqual([
      ['error', 'E_URL'],
      ['close', 1006, ''],
    ])
    advance(3000)
    expect(fake.tasks).toHaveLength(1)
  })
})

describe('the options', () => {
  test('have the defaults of partysocket: 3 s, growing by 1.3 to 10 s, without end', () => {
    const { socket, fake, advance } = start()
    const delays: number[] = []
    socket.socket.on('retry', ({ delayMs }) => delays.push(delayMs))
    fake.onTask((task) => task.fail())
    fake.tasks[0]?.fail()
    advance(600_000)
    expect(delays.slice(0, 8)).toEqual([3000, 3900, 5070, 6591, 8568, 10_000, 10_000, 10_000])
    expect(socket.socket.status.limit).toBe(Infinity)
  })

  test('minReconnectionDelay, maxReconnectionDelay, reconnectionDelayGrowFactor and maxRetries', () => {
    const { socket, fake, advance } = start({
      minReconnectionDelay: 100,
      maxReconnectionDelay: 350,
      reconnectionDelayGrowFactor: 2,
      maxRetries: 4,
    })
    const delays: number[] = []
    socket.socket.on('retry', ({ delayMs }) => delays.push(delayMs))
    fake.onTask((task) => task.fail())
    fake.tasks[0]?.fail()
    advance(600_000)
    expect([delays, fake.tasks.length, socket.retryCount]).toEqual([[100, 200, 350, 350], 5, 4])
  })

  test('connectionTimeout: 4 s by default', () => {
    const { log, advance, task } = start()
    task().silent = true
    advance(3999)
    expect(log).toEqual([])
    advance(1)
    expect(log).toEqual([
      ['error', 'E_CONNECT_TIMEOUT'],
      ['close', 1006, ''],
    ])
  })

  test('minUptime: retries are counted anew after so long', () => {
    const { socket, task, advance } = open({ minUptime: 300, minReconnectionDelay: 10 })
    task().close(1006)
    advance(10)
    task().open()
    advance(299)
    expect(socket.retryCount).toBe(1)
    advance(1)
    expect(socket.retryCount).toBe(0)
  })

  test('startClosed: nothing starts before reconnect()', () => {
    const { socket, fake, advance, task, log } = start({ startClosed: true })
    advance(60_000)
    expect([fake.tasks.length, socket.readyState, socket.shouldReconnect]).toEqual([0, 3, false])
    expect(socket.send('early')).toBe('queued')
    socket.reconnect()
    advance(0)
    task().open()
    expect([log, task().sent]).toEqual([[['open', 1]], ['early']])
  })

  test('debug: every change of state goes to debugLogger', () => {
    const lines: unknown[] = []
    open({ debug: true, debugLogger: (...line) => lines.push(...line) })
    expect(lines).toEqual([
      'miniprogram-socket: idle → connecting (reconnect)',
      'miniprogram-socket: connecting → open (opened)',
    ])
  })

  test('shouldReconnectOnClose: asked with the event; without it every close is followed by a retry', () => {
    const asked: unknown[] = []
    const { socket, task, advance, fake, log } = open({
      shouldReconnectOnClose: ({ type, code, reason, wasClean }) => {
        asked.push([type, code, reason, wasClean])
        return code !== 4001
      },
    })
    task().close(4500, 'x')
    advance(3000)
    task().open()
    task().close(4001, 'kicked')
    advance(600_000)
    expect(asked).toEqual([
      ['close', 4500, 'x', true],
      ['close', 4001, 'kicked', true],
    ])
    expect([fake.tasks.length, socket.shouldReconnect, log.at(-1)]).toEqual([
      ...[2, false],
      ['close', 4001, 'kicked'],
    ])
    const always = open()
    always.task().close(4500)
    always.advance(3000)
    expect(always.fake.tasks).toHaveLength(2)
  })

  test('socket: header, heartbeat and the rest of ours; no ping is sent unless it is asked for', () => {
    const silent = open()
    silent.advance(120_000)
    expect([silent.task().sent, silent.log]).toEqual([[], []])
    const { task, advance, log } = open({
      socket: { header: { token: 'x' }, heartbeat: { intervalMs: 1000, timeoutMs: 500 } },
    })
    expect(task().options.header).toEqual({ token: 'x' })
    advance(1000)
    expect(task().sent).toEqual(['ping'])
    advance(500)
    expect(log).toEqual([
      ['error', 'E_HEARTBEAT'],
      ['close', 1006, ''],
    ])
  })

  test('C8: an explicit undefined in socket is the default: no heartbeat, and debug says what it says', () => {
    const lines: unknown[] = []
    const { task, advance, fake } = open({
      debug: true,
      debugLogger: (...line: unknown[]) => lines.push(line),
      socket: { heartbeat: undefined, logger: undefined },
    } as never)
    advance(120_000)
    expect([task().sent, fake.tasks.length]).toEqual([[], 1])
    expect(lines.length).toBeGreaterThan(0)
  })

  test('E8: a minReconnectionDelay of 0 stays 0 however often it grows', () => {
    const { fake, advance, log, task } = start({
      minReconnectionDelay: 0,
      reconnectionDelayGrowFactor: 100,
    })
    for (let retry = 0; retry < 200; retry += 1) {
      task().error()
      advance(0)
    }
    expect(fake.tasks).toHaveLength(201)
    expect(log).not.toContainEqual(['error', 'E_CALLBACK'])
  })

  test.each([
    [{ automaticOpen: true }, /^automaticOpen is no option; there are maxReconnectionDelay, /],
    [{ WebSocket: class {} }, /^WebSocket is no option/],
    [{ maxRetries: -1 }, /^maxRetries must be a whole number from 0 to \d+ or Infinity, got -1$/],
    [{ reconnectionDelayGrowFactor: 0.5 }, /^reconnectionDelayGrowFactor must be /],
    [{ debug: 1 }, /^debug must be true or false, got 1$/],
    [{ debugLogger: 'x' }, /^debugLogger must be a function, got string of length 1$/],
    [{ socket: { url: URL } }, /^socket.url is no option; there are header, closeTimeoutMs, /],
    [{ socket: { heartbeat: { intervalMs: 0 } } }, /^socket.heartbeat.intervalMs must be /],
    [null, /^options must be an object, got null$/],
  ])('are refused by name: %j', (options, message) => {
    const { fake, advance } = createHost()
    expect(() => new ReconnectingWebSocket(URL, [], options as never)).toThrow(
      expect.objectContaining({ code: 'E_OPTION', message: expect.stringMatching(message) }),
    )
    advance(60_000)
    expect(fake.tasks).toHaveLength(0)
  })
})

describe('the faults of the others', () => {
  test('C-10: a connectSocket that throws on a retry is followed by another retry', () => {
    const { fake, task, advance } = open()
    task().close(1006)
    fake.nextConnect({ throws: new Error('no') })
    advance(3000)
    advance(3900)
    expect([fake.connectCalls.length, fake.tasks.length]).toEqual([3, 2])
  })

  test('C-11: after maxRetries, reconnect() starts from zero', () => {
    const { socket, fake, task, advance } = start({ maxRetries: 0 })
    task().fail()
    advance(60_000)
    expect(fake.tasks).toHaveLength(1)
    socket.reconnect()
    advance(0)
    expect([fake.tasks.length, socket.retryCount, socket.readyState]).toEqual([2, 0, 0])
  })

  test.each(['reconnect', 'close and reconnect'])(
    'C-12: %s during the back-off connects now, and the old timer starts nothing',
    (how) => {
      const { socket, fake, task, advance } = open({ minReconnectionDelay: 10_000 })
      task().close(1006)
      advance(1000)
      if (how !== 'reconnect') socket.close()
      socket.reconnect()
      advance(0)
      expect(fake.tasks).toHaveLength(2)
      task().open()
      advance(60_000)
      expect([fake.tasks.length, fake.openCount]).toEqual([2, 1])
    },
  )

  test('C-13: a url that is refused twice is asked for a third time', async () => {
    let asked = 0
    const host = createHost()
    const refusing = () =>
      (asked += 1) < 3 ? Promise.reject(new Error('no token')) : Promise.resolve(URL)
    const scene = start(undefined, refusing, host)
    for (const delayMs of [3000, 3900, 0]) {
      await host.settle()
      host.advance(delayMs)
    }
    await host.settle()
    expect([asked, host.fake.tasks.length]).toEqual([3, 1])
    expect(scene.log.map(([, code]) => code)).toEqual(['E_URL', 1006, 'E_URL', 1006])
  })

  test('C-13: a url that never comes times out', () => {
    let asked = 0
    const { advance, log } = start({ connectionTimeout: 500 }, () => {
      asked += 1
      return new Promise(() => undefined)
    })
    advance(500)
    expect(log.at(-1)).toEqual(['close', 1006, ''])
    advance(3000)
    expect(asked).toBe(2)
  })

  test('C-14: when the second of three queued sends fails, nothing is sent twice and nothing is lost', () => {
    const { socket, task, advance } = start()
    for (const text of ['1', '2', '3']) socket.send(text)
    const first = task()
    const { send } = first.native
    let calls = 0
    first.native.send = (options) => {
      calls += 1
      if (calls === 2) throw new Error('mid-flush')
      return send.call(first.native, options)
    }
    first.open()
    expect(first.sent).toEqual(['1'])
    first.close(1006)
    advance(3000)
    task().open()
    expect(task().sent).toEqual(['2', '3'])
  })

  test('C-15: the code and the reason after an error are the ones of the close', () => {
    const { task, log } = open()
    task().error({ errMsg: 'broken' })
    task().close(4401, 'auth')
    expect(log).toEqual([
      ['error', 'E_NETWORK'],
      ['close', 4401, 'auth'],
    ])
  })

  test('C-16: close() before there is a socket, and with a silent platform, is one close event and readyState 3', () => {
    const early = start(undefined, () => new Promise(() => undefined))
    early.socket.close()
    early.advance(60_000)
    expect([early.log, early.socket.readyState]).toEqual([[['close', 1000, '']], 3])

    const silent = open({ socket: { closeTimeoutMs: 1500 } })
    silent.task().silent = true
    silent.socket.close()
    silent.advance(1499)
    expect(silent.log).toEqual([])
    silent.advance(1)
    expect([silent.log, silent.socket.readyState]).toEqual([[['close', 1000, '']], 3])
    silent.task().close(1000)
    silent.advance(60_000)
    expect([silent.log.length, silent.fake.tasks.length]).toEqual([1, 1])
  })

  test('C-17: a message above maxEnqueuedMessages is said to be dropped, and told', () => {
    const { socket, task } = start({ maxEnqueuedMessages: 2 })
    const drops: unknown[] = []
    socket.socket.on('drop', (drop) => drops.push(drop))
    expect(['1', '2', '3'].map((text) => socket.send(text))).toEqual([
      ...['queued', 'queued', 'dropped'],
    ])
    expect(drops).toEqual([{ data: '3', why: 'overflow' }])
    expect(socket.bufferedAmount).toBe(2)
    task().open()
    expect([task().sent, socket.bufferedAmount]).toEqual([['1', '2'], 0])
    expect(socket.send('4')).toBe('sent')
  })

  test('C-17b: a listener that throws stops no other, and its error reaches the host', () => {
    const { socket, task, log, uncaught, advance } = open()
    const mine = new Error('mine')
    socket.onmessage = () => {
      throw mine
    }
    const later = listenTo(socket)
    task().message('x')
    advance(0)
    expect([log, later, uncaught]).toEqual([[['message', 'x']], [['message', 'x']], [mine]])
  })

  test('C-18: a background cut says 1000 and is followed by a retry; an own close by none', () => {
    const { socket, task, advance, fake } = open()
    task().close(1000, 'interrupted')
    advance(3000)
    expect(fake.tasks).toHaveLength(2)
    task().open()
    socket.close()
    task().close(1000, 'normal closure')
    advance(600_000)
    expect([fake.tasks.length, fake.clock.pending]).toEqual([2, 0])
  })

  test('C-1: close() while it waits leaves no timer, no socket and no listener on the host', () => {
    const { socket, task, advance, fake } = open()
    task().close(1006)
    advance(1500)
    socket.close()
    expect([fake.clock.pending, fake.openCount, fake.listenerCount('appShow')]).toEqual([0, 0, 0])
    advance(60_000)
    expect(fake.tasks).toHaveLength(1)
  })

  test('C-20: reconnect() three times at once is one new socket', () => {
    const { socket, fake, task, advance, log } = open()
    socket.reconnect()
    socket.reconnect()
    socket.reconnect()
    advance(0)
    task().open()
    advance(60_000)
    expect(fake.tasks).toHaveLength(2)
    expect(log[0]).toEqual(['close', 1000, ''])
  })

  test('C-23: two sockets from one options object share nothing', () => {
    const host = createHost()
    const options = Object.freeze({ maxRetries: 1, minReconnectionDelay: 100 })
    const one = start(options, URL, host)
    const two = start(options, URL, host)
    host.fake.tasks.forEach((task) => task.fail())
    host.advance(100)
    expect([one.socket.retryCount, two.socket.retryCount, host.fake.tasks.length]).toEqual([
      1, 1, 4,
    ])
  })
})
