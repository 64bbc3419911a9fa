/** Faults of reconnecting: locks that leak, timers that outlive a close, limits that do not hold. */
import { describe, expect, test } from '@jest/globals'
import { createScene, type Scene } from '../support/scene'
import { liveTasks, patientHost, refuseAll } from './server'

const NOTHING = { timers: 0, sockets: 0, listeners: 0 }
const STEADY = { heartbeat: false } as const

describe('one lock', () => {
  test('C-1: a close while a retry is pending opens no socket any more', () => {
    const scene = createScene({ startConnected: true })
    scene.task().close(1006)
    scene.advance(2_500)
    expect(scene.socket.state).toBe('waiting')

    scene.socket.close()
    scene.advance(60_000)

    expect(scene.fake.tasks).toHaveLength(1)
    expect(scene.leftovers()).toEqual(NOTHING)
  })

  test('C-2: the late close of an old task leaves the new one alone', () => {
    const scene = createScene({ startConnected: true, options: STEADY })
    scene.task(1).error('broken')
    scene.advance(200 + 5_000)
    scene.task(2).open()
    scene.forget()

    scene.task(1).close(1006, 'late')
    scene.advance(60_000)

    expect(scene.socket.state).toBe('open')
    expect(scene.fake.tasks).toHaveLength(2)
    expect(scene.task(2).closeCalls).toEqual([])
    expect(scene.log).toEqual([])
  })

  test('C-2: the late open of an old task does not become the link', () => {
    const scene = createScene({ options: STEADY })
    scene.socket.connect()
    scene.task(1).silent = true
    scene.advance(10_000 + 5_000)
    scene.task(2).open()
    scene.forget()

    scene.task(1).open()
    scene.task(1).message('for nobody')

    expect(scene.log).toEqual([])
    expect(scene.socket.send('hello')).toBe('sent')
    expect(scene.task(2).sent).toEqual(['hello'])
    expect(scene.task(1).sent).toEqual([])
  })

  test('C-20: reconnect() three times in one tick asks for one socket', () => {
    const scene = createScene({ startConnected: true, options: STEADY })

    for (let call = 0; call < 3; call += 1) scene.socket.reconnect()
    scene.advance(0)

    expect(scene.fake.tasks).toHaveLength(2)
    expect(liveTasks(scene.fake)).toHaveLength(1)
    expect(scene.names().filter((name) => name === 'close')).toHaveLength(1)
  })

  test('C-20: reconnect() three times, a tick apart each, still leaves one live socket', () => {
    const scene = createScene({ startConnected: true, options: STEADY })

    for (let call = 0; call < 3; call += 1) {
      scene.socket.reconnect()
      scene.advance(1)
      expect(liveTasks(scene.fake).length).toBeLessThanOrEqual(1)
    }
    scene.task().open()

    expect(scene.socket.state).toBe('open')
    expect(liveTasks(scene.fake)).toHaveLength(1)
  })

  describe.each(['connecting', 'open'] as const)('a link that is %s', (phase) => {
    test.each([
      ['error, then close', ['error', 'close']],
      ['close, then error', ['close', 'error']],
      ['error alone', ['error']],
      ['close alone', ['close']],
      ['each of them twice', ['error', 'close', 'close', 'error']],
    ] as const)('C-35: %s is one failure and one retry', (_, reports) => {
      const scene = createScene({ startConnected: phase === 'open', options: STEADY })
      if (phase === 'connecting') scene.socket.connect()

      for (const report of reports) {
        if (report === 'error') scene.task(1).error('broken')
        else scene.task(1).close(1006)
      }
      scene.advance(200 + 5_000)

      expect(scene.fake.tasks).toHaveLength(2)
      expect(scene.heard('close')).toHaveLength(1)
      expect(scene.heard('retry')).toMatchObject([{ retry: 1, limit: 12, delayMs: 5_000 }])
    })
  })

  test('C-27: a close during the back-off does not keep the lock for later drops', () => {
    const scene = createScene({ startConnected: true, options: STEADY })
    scene.task().close(1006)
    scene.socket.close()

    scene.socket.connect()
    scene.openLink().close(1006)
    scene.advance(5_000)

    expect(scene.fake.tasks).toHaveLength(3)
    expect(scene.socket.state).toBe('connecting')
  })
})

describe('an attempt that fails', () => {
  test('C-3: a connectSocket that reports only through fail is a counted attempt', () => {
    const scene = createScene()
    scene.fake.nextConnect({ fails: 'connectSocket:fail' })
    scene.socket.connect()
    scene.advance(0)

    expect(scene.heard('close')).toMatchObject([{ cause: 'connect-failed', willReconnect: true }])
    expect(scene.heard('retry')).toMatchObject([{ retry: 1 }])

    scene.advance(4_999)
    expect(scene.fake.tasks).toHaveLength(1)
    scene.advance(1)
    expect(scene.fake.tasks).toHaveLength(2)
  })

  test('C-10: a connectSocket that throws in a retry does not end the retries', () => {
    const scene = createScene({ startConnected: true })
    scene.fake.nextConnect({ throws: new Error('no more memory') })
    scene.task(1).close(1006)

    scene.advance(5_000)
    expect(scene.fake.connectCalls.map(({ task }) => task !== null)).toEqual([true, false])
    expect(scene.heard('error')).toMatchObject([{ code: 'E_CONNECT' }])

    scene.advance(5_000)
    expect(scene.fake.connectCalls).toHaveLength(3)
    scene.task().open()
    expect(scene.socket.state).toBe('open')
  })

  test('C-32: a retry that closes before it opened is followed by another', () => {
    const scene = createScene({ startConnected: true })
    scene.task(1).close(1006)
    scene.advance(5_000)
    scene.task(2).close(1006)
    scene.advance(5_000)

    expect(scene.fake.tasks).toHaveLength(3)
    expect(scene.heard('retry').map(({ retry }) => retry)).toEqual([1, 2])
  })

  test('C-13: a url function that rejects twice is asked a third time', async () => {
    let asked = 0
    const url = () => {
      asked += 1
      return asked < 3
        ? Promise.reject(new Error('no token'))
        : Promise.resolve('wss://example.com/third')
    }
    const scene = createScene({ options: { url } })
    scene.socket.connect()
    for (let retry = 0; retry < 2; retry += 1) {
      await scene.settle()
      scene.advance(5_000)
    }
    await scene.settle()

    expect(scene.heard('close').map(({ cause }) => cause)).toEqual(['url-failed', 'url-failed'])
    expect(scene.fake.tasks.map((task) => task.url)).toEqual(['wss://example.com/third'])
  })

  test('C-13: a url function that never answers runs into the connect timeout, and is asked again', () => {
    let asked = 0
    const url = () => {
      asked += 1
      return new Promise<string>(() => undefined)
    }
    const scene = createScene({ options: { url } })
    scene.socket.connect()

    scene.advance(10_000)
    expect(scene.heard('close')).toMatchObject([{ cause: 'connect-timeout', willReconnect: true }])
    scene.advance(5_000)
    expect(asked).toBe(2)
  })

  test('C-20b: every connect that never answers is aborted, until the limit, and the app is told', () => {
    const scene = createScene({ profile: patientHost })
    scene.socket.connect()

    scene.advance(13 * 10_000 + 12 * 5_000)

    expect(scene.fake.tasks).toHaveLength(13)
    expect(scene.fake.tasks.map(({ closeCalls }) => closeCalls.length)).toEqual(Array(13).fill(1))
    expect(scene.heard('giveup')).toMatchObject([{ retries: 12 }])
  })

  test('C-21: a connect that never answers gives error and close at the timeout, and one retry', () => {
    const scene = createScene()
    scene.socket.connect()
    scene.task(1).silent = true

    scene.advance(9_999)
    expect(scene.socket.state).toBe('connecting')
    scene.advance(1)
    expect(scene.log.slice(1).map(({ atMs, event }) => [atMs, event])).toEqual([
      [10_000, 'error'],
      [10_000, 'state'],
      [10_000, 'close'],
      [10_000, 'retry'],
    ])
    expect(scene.heard('error')).toMatchObject([{ code: 'E_CONNECT_TIMEOUT', retryable: true }])
    expect(scene.task(1).closeCalls).toHaveLength(1)

    scene.advance(5_000)
    expect(scene.fake.tasks).toHaveLength(2)
  })
})

describe('the limit', () => {
  test('C-4: one giveup says how many retries were spent and how the last one ended', () => {
    const scene = createScene({ options: { reconnect: { limit: 3 } } })
    refuseAll(scene.fake)
    scene.socket.connect()
    scene.advance(600_000)

    expect(scene.fake.tasks).toHaveLength(4)
    expect(scene.heard('retry').map(({ retry, limit }) => [retry, limit])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ])
    expect(scene.heard('giveup')).toEqual([
      { retries: 3, close: expect.objectContaining({ cause: 'connect-failed', code: 1006 }) },
    ])
    expect(scene.socket.status).toMatchObject({ state: 'gave-up', retry: 3, limit: 3 })
    expect(scene.clock.pending).toBe(0)
  })

  test('C-5: a server that accepts and drops cannot reset the count', () => {
    const scene = createScene({ options: { reconnect: { limit: 3 } } })
    scene.fake.onTask((task) => {
      task.open()
      task.close(1006)
    })
    scene.socket.connect()
    scene.advance(600_000)

    expect(scene.heard('open')).toHaveLength(4)
    expect(scene.fake.tasks).toHaveLength(4)
    expect(scene.heard('giveup')).toMatchObject([{ retries: 3 }])
  })

  test('C-5: a link that stayed open for stableAfterMs does reset it', () => {
    const scene = createScene({ options: { reconnect: { limit: 3, stableAfterMs: 1_000 } } })
    scene.openLink()
    for (let drop = 0; drop < 20; drop += 1) {
      scene.advance(1_000)
      scene.task().close(1006)
      scene.advance(5_000)
      scene.task().open()
    }

    expect(scene.heard('retry').map(({ retry }) => retry)).toEqual(Array(20).fill(1))
    expect(scene.heard('giveup')).toEqual([])
  })

  test.each([
    [0, 1, 1],
    [1, 2, 1],
    [12, 13, 1],
    [Infinity, 721, 0],
  ])('C-9: limit %p makes %i attempts within an hour of refusals', (limit, attempts, giveups) => {
    const scene = createScene({ options: { reconnect: { limit } } })
    refuseAll(scene.fake)
    scene.socket.connect()
    scene.advance(3_600_000)

    expect(scene.fake.tasks).toHaveLength(attempts)
    expect(scene.heard('giveup')).toHaveLength(giveups)
  })

  test('C-11: reconnect() after giveup starts again, from zero', () => {
    const scene = createScene({ options: { reconnect: { limit: 1 } } })
    refuseAll(scene.fake)
    scene.socket.connect()
    scene.advance(60_000)
    expect(scene.socket.state).toBe('gave-up')

    scene.socket.reconnect()
    scene.advance(0)
    expect(scene.fake.tasks).toHaveLength(3)
    expect(scene.socket.status).toMatchObject({ state: 'waiting', retry: 1 })
    scene.advance(60_000)
    expect(scene.heard('giveup')).toHaveLength(2)
  })

  test('C-23: two sockets made from one frozen options object count apart', () => {
    const options = Object.freeze({
      url: Object.freeze(['wss://example.com/a', 'wss://example.com/b']),
      reconnect: Object.freeze({ limit: 3 }),
    })
    const scene = createScene({ options })
    const other = scene.entry.createSocket(options)
    other.on('error', () => undefined)
    refuseAll(scene.fake)

    scene.socket.connect()
    other.connect()
    scene.advance(60_000)

    const urls = scene.fake.tasks.map(({ url }) => url)
    expect(urls.filter((url) => url.endsWith('/a'))).toHaveLength(4)
    expect(urls.filter((url) => url.endsWith('/b'))).toHaveLength(4)
    expect([scene.socket.state, other.state]).toEqual(['gave-up', 'gave-up'])
  })
})

describe('a call of the app', () => {
  test('C-8: connect() after close() opens a link that reconnects again', () => {
    const scene = createScene({ startConnected: true, options: STEADY })
    scene.socket.close()
    scene.advance(60_000)
    expect(scene.socket.state).toBe('closed')

    scene.socket.connect()
    scene.openLink().close(1006)
    scene.advance(5_000)
    scene.task().open()

    expect(scene.socket.state).toBe('open')
    expect(scene.fake.tasks).toHaveLength(3)
  })

  test.each([
    ['reconnect()', (scene: Scene) => scene.socket.reconnect()],
    [
      'close() and reconnect()',
      (scene: Scene) => {
        scene.socket.close()
        scene.socket.reconnect()
      },
    ],
    [
      'close() and connect()',
      (scene: Scene) => {
        scene.socket.close()
        scene.socket.connect()
      },
    ],
  ])(
    'C-12: %s in the back-off does not wait for the old timer, which then does nothing',
    (_, call) => {
      const scene = createScene({
        startConnected: true,
        options: { ...STEADY, reconnect: { delayMs: 10_000 } },
      })
      scene.task().close(1006)
      scene.advance(1_000)

      call(scene)
      scene.advance(0)
      expect(scene.fake.tasks).toHaveLength(2)
      scene.task().open()
      scene.advance(60_000)

      expect(scene.fake.tasks).toHaveLength(2)
      expect(scene.socket.state).toBe('open')
      expect(scene.clock.pending).toBe(0)
    },
  )

  test('C-19: close(), connect(), then a drop reconnects and does not give up', () => {
    const scene = createScene({ startConnected: true, options: STEADY })
    scene.socket.close()
    scene.socket.connect()
    scene.advance(20)

    scene.task(2).open()
    scene.task(2).close(1006)
    scene.advance(5_000)

    expect(scene.fake.tasks).toHaveLength(3)
    expect(scene.heard('giveup')).toEqual([])
  })

  test('C-31: a close while a retry is connecting closes the socket that opens nevertheless', () => {
    const scene = createScene({ startConnected: true })
    scene.task(1).close(1006)
    scene.advance(5_000)
    scene.forget()

    scene.socket.close(4000, 'bye')
    scene.task(2).open()
    scene.advance(60_000)

    expect(scene.task(2).closeCalls).toContainEqual({ code: 4000, reason: 'bye' })
    expect(scene.task(2).state).toBe('closed')
    expect(scene.heard('open')).toEqual([])
    expect(scene.heard('close')).toMatchObject([{ cause: 'app', code: 4000, reason: 'bye' }])
    expect(scene.leftovers()).toEqual(NOTHING)
  })

  test('C-31: a socket that opens long after its close is closed too', () => {
    const scene = createScene()
    scene.socket.connect()
    scene.task(1).silent = true
    scene.socket.close()
    scene.advance(60_000)
    expect(scene.socket.state).toBe('closed')
    const calls = scene.task(1).closeCalls.length

    scene.task(1).open()

    expect(scene.task(1).closeCalls.length).toBeGreaterThan(calls)
    expect(scene.heard('open')).toEqual([])
  })
})
