import { describe, expect, test } from '@jest/globals'
import type { Logger, Socket, SocketError, SocketEvents, SocketOptions } from '../../src/index'
import { expectConsole } from '../support/console'
import { createScene, EVENTS, type Scene } from '../support/scene'

type EventName = keyof SocketEvents<unknown>

function createLog(): Logger & { readonly lines: string[] } {
  const lines: string[] = []
  return {
    lines,
    info: (...args: unknown[]) => void lines.push(`info ${args.join(' ')}`),
    warn: (...args: unknown[]) => void lines.push(`warn ${args.join(' ')}`),
  }
}

/** A second socket on the scene's host, with no listener at all. */
function createQuiet(scene: Scene, options: Partial<SocketOptions> = {}): Socket {
  return scene.entry.createSocket({ url: 'wss://example.com/ws', ...options })
}

function breakLink(scene: Scene): void {
  scene.task().close(1006, 'abnormal closure')
}

/** A host that ignores close() while connecting ends the handshake by its own timeout of 10 s. */
function forgetHandshakes(scene: Scene): void {
  scene.advance(10_000)
}

/** Drives the socket so that every event is emitted at least once, `open` and `close` included. */
const cues: { readonly [Name in EventName]: (scene: Scene) => void } = {
  state: (scene) => scene.socket.connect(),
  open: (scene) => void scene.openLink(),
  message: (scene) => scene.openLink().message('hello'),
  close: (scene) => scene.openLink().close(1006, ''),
  retry: (scene) => scene.openLink().close(1006, ''),
  giveup: (scene) => {
    scene.socket.connect()
    for (let retry = 0; retry < 3; retry += 1) {
      scene.task().error()
      scene.advance(5_000)
    }
  },
  error: (scene) => {
    scene.socket.connect()
    scene.task().error()
  },
  drop: (scene) => {
    scene.socket.send('1')
    scene.socket.send('2')
  },
  rtt: (scene) => {
    scene.openLink()
    scene.socket.probe()
    scene.task().message('pong')
  },
}

const cueOptions = {
  queue: { maxMessages: 1 },
  reconnect: { limit: 2 },
} as const

describe('E1: listeners that throw', () => {
  const others = EVENTS.filter((event) => event !== 'error')

  test.each(others)('E1: a throwing %s listener stops no other one, and is one error', (event) => {
    const scene = createScene({ options: cueOptions })
    const mistake = new Error('mistake of the app')
    let later = 0
    scene.socket.once(event, () => {
      throw mistake
    })
    scene.socket.on(event, () => (later += 1))
    cues[event](scene)
    scene.advance(0)
    expect(later).toBe(scene.heard(event).length)
    expect(later).toBeGreaterThan(0)
    const errors = scene.heard('error').filter(({ code }) => code === 'E_LISTENER')
    expect(errors).toHaveLength(1)
    expect(errors[0]?.cause).toBe(mistake)
    expect(errors[0]?.message).toContain(event)
  })

  test('E1: the state is the same as without it', () => {
    const run = (isThrowing: boolean) => {
      const scene = createScene({ options: cueOptions })
      for (const event of others) {
        scene.socket.on(event, () => {
          if (isThrowing) throw new Error('mistake')
        })
      }
      const states: string[] = []
      const note = () => states.push(scene.socket.state)
      scene.socket.send('queued')
      scene.openLink()
      note()
      scene.task().message('hello')
      note()
      breakLink(scene)
      note()
      scene.advance(5_000)
      note()
      scene.openLink()
      note()
      scene.socket.close()
      scene.advance(2_000)
      note()
      return { states, sent: scene.fake.tasks.map((task) => task.sent), ...scene.leftovers() }
    }
    expect(run(true)).toEqual(run(false))
  })

  test('E1: with no error listener it is rethrown from a 0 ms timer', () => {
    const uncaught: unknown[] = []
    const scene = createScene({ onUncaught: (error) => uncaught.push(error) })
    const socket = createQuiet(scene)
    const mistake = new Error('mistake of the app')
    socket.on('message', () => {
      throw mistake
    })
    socket.connect()
    scene.task().open()
    scene.task().message('hello')
    expect(uncaught).toEqual([])
    scene.advance(0)
    expect(uncaught).toEqual([mistake])
    expect(socket.state).toBe('open')
  })

  test('E1: with an error listener nothing is rethrown', () => {
    const uncaught: unknown[] = []
    const scene = createScene({ onUncaught: (error) => uncaught.push(error) })
    scene.socket.on('message', () => {
      throw new Error('mistake')
    })
    scene.openLink().message('hello')
    scene.advance(1_000)
    expect(uncaught).toEqual([])
  })

  test('E1: every other unheard error goes to the console', () => {
    const scene = createScene()
    const socket = createQuiet(scene, { reconnect: false })
    socket.connect()
    scene.task().error()
    expectConsole('warn', 'E_CONNECT')
  })

  test('E1: or to the logger, and then not to the console', () => {
    const scene = createScene()
    const logger = createLog()
    const socket = createQuiet(scene, { reconnect: false, logger })
    socket.connect()
    scene.task().error()
    const warnings = logger.lines.filter((line) => line.startsWith('warn'))
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain('E_CONNECT')
  })

  test('E1: a heard error goes to neither', () => {
    const logger = createLog()
    const scene = createScene({ options: { logger, reconnect: false } })
    scene.socket.connect()
    scene.task().error()
    expect(scene.heard('error')).toHaveLength(1)
    expect(logger.lines.filter((line) => line.startsWith('warn'))).toEqual([])
  })

  test('E1: without a console an unheard error is no further error', () => {
    const real = globalThis.console
    const scene = createScene()
    const socket = createQuiet(scene, { reconnect: false })
    try {
      Reflect.deleteProperty(globalThis, 'console')
      socket.connect()
      scene.task().error()
    } finally {
      globalThis.console = real
    }
    expect(socket.state).toBe('closed')
  })

  test('E1: a throwing error listener goes to the logger, once, and stops nobody', () => {
    const uncaught: unknown[] = []
    const logger = createLog()
    const scene = createScene({
      options: { logger, reconnect: false },
      onUncaught: (error) => uncaught.push(error),
    })
    let later = 0
    scene.socket.on('error', () => {
      throw new Error('mistake')
    })
    scene.socket.on('error', () => (later += 1))
    scene.socket.connect()
    scene.task().error()
    scene.advance(1_000)
    expect(later).toBe(1)
    expect(scene.names()).toContain('close')
    expect(logger.lines.filter((line) => line.startsWith('warn'))).toHaveLength(1)
    expect(uncaught).toEqual([])
  })
})

describe('E2: which ends are errors', () => {
  const codesOf = (scene: Scene) => scene.heard('error').map(({ code }) => code)
  const textOf = (cause: unknown) =>
    typeof cause === 'object' && cause !== null
      ? JSON.stringify(cause, Object.getOwnPropertyNames(cause))
      : String(cause)

  test('E2: an onClose alone emits close alone', () => {
    const scene = createScene({ startConnected: true })
    scene.task().close(4000, 'bye')
    expect(scene.heard('error')).toEqual([])
    expect(scene.heard('close')).toMatchObject([{ code: 4000, reason: 'bye' }])
  })

  test('E2: an onClose alone while connecting emits close alone', () => {
    const scene = createScene()
    scene.socket.connect()
    scene.task().close(1006, '')
    expect(scene.heard('error')).toEqual([])
    expect(scene.heard('close')).toHaveLength(1)
  })

  test('E2: an onError while connecting is one error, with the text of the platform in cause', () => {
    const scene = createScene()
    scene.socket.connect()
    scene.task().error('exception onOpen fail code:111, msg:Connection refused')
    scene.task().close(1006, '')
    expect(codesOf(scene)).toEqual(['E_CONNECT'])
    expect(textOf(scene.heard('error')[0]?.cause)).toContain('Connection refused')
    expect(scene.heard('close')).toHaveLength(1)
  })

  test('E2: an onError of an open link is one error, with the text of the platform in cause', () => {
    const scene = createScene({ startConnected: true })
    scene.task().error('Stream end encountered')
    scene.task().close(1001, 'Stream end encountered')
    scene.advance(200)
    expect(scene.heard('error')).toHaveLength(1)
    expect(textOf(scene.heard('error')[0]?.cause)).toContain('Stream end encountered')
    expect(scene.heard('close')).toHaveLength(1)
  })

  test('E2: fail of connectSocket is one error, with the text of the platform in cause', () => {
    const scene = createScene()
    scene.fake.nextConnect({ fails: 'connectSocket:fail fail url not in domain list' })
    scene.socket.connect()
    scene.advance(0)
    expect(codesOf(scene)).toEqual(['E_DOMAIN'])
    expect(textOf(scene.heard('error')[0]?.cause)).toContain('url not in domain list')
  })

  test('E2: a throw of connectSocket is one error, with what was thrown in cause', () => {
    const scene = createScene()
    scene.fake.nextConnect({ throws: new Error('connectSocket exploded') })
    scene.socket.connect()
    scene.advance(0)
    expect(codesOf(scene)).toEqual(['E_CONNECT'])
    expect(textOf(scene.heard('error')[0]?.cause)).toContain('connectSocket exploded')
  })

  test('E2: our own timeouts are errors: connecting', () => {
    const scene = createScene()
    scene.socket.connect()
    scene.task().silent = true
    scene.advance(10_000)
    expect(codesOf(scene)).toEqual(['E_CONNECT_TIMEOUT'])
  })

  test('E2: our own timeouts are errors: heartbeat', () => {
    const scene = createScene({ startConnected: true })
    scene.advance(20_000)
    expect(codesOf(scene)).toEqual(['E_HEARTBEAT'])
  })

  test('E2: a url function that fails is an error, with what it threw in cause', () => {
    const problem = new Error('no token')
    const url = () => {
      throw problem
    }
    const scene = createScene({ options: { url } })
    scene.socket.connect()
    scene.advance(0)
    expect(codesOf(scene)).toEqual(['E_URL'])
    expect(scene.heard('error')[0]?.cause).toBe(problem)
  })

  test('E2: the own close() and reconnect() are no errors', () => {
    const scene = createScene({ startConnected: true })
    scene.socket.reconnect()
    scene.openLink()
    scene.socket.close()
    scene.advance(2_000)
    expect(scene.heard('error')).toEqual([])
    expect(scene.heard('close')).toHaveLength(2)
  })

  test('E2: the own close() that the platform never answers is no error', () => {
    const scene = createScene({ startConnected: true })
    scene.task().silent = true
    scene.socket.close()
    scene.advance(2_000)
    expect(scene.socket.state).toBe('closed')
    expect(scene.heard('error')).toEqual([])
  })

  test.each([
    ['E_CONNECT', true],
    ['E_DOMAIN', false],
  ])('E2: %s says whether it may go away by itself', (code, retryable) => {
    const scene = createScene()
    scene.socket.connect()
    scene.task().error(code === 'E_DOMAIN' ? 'url not in domain list' : 'refused')
    expect(scene.heard('error')).toMatchObject([{ code, retryable }])
  })
})

describe('E3: calls from listeners and callbacks', () => {
  test('E3: a listener added during an emit hears the next event, not this one', () => {
    const scene = createScene({ startConnected: true })
    const heard: unknown[] = []
    scene.socket.once('message', () => void scene.socket.on('message', (data) => heard.push(data)))
    scene.task().message('1')
    expect(heard).toEqual([])
    scene.task().message('2')
    expect(heard).toEqual(['2'])
  })

  test('E3: a listener removed during an emit still hears this event, not the next', () => {
    const scene = createScene({ startConnected: true })
    const heard: unknown[] = []
    scene.socket.once('message', () => off())
    const off = scene.socket.on('message', (data) => heard.push(data))
    scene.task().message('1')
    scene.task().message('2')
    expect(heard).toEqual(['1'])
  })

  test('E3: a listener may remove itself, and unsubscribing twice takes nobody else away', () => {
    const scene = createScene({ startConnected: true })
    const heard: string[] = []
    const off = scene.socket.on('message', (data) => {
      heard.push(`first ${String(data)}`)
      off()
      off()
    })
    scene.socket.on('message', (data) => heard.push(`second ${String(data)}`))
    scene.task().message('1')
    off()
    scene.task().message('2')
    expect(heard).toEqual(['first 1', 'second 1', 'second 2'])
  })

  test('E3: once hears one event, and its unsubscribe works before that', () => {
    const scene = createScene({ startConnected: true })
    const heard: unknown[] = []
    scene.socket.once('message', (data) => heard.push(data))
    scene.socket.once('message', () => heard.push('never'))()
    scene.task().message('1')
    scene.task().message('2')
    expect(heard).toEqual(['1'])
  })

  test('E3: once hears one event also when that listener leads to another', () => {
    const scene = createScene({ startConnected: true })
    const heard: unknown[] = []
    scene.socket.once('message', (data) => {
      heard.push(data)
      scene.task().message('inner')
    })
    scene.task().message('outer')
    expect(heard).toEqual(['outer'])
  })

  const methods: { readonly [name: string]: (socket: Socket) => unknown } = {
    connect: (socket) => socket.connect(),
    reconnect: (socket) => socket.reconnect(),
    close: (socket) => socket.close(),
    send: (socket) => socket.send('x'),
    probe: (socket) => socket.probe(),
    on: (socket) => socket.on('message', () => {})(),
    once: (socket) => socket.once('message', () => {})(),
    whenOpen: (socket) => void socket.whenOpen().catch(() => {}),
    stats: (socket) => socket.stats(),
    history: (socket) => socket.history(),
    status: (socket) => [socket.status, socket.state, socket.queued],
  }

  const calls = EVENTS.flatMap((event) => Object.keys(methods).map((method) => [event, method]))

  test.each(calls as [EventName, string][])('E3: %s: the listener calls %s', (event, method) => {
    const scene = createScene({ options: cueOptions })
    scene.socket.once(event, () => methods[method]?.(scene.socket))
    try {
      cues[event](scene)
    } catch (error) {
      // A cue may find no open link after its listener closed it.
      if (!/no open link|there are \d+ tasks/.test(String(error))) throw error
    }
    scene.advance(0)
    expect(scene.heard(event).length).toBeGreaterThan(0)
    expect(scene.heard('error').filter(({ code }) => code === 'E_LISTENER')).toEqual([])
    scene.socket.close()
    scene.advance(2_000)
    expect(['closed', 'idle']).toContain(scene.socket.state)
    forgetHandshakes(scene)
    expect(scene.leftovers()).toEqual({ timers: 0, sockets: 0, listeners: 0 })
  })

  interface CallbackCase {
    readonly options: (call: () => void) => Partial<SocketOptions>
    readonly run: (scene: Scene) => void
  }

  const callbackCases: { readonly [name: string]: CallbackCase } = {
    url: {
      options: (call) => ({
        url: () => {
          call()
          return 'wss://example.com'
        },
      }),
      run: (scene) => scene.socket.connect(),
    },
    'heartbeat.message': {
      options: (call) => ({
        heartbeat: {
          message: () => {
            call()
            return 'ping'
          },
        },
      }),
      run: (scene) => {
        scene.openLink()
        scene.advance(10_000)
      },
    },
    'heartbeat.isReply': {
      options: (call) => ({
        heartbeat: {
          isReply: () => {
            call()
            return true
          },
        },
      }),
      run: (scene) => {
        scene.openLink()
        scene.socket.probe()
        scene.task().message('pong')
      },
    },
    'heartbeat.answer': {
      options: (call) => ({
        heartbeat: {
          answer: () => {
            call()
            return 'answer'
          },
        },
      }),
      run: (scene) => scene.openLink().message('hi'),
    },
    'reconnect.delayMs': {
      options: (call) => ({
        reconnect: {
          delayMs: () => {
            call()
            return 1_000
          },
        },
      }),
      run: (scene) => scene.openLink().close(1006, ''),
    },
    'reconnect.isFinal': {
      options: (call) => ({
        reconnect: {
          isFinal: () => {
            call()
            return false
          },
        },
      }),
      run: (scene) => scene.openLink().close(1006, ''),
    },
    'codec.encode': {
      options: (call) => ({
        codec: {
          encode: (data) => {
            call()
            return data
          },
          decode: (data) => data,
        },
      }),
      run: (scene) => {
        scene.openLink()
        scene.socket.send('x')
      },
    },
    'codec.decode': {
      options: (call) => ({
        codec: {
          encode: (data) => data,
          decode: (data) => {
            call()
            return data
          },
        },
      }),
      run: (scene) => scene.openLink().message('hi'),
    },
    logger: {
      options: (call) => ({ logger: { info: () => call(), warn: () => call() } }),
      run: (scene) => scene.openLink().close(1006, ''),
    },
  }

  const callbackCalls = Object.keys(callbackCases).flatMap((name) =>
    Object.keys(methods).map((method) => [name, method] as const),
  )

  test.each(callbackCalls)('E3: the callback %s calls %s', (name, method) => {
    const { options, run } = callbackCases[name] as CallbackCase
    let isFirst = true
    let thrown: unknown = null
    const holder: { scene?: Scene } = {}
    const call = () => {
      if (!isFirst || holder.scene === undefined) return
      isFirst = false
      try {
        methods[method]?.(holder.scene.socket)
      } catch (error) {
        thrown = error
      }
    }
    const scene = createScene({ options: options(call) })
    holder.scene = scene
    try {
      run(scene)
    } catch (error) {
      if (!/no open link|there are \d+ tasks/.test(String(error))) throw error
    }
    scene.advance(0)
    expect(isFirst).toBe(false)
    expect(thrown).toBe(null)
    expect(scene.heard('error').filter(({ code }) => code === 'E_CALLBACK')).toEqual([])
    scene.socket.close()
    scene.advance(2_000)
    expect(scene.socket.state).toBe('closed')
    forgetHandshakes(scene)
    expect(scene.leftovers()).toEqual({ timers: 0, sockets: 0, listeners: 0 })
  })

  test('E3: close() from the url function makes no native socket', () => {
    const holder: { socket?: Socket } = {}
    const url = () => {
      holder.socket?.close()
      return 'wss://example.com'
    }
    const scene = createScene({ options: { url } })
    holder.socket = scene.socket
    scene.socket.connect()
    scene.advance(1_000)
    expect(scene.socket.state).toBe('closed')
    expect(scene.fake.tasks).toEqual([])
    expect(scene.heard('close')).toMatchObject([{ cause: 'app' }])
  })

  test('E3: close() from delayMs leaves no retry behind', () => {
    const holder: { socket?: Socket } = {}
    const delayMs = () => {
      holder.socket?.close()
      return 1_000
    }
    const scene = createScene({ options: { reconnect: { delayMs } }, startConnected: true })
    holder.socket = scene.socket
    breakLink(scene)
    scene.advance(60_000)
    expect(scene.socket.state).toBe('closed')
    expect(scene.fake.tasks).toHaveLength(1)
  })
})

describe('E4: no promise between the platform and the listener', () => {
  test('E4: every event is heard before the call of the platform returns', () => {
    const scene = createScene()
    scene.socket.connect()
    scene.task().open()
    expect(scene.heard('open')).toHaveLength(1)
    scene.task().message('hello')
    expect(scene.heard('message')).toEqual(['hello'])
    scene.socket.probe()
    scene.task().message('pong')
    expect(scene.heard('rtt')).toHaveLength(1)
    breakLink(scene)
    expect(scene.heard('close')).toHaveLength(1)
    expect(scene.heard('retry')).toHaveLength(1)
  })

  test('E4: none is made or awaited from connect() to close()', () => {
    const RealPromise = globalThis.Promise
    const scene = createScene()
    let used = 0
    class NoPromise {
      constructor() {
        used += 1
        throw new Error('a promise was made')
      }
      static resolve = () => new NoPromise()
      static reject = () => new NoPromise()
    }
    try {
      globalThis.Promise = NoPromise as unknown as PromiseConstructor
      scene.socket.send('queued')
      scene.openLink()
      scene.task().message('hello')
      scene.advance(10_000)
      scene.task().message('pong')
      breakLink(scene)
      scene.advance(5_000)
      scene.openLink()
      scene.socket.close()
      scene.advance(2_000)
    } finally {
      globalThis.Promise = RealPromise
    }
    expect(used).toBe(0)
    expect(scene.heard('message')).toEqual(['hello'])
    expect(scene.socket.state).toBe('closed')
  })

  test('E4: a synchronous url function is asked and used in the same tick', () => {
    const scene = createScene({ options: { url: () => 'wss://example.com' } })
    scene.socket.connect()
    expect(scene.fake.tasks).toHaveLength(1)
  })
})

describe('E7: the order of events', () => {
  /** The events of a scene with the state that each listener saw. */
  function watchStates(scene: Scene): string[] {
    const seen: string[] = []
    for (const event of EVENTS)
      scene.socket.on(event, () => seen.push(`${event} ${scene.socket.state}`))
    return seen
  }

  test('E7: a failure: the state has changed, then error, state, close, retry', () => {
    const scene = createScene()
    scene.socket.connect()
    scene.forget()
    const seen = watchStates(scene)
    scene.task().error()
    expect(seen).toEqual(['error waiting', 'state waiting', 'close waiting', 'retry waiting'])
  })

  test('E7: a failure that is the last: error, state, close, giveup', () => {
    const scene = createScene({ options: { reconnect: { limit: 0 } } })
    scene.socket.connect()
    const seen = watchStates(scene)
    scene.task().error()
    expect(seen).toEqual(['error gave-up', 'state gave-up', 'close gave-up', 'giveup gave-up'])
  })

  test('E7: a failure of an open link, and one that is declared', () => {
    const scene = createScene({ startConnected: true })
    const seen = watchStates(scene)
    scene.advance(20_000)
    expect(seen).toEqual(['error waiting', 'state waiting', 'close waiting', 'retry waiting'])
  })

  test('E7: a failure while hidden: state, close, no retry', () => {
    const scene = createScene({ startConnected: true })
    scene.fake.hide()
    const seen = watchStates(scene)
    breakLink(scene)
    expect(seen).toEqual(['state suspended', 'close suspended'])
  })

  test('E7: a final close: state, close', () => {
    const scene = createScene({ startConnected: true })
    const seen = watchStates(scene)
    scene.task().close(4500, 'kicked')
    expect(seen).toEqual(['state closed', 'close closed'])
  })

  test('E7: a success: the state has changed, then state, open, then the queue goes out', () => {
    const scene = createScene()
    scene.socket.connect()
    scene.socket.send('queued')
    const seen: string[] = []
    const note = (event: string) => {
      seen.push(`${event} ${scene.socket.state} ${scene.task().sent.length} sent`)
    }
    scene.socket.on('state', () => note('state'))
    scene.socket.on('open', () => note('open'))
    scene.task().open()
    expect(seen).toEqual(['state open 0 sent', 'open open 0 sent'])
    expect(scene.task().sent).toEqual(['queued'])
  })

  test('E7: what close() drops is told after the state has changed', () => {
    const scene = createScene()
    scene.openLink()
    breakLink(scene)
    scene.socket.send('1')
    const seen = watchStates(scene)
    scene.socket.close()
    expect(seen).toContain('drop closed')
    expect(seen).toContain('close closed')
    expect(seen.every((entry) => entry.endsWith('closed'))).toBe(true)
  })

  test('E7: close() from an error listener takes effect after state, close and retry', () => {
    const scene = createScene()
    scene.socket.connect()
    scene.forget()
    scene.socket.once('error', () => scene.socket.close())
    scene.task().error()
    scene.advance(2_000)
    expect(scene.names().slice(0, 4)).toEqual(['error', 'state', 'close', 'retry'])
    expect(scene.heard('state')).toMatchObject([
      { from: 'connecting', to: 'waiting' },
      { from: 'waiting', to: 'closed' },
    ])
    expect(scene.leftovers()).toEqual({ timers: 0, sockets: 0, listeners: 0 })
  })

  test('E7: close() from an open listener takes effect after the queue went out', () => {
    const scene = createScene()
    scene.socket.send('queued')
    scene.socket.once('open', () => scene.socket.close())
    scene.socket.connect()
    scene.task().open()
    expect(scene.task().sent).toEqual(['queued'])
    expect(scene.heard('drop')).toEqual([])
    expect(scene.socket.state).toBe('closing')
  })

  test('E7: the state that a listener sees stays while its event goes round', () => {
    const scene = createScene({ startConnected: true })
    const seen: string[] = []
    scene.socket.once('close', () => {
      scene.socket.connect()
      scene.socket.close()
      seen.push(scene.socket.state)
    })
    scene.socket.on('close', () => seen.push(scene.socket.state))
    breakLink(scene)
    expect(seen.slice(0, 2)).toEqual(['waiting', 'waiting'])
    expect(scene.socket.state).toBe('closed')
  })

  test('E7: calls of several listeners take effect in the order they were made', () => {
    const scene = createScene({ startConnected: true })
    scene.socket.once('message', () => scene.socket.close())
    scene.socket.once('message', () => scene.socket.connect())
    scene.task().message('hello')
    scene.advance(0)
    expect(scene.heard('state').map(({ to }) => to)).toEqual(['closing', 'connecting'])
  })

  test('E7: send() from a listener is immediate', () => {
    const scene = createScene({ startConnected: true })
    const sent: unknown[] = []
    scene.socket.on('message', () => {
      expect(scene.socket.send('reply')).toBe('sent')
      sent.push(...scene.task().sent)
    })
    scene.task().message('hello')
    expect(sent).toEqual(['reply'])
  })

  test('E7: send() from a close listener is queued at once', () => {
    const scene = createScene({ startConnected: true })
    scene.socket.once('close', () => {
      expect(scene.socket.send('later')).toBe('queued')
      expect(scene.socket.queued.messages).toBe(1)
    })
    breakLink(scene)
    scene.advance(5_000)
    scene.openLink()
    expect(scene.task().sent).toEqual(['later'])
  })
})

describe('E8: callbacks that throw or answer nonsense', () => {
  const mistake = new Error('mistake of the app')
  const fail = (): never => {
    throw mistake
  }

  /** One `E_CALLBACK` that names the option. */
  function expectCallbackError(scene: Scene, option: string, cause?: unknown): void {
    scene.advance(0)
    const errors = scene.heard('error').filter(({ code }) => code === 'E_CALLBACK')
    expect(errors).toHaveLength(1)
    const [error] = errors as [SocketError]
    expect(error.message).toContain(option)
    if (cause !== undefined) expect(error.cause).toBe(cause)
  }

  test('E8: heartbeat.message throws: no ping, and the link lives', () => {
    const scene = createScene({ options: { heartbeat: { message: fail } }, startConnected: true })
    scene.advance(10_000)
    expect(scene.task().sendCalls).toEqual([])
    expectCallbackError(scene, 'message', mistake)
    expect(scene.socket.state).toBe('open')
  })

  test('E8: heartbeat.message answers nonsense: no ping', () => {
    const message = () => 5 as never
    const scene = createScene({ options: { heartbeat: { message } }, startConnected: true })
    scene.advance(10_000)
    expect(scene.task().sendCalls).toEqual([])
    expectCallbackError(scene, 'message')
    expect(scene.socket.state).toBe('open')
  })

  test.each(['news', 'pong'])('E8: heartbeat.isReply throws on %j: no reply, a message', (data) => {
    const scene = createScene({ options: { heartbeat: { isReply: fail } }, startConnected: true })
    scene.socket.probe()
    scene.task().message(data)
    expectCallbackError(scene, 'isReply', mistake)
    expect(scene.heard('message')).toEqual([data])
    expect(scene.heard('rtt')).toEqual([])
  })

  test('E8: heartbeat.isReply throws: the frame proves life all the same', () => {
    const scene = createScene({ options: { heartbeat: { isReply: fail } }, startConnected: true })
    scene.socket.probe()
    scene.task().message('pong')
    scene.advance(3_000)
    expect(scene.socket.state).toBe('open')
  })

  test('E8: heartbeat.answer throws: no reply', () => {
    const scene = createScene({ options: { heartbeat: { answer: fail } }, startConnected: true })
    scene.task().message('server ping')
    expect(scene.task().sendCalls).toEqual([])
    expectCallbackError(scene, 'answer', mistake)
    expect(scene.socket.state).toBe('open')
  })

  test('E8: heartbeat.answer answers nonsense: no reply', () => {
    const answer = () => ({}) as never
    const scene = createScene({ options: { heartbeat: { answer } }, startConnected: true })
    scene.task().message('server ping')
    expect(scene.task().sendCalls).toEqual([])
    expectCallbackError(scene, 'answer')
    expect(scene.socket.state).toBe('open')
  })

  test('E8: reconnect.delayMs throws: 5 s', () => {
    const options = { reconnect: { delayMs: fail } }
    const scene = createScene({ options, startConnected: true })
    breakLink(scene)
    expect(scene.heard('retry')).toMatchObject([{ retry: 1, delayMs: 5_000 }])
    expectCallbackError(scene, 'delayMs', mistake)
    scene.advance(5_000)
    expect(scene.fake.tasks).toHaveLength(2)
  })

  const nonsense = [NaN, -1, Infinity, -Infinity, 2 ** 31, '5', null, undefined, {}, 5n]

  test.each(nonsense)('E8: reconnect.delayMs returns %p: 5 s', (delay) => {
    const options = { reconnect: { delayMs: () => delay as number } }
    const scene = createScene({ options, startConnected: true })
    breakLink(scene)
    expect(scene.heard('retry')).toMatchObject([{ retry: 1, delayMs: 5_000 }])
    expectCallbackError(scene, 'delayMs')
  })

  test.each([0, 0.5, 2_147_483_647])(
    'E8: reconnect.delayMs returns %d: that is no nonsense',
    (ms) => {
      const options = { reconnect: { delayMs: () => ms, jitter: 0 } }
      const scene = createScene({ options, startConnected: true })
      breakLink(scene)
      expect(scene.heard('error')).toEqual([])
      expect(scene.heard('retry')).toHaveLength(1)
      expect(Math.abs((scene.heard('retry')[0]?.delayMs ?? -1) - ms)).toBeLessThan(1)
    },
  )

  test.each([
    [4000, 'waiting'],
    [4500, 'closed'],
    [3500, 'closed'],
  ])('E8: reconnect.isFinal throws: the default decides on %i', (code, state) => {
    const scene = createScene({ options: { reconnect: { isFinal: fail } }, startConnected: true })
    scene.task().close(code, '')
    expect(scene.socket.state).toBe(state)
    expectCallbackError(scene, 'isFinal', mistake)
  })

  test('E8: codec.decode throws: E_DECODE, no message, and the link lives', () => {
    const codec = { encode: (data: unknown) => data as string, decode: fail }
    const scene = createScene({ options: { codec }, startConnected: true })
    scene.task().message('hello')
    expect(scene.heard('error')).toMatchObject([{ code: 'E_DECODE', cause: mistake }])
    expect(scene.heard('message')).toEqual([])
    expect(scene.socket.state).toBe('open')
    expect(scene.socket.send('still here')).toBe('sent')
  })

  test('E8: codec.encode throws: E_DATA to the caller, with what was thrown in cause', () => {
    const codec = { encode: fail, decode: (data: unknown) => data as string }
    const scene = createScene({ options: { codec }, startConnected: true })
    expect(() => scene.socket.send('x')).toThrow(
      expect.objectContaining({ code: 'E_DATA', cause: mistake }),
    )
    expect(scene.heard('error')).toEqual([])
    expect(scene.task().sendCalls).toEqual([])
    expect(scene.socket.state).toBe('open')
  })

  test('E8: logger.info throws: one error each, and nothing else changes', () => {
    const logger = { info: fail, warn: () => {} }
    const scene = createScene({ options: { logger } })
    scene.openLink()
    scene.advance(0)
    expect(scene.socket.state).toBe('open')
    const errors = scene.heard('error')
    expect(errors.length).toBeGreaterThan(0)
    for (const error of errors) expect(error).toMatchObject({ code: 'E_CALLBACK', cause: mistake })
    expect(errors[0]?.message).toContain('logger')
  })

  test('E8: logger.warn throws where nobody hears errors: nothing surfaces, and the socket goes on', () => {
    const uncaught: unknown[] = []
    const scene = createScene({ onUncaught: (error) => uncaught.push(error) })
    const socket = createQuiet(scene, { logger: { info: fail, warn: fail } })
    socket.connect()
    scene.task().error()
    scene.advance(5_000)
    scene.task().open()
    expect(socket.state).toBe('open')
    expect(uncaught).toEqual([])
  })
})
