import { describe, expect, test } from '@jest/globals'
import type { Socket, SocketError, SocketOptions } from '../../src/index'
import { createScene, type Scene } from '../support/scene'

const url = 'wss://example.com/ws'

/** What creating a socket from these options throws; `null` when it throws nothing. */
function refusalOf(options: unknown): SocketError | null {
  const { entry } = createScene()
  try {
    entry.createSocket(options as SocketOptions)
    return null
  } catch (error) {
    expect(entry.isSocketError(error)).toBe(true)
    return error as SocketError
  }
}

/** `{ url, heartbeat: { intervalMs: 5 } }` from `heartbeat.intervalMs` and 5. */
function optionsWith(path: string, value: unknown): object {
  const [group = '', name] = path.split('.')
  return name === undefined ? { url, [group]: value } : { url, [group]: { [name]: value } }
}

/** How an error says what came: a number as it is, anything else by its type. */
function came(value: unknown, path = ''): RegExp {
  // Words are shown: E6 hides url, header and data.
  const isWord = path === 'background' || path === 'queue.overflow'
  if (typeof value === 'string' && isWord) return new RegExp(`got '${value}'$`)
  if (typeof value === 'string') return new RegExp(`string.*\\b${value.length}\\b`)
  if (Array.isArray(value)) return /array/
  if (typeof value === 'object' && value !== null) return /object/
  if (typeof value === 'function') return /function/
  if (typeof value === 'symbol') return /symbol/
  return new RegExp(`${String(value).replace('+', '\\+')}(?!\\w)`)
}

interface Row {
  readonly path: string
  readonly good: readonly unknown[]
  readonly bad: readonly unknown[]
  /** What the error says is accepted. */
  readonly accepts: RegExp
}

const maxMs = 2_147_483_647
const noNumbers = ['5', '', null, true, false, [], {}, () => 5]
const noDuration = [...noNumbers, -1, NaN, -Infinity, maxMs + 1]
const noFunctions = ['x', 5, null, true, {}, []]
const noGroups = [true, null, 'x', 5, [], () => {}]

const ms = (path: string): Row => ({
  path,
  good: [1, 1.5, 5_000, maxMs],
  bad: [...noDuration, 0, 0.5, Infinity],
  accepts: /\b1\b.*2.?147.?483.?647/,
})

const msOrInfinity = (path: string): Row => ({
  path,
  good: [1, 1.5, maxMs, Infinity],
  bad: [...noDuration, 0, 0.5],
  accepts: /\b1\b.*2.?147.?483.?647.*Infinity/,
})

const count = (path: string, ...also: number[]): Row => ({
  path,
  good: [0, 1, 1_000_000, ...also],
  bad: [...noNumbers, -1, 0.5, NaN, -Infinity].concat(also.length > 0 ? [] : [Infinity]),
  accepts: also.length > 0 ? /\b0\b.*Infinity/ : /\b0\b/,
})

const rows: readonly Row[] = [
  {
    path: 'url',
    good: [
      'ws://a',
      'wss://example.com',
      'wss://example.com:8443/path?token=x&y=中文',
      'WSS://EXAMPLE.COM',
      'ws://127.0.0.1:8080',
      'ws://[::1]:8080/',
      ['wss://a', 'wss://b'],
      Object.freeze(['wss://a']),
      () => 'wss://a',
      async () => ({ url: 'wss://a' }),
    ],
    bad: [
      '',
      'example.com',
      'http://example.com',
      'https://example.com',
      '//example.com',
      'wss:',
      'wss://',
      'wss:///path',
      'wss://?query',
      'wss:example.com',
      ' wss://example.com',
      5,
      null,
      true,
      {},
      { url },
      [],
      [''],
      ['wss://a', 'http://b'],
      [5],
      [undefined],
    ],
    accepts: /wss?:\/\//,
  },
  {
    path: 'header',
    good: [{}, { Authorization: 'x', 'X-Empty': '' }, Object.freeze({ a: 'b' })],
    bad: [
      true,
      null,
      'x',
      5,
      [],
      { a: 5 },
      { a: null },
      { a: ['b'] },
      { Referer: 'x' },
      { referer: 'x' },
      { REFERER: 'x' },
    ],
    accepts: /string/,
  },
  {
    path: 'protocols',
    good: [[], ['a'], ['a', 'b'], Object.freeze(['a'])],
    bad: ['a', '', null, true, {}, [''], ['a', ''], [5], [null], [undefined]],
    accepts: /array.*string/,
  },
  ms('connectTimeoutMs'),
  ms('closeTimeoutMs'),
  { path: 'heartbeat', good: [false, {}], bad: noGroups, accepts: /object.*false/ },
  ms('heartbeat.intervalMs'),
  msOrInfinity('heartbeat.outboundMs'),
  ms('heartbeat.timeoutMs'),
  ms('heartbeat.probeTimeoutMs'),
  {
    path: 'heartbeat.message',
    good: [
      'ping',
      new ArrayBuffer(2),
      new Uint8Array([1]),
      new DataView(new ArrayBuffer(1)),
      null,
    ].concat([(() => 'ping') as never]),
    bad: [5, true, false, {}, [], ['ping']],
    accepts: /string.*function.*null/,
  },
  {
    path: 'heartbeat.isReply',
    good: [() => true],
    bad: noFunctions,
    accepts: /function/,
  },
  {
    path: 'heartbeat.answer',
    good: [() => undefined],
    bad: noFunctions,
    accepts: /function/,
  },
  { path: 'reconnect', good: [false, {}], bad: noGroups, accepts: /object.*false/ },
  {
    path: 'reconnect.delayMs',
    good: [0, 1, 0.5, maxMs, () => 5],
    bad: ['5', null, true, [], {}, -1, NaN, Infinity, maxMs + 1],
    accepts: /\b0\b.*2.?147.?483.?647.*function/,
  },
  count('reconnect.limit', Infinity),
  {
    path: 'reconnect.jitter',
    good: [0, 0.2, 1],
    bad: [...noNumbers, -0.1, 1.1, NaN, Infinity],
    accepts: /\b0\b.*\b1\b/,
  },
  {
    path: 'reconnect.stableAfterMs',
    good: [0, 1, maxMs],
    bad: [...noDuration, Infinity],
    accepts: /\b0\b.*2.?147.?483.?647/,
  },
  { path: 'reconnect.isFinal', good: [() => false], bad: noFunctions, accepts: /function/ },
  { path: 'queue', good: [false, {}], bad: noGroups, accepts: /object.*false/ },
  count('queue.maxMessages'),
  count('queue.maxBytes'),
  msOrInfinity('queue.maxAgeMs'),
  {
    path: 'queue.overflow',
    good: ['drop-newest', 'drop-oldest'],
    bad: ['drop', 'newest', '', null, true, 5],
    accepts: /drop-newest.*drop-oldest/,
  },
  {
    path: 'background',
    good: ['keep', 'close', 'run'],
    bad: ['stop', '', 'KEEP', null, true, false, 5],
    accepts: /keep.*close.*run/,
  },
  {
    path: 'codec',
    good: [
      { encode: () => '', decode: () => '' },
      new (class {
        encode() {
          return ''
        }
        decode() {
          return ''
        }
      })(),
    ],
    bad: [
      true,
      null,
      'json',
      5,
      [],
      {},
      { encode: () => '' },
      { decode: () => '' },
      { encode: 'x', decode: () => '' },
    ],
    accepts: /encode.*decode/,
  },
  {
    path: 'host',
    good: [{}, { tcpNoDelay: true, perMessageDeflate: false, forceCellularNetwork: true }],
    bad: [true, false, null, 'x', 5, []],
    accepts: /object/,
  },
  {
    path: 'logger',
    good: [
      console,
      { info: () => {}, warn: () => {} },
      Object.create({ info: () => {}, warn: () => {} }),
    ],
    bad: [true, false, null, 'x', 5, [], {}, { info: () => {} }, { warn: () => {} }],
    accepts: /info.*warn/,
  },
]

const show = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)

describe('every option', () => {
  const good = rows.flatMap(({ path, good }) =>
    good.map((value) => [path, show(value), value] as const),
  )

  test.each(good)('%s: %s is accepted', (path, _, value) => {
    expect(refusalOf(optionsWith(path, value))).toBe(null)
  })

  const bad = rows.flatMap(({ path, bad }) =>
    bad.map((value) => [path, show(value), value] as const),
  )

  test.each(bad)('%s: %s is E_OPTION, and the error says where and what came', (path, _, value) => {
    const error = refusalOf(optionsWith(path, value))
    expect(error).toMatchObject({ code: 'E_OPTION', retryable: false })
    const message = error?.message ?? ''
    expect(message.startsWith(`${path} `)).toBe(true)
    expect(message).toMatch(came(value, path))
  })

  test.each(['url', 'protocols'])('%s: an array with a hole is E_OPTION', (path) => {
    expect(refusalOf(optionsWith(path, new Array(1)))).toMatchObject({ code: 'E_OPTION' })
  })

  function expectAccepted({ path, bad, accepts }: Row): void {
    for (const value of bad) {
      expect(refusalOf(optionsWith(path, value))?.message).toMatch(accepts)
    }
  }

  const halfSaid = ['heartbeat', 'reconnect', 'queue', 'reconnect.delayMs']
  const isHalfSaid = ({ path }: Row) => halfSaid.includes(path)

  test.each(rows.filter((row) => !isHalfSaid(row)))(
    '$path: the error says what is accepted',
    expectAccepted,
  )

  test.each(rows.filter(isHalfSaid))('$path: the error says all that is accepted', expectAccepted)

  const optional = rows.map(({ path }) => path).filter((path) => path !== 'url')

  test.each(optional)('%s: undefined means the default', (path) => {
    expect(refusalOf(optionsWith(path, undefined))).toBe(null)
  })

  test.each([{}, { url: undefined }])('url is needed: %j is E_OPTION', (options) => {
    const error = refusalOf(options)
    expect(error).toMatchObject({ code: 'E_OPTION' })
    expect(error?.message).toMatch(/^url .*wss?:\/\/.*undefined/)
  })
})

describe('the options object', () => {
  test.each([undefined, null, true, 5, 'wss://example.com', [], () => {}])(
    '%p instead of it is E_OPTION',
    (options) => {
      const error = refusalOf(options)
      expect(error).toMatchObject({ code: 'E_OPTION' })
      expect(error?.message).toMatch(/^options .*object/)
      expect(error?.message).toMatch(came(options))
    },
  )

  test.each([
    ['uri', { url, uri: 'x' }],
    ['pingInterval', { url, pingInterval: 5 }],
    ['toString', { url, toString: 5 }],
    ['hasOwnProperty', { url, hasOwnProperty: 5 }],
    ['heartbeat.interval', { url, heartbeat: { interval: 5 } }],
    ['reconnect.maxRetries', { url, reconnect: { maxRetries: 5 } }],
    ['queue.maxSize', { url, queue: { maxSize: 5 } }],
    ['host.tcpDelay', { url, host: { tcpDelay: true } }],
  ])('an unknown name is E_OPTION: %s', (path, options) => {
    const error = refusalOf(options)
    expect(error).toMatchObject({ code: 'E_OPTION' })
    expect(error?.message.startsWith(`${path} `)).toBe(true)
  })

  test.each([
    ['heartbeat.interval', { url, heartbeat: { interval: 5 } }, 'intervalMs'],
    ['reconnect.maxRetries', { url, reconnect: { maxRetries: 5 } }, 'limit'],
    ['queue.maxSize', { url, queue: { maxSize: 5 } }, 'maxMessages'],
    ['uri', { url, uri: 'x' }, 'url'],
  ])('an unknown name is told which names there are: %s', (_, options, known) => {
    expect(refusalOf(options)?.message).toContain(known)
  })

  test('an unknown name is refused although its value is undefined', () => {
    expect(refusalOf({ url, uri: undefined })).toMatchObject({ code: 'E_OPTION' })
  })

  test('nothing has started when an option is refused', () => {
    const scene = createScene()
    expect(() => scene.entry.createSocket({ url, closeTimeoutMs: 0 })).toThrow()
    expect(scene.leftovers()).toEqual({ timers: 0, sockets: 0, listeners: 0 })
    expect(scene.clock.calls.set).toBe(0)
  })

  test('nothing starts, and nothing is asked, before connect()', () => {
    let asked = 0
    const scene = createScene({
      options: {
        url: () => {
          asked += 1
          return url
        },
      },
    })
    scene.advance(60_000)
    expect(asked).toBe(0)
    expect(scene.leftovers()).toEqual({ timers: 0, sockets: 0, listeners: 0 })
    expect(scene.socket.state).toBe('idle')
  })

  test('an error is an Error with a stack, and nothing of it depends on its text', () => {
    const error = refusalOf({ url: 5 })
    expect(error).toBeInstanceOf(Error)
    expect(error?.name).toBe('SocketError')
    expect(typeof error?.stack).toBe('string')
  })
})

describe('C8: one options object, two sockets', () => {
  function deepFreeze<T extends object>(value: T): T {
    for (const inner of Object.values(value)) {
      if (typeof inner === 'object' && inner !== null && !ArrayBuffer.isView(inner)) {
        deepFreeze(inner as object)
      }
    }
    return Object.freeze(value)
  }

  const frozen: SocketOptions = deepFreeze({
    url: ['wss://one.example.com', 'wss://two.example.com'],
    header: { 'X-App': 'test' },
    protocols: ['chat'],
    heartbeat: { intervalMs: 10_000, message: 'ping' },
    reconnect: { delayMs: 5_000, limit: 12 },
    queue: { maxMessages: 10 },
    host: { tcpNoDelay: true },
  })

  test('C8: options may be frozen, all the way down', () => {
    const scene = createScene({ options: frozen })
    scene.openLink()
    scene.task().close(1006, '')
    scene.advance(5_000)
    scene.openLink()
    expect(scene.socket.state).toBe('open')
  })

  test('C8: the two share neither the place in the list nor the queue nor the count', () => {
    const scene = createScene({ options: frozen })
    const other = scene.entry.createSocket(frozen)
    scene.socket.connect()
    scene.task().error()
    scene.advance(5_000)
    expect(scene.task().url).toContain('two.example.com')
    scene.socket.send('of the first')
    expect(other.queued.messages).toBe(0)
    expect(other.state).toBe('idle')
    other.connect()
    expect(scene.task().url).toContain('one.example.com')
    expect(other.status.retry).toBe(0)
    scene.task().open()
    expect(scene.task().sent).toEqual([])
    expect(other.stats().links).toBe(1)
    expect(scene.socket.stats().links).toBe(0)
    other.close()
  })

  test('C8: what the host does to its header and protocols reaches no later attempt and no option', () => {
    const options = { url, header: { a: 'b' }, protocols: ['chat'] }
    const scene = createScene({ options })
    scene.openLink()
    const asked = scene.task().options
    Object.assign(asked.header as object, { stained: 'x' })
    asked.protocols?.push('stained')
    scene.task().close(1006, '')
    scene.advance(5_000)
    expect(scene.task(2).options).toMatchObject({ header: { a: 'b' }, protocols: ['chat'] })
    expect(scene.task(2).options.header).toEqual({ a: 'b' })
    expect(scene.task(2).options.protocols).toEqual(['chat'])
    expect(options).toEqual({ url, header: { a: 'b' }, protocols: ['chat'] })
  })

  test('C8: changing the options object later changes nothing', () => {
    const options = {
      url: ['wss://one.example.com'],
      header: { a: 'b' } as Record<string, string>,
      protocols: ['chat'],
      heartbeat: { intervalMs: 10_000 },
      reconnect: { delayMs: 5_000 },
      queue: { maxMessages: 1 },
    }
    const scene = createScene({ options })
    options.url[0] = 'wss://changed.example.com'
    options.header.a = 'changed'
    options.protocols.push('changed')
    options.heartbeat.intervalMs = 1
    options.reconnect.delayMs = 1
    options.queue.maxMessages = 100
    expect(scene.socket.send('1')).toBe('queued')
    expect(scene.socket.send('2')).toBe('dropped')
    scene.openLink()
    expect(scene.task().url).toBe('wss://one.example.com')
    expect(scene.task().options).toMatchObject({ header: { a: 'b' }, protocols: ['chat'] })
    scene.advance(9_999)
    expect(scene.task().sent).toEqual(['1'])
    scene.task().close(1006, '')
    expect(scene.heard('retry')).toMatchObject([{ delayMs: 5_000 }])
  })
})

describe('what the options do', () => {
  function startWith(options: Partial<SocketOptions>): Scene {
    return createScene({ options, startConnected: true })
  }

  test('host is handed to connectSocket', () => {
    const host = { tcpNoDelay: true, perMessageDeflate: false }
    expect(startWith({ host }).task().options).toMatchObject(host)
  })

  test('host is handed to connectSocket as it is, and no more', () => {
    const { options } = startWith({ host: { tcpNoDelay: true } }).task()
    expect('tcpNoDelay' in options).toBe(true)
    expect('forceCellularNetwork' in options).toBe(false)
  })

  test('empty protocols are left out', () => {
    expect('protocols' in startWith({}).task().options).toBe(false)
    expect('protocols' in startWith({ protocols: [] }).task().options).toBe(false)
  })

  test('a view as ping is sent as exactly its bytes', () => {
    const message = new Uint8Array([0, 1, 2, 3]).subarray(1, 3)
    const scene = startWith({ heartbeat: { message } })
    scene.advance(10_000)
    expect([...new Uint8Array(scene.task().sent[0] as ArrayBuffer)]).toEqual([1, 2])
  })

  test('the answer of a url function merges its header and replaces the protocols', () => {
    const scene = createScene({
      options: {
        header: { a: '1', b: '1' },
        protocols: ['one'],
        url: () => ({ url, header: { b: '2', c: '2' }, protocols: ['two'] }),
      },
    })
    scene.socket.connect()
    expect(scene.task().options.header).toEqual({ a: '1', b: '2', c: '2' })
    expect(scene.task().options.protocols).toEqual(['two'])
  })

  test('closeTimeoutMs is how long a silent platform is waited for', () => {
    const scene = startWith({ closeTimeoutMs: 500 })
    scene.task().silent = true
    scene.socket.close()
    scene.advance(499)
    expect(scene.socket.state).toBe('closing')
    scene.advance(1)
    expect(scene.socket.state).toBe('closed')
  })

  test('connectTimeoutMs is how long an attempt may take', () => {
    const scene = createScene({ options: { connectTimeoutMs: 500 } })
    scene.socket.connect()
    scene.task().silent = true
    scene.advance(499)
    expect(scene.socket.state).toBe('connecting')
    scene.advance(1)
    expect(scene.socket.state).toBe('waiting')
  })

  test('the defaults are the published ones', () => {
    const scene = createScene()
    scene.socket.connect()
    expect(scene.task().options.timeout).toBe(10_000)
    scene.openLink()
    scene.advance(9_999)
    expect(scene.task().sent).toEqual([])
    scene.advance(1)
    expect(scene.task().sent).toEqual(['ping'])
    scene.advance(9_999)
    expect(scene.socket.state).toBe('open')
    scene.advance(1)
    expect(scene.heard('retry')).toMatchObject([{ retry: 1, limit: 12, delayMs: 5_000 }])
  })

  test.each([
    [0, 4_000],
    [0.5, 5_000],
    [0.999_999, 6_000],
  ])('by default a delay is drawn from ± 20 %%: random %d gives about %d ms', (random, delayMs) => {
    const scene = createScene({ random: () => random, startConnected: true })
    scene.task().close(1006, '')
    expect(Math.round((scene.heard('retry')[0]?.delayMs ?? 0) / 10) * 10).toBe(delayMs)
  })

  test.each([
    [0, 500],
    [0.999_999, 1_500],
  ])('jitter is applied to what a function returns, too: random %d', (random, delayMs) => {
    const options = { reconnect: { delayMs: () => 1_000, jitter: 0.5 } }
    const scene = createScene({ options, random: () => random, startConnected: true })
    scene.task().close(1006, '')
    expect(Math.round((scene.heard('retry')[0]?.delayMs ?? 0) / 10) * 10).toBe(delayMs)
  })

  test('jitter: 0 is exact', () => {
    const options = { reconnect: { delayMs: 1_234, jitter: 0 } }
    const scene = createScene({ options, random: () => 0, startConnected: true })
    scene.task().close(1006, '')
    expect(scene.heard('retry')).toMatchObject([{ delayMs: 1_234 }])
  })

  test('delayMs: 0 retries at once, and is still limited', () => {
    const options = { reconnect: { delayMs: 0, limit: 3 } }
    const scene = createScene({ options })
    scene.fake.onTask((task) => task.error())
    scene.socket.connect()
    scene.advance(10)
    expect(scene.fake.tasks).toHaveLength(4)
    expect(scene.heard('giveup')).toMatchObject([{ retries: 3 }])
  })

  test('delayMs as a function hears the retry and the close', () => {
    const asked: unknown[] = []
    const delayMs: NonNullable<
      Exclude<SocketOptions['reconnect'], false | undefined>['delayMs']
    > = (retry: number, close: object) => {
      asked.push([retry, close])
      return 100 * retry
    }
    const scene = createScene({ options: { reconnect: { delayMs } }, startConnected: true })
    scene.task().close(4000, 'busy')
    scene.advance(100)
    scene.task().error()
    expect(asked).toMatchObject([
      [1, { code: 4000, reason: 'busy', cause: 'server' }],
      [2, { cause: 'connect-failed' }],
    ])
    expect(scene.heard('retry').map(({ delayMs }) => delayMs)).toEqual([100, 200])
  })

  test('limit: Infinity never gives up', () => {
    const scene = createScene({ options: { reconnect: { limit: Infinity, delayMs: 1 } } })
    scene.fake.onTask((task) => task.error())
    scene.socket.connect()
    scene.advance(1_000)
    expect(scene.heard('giveup')).toEqual([])
    expect(scene.fake.tasks.length).toBeGreaterThan(400)
    expect(scene.heard('retry')[0]?.limit).toBe(Infinity)
  })

  test('logger hears the moves of the socket as info', () => {
    const lines: string[] = []
    const logger = { info: (...args: unknown[]) => void lines.push(args.join(' ')), warn: () => {} }
    const scene = createScene({ options: { logger } })
    scene.openLink()
    expect(lines.join('\n')).toMatch(/open/)
  })

  test('a logger keeps its own this', () => {
    class AppLog {
      readonly lines: unknown[] = []
      info(...args: unknown[]) {
        this.lines.push(args)
      }
      warn(...args: unknown[]) {
        this.lines.push(args)
      }
    }
    const logger = new AppLog()
    const scene = createScene({ options: { logger } })
    scene.openLink()
    expect(logger.lines.length).toBeGreaterThan(0)
    expect(scene.heard('error')).toEqual([])
  })

  test('a codec keeps its own this', () => {
    class Tagged {
      readonly tag = '#'
      encode(data: string) {
        return this.tag + data
      }
      decode(data: unknown) {
        return String(data).slice(this.tag.length)
      }
    }
    const scene = createScene()
    const socket: Socket<string, string> = scene.entry.createSocket({ url, codec: new Tagged() })
    const heard: string[] = []
    socket.on('message', (data) => heard.push(data))
    socket.connect()
    scene.task().open()
    socket.send('out')
    scene.task().message('#in')
    expect(scene.task().sent).toEqual(['#out'])
    expect(heard).toEqual(['in'])
    socket.close()
  })
})
