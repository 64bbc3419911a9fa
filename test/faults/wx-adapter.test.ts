/** Faults of the layer between a socket and the host: what is passed, what comes back, and how many sockets there are. */
import { describe, expect, test } from '@jest/globals'
import { hostProfiles, type HostProfile } from '../../src/testing'
import { createScene } from '../support/scene'
import { liveTasks } from './server'

const STEADY = { heartbeat: false } as const

/** What a mini-program has not (rule E5); the packed files are put to the same test in a realm of their own. */
const MISSING_GLOBALS = [
  'window',
  'navigator',
  'WebSocket',
  'Event',
  'EventTarget',
  'AbortController',
  'TextEncoder',
  'TextDecoder',
  'URL',
  'queueMicrotask',
  'structuredClone',
  'performance',
  'process',
  'console',
]

describe('what the host says', () => {
  test('C-24: a connect that fails gives error, then one close', () => {
    const scene = createScene({ options: { reconnect: false } })
    scene.socket.connect()
    scene.task().error('exception onOpen fail code:20, msg:Invalid HTTP status.')

    expect(scene.names()).toEqual(['state', 'error', 'state', 'close'])
    expect(scene.heard('close')).toMatchObject([{ code: 1006, cause: 'connect-failed' }])
  })

  test('C-24: an open that comes after close() leaves the state alone, and is closed', () => {
    const scene = createScene()
    scene.socket.connect()
    scene.socket.close()

    scene.task().open()
    expect(scene.socket.state).not.toBe('open')
    scene.advance(60_000)

    expect(scene.socket.state).toBe('closed')
    expect(scene.task().state).toBe('closed')
    expect(scene.heard('open')).toEqual([])
  })

  test.each(['\n', 'MESSAGE\ndestination:/queue/a\n\nhello', 'with a trailing NUL\0', ''])(
    'C-50: the text frame %j passes unchanged, both ways',
    (text) => {
      const scene = createScene({ startConnected: true, options: STEADY })
      scene.task().message(text)
      scene.socket.send(text)

      expect(scene.heard('message')).toEqual([text])
      expect(scene.task().sent).toEqual([text])
    },
  )

  test('C-50: a binary frame passes unchanged', () => {
    const scene = createScene({ startConnected: true, options: STEADY })
    const frame = Uint8Array.of(0, 10, 0).buffer
    scene.task().message(frame)

    expect(scene.heard('message')).toEqual([frame])
    expect(new Uint8Array(frame)).toEqual(Uint8Array.of(0, 10, 0))
  })
})

describe('what the host is told', () => {
  test('C-25: close() hands over its code and reason while connecting, too', () => {
    const scene = createScene()
    scene.socket.connect()
    scene.socket.close(4000, 'x')

    expect(scene.task().closeCalls).toEqual([{ code: 4000, reason: 'x' }])
    expect(scene.socket.state).toBe('closing')
  })

  test('C-26: sub-protocols arrive as the list that they are, and an empty list is left out', () => {
    const some = createScene({ options: { protocols: ['mqtt', 'v12.stomp'] } })
    some.socket.connect()
    expect(some.task().options.protocols).toEqual(['mqtt', 'v12.stomp'])

    const none = createScene({ options: { protocols: [] } })
    none.socket.connect()
    expect('protocols' in none.task().options).toBe(false)
  })

  test('C-26: typed arrays are sent where a phone takes none', () => {
    const scene = createScene({ startConnected: true, options: STEADY })
    expect(scene.fake.profile.sendsViews).toBe(false)

    expect(scene.socket.send(Uint16Array.of(1, 2))).toBe('sent')
    scene.advance(60_000)

    expect(scene.task().sent).toEqual([Uint16Array.of(1, 2).buffer])
    expect(scene.heard('drop')).toEqual([])
  })

  test.each(['android', 'ios'] as const)(
    'C-30: on %s, a send and a close that fail surface nowhere as an uncaught error',
    async (profile) => {
      const uncaught: unknown[] = []
      const scene = createScene({
        profile,
        startConnected: true,
        options: STEADY,
        onUncaught: (error) => uncaught.push(error),
      })
      scene.task().failSends({ times: 2 })
      scene.socket.send('lost')
      // The native socket is gone, and the host has not said so yet: close() must fail.
      scene.task().fail()
      scene.socket.close()
      scene.advance(60_000)
      await scene.settle()

      expect(scene.task().closeCalls).toHaveLength(1)
      expect(uncaught).toEqual([])
      expect(scene.socket.state).toBe('closed')
    },
  )

  test('C-30: promises that send and close return are taken care of', () => {
    const scene = createScene({ startConnected: true, options: STEADY })
    const { native } = scene.task()
    let handled = 0
    const rejected = {
      then(_: unknown, onRejected: (error: Error) => void) {
        handled += 1
        onRejected(new Error('closeSocket:fail task not found'))
      },
    }
    native.send = () => rejected as never
    native.close = () => rejected as never

    scene.socket.send('lost')
    scene.socket.close()
    scene.advance(60_000)

    expect(handled).toBe(2)
    expect(scene.socket.state).toBe('closed')
  })

  test('C-30: a send and a close that throw are survived', () => {
    const scene = createScene({ startConnected: true, options: STEADY })
    const { native } = scene.task()
    native.send = native.close = () => {
      throw new Error('task not found')
    }

    expect(scene.socket.send('lost')).toBe('queued')
    scene.socket.close()
    scene.advance(60_000)

    expect(scene.socket.state).toBe('closed')
    expect(scene.heard('drop')).toEqual([{ data: 'lost', why: 'closed' }])
  })
})

describe('hosts that differ', () => {
  test.each(['promise-task', 'uni-app', 'callback-before-return', 'devtools'] as const)(
    'C-49: on %s the socket opens, talks and closes',
    async (profile) => {
      const scene = createScene({ profile, options: STEADY })
      scene.socket.connect()
      await scene.settle()
      scene.advance(0)
      await scene.settle()

      const task = scene.openLink()
      scene.socket.send('hello')
      task.message('hello yourself')
      expect(task.sent).toEqual(['hello'])
      expect(scene.heard('message')).toEqual(['hello yourself'])

      scene.socket.close()
      scene.advance(60_000)
      expect(scene.socket.state).toBe('closed')
      expect(scene.leftovers()).toEqual({ timers: 0, sockets: 0, listeners: 0 })
    },
  )

  test('C-49: an open that comes before connectSocket returns is heard', () => {
    const scene = createScene({ profile: 'callback-before-return', options: STEADY })
    scene.fake.nextConnect({ opensAtOnce: true })
    scene.socket.connect()

    expect(scene.socket.state).toBe('open')
    expect(scene.heard('open')).toHaveLength(1)
  })

  test('C-49: a failure that comes before connectSocket returns is one attempt', () => {
    const scene = createScene({ profile: 'callback-before-return', options: STEADY })
    scene.fake.nextConnect({ fails: 'connectSocket:fail' })
    scene.socket.connect()

    expect(scene.heard('close')).toMatchObject([{ cause: 'connect-failed' }])
    scene.advance(5_000)
    expect(scene.fake.tasks).toHaveLength(2)
  })

  test('C-49: a host that returns nothing is a failed attempt that says so, then a retry, then giveup', () => {
    const scene = createScene({ profile: 'undefined-task', options: { reconnect: { limit: 1 } } })
    scene.socket.connect()
    scene.advance(60_000)

    expect(scene.heard('error').map(({ code }) => code)).toEqual(['E_CONNECT', 'E_CONNECT'])
    expect(scene.heard('giveup')).toHaveLength(1)
  })

  test('C-49: a connectSocket that returns a promise that rejects is a failed attempt', async () => {
    const scene = createScene({ profile: 'promise-task', options: STEADY })
    scene.fake.nextConnect({ fails: 'connectSocket:fail' })
    scene.socket.connect()
    scene.advance(0)
    await scene.settle()

    expect(scene.heard('close')).toMatchObject([{ cause: 'connect-failed' }])
    expect(scene.heard('retry')).toHaveLength(1)
  })

  test('C-51: close() while connecting throws nothing, and the handler of a later open runs', () => {
    const scene = createScene({ profile: 'devtools', options: STEADY })
    scene.socket.connect()
    expect(() => scene.socket.close()).not.toThrow()
    scene.advance(60_000)

    scene.socket.connect()
    scene.openLink()
    expect(scene.heard('open')).toHaveLength(1)
  })

  test('C-51: a host without app life, network and global close, as in a plugin, still has a socket', () => {
    const scene = createScene({ options: STEADY })
    const host = scene.fake.wx as unknown as Record<string, unknown>
    for (const name of [
      'onAppShow',
      'offAppShow',
      'onAppHide',
      'offAppHide',
      'onNetworkStatusChange',
      'offNetworkStatusChange',
      'getNetworkType',
      'onSocketClose',
    ]) {
      delete host[name]
    }

    scene.openLink().close(1006)
    scene.advance(5_000)
    scene.task(2).open()
    expect(scene.socket.state).toBe('open')
    scene.socket.close()
    scene.advance(60_000)
    expect(scene.socket.state).toBe('closed')
  })

  test('C-34: it loads and runs where the globals of a browser and of Node are missing', () => {
    const kept = MISSING_GLOBALS.map(
      (name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const,
    )
    for (const name of MISSING_GLOBALS) {
      Object.defineProperty(globalThis, name, {
        value: undefined,
        configurable: true,
        writable: true,
      })
    }
    try {
      const scene = createScene({ options: STEADY })
      scene.openLink().message('hello')
      scene.socket.send('hello yourself')
      scene.task(1).close(1006)
      scene.advance(5_000)
      scene.task(2).open()

      expect(scene.heard('message')).toEqual(['hello'])
      expect(scene.task(1).sent).toEqual(['hello yourself'])
      expect(scene.socket.state).toBe('open')
    } finally {
      for (const [name, descriptor] of kept) {
        if (descriptor === undefined) delete (globalThis as Record<string, unknown>)[name]
        else Object.defineProperty(globalThis, name, descriptor)
      }
    }
  })

  test('C-52: events keep their order where Promise comes from timers', () => {
    const asked = createScene({
      profile: 'ios15',
      options: { ...STEADY, url: () => Promise.resolve('wss://example.com/ws') },
    })
    asked.socket.connect()
    expect(asked.fake.tasks).toHaveLength(0)
    asked.advance(0)
    const task = asked.task()
    asked.forget()

    // All within one macrotask: a listener that was attached in a promise would miss these.
    task.open()
    task.message('first')
    task.message('second')
    task.close(1006)

    expect(asked.names()).toEqual([
      'state',
      'open',
      'message',
      'message',
      'state',
      'close',
      'retry',
    ])
  })
})

describe('more than one socket', () => {
  test('C-33: what is sent, received and closed on one is nothing to the other', () => {
    const scene = createScene({ startConnected: true, options: STEADY })
    const other = scene.entry.createSocket({ url: 'wss://example.com/other', ...STEADY })
    const heard: unknown[] = []
    other.on('message', (data) => heard.push(data))
    other.connect()
    scene.task(2).open()

    scene.socket.send('from the first')
    other.send('from the second')
    scene.task(1).message('to the first')
    scene.task(2).message('to the second')
    expect([scene.task(1).sent, scene.task(2).sent]).toEqual([
      ['from the first'],
      ['from the second'],
    ])
    expect([scene.heard('message'), heard]).toEqual([['to the first'], ['to the second']])

    scene.socket.close()
    scene.advance(60_000)
    expect([scene.socket.state, other.state]).toEqual(['closed', 'open'])
    expect(other.send('still here')).toBe('sent')
    expect(scene.task(2).sent).toEqual(['from the second', 'still here'])
  })

  test('C-33: closing one takes none of the listeners of the other off the host', () => {
    const scene = createScene({ startConnected: true })
    const other = scene.entry.createSocket({ url: 'wss://example.com/other' })
    other.connect()
    scene.task(2).open()
    scene.socket.close()
    scene.advance(1_000)

    scene.fake.hide({ cut: false })
    scene.advance(1_000)
    scene.fake.show()

    expect(scene.task(2).sent).toEqual(['ping'])
  })
})

describe('the limit of five native sockets', () => {
  const slow: HostProfile = {
    ...hostProfiles.android,
    closeDelayMs: 1_500,
    closeWhileConnecting: 'closed',
  }

  test('C-46: twenty failures in a row never have more than one socket in use', () => {
    const scene = createScene({ options: { ...STEADY, reconnect: { limit: 20, delayMs: 0 } } })
    let most = 0
    scene.fake.onTask((task) => {
      most = Math.max(most, liveTasks(scene.fake).length)
      task.error()
    })
    scene.socket.connect()
    scene.advance(60_000)

    expect(scene.fake.tasks).toHaveLength(21)
    expect(most).toBe(1)
  })

  test('C-46: reconnecting faster than the host closes stays within the limit, closing sockets included', () => {
    const scene = createScene({ profile: slow, options: STEADY })
    let most = 0
    scene.fake.onTask((task) => {
      most = Math.max(most, scene.fake.openCount)
      if (task.state === 'connecting') task.open()
    })
    scene.socket.connect()
    for (let call = 0; call < 20; call += 1) {
      scene.advance(100)
      scene.socket.reconnect()
      expect(liveTasks(scene.fake).length).toBeLessThanOrEqual(1)
    }
    scene.advance(10_000)

    expect(most).toBeLessThanOrEqual(5)
    expect(scene.heard('error')).toEqual([])
    expect(scene.socket.state).toBe('open')
    expect(scene.fake.openCount).toBe(1)
  })

  test.each(['android', 'ios', 'devtools'] as const)(
    'C-46: on %s, a refusal for too many sockets is a failed attempt like any other, with its own cause',
    (profile) => {
      const scene = createScene({ profile, options: STEADY })
      const wx = scene.fake.wx
      for (let socket = 0; socket < 5; socket += 1) {
        wx.connectSocket({ url: 'wss://example.com/not-ours' })
      }
      scene.socket.connect()
      scene.advance(0)
      expect(scene.heard('close')).toMatchObject([
        { cause: 'too-many-sockets', willReconnect: true },
      ])
      expect(scene.heard('error')).toMatchObject([{ code: 'E_TOO_MANY_SOCKETS', retryable: true }])

      scene.task(1).close(1000)
      scene.advance(5_000)
      scene.task().open()
      expect(scene.socket.state).toBe('open')
    },
  )

  test('C-46: such refusals use up the limit and end in giveup', () => {
    const scene = createScene({ options: { reconnect: { limit: 2 } } })
    for (let socket = 0; socket < 5; socket += 1) {
      scene.fake.wx.connectSocket({ url: 'wss://example.com/not-ours', timeout: 600_000 })
    }
    scene.socket.connect()
    scene.advance(60_000)

    expect(scene.heard('giveup')).toMatchObject([
      { retries: 2, close: { cause: 'too-many-sockets' } },
    ])
  })
})
