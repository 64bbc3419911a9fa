import { describe, expect, test } from '@jest/globals'
import type { SocketOptions } from '../../src/index'
import { createScene, type Scene } from '../support/scene'

const startAtMs = 1_700_000_000_000

function start(options: Partial<SocketOptions> = {}): Scene {
  return createScene({ options, startConnected: true })
}

/** What has been through JSON is what it was. */
function expectJsonSafe(value: unknown): void {
  expect(JSON.parse(JSON.stringify(value))).toEqual(value)
}

describe('status', () => {
  test('idle: everything is there, and says nothing has happened', () => {
    expect(createScene().socket.status).toEqual({
      state: 'idle',
      why: null,
      retry: 0,
      limit: 12,
      dueAtMs: null,
      online: true,
      lastClose: null,
    })
  })

  test('follows the socket through its states', () => {
    const scene = createScene({ options: { reconnect: { limit: 1 } } })
    const { socket } = scene
    const seen = () => {
      const { state, why, retry, limit, dueAtMs, online } = socket.status
      expect(state).toBe(socket.state)
      return [state, why, retry, limit, dueAtMs, online]
    }
    socket.connect()
    expect(seen()).toEqual(['connecting', null, 0, 1, null, true])
    scene.openLink()
    expect(seen()).toEqual(['open', null, 0, 1, null, true])
    scene.task().close(1006, '')
    expect(seen()).toEqual(['waiting', null, 1, 1, startAtMs + 5_000, true])
    scene.fake.network({ isConnected: false })
    expect(seen()).toEqual(['suspended', 'offline', 0, 1, null, false])
    scene.fake.hide()
    expect(seen().slice(0, 2)).toEqual(['suspended', 'background'])
    scene.fake.show()
    scene.advance(0)
    expect(socket.state).toBe('connecting')
    scene.fake.network({ isConnected: true })
    scene.task().error()
    expect(socket.state).toBe('waiting')
    scene.advance(5_000)
    expect(seen()).toEqual(['connecting', null, 1, 1, null, true])
    scene.task().error()
    expect(seen()).toEqual(['gave-up', null, 1, 1, null, true])
    socket.connect()
    scene.openLink()
    socket.close()
    expect(seen()).toEqual(['closing', null, 0, 1, null, true])
    scene.advance(2_000)
    expect(seen().slice(0, 2)).toEqual(['closed', null])
  })

  test('retry is the one that is due next while waiting, as the retry event said', () => {
    const scene = createScene()
    scene.socket.connect()
    for (const retry of [1, 2, 3]) {
      scene.task().error()
      expect(scene.heard('retry').map((info) => info.retry)).toContain(retry)
      expect(scene.socket.status.retry).toBe(retry)
      scene.advance(5_000)
    }
  })

  test('retry is 0 again once a link has stayed open for stableAfterMs', () => {
    const scene = start()
    scene.task().close(1006, '')
    scene.advance(5_000)
    scene.openLink()
    expect(scene.socket.status.retry).toBe(1)
    scene.advance(5_000)
    expect(scene.socket.status.retry).toBe(0)
  })

  test('dueAtMs is the wall clock at which the retry begins', () => {
    const scene = start({ reconnect: { delayMs: 1_234, jitter: 0 } })
    scene.task().close(1006, '')
    const { dueAtMs } = scene.socket.status
    scene.advance(1_234)
    expect(scene.fake.connectCalls[1]?.atMs).toBe(dueAtMs)
  })

  test('lastClose is what the close event carried, and stays', () => {
    const scene = start()
    scene.task().close(4000, 'busy')
    const [close] = scene.heard('close')
    expect(close).toEqual({
      code: 4000,
      reason: 'busy',
      wasClean: true,
      cause: 'server',
      willReconnect: true,
    })
    expect(scene.socket.status.lastClose).toEqual(close)
    scene.advance(5_000)
    scene.openLink()
    expect(scene.socket.status.lastClose).toEqual(close)
  })

  test('limit may be Infinity', () => {
    expect(createScene({ options: { reconnect: { limit: Infinity } } }).socket.status.limit).toBe(
      Infinity,
    )
  })

  test('is a picture of its moment: it does not change afterwards', () => {
    const scene = createScene()
    const before = scene.socket.status
    scene.openLink()
    expect(before.state).toBe('idle')
  })
})

describe('queued', () => {
  test('counts messages and bytes, and is empty after they went out', () => {
    const scene = createScene()
    expect(scene.socket.queued).toEqual({ messages: 0, bytes: 0 })
    scene.socket.send('中文')
    scene.socket.send(new Uint8Array(3))
    expect(scene.socket.queued).toEqual({ messages: 2, bytes: 9 })
    scene.openLink()
    expect(scene.socket.queued).toEqual({ messages: 0, bytes: 0 })
  })

  test('does not count what was sent', () => {
    const scene = start()
    scene.socket.send('x')
    expect(scene.socket.queued).toEqual({ messages: 0, bytes: 0 })
  })
})

describe('stats', () => {
  test('begin with nothing, and are safe for JSON', () => {
    const stats = createScene().socket.stats()
    expect(stats).toMatchObject({
      links: 0,
      retries: 0,
      messagesSent: 0,
      bytesSent: 0,
      messagesReceived: 0,
      charactersReceived: 0,
      bytesReceived: 0,
      drops: 0,
      rttMs: null,
      profile: null,
    })
    expectJsonSafe(stats)
  })

  test('count links, retries, messages and their sizes both ways, and drops', () => {
    const scene = createScene({ options: { queue: { maxMessages: 1 } } })
    const { socket } = scene
    socket.send('中文')
    socket.send('dropped')
    scene.openLink()
    socket.send(new Uint8Array(4))
    scene.task().message('é')
    scene.task().message(new ArrayBuffer(5))
    scene.task().close(1006, '')
    scene.advance(5_000)
    scene.task().error()
    scene.advance(5_000)
    scene.openLink()
    expect(socket.stats()).toMatchObject({
      links: 2,
      retries: 2,
      messagesSent: 2,
      bytesSent: 10,
      messagesReceived: 2,
      charactersReceived: 1,
      bytesReceived: 5,
      drops: 1,
    })
    expectJsonSafe(socket.stats())
  })

  test('do not count a message that failed as sent, nor twice when it goes out after all', () => {
    const scene = start()
    scene.task().failSends({ how: 'throw' })
    scene.socket.send('abc')
    expect(scene.socket.stats()).toMatchObject({ messagesSent: 0, bytesSent: 0 })
    scene.task().message('pong')
    expect(scene.socket.stats()).toMatchObject({ messagesSent: 1, bytesSent: 3 })
  })

  test('keep the last round trip', () => {
    const scene = start()
    scene.socket.probe()
    scene.advance(120)
    scene.task().message('pong')
    expect(scene.heard('rtt')).toEqual([{ rttMs: 120 }])
    expect(scene.socket.stats().rttMs).toBe(120)
    scene.socket.probe()
    scene.advance(30)
    scene.task().message('pong')
    expect(scene.socket.stats().rttMs).toBe(30)
  })

  test('keep the profile of the last handshake', () => {
    const scene = createScene()
    scene.socket.connect()
    scene.task().open({ profile: { handshakeCost: 77, rtt: 33 } })
    expect(scene.heard('open')[0]?.profile).toMatchObject({ handshakeCost: 77, rtt: 33 })
    expect(scene.socket.stats().profile).toMatchObject({ handshakeCost: 77, rtt: 33 })
    expectJsonSafe(scene.socket.stats())
  })

  test('keep when the last link began and ended', () => {
    const scene = createScene()
    scene.advance(1_000)
    scene.openLink()
    scene.advance(2_000)
    scene.task().close(1006, '')
    const times = Object.values(scene.socket.stats())
    expect(times).toContain(startAtMs + 1_000)
    expect(times).toContain(startAtMs + 3_000)
  })

  test('are a picture of their moment', () => {
    const scene = start()
    const before = scene.socket.stats()
    scene.socket.send('x')
    expect(before.messagesSent).toBe(0)
    expect(scene.socket.stats().messagesSent).toBe(1)
  })
})

describe('history', () => {
  test('is empty at first', () => {
    expect(createScene().socket.history()).toEqual([])
  })

  test('holds each move with its time, from oldest to newest, as the state event told it', () => {
    const scene = createScene()
    scene.socket.connect()
    scene.advance(50)
    scene.task().open()
    scene.advance(100)
    scene.task().close(1006, '')
    const history = scene.socket.history()
    expect(history.map(({ atMs, from, to }) => [atMs - startAtMs, from, to])).toEqual([
      [0, 'idle', 'connecting'],
      [50, 'connecting', 'open'],
      [150, 'open', 'waiting'],
    ])
    expect(history.map(({ from, to, reason }) => ({ from, to, reason }))).toEqual(
      scene.heard('state'),
    )
    for (const entry of history) {
      expect(Object.keys(entry).sort()).toEqual(['atMs', 'from', 'reason', 'to'])
      expect(entry.reason).toMatch(/\S/)
    }
    expectJsonSafe(history)
  })

  test('remembers the last 64', () => {
    const scene = createScene({ options: { reconnect: { limit: Infinity } } })
    scene.socket.connect()
    for (let round = 0; round < 50; round += 1) {
      scene.task().error()
      scene.advance(5_000)
    }
    const history = scene.socket.history()
    expect(history).toHaveLength(64)
    expect(history[63]).toMatchObject({ from: 'waiting', to: 'connecting' })
    expect(history[63]?.atMs).toBe(startAtMs + 250_000)
    expect(history.every(({ from }, index) => index === 0 || from === history[index - 1]?.to)).toBe(
      true,
    )
  })

  test('is a copy: what the app does to it changes nothing', () => {
    const scene = start()
    ;(scene.socket.history() as unknown[]).length = 0
    expect(scene.socket.history()).toHaveLength(2)
  })
})
