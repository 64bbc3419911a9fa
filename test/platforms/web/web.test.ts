/** `miniprogram-socket/web` over a scripted standard `WebSocket`, in virtual time. */
import { afterEach, describe, expect, test } from '@jest/globals'
import {
  createSocket,
  forWebSocket,
  type CloseInfo,
  type OpenInfo,
  type Socket,
  type SocketOptions,
  type StandardWebSocketClass,
} from '../../../src/web'
import { EVENTS } from '../../support/event-names'
import {
  createScriptedWeb,
  type ScriptedWeb,
  type ScriptedWebSocket,
} from '../../support/scripted-web'
import { stage } from '../../support/stage-globals'

const URL = 'wss://example.com/ws'

const endings: (() => void)[] = []
afterEach(() => {
  for (const end of endings.splice(0).reverse()) end()
})

interface Scene {
  readonly web: ScriptedWeb
  readonly socket: Socket
  /** The names of all events and their payloads, oldest first. */
  readonly log: readonly (readonly [event: string, payload: unknown])[]
  heard(event: string): unknown[]
  /** The newest native socket, or the nth from 1. */
  native(nth?: number): ScriptedWebSocket
  open(): ScriptedWebSocket
}

function browse(): ScriptedWeb {
  const web = createScriptedWeb()
  endings.push(web.dispose)
  return web
}

function createScene(options: Partial<SocketOptions> = {}, web = browse()): Scene {
  const socket = createSocket({
    url: URL,
    reconnect: { delayMs: 1_000, jitter: 0 },
    ...options,
  })
  const log: [string, unknown][] = []
  for (const event of EVENTS)
    socket.on(event, (payload: unknown) => void log.push([event, payload]))
  const scene: Scene = {
    web,
    socket,
    log,
    heard: (event) => log.filter(([name]) => name === event).map(([, payload]) => payload),
    native(nth = web.sockets.length) {
      const native = web.sockets[nth - 1]
      if (native === undefined) throw new Error(`there are ${web.sockets.length} native sockets`)
      return native
    },
    open() {
      if (socket.state === 'idle') socket.connect()
      web.clock.advance(0)
      scene.native().open()
      expect(socket.state).toBe('open')
      return scene.native()
    },
  }
  return scene
}

const throws = (code: string, text: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(text) })

describe('binding', () => {
  test('looks the class up at connect(), not before', () => {
    const web = browse()
    const { socket } = createScene({}, web)
    const restore = stage({ WebSocket: undefined })
    expect(() => socket.connect()).toThrow(throws('E_HOST', 'forWebSocket()'))
    expect(socket.state).toBe('idle')
    restore()
    socket.connect()
    expect(web.sockets).toHaveLength(1)
  })

  test('refuses a header at once, since a browser cannot send one', () => {
    expect(() => createSocket({ url: URL, header: { token: 'secret' } })).toThrow(
      throws('E_OPTION', 'header must be'),
    )
    expect(() => createSocket({ url: URL, header: { token: 'secret' } })).not.toThrow(/secret/)
    expect(() => createSocket({ url: URL, header: {} })).not.toThrow()
  })

  test('fails the attempt on a header that the url function answers with', () => {
    const { socket, web, heard } = createScene({
      url: () => ({ url: URL, header: { token: 'secret' } }),
    })
    socket.connect()
    web.clock.advance(0)
    expect(web.sockets).toHaveLength(0)
    expect(heard('error')).toEqual([throws('E_CONNECT', 'header must be')])
    expect(socket.state).toBe('waiting')
  })

  test('hands a header to `construct`, with url and protocols', () => {
    const web = browse()
    const asked: unknown[] = []
    const { createSocket: create } = forWebSocket(web.WebSocket, {
      construct(request) {
        asked.push(request)
        return new web.WebSocket(request.url)
      },
    })
    const socket = create({ url: URL, header: { token: 'a' }, protocols: ['v1'] })
    socket.connect()
    web.clock.advance(0)
    expect(asked).toEqual([{ url: URL, header: { token: 'a' }, protocols: ['v1'] }])
    expect(web.sockets).toHaveLength(1)
  })

  test.each([
    ['no class', () => forWebSocket(undefined as never), 'class must be'],
    [
      'an unknown option',
      () => forWebSocket(Object as never, { header: {} } as never),
      'header must be',
    ],
    [
      'a construct that is none',
      () => forWebSocket(Object as never, { construct: {} } as never),
      'construct must be',
    ],
    [
      'options that are none',
      () => forWebSocket(Object as never, null as never),
      'options must be',
    ],
    ['an option that createSocket refuses', () => createSocket({ url: 'http://a' }), 'url must be'],
  ] as [string, () => unknown, string][])('refuses %s at once', (_, call, text) => {
    expect(call).toThrow(throws('E_OPTION', text))
  })

  test('takes the class of the DOM as it is typed there', () => {
    const web = browse()
    // A browser's own would stand here; what is tested is that this compiles.
    const dom = web.WebSocket as unknown as typeof WebSocket
    const typed: StandardWebSocketClass = dom
    expect(() => forWebSocket(typed)).not.toThrow()
  })

  test('lives without a page, as in Node', () => {
    const scene = createScene()
    endings.push(stage({ document: undefined, self: undefined }))
    scene.open().message('hello')
    expect(scene.heard('message')).toEqual(['hello'])
    scene.socket.close()
    scene.web.clock.advance(0)
    expect(scene.socket.state).toBe('closed')
  })
})

describe('connecting', () => {
  test('C5: gives the class no protocols when there are none', () => {
    const { socket, native } = createScene()
    socket.connect()
    expect(native().args).toEqual([URL])
  })

  test('gives the class the protocols, and tells which one the server chose', () => {
    const { socket, native, heard } = createScene({ protocols: ['v2', 'v1'] })
    socket.connect()
    expect(native().args).toEqual([URL, ['v2', 'v1']])
    native().protocol = 'v1'
    native().extensions = 'permessage-deflate'
    native().open()
    expect((heard('open')[0] as OpenInfo).header).toEqual({
      'Sec-WebSocket-Protocol': 'v1',
      'Sec-WebSocket-Extensions': 'permessage-deflate',
    })
  })

  test('has no header to tell of otherwise', () => {
    const { open, heard } = createScene()
    open()
    expect((heard('open')[0] as OpenInfo).header).toBeUndefined()
  })

  test('asks for ArrayBuffers, not for Blobs', () => {
    expect(createScene().open().binaryType).toBe('arraybuffer')
  })

  test('C2: a constructor that throws is one failed attempt', () => {
    const { socket, web, heard } = createScene()
    web.construct = () => {
      throw new SyntaxError('the protocol is said twice')
    }
    socket.connect()
    expect(heard('error')).toEqual([throws('E_CONNECT', 'the protocol is said twice')])
    expect(heard('retry')).toHaveLength(1)
  })

  test('C2: the error and the close of one failure are one failed attempt', () => {
    const { socket, native, heard } = createScene()
    socket.connect()
    native().fail()
    expect(heard('error')).toEqual([throws('E_CONNECT', 'a browser does not say why')])
    expect(heard('close')).toEqual([expect.objectContaining({ cause: 'connect-failed' })])
    expect(heard('retry')).toHaveLength(1)
  })

  test('tells what the class says of its failure, where it does', () => {
    const { socket, native, heard } = createScene()
    const error = new Error('connect ECONNREFUSED')
    socket.connect()
    native().fail({ message: error.message, error })
    expect(heard('error')).toEqual([
      expect.objectContaining({ message: expect.stringContaining('ECONNREFUSED'), cause: error }),
    ])
  })

  test('C3: ends a handshake that never answers', () => {
    const { socket, web, native, heard } = createScene({ connectTimeoutMs: 5_000 })
    socket.connect()
    native().isSilent = true
    web.clock.advance(5_000)
    expect(heard('close')).toEqual([expect.objectContaining({ cause: 'connect-timeout' })])
    expect(native(1).closes).toHaveLength(1)
  })
})

describe('ending', () => {
  test('R13: tells the server’s code and reason, and comes back', () => {
    const { open, heard } = createScene()
    open().end(4401, 'token expired')
    expect(heard('close')).toEqual([
      {
        code: 4401,
        reason: 'token expired',
        wasClean: true,
        cause: 'server',
        willReconnect: true,
      } satisfies CloseInfo,
    ])
  })

  test('R6: stays away after a final code', () => {
    const { open, socket } = createScene()
    open().end(4500, 'kicked')
    expect(socket.state).toBe('closed')
  })

  test('R13: an error and 1006 on an open link are one loss of the network', () => {
    const { open, heard } = createScene()
    open().fail()
    expect(heard('close')).toEqual([
      expect.objectContaining({ code: 1006, wasClean: false, cause: 'network' }),
    ])
    expect(heard('retry')).toHaveLength(1)
  })

  test('R8: close() while connecting is one close, and no socket is left', () => {
    const { socket, native, web, heard } = createScene()
    socket.connect()
    socket.close(4000, 'bye')
    web.clock.advance(0)
    expect(socket.state).toBe('closed')
    expect(heard('close')).toEqual([expect.objectContaining({ code: 4000, cause: 'app' })])
    expect(heard('error')).toEqual([])
    expect(native().readyState).toBe(3)
  })

  test('C4: what opens although it was closed is closed again, and nobody hears of it', () => {
    const { socket, native, web, heard } = createScene()
    socket.connect()
    native().isSilent = true
    socket.close()
    web.clock.advance(2_000)
    native().open()
    expect(native().closes).toHaveLength(2)
    expect(heard('open')).toEqual([])
  })

  test('R8: a browser that stays silent is waited for closeTimeoutMs', () => {
    const { open, socket, web, heard } = createScene({ closeTimeoutMs: 700 })
    open().isSilent = true
    socket.close(4000, 'bye')
    web.clock.advance(699)
    expect(socket.state).toBe('closing')
    web.clock.advance(1)
    expect(socket.state).toBe('closed')
    expect(heard('close')).toEqual([
      expect.objectContaining({ code: 4000, reason: 'bye', wasClean: false }),
    ])
  })

  test('H3: a dead link is closed with a code that the standard takes', () => {
    const { open, web, heard } = createScene()
    const native = open()
    native.isSilent = true
    web.clock.advance(20_000)
    expect(heard('close')).toEqual([expect.objectContaining({ cause: 'heartbeat-timeout' })])
    expect(native.closes).toEqual([{ code: 1000, reason: 'heartbeat-timeout' }])
  })
})

describe('sending', () => {
  test('sends text and bytes as they are', () => {
    const { open, socket } = createScene()
    const native = open()
    socket.send('text')
    socket.send(new Uint8Array([9, 8, 7, 6]).subarray(1, 3))
    expect(native.sent[0]).toBe('text')
    expect([...new Uint8Array(native.sent[1] as ArrayBuffer)]).toEqual([8, 7])
  })

  test('S2: what a closing socket would drop without a word goes out on the next link', () => {
    const { open, socket, web, heard } = createScene()
    const native = open()
    // The server's close frame has come, its event has not.
    native.readyState = 2
    expect(socket.send('one')).toBe('queued')
    native.end(1001)
    web.clock.advance(1_000)
    expect(open().sent).toEqual(['one'])
    expect(heard('drop')).toEqual([])
  })

  test('S2: a send that throws is put back', () => {
    const { open, socket, web } = createScene()
    const native = open()
    native.isBroken = true
    expect(socket.send('one')).toBe('queued')
    native.isBroken = false
    native.end(1001)
    web.clock.advance(1_000)
    expect(open().sent).toEqual(['one'])
  })

  test('S2: what never left the buffer of a lost link goes out on the next one, in order', () => {
    const { open, socket, web, heard } = createScene()
    const native = open()
    socket.send('left')
    native.isClogged = true
    for (const text of ['one', 'zwölf', 'three']) expect(socket.send(text)).toBe('sent')
    // The network takes the first, and half of the second.
    native.bufferedAmount -= 'one'.length + 2
    native.end(1006)
    socket.send('four')
    web.clock.advance(1_000)
    expect(open().sent).toEqual(['zwölf', 'three', 'four'])
    expect(heard('drop')).toEqual([])
  })

  test('S2: also when the link was given up before the browser said so', () => {
    const { open, socket, web } = createScene()
    const native = open()
    native.isSilent = true
    native.isClogged = true
    socket.send('one')
    web.clock.advance(21_000)
    const next = open()
    expect(next.sent).toEqual([])
    native.end(1006)
    // The new link is asked first: a failure says nothing of which link it was.
    next.message('pong')
    expect(next.sent.filter((data) => data !== 'ping')).toEqual(['one'])
  })

  test('never sends again what had left', () => {
    const { open, socket, web } = createScene()
    const native = open()
    native.isClogged = true
    socket.send('one')
    native.bufferedAmount = 0
    socket.send('two')
    native.bufferedAmount = 0
    native.end(1006)
    web.clock.advance(1_000)
    expect(open().sent).toEqual([])
  })
})

describe('the page', () => {
  test.each([
    [
      'visibilitychange',
      (web: ScriptedWeb) => web.look('hidden'),
      (web: ScriptedWeb) => web.look('visible'),
    ],
    [
      'pagehide and pageshow',
      (web: ScriptedWeb) => web.self.emit('pagehide'),
      (web: ScriptedWeb) => web.self.emit('pageshow'),
    ],
    [
      'freeze and resume',
      (web: ScriptedWeb) => web.document.emit('freeze'),
      (web: ScriptedWeb) => web.document.emit('resume'),
    ],
  ])('L1, L2: %s stop the retries and begin again at once', (_, hide, show) => {
    const { open, socket, web } = createScene()
    open().end(1006)
    hide(web)
    expect(socket.status).toMatchObject({ state: 'suspended', why: 'background' })
    web.clock.advance(60_000)
    expect(web.sockets).toHaveLength(1)
    show(web)
    expect(socket.state).toBe('connecting')
    expect(web.sockets).toHaveLength(2)
  })

  test('is shown again only when nothing hides it any more', () => {
    const { open, socket, web } = createScene()
    open().end(1006)
    web.look('hidden')
    web.document.emit('freeze')
    web.document.emit('resume')
    expect(socket.state).toBe('suspended')
    web.self.emit('pageshow')
    expect(socket.state).toBe('suspended')
    web.look('visible')
    expect(socket.state).toBe('connecting')
  })

  test('L2: comes back once, however many events say so', () => {
    const { open, web } = createScene()
    const native = open()
    web.self.emit('pagehide')
    web.look('hidden')
    web.self.emit('pageshow')
    web.look('visible')
    native.message('pong')
    web.self.emit('pageshow')
    web.document.emit('resume')
    expect(native.sent).toEqual(['ping'])
  })

  test('a page that was opened in the background connects, and is asked when it is looked at', () => {
    const web = browse()
    web.document.visibilityState = 'hidden'
    const { open } = createScene({}, web)
    const native = open()
    expect(native.sent).toEqual([])
    web.look('visible')
    expect(native.sent).toEqual(['ping'])
  })

  test('L3, L4: offline suspends, online connects at once', () => {
    const { open, socket, web } = createScene()
    open().end(1006)
    web.self.emit('offline')
    expect(socket.status).toMatchObject({ state: 'suspended', why: 'offline' })
    web.self.emit('online')
    expect(socket.state).toBe('connecting')
  })

  test('L6: nothing of it is listened to once the socket is closed', () => {
    const { open, socket, web } = createScene()
    open()
    expect(web.document.listenerCount + web.self.listenerCount).toBe(7)
    socket.close()
    web.clock.advance(0)
    expect(web.document.listenerCount + web.self.listenerCount).toBe(0)
    expect(web.clock.pending).toBe(0)
  })
})
