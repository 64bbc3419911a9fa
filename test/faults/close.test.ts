/** Faults of ends: codes that get lost, closes that never come, and reasons that are misread. */
import { describe, expect, test } from '@jest/globals'
import type { CloseCause } from '../../src/index'
import { createScene } from '../support/scene'

const STEADY = { heartbeat: false } as const
const TEN_MINUTES_MS = 600_000

describe('what the server said', () => {
  test('C-15: an error before the close does not replace its code and reason', () => {
    const scene = createScene({ startConnected: true, options: STEADY })

    scene.task().error('connection reset')
    scene.advance(100)
    scene.task().close(4401, 'auth')

    expect(scene.heard('close')).toMatchObject([{ code: 4401, reason: 'auth', cause: 'server' }])
    expect(scene.heard('error')).toHaveLength(1)
  })

  test('C-15: an error that no close follows is an end with 1006', () => {
    const scene = createScene({ startConnected: true, options: STEADY })

    scene.task().error('connection reset')
    scene.advance(199)
    expect(scene.socket.state).toBe('open')
    scene.advance(1)

    expect(scene.heard('close')).toMatchObject([{ code: 1006, reason: '', cause: 'network' }])
  })

  test('C-18: 1000 "interrupted" reconnects, although 1000 is a normal close', () => {
    const scene = createScene({ startConnected: true, options: STEADY })
    scene.task().close(1000, 'interrupted')
    scene.advance(5_000)

    expect(scene.heard('close')).toMatchObject([{ cause: 'interrupted', willReconnect: true }])
    expect(scene.fake.tasks).toHaveLength(2)
  })

  test('C-18: 1000 "normal closure" of the server reconnects too: the app did not ask for it', () => {
    const scene = createScene({ startConnected: true, options: STEADY })
    scene.task().close(1000, 'normal closure')
    scene.advance(5_000)

    expect(scene.heard('close')).toMatchObject([{ cause: 'server', willReconnect: true }])
    expect(scene.fake.tasks).toHaveLength(2)
  })

  test('C-18: 1000 "normal closure" after close() of the app does not reconnect', () => {
    const scene = createScene({ startConnected: true, options: STEADY })
    scene.socket.close()
    scene.task().close(1000, 'normal closure')
    scene.advance(TEN_MINUTES_MS)

    expect(scene.heard('close')).toMatchObject([{ cause: 'app', willReconnect: false }])
    expect(scene.fake.tasks).toHaveLength(1)
  })

  interface Row {
    readonly code: number
    readonly reason: string
    readonly cause: CloseCause
    readonly wasClean: boolean
    readonly ends?: 'waiting' | 'closed'
  }

  const byTheOtherSide: readonly Row[] = [
    { code: 1000, reason: 'normal closure', cause: 'server', wasClean: true },
    { code: 1000, reason: '', cause: 'server', wasClean: true },
    { code: 1000, reason: 'interrupted', cause: 'interrupted', wasClean: false },
    { code: 1001, reason: 'going away', cause: 'server', wasClean: true },
    { code: 1001, reason: 'Stream end encountered', cause: 'network', wasClean: false },
    { code: 1005, reason: '', cause: 'network', wasClean: false },
    { code: 1005, reason: 'normal closure', cause: 'network', wasClean: false },
    { code: 1005, reason: 'interrupted', cause: 'interrupted', wasClean: false },
    { code: 1006, reason: 'abnormal closure', cause: 'network', wasClean: false },
    { code: 1006, reason: 'interrupted', cause: 'interrupted', wasClean: false },
    { code: 1011, reason: 'internal server error', cause: 'server', wasClean: true },
    { code: 1012, reason: 'service restart', cause: 'server', wasClean: true },
    { code: 1015, reason: 'tls handshake', cause: 'network', wasClean: false },
    { code: 3000, reason: 'stay away a while', cause: 'server', wasClean: true },
    { code: 3500, reason: 'bad token', cause: 'server', wasClean: true, ends: 'closed' },
    { code: 4401, reason: 'auth', cause: 'server', wasClean: true },
    { code: 4501, reason: 'kicked', cause: 'server', wasClean: true, ends: 'closed' },
  ]

  test.each(byTheOtherSide)(
    'C-45: $code "$reason" of an open link is $cause',
    ({ code, reason, cause, wasClean, ends = 'waiting' }) => {
      const scene = createScene({ startConnected: true, options: STEADY })
      scene.task().close(code, reason)

      const willReconnect = ends === 'waiting'
      expect(scene.heard('close')).toEqual([{ code, reason, cause, wasClean, willReconnect }])
      expect(scene.socket.state).toBe(ends)
    },
  )

  test.each([
    [1000, 'normal closure'],
    [1000, 'interrupted'],
    [1001, 'Stream end encountered'],
    [1005, ''],
    [1006, 'abnormal closure'],
  ])('C-45: %i "%s" in answer to close() of the app is a close of the app', (code, reason) => {
    const scene = createScene({ startConnected: true, options: STEADY })
    scene.socket.close(4000, 'bye')
    scene.task().close(code, reason)
    scene.advance(TEN_MINUTES_MS)

    expect(scene.heard('close')).toMatchObject([
      { code: 4000, reason: 'bye', cause: 'app', willReconnect: false },
    ])
    expect(scene.socket.state).toBe('closed')
    expect(scene.fake.tasks).toHaveLength(1)
  })
})

describe('a close of the app', () => {
  test('C-16: while the url is still being asked for, it gives exactly one close event', async () => {
    const url = () => new Promise<string>(() => undefined)
    const scene = createScene({ options: { url } })
    scene.socket.connect()

    scene.socket.close()
    scene.advance(TEN_MINUTES_MS)

    expect(scene.heard('close')).toMatchObject([{ cause: 'app', code: 1000 }])
    expect(scene.socket.state).toBe('closed')
    expect(scene.fake.tasks).toHaveLength(0)
  })

  test('C-16: while the socket is connecting, it gives exactly one close event', () => {
    const scene = createScene()
    scene.socket.connect()
    scene.task().silent = true

    scene.socket.close()
    scene.advance(TEN_MINUTES_MS)

    expect(scene.heard('close')).toMatchObject([{ cause: 'app', wasClean: false }])
    expect(scene.socket.state).toBe('closed')
  })

  test('C-16: on a platform that stays silent, it gives exactly one close event after closeTimeoutMs', () => {
    const scene = createScene({ startConnected: true })
    scene.task().silent = true

    scene.socket.close()
    scene.advance(1_999)
    expect(scene.heard('close')).toEqual([])
    scene.advance(1)
    expect(scene.heard('close')).toMatchObject([{ cause: 'app', code: 1000, wasClean: false }])

    scene.task().close(1000, 'normal closure')
    scene.advance(TEN_MINUTES_MS)
    expect(scene.heard('close')).toHaveLength(1)
    expect(scene.socket.state).toBe('closed')
  })

  test('C-16: before anything was asked for, there is nothing to close and no event', () => {
    const scene = createScene()
    scene.socket.close()
    scene.advance(TEN_MINUTES_MS)

    expect(scene.log).toEqual([])
    expect(scene.socket.state).toBe('idle')
  })

  test('C-25: it reaches the host with its code and reason, and shows at once', () => {
    const scene = createScene({ startConnected: true })

    scene.socket.close(4000, 'x')

    expect(scene.task().closeCalls).toEqual([{ code: 4000, reason: 'x' }])
    expect(scene.socket.state).toBe('closing')
    scene.advance(20)
    expect(scene.socket.state).toBe('closed')
  })
})

describe('a client that is not wanted', () => {
  test.each([4500, 4501, 4999, 3500, 3999])(
    'C-56: a kick with %i ends in closed, and neither time, foreground nor network revives it',
    (code) => {
      const scene = createScene({ startConnected: true })
      scene.task().close(code, 'kicked')
      expect(scene.heard('close')).toMatchObject([{ code, willReconnect: false }])

      scene.advance(TEN_MINUTES_MS)
      scene.fake.hide()
      scene.advance(60_000)
      scene.fake.show()
      scene.fake.network({ isConnected: false })
      scene.fake.network({ isConnected: true })
      scene.advance(TEN_MINUTES_MS)

      expect(scene.socket.state).toBe('closed')
      expect(scene.fake.tasks).toHaveLength(1)
      expect(scene.heard('retry')).toEqual([])
      expect(scene.leftovers()).toEqual({ timers: 0, sockets: 0, listeners: 0 })
    },
  )

  test('C-56: a kick that an error announced is one all the same', () => {
    const scene = createScene({ startConnected: true })
    scene.task().error('kicked')
    scene.task().close(4501, 'kicked')
    scene.advance(TEN_MINUTES_MS)

    expect(scene.socket.state).toBe('closed')
    expect(scene.fake.tasks).toHaveLength(1)
  })

  test('C-56: the app can come back when it has a reason to', () => {
    const scene = createScene({ startConnected: true })
    scene.task().close(4501, 'kicked')

    scene.socket.connect()
    scene.openLink()

    expect(scene.socket.state).toBe('open')
  })
})

describe('a listener that throws', () => {
  test('C-17b: does not keep a message from the others, and is reported', () => {
    const scene = createScene({ startConnected: true })
    const heard: unknown[] = []
    const thrown = new Error('the page is gone')
    scene.socket.on('message', () => {
      throw thrown
    })
    scene.socket.on('message', (data) => heard.push(data))

    scene.task().message('one')
    scene.task().message('two')

    expect(heard).toEqual(['one', 'two'])
    expect(scene.heard('error')).toMatchObject([
      { code: 'E_LISTENER', cause: thrown },
      { code: 'E_LISTENER', cause: thrown },
    ])
  })
})
