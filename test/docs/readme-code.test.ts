/** The code of the socket in the READMEs runs: each block against the fake wx, the start and its server against each other. */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { EventEmitter } from 'node:events'
import type { Socket } from '../../src/index'
import * as testing from '../../src/testing'
import type { FakeTask, FakeWx } from '../../src/testing'
import { expectConsole } from '../support/console'
import {
  DELIVERY_SECTIONS,
  OTHER_ENTRIES_SECTIONS,
  PAGES_SECTIONS,
  createPlayer,
  createRequire,
} from './readme-player'
import { READMES } from './readme-tables'

type Entry = typeof import('../../src/index')
type Definition = Record<string, unknown>
type Call = (...args: unknown[]) => unknown

let fake: FakeWx
let uninstall: () => void
let entry: Entry
/** The socket that the last block made. */
let made: Socket

beforeEach(() => {
  fake = testing.createFakeWx()
  uninstall = fake.install()
  jest.isolateModules(() => {
    entry = jest.requireActual<Entry>('../../src/index')
  })
})

afterEach(() => {
  fake.dispose()
  uninstall()
})

const createSocket: Entry['createSocket'] = (options) => {
  const socket = entry.createSocket(options)
  made = socket as never
  return socket
}

const modules = (more: Record<string, unknown>) =>
  createRequire({ 'miniprogram-socket': { ...entry, createSocket }, ...more })

const task = (nth = fake.tasks.length): FakeTask => {
  const found = fake.tasks[nth - 1]
  if (found === undefined) throw new Error(`there is no task ${nth}`)
  return found
}

/** A server of the package `ws`, as far as the READMEs use it, on the other end of a task. */
class WebSocketServer extends EventEmitter {
  static readonly servers: WebSocketServer[] = []
  constructor(readonly options: { readonly port: number }) {
    super()
    WebSocketServer.servers.push(this)
  }
  accept(native: FakeTask): void {
    const client = Object.assign(new EventEmitter(), {
      send: (data: string) => native.message(data),
    })
    native.onSent((data) => client.emit('message', Buffer.from(data as string)))
    this.emit('connection', client)
    native.open()
  }
}

describe.each(READMES)('the code of %s', (_, path) => {
  const isMine = (heading: string) =>
    ![...DELIVERY_SECTIONS, ...OTHER_ENTRIES_SECTIONS, ...PAGES_SECTIONS].includes(heading)
  const player = createPlayer(path, isMine)
  const run = (name: string, globals: Definition = {}) =>
    player.run(name, { require: modules({}), ...globals })

  /** Runs `app.js` or a page and hands back what it defined. */
  function define(name: string, globals: Definition = {}): Definition {
    const defined: Definition = { data: {} }
    const take = (definition: Definition) => {
      Object.assign(defined, definition)
      defined['setData'] = (data: object) => Object.assign(defined['data'] as object, data)
    }
    run(name, { App: take, Page: take, ...globals })
    return defined
  }

  test('connects, sends, receives, reconnects and unsubscribes', () => {
    const before = WebSocketServer.servers.length
    run('server.js', { require: modules({ ws: { WebSocketServer } }) })
    const server = WebSocketServer.servers[before] as WebSocketServer
    fake.onTask((native) => server.accept(native))

    const app = define('app.js')
    ;(app['onLaunch'] as Call)()
    const page = define('pages/chat.js', { getApp: () => app })
    ;(page['onLoad'] as Call)()
    fake.clock.advance(0)
    const socket = app['socket'] as Socket
    const messages: unknown[] = []
    socket.on('message', (data) => messages.push(data))

    ;(page['say'] as Call)()
    fake.clock.advance(100)
    expect(page['data']).toEqual({ last: 'you said hello' })

    // Ten pings later the link is the same one, and none of their replies was a message.
    fake.clock.advance(105_000)
    expect(task(1).sent.filter((data) => data === 'ping')).toHaveLength(10)
    expect({ state: socket.state, links: fake.tasks.length }).toEqual({ state: 'open', links: 1 })

    task(1).close(1006)
    ;(page['say'] as Call)()
    fake.clock.advance(6_000)
    expectConsole('log', / 1\/12 /)
    expect(task(2).sent).toEqual(['hello'])
    expect(messages).toEqual(['you said hello', 'you said hello'])

    ;(page['onUnload'] as Call)()
    ;(page['data'] as Definition)['last'] = 'unloaded'
    socket.send('again')
    fake.clock.advance(100)
    expect(messages).toHaveLength(3)
    expect(page['data']).toEqual({ last: 'unloaded' })
  })

  test('draws the status', () => {
    const socket = createSocket({ url: 'wss://example.com/ws' })
    const page = define('pages/status.js', { getApp: () => ({ socket }) })
    ;(page['onLoad'] as Call)()
    expect(page['data']).toMatchObject({ link: { state: 'idle' } })
    socket.connect()
    task().open()
    task().close(1006)
    expect(page['data']).toMatchObject({ link: { state: 'waiting', retry: 1, limit: 12 } })
    ;(page['onUnload'] as Call)()
    socket.close()
    expect(page['data']).toMatchObject({ link: { state: 'waiting' } })
  })

  test('pings in JSON, and hides the replies', () => {
    run('heartbeat-json.js', { createSocket })
    const messages = listen()
    fake.clock.advance(10_000)
    expect(task().sent).toEqual(['{"type":"ping"}'])
    task().message('{"type":"pong"}')
    task().message('{"type":"order"}')
    fake.clock.advance(9_000)
    expect({ messages, state: made.state }).toEqual({
      messages: ['{"type":"order"}'],
      state: 'open',
    })
  })

  test('answers the pings of the server, and notices their absence after 40 s', () => {
    run('heartbeat-server.js', { createSocket })
    const messages = listen()
    fake.clock.advance(30_000)
    task().message('are you there?')
    fake.clock.advance(39_999)
    expect({ sent: task().sent, messages, state: made.state }).toEqual({
      sent: ['yes'],
      messages: [],
      state: 'open',
    })
    made.on('error', () => undefined)
    fake.clock.advance(1)
    expect(made.state).toBe('waiting')
  })

  test('tells a kick from other ends', () => {
    const socket = createSocket({ url: 'wss://example.com/ws' })
    const kicked: unknown[] = []
    run('kicked.js', { socket, showSignedOut: (code: unknown) => kicked.push(code) })
    socket.connect()
    task().open()
    task().close(1001)
    expect(kicked).toEqual([])
    fake.clock.advance(6_000)
    task().open()
    task().close(4501)
    expect(kicked).toEqual([4501])
    fake.show()
    fake.network({ isConnected: true })
    fake.clock.advance(3_600_000)
    expect({ state: socket.state, links: fake.tasks.length }).toEqual({ state: 'closed', links: 2 })
  })

  test('makes other codes final', () => {
    run('is-final.js', { createSocket })
    listen()
    task().close(4501)
    expect(made.state).toBe('waiting')
    fake.clock.advance(6_000)
    task().open()
    task().close(4003)
    expect(made.state).toBe('closed')
  })

  test('asks for a token before every attempt, and for a new one after a refusal', () => {
    const asked: unknown[] = []
    const getToken = (options: unknown) => {
      asked.push(options)
      // Settles at once: the fake's clock is not asked.
      return { then: (settle: Call) => settled(settle(`token-${asked.length}`)) }
    }
    run('fresh-token.js', { createSocket, getToken })
    listen()
    task().close(4401)
    fake.clock.advance(6_000)
    expect(asked).toEqual([{ force: false }, { force: true }])
    expect(fake.tasks.map(({ options }) => options.header)).toEqual([
      { Authorization: 'Bearer token-1' },
      { Authorization: 'Bearer token-2' },
    ])
  })

  test('tries the addresses in turn, and first the one that opened', () => {
    run('addresses.js', { createSocket })
    made.on('error', () => undefined)
    made.connect()
    task().fail()
    fake.clock.advance(6_000)
    task().open()
    task().close(1006)
    fake.clock.advance(6_000)
    expect(fake.tasks.map(({ url }) => new URL(url).host)).toEqual([
      'a.example.com',
      'b.example.com',
      'b.example.com',
    ])
  })

  test('speaks JSON', () => {
    run('codec.js')
    listen()
    expect(task().sent).toEqual(['{"id":1}'])
    task().message('{"id":7}')
    expectConsole('log', '7')
  })

  test('backs off as said: the first delay from 0 to 10 s, the second from 0 to 20 s', () => {
    const realRandom = Math.random
    const delays = (random: number) => {
      Math.random = () => random
      run('back-off.js')
      const heard: number[] = []
      made.on('retry', ({ delayMs }) => heard.push(delayMs))
      made.on('error', () => undefined)
      made.connect()
      task().fail()
      fake.clock.advance(10_000)
      task().fail()
      made.close()
      return heard
    }
    try {
      const [least, most] = [delays(0), delays(0.999_999_9)]
      expect(least.slice(0, 2)).toEqual([0, 0])
      expect(most.slice(0, 2)).toEqual([10_000, 20_000])
    } finally {
      Math.random = realRandom
    }
  })

  test('tests a reconnect', () => {
    uninstall()
    const titles: string[] = []
    const require = modules({ 'miniprogram-socket/testing': testing })
    const runNow = (title: string, body: () => void) => {
      titles.push(title)
      body()
    }
    run('reconnect.test.js', { require, test: runNow, expect })
    expect(titles).toHaveLength(1)
    uninstall = fake.install()
  })

  test('was all run', () => {
    expect(player.left()).toEqual([])
  })

  /** Connects the socket of the block, and collects its messages. */
  function listen(): unknown[] {
    const messages: unknown[] = []
    made.on('message', (data) => messages.push(data))
    made.connect()
    task().open()
    return messages
  }
})

/** What is settled already, as a thenable that settles at once. */
const settled = (value: unknown) => ({ then: (settle: Call) => void settle(value) })
