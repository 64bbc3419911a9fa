import { describe, expect, test } from '@jest/globals'
import type { SocketState } from '../../src/index'
import { createScene, EVENTS, type Scene } from '../support/scene'

/** Brings a fresh scene into each state. */
const roads: { readonly [State in SocketState]: () => Scene } = {
  idle: () => createScene(),
  connecting: () => {
    const scene = createScene()
    scene.socket.connect()
    return scene
  },
  open: () => createScene({ startConnected: true }),
  waiting: () => {
    const scene = createScene({ startConnected: true })
    scene.task().close(1006, '')
    return scene
  },
  suspended: () => {
    const scene = createScene({ startConnected: true })
    scene.task().close(1006, '')
    scene.fake.network({ isConnected: false })
    return scene
  },
  'gave-up': () => {
    const scene = createScene({ options: { reconnect: { limit: 0 } }, startConnected: true })
    scene.task().close(1006, '')
    return scene
  },
  closing: () => {
    const scene = createScene({ startConnected: true })
    scene.socket.close()
    return scene
  },
  closed: () => {
    const scene = createScene({ startConnected: true })
    scene.socket.close()
    scene.advance(2_000)
    return scene
  },
}

const states = Object.keys(roads) as SocketState[]

function enter(state: SocketState): Scene {
  const scene = roads[state]()
  expect(scene.socket.state).toBe(state)
  scene.forget()
  return scene
}

describe('close(code, reason)', () => {
  const badCodes = [1001, 1005, 1006, 1015, 0, 999, 2999, 5000, -1, 3000.5, NaN, Infinity]
  const badTypes = ['1000', null, true, {}, []]

  test.each(states)(
    'in %s a code out of range is E_CLOSE_CODE, and nothing has happened',
    (state) => {
      const scene = enter(state)
      for (const code of [...badCodes, ...badTypes]) {
        expect(() => scene.socket.close(code as number)).toThrow(
          expect.objectContaining({ code: 'E_CLOSE_CODE', isSocketError: true, retryable: false }),
        )
      }
      expect(scene.socket.state).toBe(state)
      expect(scene.log).toEqual([])
    },
  )

  test.each(states)('in %s a reason above 123 bytes is E_CLOSE_CODE', (state) => {
    const scene = enter(state)
    for (const reason of ['a'.repeat(124), `${'中'.repeat(41)}a`, '😀'.repeat(31), 5, null, {}]) {
      expect(() => scene.socket.close(1000, reason as string)).toThrow(
        expect.objectContaining({ code: 'E_CLOSE_CODE' }),
      )
    }
    expect(scene.socket.state).toBe(state)
    expect(scene.log).toEqual([])
  })

  test('the errors say which part, what is accepted and what came', () => {
    const { socket } = enter('open')
    expect(() => socket.close(1005)).toThrow(/^code .*1000.*3000.*4999.*1005/)
    expect(() => socket.close('4000' as never)).toThrow(/^code .*string/)
    expect(() => socket.close(1000, 'a'.repeat(124))).toThrow(/^reason .*123.*124/)
    expect(() => socket.close(1000, 5 as never)).toThrow(/^reason .*string.*5/)
  })

  test.each([1000, 3000, 3999, 4000, 4999])('%i is a code for the app', (code) => {
    const scene = enter('open')
    scene.socket.close(code, 'bye')
    expect(scene.task().closeCalls).toEqual([{ code, reason: 'bye' }])
    scene.advance(2_000)
    expect(scene.heard('close')).toEqual([
      { code, reason: 'bye', wasClean: true, cause: 'app', willReconnect: false },
    ])
  })

  test.each(['', 'a'.repeat(123), '中'.repeat(41), `${'😀'.repeat(30)}abc`])(
    'a reason of at most 123 bytes reaches the platform: %s',
    (reason) => {
      const scene = enter('open')
      scene.socket.close(1000, reason)
      expect(scene.task().closeCalls).toEqual([{ code: 1000, reason }])
    },
  )

  test('the defaults are 1000 and no reason, for undefined too', () => {
    for (const args of [[], [undefined], [undefined, undefined]] as [number?, string?][]) {
      const scene = enter('open')
      scene.socket.close(...args)
      expect(scene.task().closeCalls).toEqual([{ code: 1000, reason: '' }])
    }
  })
})

describe('on and once', () => {
  const unknown = ['opened', 'Message', '', 'toString', '__proto__', 'hasOwnProperty', 5, null]

  test.each([...unknown, undefined, {}, Symbol('open')])('the event %p is E_OPTION', (event) => {
    const { socket } = createScene()
    for (const listen of [socket.on, socket.once]) {
      expect(() => listen.call(socket, event as 'open', () => {})).toThrow(
        expect.objectContaining({ code: 'E_OPTION', isSocketError: true }),
      )
    }
  })

  test('the error says which events there are', () => {
    const { socket } = createScene()
    const thrown = (() => {
      try {
        socket.on('opened' as 'open', () => {})
      } catch (error) {
        return String(error)
      }
      return ''
    })()
    for (const event of EVENTS) expect(thrown).toContain(event)
  })

  const noListeners = [undefined, null, 'x', 5, true, {}, { handleEvent() {} }, []]
  const refused = expect.objectContaining({
    code: 'E_OPTION',
    message: expect.stringMatching(/^listener .*function/),
  })

  test.each(noListeners)('on: the listener %p is E_OPTION', (listener) => {
    const { socket } = createScene()
    expect(() => socket.on('open', listener as never)).toThrow(refused)
  })

  test.each(noListeners)('once: the listener %p is E_OPTION', (listener) => {
    const { socket } = createScene()
    expect(() => socket.once('open', listener as never)).toThrow(refused)
  })

  test.each(EVENTS)('%s can be listened to, once and again, and left', (event) => {
    const { socket } = createScene()
    const listener = () => {}
    expect(typeof socket.on(event, listener)).toBe('function')
    expect(socket.once(event, listener)()).toBe(undefined)
  })

  test('the methods need no this', () => {
    const scene = createScene()
    const { on, connect, send, close, stats, history, probe, reconnect } = scene.socket
    const heard: unknown[] = []
    on('message', (data) => heard.push(data))
    connect()
    scene.task().open()
    expect(send('x')).toBe('sent')
    scene.task().message('y')
    probe()
    reconnect()
    scene.advance(0)
    close()
    expect(heard).toEqual(['y'])
    expect(stats().messagesSent).toBe(1)
    expect(history().length).toBeGreaterThan(0)
  })
})

describe('binding', () => {
  const globals = globalThis as unknown as { wx: unknown }

  /** Puts another host in the place of the scene's own. */
  function replaceHost(scene: Scene, host: unknown): void {
    expect(globals.wx).toBe(scene.fake.wx)
    globals.wx = host
  }

  const hostless: readonly (readonly [string, unknown])[] = [
    ['no wx', undefined],
    ['wx without connectSocket', {}],
    ['a null wx', null],
  ]

  test.each(hostless)('%s: making a socket and listening is fine', (_, host) => {
    const scene = createScene()
    replaceHost(scene, host)
    const socket = scene.entry.createSocket({ url: 'wss://example.com' })
    socket.on('open', () => {})
    expect(socket.send('x')).toBe('queued')
    expect(socket.state).toBe('idle')
  })

  test.each(hostless)(
    '%s: connect() and reconnect() throw E_HOST, and nothing starts',
    (_, host) => {
      const scene = createScene()
      replaceHost(scene, host)
      for (const call of [scene.socket.connect, scene.socket.reconnect]) {
        expect(call).toThrow(
          expect.objectContaining({
            code: 'E_HOST',
            isSocketError: true,
            message: expect.stringContaining('connectSocket'),
          }),
        )
      }
      expect(scene.socket.state).toBe('idle')
      expect(scene.log).toEqual([])
      expect(scene.clock.pending).toBe(0)
    },
  )

  test('the host is looked up at connect(): one that came later will do', () => {
    const scene = createScene()
    const { wx } = scene.fake
    replaceHost(scene, undefined)
    expect(scene.socket.connect).toThrow()
    globals.wx = wx
    scene.openLink()
    expect(scene.socket.state).toBe('open')
  })

  const hints = [
    'onAppShow',
    'offAppShow',
    'onAppHide',
    'offAppHide',
    'onNetworkStatusChange',
    'offNetworkStatusChange',
    'getNetworkType',
    'onSocketClose',
  ] as const

  function without(scene: Scene, missing: readonly string[]): void {
    const rest = Object.entries(scene.fake.wx).filter(([name]) => !missing.includes(name))
    replaceHost(scene, Object.fromEntries(rest))
  }

  /** Connects, loses the link, comes back, closes, and does it again. */
  function live(scene: Scene): void {
    for (let round = 0; round < 2; round += 1) {
      scene.socket.connect()
      scene.openLink()
      scene.task().close(1006, '')
      scene.advance(5_000)
      scene.openLink()
      scene.socket.close()
      scene.advance(2_000)
    }
    expect(scene.socket.state).toBe('closed')
    expect(scene.heard('open')).toHaveLength(4)
    expect(scene.heard('error')).toEqual([])
  }

  test.each(hints)('a host without %s connects all the same', (name) => {
    const scene = createScene()
    without(scene, [name])
    live(scene)
  })

  test('a host with connectSocket alone connects, reconnects and closes', () => {
    const scene = createScene()
    without(scene, hints)
    live(scene)
    expect(scene.leftovers()).toEqual({ timers: 0, sockets: 0, listeners: 0 })
  })
})

describe('jsonCodec', () => {
  function startJson() {
    const scene = createScene()
    const { createSocket, jsonCodec } = scene.entry
    const socket = createSocket({ url: 'wss://example.com', codec: jsonCodec() })
    const heard: unknown[] = []
    const errors: { code: string; cause?: unknown }[] = []
    socket.on('message', (data) => heard.push(data))
    socket.on('error', (error) => errors.push(error))
    socket.connect()
    const task = scene.task()
    task.open()
    return { scene, socket, task, heard, errors }
  }

  test('sends JSON text and hears values', () => {
    const { socket, task, heard } = startJson()
    socket.send({ type: 'hello', list: [1, null] })
    socket.send('text')
    socket.send(null)
    expect(task.sent).toEqual(['{"type":"hello","list":[1,null]}', '"text"', 'null'])
    task.message('{"type":"welcome"}')
    task.message('5')
    expect(heard).toEqual([{ type: 'welcome' }, 5])
  })

  test.each(['{', '', 'hello', new ArrayBuffer(2)])(
    'a frame that is no JSON is E_DECODE, and the link lives: %p',
    (frame) => {
      const { socket, task, heard, errors } = startJson()
      task.message(frame)
      expect(heard).toEqual([])
      expect(errors).toMatchObject([{ code: 'E_DECODE' }])
      expect(errors[0]?.cause).toBeDefined()
      expect(socket.state).toBe('open')
      task.message('1')
      expect(heard).toEqual([1])
    },
  )

  const circular: { self?: unknown } = {}
  circular.self = circular

  test.each([
    ['undefined', undefined],
    ['a function', () => {}],
    ['a symbol', Symbol('x')],
    ['a circle', circular],
    ['a bigint', 5n],
  ])('%s has no JSON: E_DATA to the caller', (_, data) => {
    const { socket, task, errors } = startJson()
    expect(() => socket.send(data)).toThrow(expect.objectContaining({ code: 'E_DATA' }))
    expect(task.sendCalls).toEqual([])
    expect(errors).toEqual([])
  })

  test('the heartbeat passes by the codec, both ways', () => {
    const { scene, task, heard, errors } = startJson()
    scene.advance(10_000)
    expect(task.sent).toEqual(['ping'])
    task.message('pong')
    expect(heard).toEqual([])
    expect(errors).toEqual([])
  })
})
