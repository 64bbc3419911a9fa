import { describe, expect, test } from '@jest/globals'
import type { AttemptInfo, SocketOptions, UrlAnswer } from '../../src/index'
import type { FakeTask } from '../../src/testing'
import { createScene, type Scene } from '../support/scene'

/** A url function whose answers the test gives by hand. */
function createAnswers() {
  const attempts: AttemptInfo[] = []
  const settlers: { resolve: (answer: UrlAnswer) => void; reject: (reason: unknown) => void }[] = []
  return {
    attempts,
    settlers,
    url: (attempt: AttemptInfo) => {
      attempts.push(attempt)
      return new Promise<UrlAnswer>((resolve, reject) => settlers.push({ resolve, reject }))
    },
  }
}

function connect(options: Partial<SocketOptions> = {}): Scene {
  const scene = createScene({ options })
  scene.socket.connect()
  return scene
}

describe('a native task', () => {
  test('C1: has all four listeners before connect() returns', () => {
    const task = connect().task()
    const counts = (['open', 'message', 'error', 'close'] as const).map((event) =>
      task.listenerCount(event),
    )
    expect(counts).toEqual([1, 1, 1, 1])
  })

  test('C1: has all four listeners in the tick of connectSocket after an asynchronous url', async () => {
    const scene = createScene({ options: { url: () => Promise.resolve('wss://example.com') } })
    const counts: number[] = []
    const { connectSocket } = scene.fake.wx
    scene.fake.wx.connectSocket = (options) => {
      const made = connectSocket(options)
      // A macrotask polyfill and a microtask both come after this tick.
      void Promise.resolve().then(() => counts.push(scene.task().listenerCount()))
      return made
    }
    scene.socket.connect()
    await scene.settle()
    expect(counts).toEqual([4])
  })

  test.each(['android', 'callback-before-return'] as const)(
    'C1: success means nothing on %s',
    (profile) => {
      const scene = createScene({ profile })
      scene.socket.connect()
      scene.advance(100)
      expect({ state: scene.socket.state, heard: scene.names() }).toEqual({
        state: 'connecting',
        heard: ['state'],
      })
    },
  )
})

describe('a failed attempt', () => {
  const failures: readonly {
    readonly form: string
    readonly options?: Partial<SocketOptions>
    readonly plan?: (scene: Scene) => void
    readonly act?: (scene: Scene) => void | Promise<void>
    readonly isSilent?: boolean
  }[] = [
    { form: 'fail', act: (scene) => scene.task().fail('connectSocket:fail') },
    {
      form: 'fail at once',
      plan: ({ fake }) => fake.nextConnect({ fails: 'connectSocket:fail' }),
      act: (scene) => scene.advance(0),
    },
    { form: 'onError', act: (scene) => scene.task().error('refused') },
    { form: 'onClose', act: (scene) => scene.task().close(1006, ''), isSilent: true },
    {
      form: 'onError, then onClose',
      act(scene) {
        scene.task().error('refused')
        scene.task().close(1006, 'abnormal closure')
      },
    },
    {
      form: 'onClose, then onError',
      act(scene) {
        scene.task().close(1006, 'abnormal closure')
        scene.task().error('refused')
      },
      isSilent: true,
    },
    {
      form: 'fail, onError and onClose, each twice',
      act(scene) {
        for (const task of [scene.task(), scene.task()]) {
          task.fail()
          task.error()
          task.close(1006)
        }
      },
    },
    {
      form: 'a throw from connectSocket',
      plan: ({ fake }) => fake.nextConnect({ throws: new Error('no socket today') }),
    },
    {
      form: 'a url function that throws',
      options: {
        url: () => {
          throw new Error('not logged in')
        },
      },
    },
    {
      form: 'a url function that rejects',
      options: { url: () => Promise.reject(new Error('not logged in')) },
      act: (scene) => scene.settle(),
    },
    {
      form: 'a url function that answers nonsense',
      options: { url: () => 'https://example.com' },
    },
    {
      form: 'a url function that never settles',
      options: { url: () => new Promise<string>(() => {}) },
      act: (scene) => scene.advance(10_000),
    },
    { form: 'our own timeout', act: (scene) => scene.advance(10_000) },
    {
      form: 'our own timeout, then everything else',
      act(scene) {
        scene.task().silent = true
        scene.advance(10_000)
        scene.task().error('Timed out connecting to server.')
        scene.task().fail()
        scene.task().close(1006)
      },
    },
  ]

  test.each(failures)(
    'C2: is one failure, counted once, by $form',
    async ({ options = {}, plan, act, isSilent = false }) => {
      const scene = createScene({ options })
      plan?.(scene)
      scene.socket.connect()
      await act?.(scene)
      scene.advance(0)
      expect(scene.names()).toEqual([
        'state',
        ...(isSilent ? [] : ['error']),
        'state',
        'close',
        'retry',
      ])
      expect(scene.heard('retry')).toMatchObject([{ retry: 1, limit: 12, delayMs: 5_000 }])
      expect(scene.clock.pending).toBe(1)

      const before = scene.fake.connectCalls.length
      scene.forget()
      scene.advance(4_999)
      expect(scene.names()).toEqual([])
      scene.advance(1)
      expect(scene.heard('state')[0]).toMatchObject({ from: 'waiting', to: 'connecting' })
      expect(scene.fake.connectCalls.length - before).toBeLessThanOrEqual(1)
    },
  )

  test('C2: is spent by every form alike, so that the limit counts attempts and not events', () => {
    const scene = connect({ reconnect: { limit: 3, delayMs: 1_000 } })
    const fail = [
      (task: FakeTask) => (task.error(), task.close(1006)),
      (task: FakeTask) => (task.fail(), task.error()),
      (task: FakeTask) => (task.close(1006), task.close(1006)),
      (task: FakeTask) => task.error(),
    ]
    for (const how of fail) {
      how(scene.task())
      scene.advance(1_000)
    }
    expect(scene.heard('retry').map(({ retry }) => retry)).toEqual([1, 2, 3])
    expect(scene.heard('giveup')).toMatchObject([{ retries: 3 }])
    expect(scene.fake.tasks).toHaveLength(4)
  })

  test('C2: ends when connectSocket throws synchronously on each attempt', () => {
    const scene = createScene({ options: { reconnect: { limit: 1, delayMs: 0 } } })
    scene.fake.nextConnect({ throws: 'a string' })
    scene.fake.nextConnect({ throws: undefined })
    scene.socket.connect()
    scene.advance(0)
    expect(scene.socket.state).toBe('gave-up')
    expect(scene.heard('close').map(({ cause }) => cause)).toEqual([
      'connect-failed',
      'connect-failed',
    ])
  })
})

describe('connectTimeoutMs', () => {
  test('C3: ends a handshake that never answers', () => {
    const scene = connect()
    scene.task().silent = true
    scene.advance(9_999)
    expect(scene.socket.state).toBe('connecting')
    scene.advance(1)
    expect(scene.heard('close')).toMatchObject([{ cause: 'connect-timeout', wasClean: false }])
    expect(scene.heard('error')).toMatchObject([{ code: 'E_CONNECT_TIMEOUT', retryable: true }])
  })

  test('C3: covers the url function and the handshake together', async () => {
    const { url, settlers } = createAnswers()
    const scene = connect({ url })
    scene.advance(6_000)
    settlers[0]?.resolve('wss://example.com/ws')
    await scene.settle()
    expect(scene.fake.tasks).toHaveLength(1)
    scene.advance(3_999)
    expect(scene.socket.state).toBe('connecting')
    scene.advance(1)
    expect(scene.heard('close')).toMatchObject([{ cause: 'connect-timeout' }])
  })

  test('C3: ends a url function that never settles, and its late answer opens nothing', async () => {
    const { url, settlers } = createAnswers()
    const scene = connect({ url, connectTimeoutMs: 3_000 })
    scene.advance(2_999)
    expect(scene.socket.state).toBe('connecting')
    scene.advance(1)
    expect(scene.socket.state).toBe('waiting')
    settlers[0]?.resolve('wss://example.com/late')
    await scene.settle()
    scene.advance(0)
    expect(scene.fake.connectCalls).toEqual([])
  })

  test('C3: begins anew with every attempt', () => {
    const scene = connect({ connectTimeoutMs: 3_000 })
    scene.task().silent = true
    scene.advance(3_000 + 5_000)
    scene.task().silent = true
    scene.advance(2_999)
    expect(scene.socket.state).toBe('connecting')
    scene.advance(1)
    expect(scene.heard('close')).toHaveLength(2)
  })

  test('C3: stops counting once the link is open', () => {
    const scene = connect({ heartbeat: false })
    scene.advance(9_999)
    scene.task().open()
    scene.advance(60_000)
    expect(scene.socket.state).toBe('open')
  })

  test.each([
    [{}, 10_000],
    [{ connectTimeoutMs: 7_000 }, 7_000],
  ])('C3: is passed to the platform as timeout, %j', (options, timeout) => {
    expect(connect(options).task().options.timeout).toBe(timeout)
  })
})

describe('an abandoned link', () => {
  const abandon: readonly (readonly [string, (scene: Scene) => void])[] = [
    ['our timeout', (scene) => scene.advance(10_000)],
    ['close()', ({ socket }) => socket.close()],
    ['reconnect()', ({ socket }) => socket.reconnect()],
  ]

  test.each(abandon)('C4: is closed when it opens late, after %s', (_, act) => {
    const scene = connect()
    const task = scene.task()
    task.silent = true
    act(scene)
    scene.forget()
    const { state } = scene.socket
    task.open()
    expect({ native: task.state, heard: scene.names(), state: scene.socket.state }).toEqual({
      native: 'closing',
      heard: [],
      state,
    })
    task.message('hello?')
    expect(scene.names()).toEqual([])
  })

  test('C4: is closed when its task arrives late, as a promise', async () => {
    const scene = createScene({ profile: 'promise-task' })
    scene.socket.connect()
    scene.socket.reconnect()
    const task = scene.task(1)
    scene.forget()
    scene.advance(0)
    await scene.settle()
    task.open()
    expect({ native: task.state, opens: scene.heard('open') }).toEqual({
      native: 'closing',
      opens: [],
    })
  })

  test('C4: does not disturb the link that replaced it when it opens late', () => {
    const scene = connect()
    const old = scene.task()
    scene.socket.reconnect()
    scene.openLink()
    scene.forget()
    old.open()
    old.message('from the old one')
    old.close(1006)
    expect({ state: scene.socket.state, heard: scene.names() }).toEqual({
      state: 'open',
      heard: [],
    })
  })
})

describe('what is passed to connectSocket', () => {
  test.each([
    ['by default', {}],
    ['as an empty list', { protocols: [] }],
    [
      'as an empty answer over a list',
      { protocols: ['v1'], url: () => ({ url: 'wss://example.com', protocols: [] }) },
    ],
  ])('C5: protocols is left out %s', (_, options) => {
    expect('protocols' in connect(options).task().options).toBe(false)
  })

  test('C5: protocols is an array otherwise', () => {
    expect(connect({ protocols: ['v1', 'v2'] }).task().options.protocols).toEqual(['v1', 'v2'])
  })

  const encoded = [
    ['wss://example.com/聊天?名=值', 'wss://example.com/%E8%81%8A%E5%A4%A9?%E5%90%8D=%E5%80%BC'],
    ['wss://example.com/a?q=%E4%BD%A0&r=%20', 'wss://example.com/a?q=%E4%BD%A0&r=%20'],
    ['wss://example.com/%E4%BD%A0好', 'wss://example.com/%E4%BD%A0%E5%A5%BD'],
    ['wss://example.com/😀', 'wss://example.com/%F0%9F%98%80'],
    ['wss://example.com/é?a=b+c&d=100%', 'wss://example.com/%C3%A9?a=b+c&d=100%'],
    ['wss://example.com/ws?a=1&b=[2]', 'wss://example.com/ws?a=1&b=[2]'],
  ] as const

  test.each(encoded)('C5: encodes what is not ASCII in %s, once', (url, expected) => {
    expect(connect({ url }).task().url).toBe(expected)
    expect(connect({ url: [url] }).task().url).toBe(expected)
    expect(connect({ url: () => ({ url }) }).task().url).toBe(expected)
  })

  test('C5: survives a lone surrogate in the URL', () => {
    expect(connect({ url: 'wss://example.com/\ud800' }).task().url).toMatch(/^[\0-\x7f]+$/)
  })
})

describe('a list of URLs', () => {
  const url = ['wss://a.example.com', 'wss://b.example.com', 'wss://c.example.com']
  const hostsOf = ({ fake }: Scene) => fake.tasks.map((task) => task.url.slice(6, 7)).join('')

  test('C6: is tried in turn, one per attempt, and round again', () => {
    const scene = connect({ url, reconnect: { delayMs: 0 } })
    for (let failure = 0; failure < 4; failure += 1) {
      scene.task().error()
      scene.advance(0)
    }
    expect(hostsOf(scene)).toBe('abcab')
  })

  test('C6: begins with the one that opened after a drop, then goes on in turn', () => {
    const scene = connect({ url, reconnect: { delayMs: 0 } })
    scene.task().error()
    scene.advance(0)
    scene.task().open()
    for (let failure = 0; failure < 4; failure += 1) {
      scene.task().close(1006)
      scene.advance(0)
    }
    expect(hostsOf(scene)).toBe('abbcab')
  })

  test('C6: of one is that one every time', () => {
    const scene = connect({ url: ['wss://a.example.com'], reconnect: { delayMs: 0 } })
    scene.task().error()
    scene.advance(0)
    expect(hostsOf(scene)).toBe('aa')
  })
})

describe('a url function', () => {
  test('C7: is asked before every attempt, with a fresh answer used each time', async () => {
    const { url, settlers } = createAnswers()
    const scene = connect({ url, reconnect: { delayMs: 1_000 } })
    for (const token of ['one', 'two', 'three']) {
      settlers[settlers.length - 1]?.resolve(`wss://example.com/?token=${token}`)
      await scene.settle()
      scene.task().error()
      scene.advance(1_000)
    }
    expect(scene.fake.tasks.map((task) => task.url.split('=')[1])).toEqual(['one', 'two', 'three'])
    expect(settlers).toHaveLength(4)
  })

  test('C7: hears the attempt, the retry and the last close', () => {
    const asked: AttemptInfo[] = []
    const url = (attempt: AttemptInfo) => (asked.push(attempt), 'wss://example.com')
    const scene = connect({ url, reconnect: { delayMs: 1_000 } })
    expect(asked).toEqual([{ attempt: 1, retry: 0, lastClose: null }])
    scene.task().error('refused')
    scene.advance(1_000)
    scene.task().error('refused')
    scene.advance(1_000)
    scene.task().open()
    scene.advance(5_000)
    scene.task().close(4_000, 'moved')
    scene.advance(1_000)
    const closes = scene.heard('close')
    expect(closes.map(({ cause }) => cause)).toEqual(['connect-failed', 'connect-failed', 'server'])
    expect(asked.slice(1)).toEqual([
      { attempt: 2, retry: 1, lastClose: closes[0] },
      { attempt: 3, retry: 2, lastClose: closes[1] },
      { attempt: 4, retry: 1, lastClose: closes[2] },
    ])
  })

  test('C7: hears a round begin at attempt 1 and retry 0 after reconnect()', () => {
    const asked: AttemptInfo[] = []
    const url = (attempt: AttemptInfo) => (asked.push(attempt), 'wss://example.com')
    const scene = connect({ url })
    scene.task().error()
    scene.socket.reconnect()
    scene.advance(0)
    expect(asked[1]).toMatchObject({ attempt: 1, retry: 0, lastClose: { cause: 'connect-failed' } })
  })

  test('C7: may answer with a header merged over the option and protocols that replace it', () => {
    const scene = connect({
      header: { a: '1', b: '2' },
      protocols: ['old'],
      url: () => ({ url: 'wss://example.com', header: { b: '3', c: '4' }, protocols: ['new'] }),
    })
    expect(scene.task().options).toMatchObject({
      header: { a: '1', b: '3', c: '4' },
      protocols: ['new'],
    })
  })

  test('C7: keeps header and protocols of the options when its answer names none', () => {
    const scene = connect({
      header: { a: '1' },
      protocols: ['v1'],
      url: () => ({ url: 'wss://example.com' }),
    })
    expect(scene.task().options).toMatchObject({ header: { a: '1' }, protocols: ['v1'] })
  })
})

describe('one options object', () => {
  const freeze = <T extends object>(value: T): T => {
    for (const inner of Object.values(value)) {
      if (typeof inner === 'object' && inner !== null) freeze(inner as object)
    }
    return Object.freeze(value)
  }
  const frozen: SocketOptions = freeze({
    url: ['wss://a.example.com', 'wss://b.example.com'],
    header: { token: 't' },
    protocols: ['v1'],
    heartbeat: { intervalMs: 10_000, message: 'ping' },
    reconnect: { delayMs: 1_000, limit: 2 },
    queue: { maxMessages: 5 },
    host: { tcpNoDelay: true },
  })

  test('C8: makes two sockets that share nothing', () => {
    const scene = createScene({ options: frozen })
    const other = scene.entry.createSocket(frozen)
    scene.socket.connect()
    scene.task().error()
    scene.socket.send('for the first')
    expect(other).toMatchObject({ state: 'idle', queued: { messages: 0, bytes: 0 } })
    expect(other.status.lastClose).toBe(null)

    other.connect()
    const first = scene.task(2)
    expect(first.url).toBe('wss://a.example.com')
    first.open()
    expect(first.sent).toEqual([])
    other.close()
    scene.advance(1_000)
    expect(scene.socket.state).toBe('connecting')
    expect(scene.task(3).url).toBe('wss://b.example.com')
    expect(other.stats()).toMatchObject({ attempts: 1, links: 1, retries: 0 })
    expect(scene.socket.stats()).toMatchObject({ attempts: 2, links: 0, retries: 1 })
  })

  test('C8: is not reachable from the host by way of header and protocols', () => {
    const scene = createScene({ options: frozen })
    scene.socket.connect()
    const passed = scene.task().options
    Object.assign(passed.header as object, { token: 'changed' })
    passed.protocols?.push('changed')
    scene.task().error()
    scene.advance(1_000)
    expect(scene.task(2).options).toMatchObject({ header: { token: 't' }, protocols: ['v1'] })
  })

  test('C8: may be changed afterwards without effect', () => {
    const url = ['wss://a.example.com']
    const options = { url, header: { token: 't' }, reconnect: { delayMs: 1_000 } }
    const scene = createScene({ options })
    url[0] = 'wss://changed.example.com'
    options.header.token = 'changed'
    options.reconnect.delayMs = 9_000
    scene.socket.connect()
    scene.task().error()
    scene.advance(1_000)
    expect(scene.task(2)).toMatchObject({
      url: 'wss://a.example.com',
      options: { header: { token: 't' } },
    })
  })
})

describe('hosts that differ', () => {
  test('C9: a task that comes back as a promise opens, carries messages and closes', async () => {
    const scene = createScene({ profile: 'promise-task' })
    scene.socket.connect()
    scene.advance(0)
    await scene.settle()
    const task = scene.task()
    task.open()
    task.message('hi')
    scene.socket.send('hello')
    scene.socket.close()
    scene.advance(scene.fake.profile.closeDelayMs)
    expect(scene.names()).toEqual(['state', 'state', 'open', 'message', 'state', 'state', 'close'])
    expect(task.sent).toEqual(['hello'])
    expect(scene.leftovers()).toEqual({ timers: 0, sockets: 0, listeners: 0 })
  })

  test('C9: an open that was missed before the promise settled is made up for by the first frame', async () => {
    const scene = createScene({ profile: 'promise-task' })
    scene.socket.connect()
    scene.task().open()
    scene.advance(0)
    await scene.settle()
    expect(scene.socket.state).toBe('connecting')
    scene.task().message('welcome')
    expect(scene.names()).toEqual(['state', 'state', 'open', 'message'])
  })

  test('C9: a promise that rejects is a failed attempt, counted once', async () => {
    const scene = createScene({ profile: 'promise-task' })
    scene.fake.nextConnect({ fails: 'connectSocket:fail refused' })
    scene.socket.connect()
    scene.advance(0)
    await scene.settle()
    expect(scene.names()).toEqual(['state', 'error', 'state', 'close', 'retry'])
  })

  test('C9: a promise that rejects without fail is a failed attempt too', async () => {
    const scene = createScene({ options: { connectTimeoutMs: 60_000 } })
    const rejected = Promise.reject(new Error('connectSocket:fail refused'))
    scene.fake.wx.connectSocket = (() => rejected) as never
    scene.socket.connect()
    await scene.settle()
    expect(scene.heard('close')).toMatchObject([{ cause: 'connect-failed' }])
  })

  test('C9: uni-app is passed callbacks, so that it returns a task', () => {
    const scene = createScene({ profile: 'uni-app' })
    scene.socket.connect()
    expect(scene.task().options).toMatchObject({
      success: expect.any(Function),
      fail: expect.any(Function),
    })
    scene.task().open()
    expect(scene.socket.state).toBe('open')
  })

  test('C9: a host that returns nothing is a failed attempt, and nothing throws', () => {
    const scene = createScene({ profile: 'undefined-task' })
    scene.socket.connect()
    scene.advance(0)
    expect(scene.heard('close')).toMatchObject([{ cause: 'connect-failed', willReconnect: true }])
    expect(scene.heard('error')).toMatchObject([{ code: 'E_CONNECT' }])
  })

  test('C9: an open in the tick of its registration is an open', () => {
    const scene = createScene({ profile: 'callback-before-return' })
    scene.fake.nextConnect({ opensAtOnce: true })
    scene.socket.send('queued')
    scene.socket.connect()
    expect(scene.names()).toEqual(['state', 'state', 'open'])
    expect(scene.task()).toMatchObject({ sent: ['queued'] })
    scene.task().message('hi')
    scene.task().close(4_000, 'bye')
    expect(scene.heard('close')).toMatchObject([{ code: 4_000 }])
  })

  test('C9: a fail before connectSocket returns is one failed attempt', () => {
    const scene = createScene({ profile: 'callback-before-return' })
    scene.fake.nextConnect({ fails: 'connectSocket:fail refused' })
    scene.socket.connect()
    expect(scene.names()).toEqual(['state', 'error', 'state', 'close', 'retry'])
    scene.advance(5_000)
    scene.task().open()
    expect(scene.socket.state).toBe('open')
  })
})
