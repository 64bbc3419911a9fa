/** Faults of classes with the standard `WebSocket` surface over a mini-program's sockets, and what ours does instead. */
import { afterEach, describe, expect, test } from '@jest/globals'
import { buildSync } from 'esbuild'
import { join } from 'node:path'
import { WebSocket } from '../../src/websocket'
import {
  createFakeWx,
  hostProfiles,
  type FakeTask,
  type FakeWx,
  type FakeWxOptions,
} from '../../src/testing'
import { createScriptedWx } from '../support/scripted-wx'
import { createWxRealm } from '../support/wx-realm'

const URL = 'wss://example.com/ws'

type OurWebSocket = InstanceType<typeof WebSocket>

interface Scene {
  readonly fake: FakeWx
  readonly uncaught: readonly unknown[]
  /** A socket that is still connecting, and everything that it tells. */
  connect(protocols?: string | string[]): Subject
  /** An open one. */
  open(protocols?: string | string[]): Subject
  advance(ms: number): void
}

interface Subject {
  readonly socket: OurWebSocket
  readonly task: FakeTask
  /** The events: a close with its code, a message with its data. */
  readonly log: unknown[]
}

const teardowns: (() => void)[] = []
afterEach(() => teardowns.splice(0).forEach((teardown) => teardown()))

function createScene(profile: FakeWxOptions['profile'] = 'android'): Scene {
  const uncaught: unknown[] = []
  const fake = createFakeWx({ profile, onUncaught: (error) => uncaught.push(error) })
  const uninstall = fake.install()
  teardowns.push(() => {
    fake.dispose()
    uninstall()
  })

  const scene: Scene = {
    fake,
    uncaught,
    connect(protocols = []) {
      const socket = new WebSocket(URL, protocols)
      const log: unknown[] = []
      socket.onopen = () => log.push('open')
      socket.onerror = () => log.push('error')
      socket.onclose = ({ code }) => log.push(code)
      socket.onmessage = ({ data }) => log.push(data)
      fake.clock.advance(0)
      return { socket, log, task: fake.tasks.at(-1) as FakeTask }
    },
    open(protocols) {
      const subject = scene.connect(protocols)
      subject.task.open()
      subject.log.splice(0)
      return subject
    },
    advance: (ms) => fake.clock.advance(ms),
  }
  return scene
}

describe('connecting and closing', () => {
  test.each(['error', 'fail'] as const)(
    'C-24: a connect that fails by %s alone gives error, then one close with code 1006',
    (how) => {
      const { connect, advance } = createScene()
      const { socket, task, log } = connect()
      task[how]('exception onOpen fail code:20, msg:Invalid HTTP status.')
      advance(60_000)
      expect([log, socket.readyState]).toEqual([['error', 1006], 3])
    },
  )

  test('C-24: an open that comes after close() does not bring readyState back to 1, and is closed', () => {
    const { connect, advance } = createScene()
    const { socket, task, log } = connect()
    socket.close()
    expect(socket.readyState).toBe(2)
    advance(60_000)
    task.open()
    advance(60_000)
    expect([log, socket.readyState, task.state]).toEqual([['error', 1006], 3, 'closed'])
  })

  test('C-25: close(code, reason) reaches the host with both, and readyState is 2 at once', () => {
    const { open, advance } = createScene()
    const { socket, task, log } = open()
    socket.close(4000, 'x')
    expect([task.closeCalls, socket.readyState]).toEqual([[{ code: 4000, reason: 'x' }], 2])
    advance(1_000)
    expect([log, socket.readyState]).toEqual([[4000], 3])
  })

  test('C-31: close() while connecting, then the host opens: the native socket is closed, and open is not told', () => {
    const { connect, advance } = createScene()
    const { socket, task, log } = connect()
    socket.close()
    task.open()
    advance(60_000)
    expect([log, task.state]).toEqual([['error', 1006], 'closed'])
    expect(task.closeCalls.length).toBeGreaterThan(0)
  })

  test('C-51: close() while connecting throws nothing where the host refuses it', () => {
    const { fake, connect, advance, uncaught } = createScene()
    const { socket, task, log } = connect()
    task.native.close = () => {
      throw new Error('closeSocket:fail WebSocket is not connected')
    }
    expect(() => socket.close()).not.toThrow()
    advance(60_000)
    expect([log, uncaught, fake.clock.pending]).toEqual([['error', 1006], [], 0])
  })

  test.each([
    'android',
    'ios',
    'devtools',
    'promise-task',
    'callback-before-return',
    'uni-app',
  ] as const)('C-51: on %s the open handler runs, and what it sends goes out', async (profile) => {
    const { fake, advance } = createScene(profile)
    const socket = new WebSocket(URL)
    socket.onopen = () => socket.send('hello')
    for (let turn = 0; turn < 4; turn += 1) {
      advance(0)
      await Promise.resolve()
    }
    fake.tasks[0]?.open()
    advance(100)
    expect([fake.tasks[0]?.sent, socket.readyState]).toEqual([['hello'], 1])
  })
})

describe('a host that says nothing, or the wrong thing', () => {
  test.each([undefined, 3_000])(
    'C-21: a connect that never answers gives error and close when the time is up: %j ms',
    (connectTimeoutMs) => {
      const { fake, advance } = createScene({ ...hostProfiles.android, connectTimeout: null })
      const socket = new WebSocket(URL, [], { ...(connectTimeoutMs && { connectTimeoutMs }) })
      const log: unknown[] = []
      socket.onerror = ({ error }) => log.push(error.code)
      socket.onclose = ({ code }) => log.push(code)
      advance((connectTimeoutMs ?? 10_000) - 1)
      expect([log, socket.readyState]).toEqual([[], 0])
      advance(1)
      expect([log, socket.readyState]).toEqual([['E_CONNECT_TIMEOUT', 1006], 3])
      advance(60_000)
      expect([log.length, fake.clock.pending]).toEqual([2, 0])
    },
  )

  test('C-16: a close() that is never answered gives one close when the time is up, and no more when it is', () => {
    const { fake, open, advance } = createScene()
    const { socket, task, log } = open()
    task.silent = true
    socket.close(4000)
    advance(1_999)
    expect([log, socket.readyState]).toEqual([[], 2])
    advance(1)
    expect([log, socket.readyState]).toEqual([[1006], 3])
    task.close(4000, '')
    advance(60_000)
    expect([log, fake.clock.pending]).toEqual([[1006], 0])
  })

  test('C-18: a cut in the background says 1000, and is told as 1006: nobody closed', () => {
    const { open, advance } = createScene()
    const { socket, task } = open()
    const closes: unknown[] = []
    socket.onclose = ({ code, reason, wasClean }) => closes.push({ code, reason, wasClean })
    task.close(1000, 'interrupted')
    advance(60_000)
    expect(closes).toEqual([{ code: 1006, reason: 'interrupted', wasClean: false }])
  })

  test('C-44: a cut that only the global listener hears ends every open socket, once', () => {
    const { fake, open, advance } = createScene('global-close-only')
    const one = open()
    const two = open()
    fake.globalClose({ code: 1000, reason: 'interrupted' })
    advance(60_000)
    expect([one.log, two.log]).toEqual([[1006], [1006]])
    expect([one.socket.readyState, two.socket.readyState]).toEqual([3, 3])
  })

  test('C-14: a send that the host refuses ends the connection: nothing after it goes out in its place', () => {
    const { open, advance } = createScene()
    const { socket, task, log } = open()
    socket.send('one')
    task.failSends()
    socket.send('two')
    advance(0)
    socket.send('three')
    advance(60_000)
    expect([task.sent, log, socket.readyState]).toEqual([['one'], ['error', 1006], 3])
  })
})

describe('the surface', () => {
  test('C-26: typed arrays go out on a host that takes none', () => {
    const { fake, open } = createScene()
    expect(fake.profile.sendsViews).toBe(false)
    const { socket, task } = open()
    socket.send(Uint16Array.of(1, 2))
    expect(task.sent).toEqual([Uint16Array.of(1, 2).buffer])
  })

  test('C-26: the constants are on objects too, and protocol is a string', () => {
    const { open } = createScene()
    const { socket } = open(['mqtt'])
    const { CONNECTING, OPEN, CLOSING, CLOSED, protocol } = socket
    expect([CONNECTING, OPEN, CLOSING, CLOSED, protocol]).toEqual([0, 1, 2, 3, 'mqtt'])
  })

  test.each([
    ['mqtt', ['mqtt']],
    [
      ['mqtt', 'v12.stomp'],
      ['mqtt', 'v12.stomp'],
    ],
  ])('C-26: the sub-protocols %j arrive as a list', (protocols, asked) => {
    const { connect } = createScene()
    expect(connect(protocols).task.options.protocols).toEqual(asked)
  })

  test('C-26: the code of a close by the server is kept, also after an error', () => {
    const { open, advance } = createScene()
    const { task, log } = open()
    task.error('Underlying Transport Error')
    task.close(4401, 'auth')
    advance(60_000)
    expect(log).toEqual(['error', 4401])
  })

  test('C-29: of a view only its bytes go out, and those of the time of the call', () => {
    const { open } = createScene()
    const { socket, task } = open()
    const buffer = Uint8Array.from({ length: 16 }, (_, index) => index).buffer
    socket.send(new Uint8Array(buffer, 4, 3))
    new Uint8Array(buffer).fill(0)
    expect(task.sent).toEqual([Uint8Array.of(4, 5, 6).buffer])
  })

  test.each(['\n', 'MESSAGE\ndestination:/queue/a\n\nhello', 'with a trailing NUL\0', ''])(
    'C-50: the text frame %j passes unchanged, both ways',
    (text) => {
      const { open } = createScene()
      const { socket, task, log } = open()
      task.message(text)
      socket.send(text)
      expect([log, task.sent]).toEqual([[text], [text]])
    },
  )

  test('C-50: a binary frame passes unchanged, both ways', () => {
    const { open } = createScene()
    const { socket, task, log } = open()
    const frame = Uint8Array.of(0, 10, 0).buffer
    task.message(frame)
    socket.send(frame)
    expect([log, task.sent]).toEqual([[frame], [frame]])
    expect(new Uint8Array(frame)).toEqual(Uint8Array.of(0, 10, 0))
  })
})

describe('what the host does with calls', () => {
  test.each(['android', 'ios'] as const)(
    'C-30: on %s, a send and a close that fail surface nowhere as an uncaught error',
    async (profile) => {
      const { open, advance, uncaught } = createScene(profile)
      const { socket, task } = open()
      task.failSends()
      socket.send('lost')
      // The native socket is gone, and the host has not said so: close() must fail.
      task.fail()
      socket.close()
      advance(60_000)
      await Promise.resolve()
      expect(task.sendCalls.map(({ outcome }) => outcome)).toEqual(['failed'])
      expect(task.closeCalls).toHaveLength(1)
      expect([uncaught, socket.readyState, socket.bufferedAmount]).toEqual([[], 3, 0])
    },
  )

  test('C-30: a send and a close that throw or reject are survived', () => {
    const { open, advance, uncaught } = createScene()
    let handled = 0
    const rejected = {
      then(_: unknown, onRejected: (error: Error) => void) {
        handled += 1
        onRejected(new Error('closeSocket:fail task not found'))
      },
    }
    const one = open()
    one.task.native.send = one.task.native.close = () => {
      throw new Error('task not found')
    }
    const two = open()
    two.task.native.send = two.task.native.close = () => rejected as never
    for (const { socket } of [one, two]) {
      expect(() => socket.send('lost')).not.toThrow()
      expect(() => socket.close()).not.toThrow()
    }
    advance(60_000)
    expect([one.socket.readyState, two.socket.readyState, uncaught]).toEqual([3, 3, []])
    expect(handled).toBeGreaterThan(0)
  })
})

describe('more than one', () => {
  test('C-33: what is sent, received and closed on one is nothing to the other', () => {
    const { open, advance } = createScene()
    const one = open('mqtt')
    const two = open('v12.stomp')
    one.socket.send('from one')
    two.socket.send('from two')
    one.task.message('to one')
    two.task.message('to two')
    expect([one.task.sent, two.task.sent]).toEqual([['from one'], ['from two']])
    expect([one.log, two.log]).toEqual([['to one'], ['to two']])

    one.socket.close()
    advance(60_000)
    expect([one.socket.readyState, two.socket.readyState]).toEqual([3, 1])
    two.socket.send('still here')
    expect(two.task.sent).toEqual(['from two', 'still here'])
    expect([one.socket.protocol, two.socket.protocol]).toEqual(['mqtt', 'v12.stomp'])
  })

  test('C-54: one object is one native socket: after a drop nothing connects and nothing is sent again', () => {
    const { fake, open, advance } = createScene()
    const { socket, task, log } = open()
    socket.send('CONNECT')
    task.close(1006, 'abnormal closure')
    expect(() => socket.send('too late')).not.toThrow()
    advance(600_000)
    expect([log, socket.readyState]).toEqual([[1006], 3])
    expect([fake.tasks.length, fake.clock.pending]).toEqual([1, 0])
  })

  test('C-54: a new object after a drop starts with an empty wire', () => {
    const { fake, open, advance } = createScene()
    const first = open()
    first.socket.send('CONNECT')
    first.task.close(1006, 'abnormal closure')
    first.socket.send('too late')
    const second = open()
    advance(60_000)
    expect([fake.tasks.length, second.task.sent]).toEqual([2, []])
  })
})

describe('where globals are missing', () => {
  /** The entry as one file of the language level that an app gets. */
  function loadEntry(wx: object): { WebSocket: typeof WebSocket } {
    const { outputFiles } = buildSync({
      entryPoints: [join(__dirname, '../../src/websocket.ts')],
      bundle: true,
      write: false,
      format: 'cjs',
      target: 'es2015',
      logLevel: 'silent',
    })
    const source = outputFiles[0]?.text ?? ''
    const run = createWxRealm({ wx }).run(`(function (module) {${source}\n})`, 'websocket.js') as (
      module: object,
    ) => void
    const module = { exports: {} }
    run(module)
    return module.exports as { WebSocket: typeof WebSocket }
  }

  test('C-34: it loads, connects, talks and closes without Event, EventTarget, AbortController, URL and the rest', async () => {
    const { wx, tasks } = createScriptedWx()
    const { WebSocket: Loaded } = loadEntry(wx)
    const socket = new Loaded('wss://example.com/路?a=b', 'mqtt')
    const log: unknown[] = []
    socket.addEventListener('message', ({ data }) => log.push(data))
    socket.addEventListener('close', ({ code }) => log.push(code), { once: true })
    expect(socket.url).toBe('wss://example.com/%E8%B7%AF?a=b')
    // What the host says in the tick of the call is told in the next one.
    const opened = new Promise((resolve) => (socket.onopen = resolve))
    tasks[0]?.open()
    await opened
    tasks[0]?.message('hello')
    socket.send(Uint8Array.of(1, 2, 3).subarray(1))
    socket.close(4000, '再见')
    tasks[0]?.close(4000, '再见')
    expect(tasks[0]?.sent).toEqual([Uint8Array.of(2, 3).buffer])
    expect([log, socket.readyState]).toEqual([['hello', 4000], 3])
  })
})
