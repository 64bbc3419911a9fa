import { describe, expect, test } from '@jest/globals'
import type { AttemptInfo, ReconnectOptions, SocketOptions } from '../../src/index'
import type { FakeTask } from '../../src/testing'
import { SITUATIONS, reach } from '../support/reach-state'
import { createScene, type Scene, type SceneOptions } from '../support/scene'

const abnormal = [1006, 'abnormal closure'] as const

function start(
  reconnect: ReconnectOptions | false = {},
  options: Partial<SocketOptions> = {},
  setup: SceneOptions = {},
): Scene {
  const scene = createScene({ ...setup, options: { ...options, reconnect } })
  scene.socket.connect()
  return scene
}

const isAlive = ({ state }: FakeTask): boolean => state === 'connecting' || state === 'open'
const countAlive = ({ fake }: Scene): number => fake.tasks.filter(isAlive).length

/** Every attempt is refused at once. */
const refuseAll = ({ fake }: Scene) => fake.onTask((task) => task.error('refused'))

/** When `connectSocket` was called, since the first time. */
function attemptTimes({ fake }: Scene): number[] {
  const [first] = fake.connectCalls
  return fake.connectCalls.map(({ atMs }) => atMs - (first?.atMs ?? 0))
}

describe('one lock', () => {
  const ends: readonly (readonly [string, (task: FakeTask) => void])[] = [
    ['onError, then onClose', (task) => (task.error('broken'), task.close(...abnormal))],
    ['onClose, then onError', (task) => (task.close(...abnormal), task.error('broken'))],
    ['onClose twice', (task) => (task.close(...abnormal), task.close(1000, 'again'))],
    [
      'onError twice, then onClose twice',
      (task) => {
        task.error('broken')
        task.error('broken')
        task.close(...abnormal)
        task.close(...abnormal)
      },
    ],
    ['onError alone', (task) => task.error('broken')],
  ]

  test.each(ends)('R1: an open link that ends by %s is one failure', (_, end) => {
    const scene = createScene({ startConnected: true })
    end(scene.task())
    scene.advance(200)
    expect(scene.heard('close')).toHaveLength(1)
    expect(scene.heard('retry')).toMatchObject([{ retry: 1 }])
    expect({ timers: scene.clock.pending, state: scene.socket.state }).toEqual({
      timers: 1,
      state: 'waiting',
    })
    scene.advance(5_000 + 9_000)
    expect({ tasks: scene.fake.tasks.length, alive: countAlive(scene) }).toEqual({
      tasks: 2,
      alive: 1,
    })
  })

  test('R1: no retry timer is left beside an open link', () => {
    const scene = start({}, { heartbeat: false })
    scene.task().error('refused')
    scene.advance(5_000)
    scene.task().open()
    expect(scene.clock.pending).toBe(0)
    scene.advance(600_000)
    expect(scene.fake.tasks).toHaveLength(2)
  })

  test('R1: no retry timer is left beside a link that show or network began', () => {
    for (const wake of [
      (scene: Scene) => scene.fake.network({ isConnected: true }),
      (scene: Scene) => scene.fake.show(),
      (scene: Scene) => scene.socket.reconnect(),
    ]) {
      const scene = reach('waiting', { options: { heartbeat: false } })
      wake(scene)
      scene.openLink()
      scene.advance(60_000)
      expect({ tasks: scene.fake.tasks.length, state: scene.socket.state }).toEqual({
        tasks: 2,
        state: 'open',
      })
      expect(scene.clock.pending).toBe(0)
    }
  })

  test('R1: events of an old link never reach the new one', () => {
    const scene = createScene({ startConnected: true })
    const old = scene.task()
    old.close(...abnormal)
    scene.advance(5_000)
    scene.openLink()
    scene.forget()
    old.open()
    old.message('late')
    old.error('late')
    old.close(1000, 'late')
    old.fail('late')
    scene.advance(200)
    expect({
      heard: scene.names(),
      state: scene.socket.state,
      tasks: scene.fake.tasks.length,
    }).toEqual({ heard: [], state: 'open', tasks: 2 })
  })

  test('R1: a flurry of calls and hints never makes two live links', () => {
    const scene = createScene({ options: { reconnect: { delayMs: 100, limit: Infinity } } })
    const acts: readonly ((scene: Scene) => void)[] = [
      ({ socket }) => socket.connect(),
      ({ fake }) => fake.network({ isConnected: true }),
      ({ socket }) => socket.reconnect(),
      ({ fake }) => fake.show(),
      (s) => s.fake.tasks.filter(isAlive).forEach((task) => task.open()),
      (s) => s.task().error('broken'),
      ({ socket }) => socket.connect(),
      ({ fake }) => fake.network({ isConnected: false }),
      (s) => s.task().close(...abnormal),
      (s) => s.advance(100),
      ({ fake }) => fake.network({ isConnected: true }),
      (s) => s.advance(0),
    ]
    const alive: number[] = []
    for (let step = 0; step < 600; step += 1) {
      acts[(step * 5 + (step >> 3)) % acts.length]?.(scene)
      // Closing a task that connects has no effect on this host, so the open ones and the newest count.
      const live = scene.fake.tasks.filter((task) => task.state === 'open')
      alive.push(live.length)
      expect(scene.clock.pending).toBeLessThanOrEqual(2)
    }
    expect(Math.max(...alive)).toBe(1)
  })
})

describe('the default policy', () => {
  test('R2: makes 12 retries 5 s apart, then gives up once, with no timer left', () => {
    const scene = createScene()
    refuseAll(scene)
    scene.socket.connect()
    scene.advance(3_600_000)
    expect(attemptTimes(scene)).toEqual(Array.from({ length: 13 }, (_, retry) => retry * 5_000))
    const retries = scene.heard('retry').map(({ retry, limit, delayMs }) => [retry, limit, delayMs])
    expect(retries).toEqual(Array.from({ length: 12 }, (_, before) => [before + 1, 12, 5_000]))
    expect(scene.heard('giveup')).toMatchObject([
      { retries: 12, close: { cause: 'connect-failed', willReconnect: false } },
    ])
    expect(scene.names().slice(-4)).toEqual(['error', 'state', 'close', 'giveup'])
    expect({ state: scene.socket.state, timers: scene.clock.pending }).toEqual({
      state: 'gave-up',
      timers: 0,
    })
  })

  test.each([
    [0, 4_000],
    [0.25, 4_500],
    [0.75, 5_500],
    [0.999_999, 6_000],
  ])('R2: draws each delay from ± 20 %%, for %d about %d ms', (drawn, delayMs) => {
    const scene = start({}, {}, { random: () => drawn })
    scene.task().error('refused')
    const [retry] = scene.heard('retry')
    expect(Math.abs((retry?.delayMs ?? 0) - delayMs)).toBeLessThanOrEqual(1)
    scene.advance((retry?.delayMs ?? 0) - 1)
    expect(scene.fake.tasks).toHaveLength(1)
    scene.advance(1)
    expect(scene.fake.tasks).toHaveLength(2)
  })

  test('R2: draws anew for every retry', () => {
    const drawn = [0.1, 0.9, 0.4]
    const scene = start({}, {}, { random: () => drawn.shift() ?? 0.5 })
    refuseAll(scene)
    scene.advance(20_000)
    const delays = scene.heard('retry').map(({ delayMs }) => Math.round(delayMs))
    expect(delays.slice(0, 3)).toEqual([4_200, 5_800, 4_800])
  })

  test('R2: draws from a function of delays too, and not at all with jitter 0', () => {
    const delayMs = (retry: number) => retry * 1_000
    const delaysWith = (jitter: number): number[] => {
      const scene = start({ delayMs, jitter }, {}, { random: () => 0 })
      refuseAll(scene)
      scene.advance(2_000)
      return scene.heard('retry').map((retry) => retry.delayMs)
    }
    expect(delaysWith(0.2).slice(0, 2)).toEqual([800, 1_600])
    expect(delaysWith(1).slice(0, 2)).toEqual([0, 0])
    expect(delaysWith(0).slice(0, 2)).toEqual([1_000, 2_000])
  })

  test('R2: asks a function of delays with the retry and the close', () => {
    const asked: unknown[] = []
    const scene = start({ delayMs: (retry, close) => (asked.push([retry, close]), 10) })
    scene.task().error('refused')
    scene.advance(10)
    scene.task().open()
    scene.task().close(4_000, 'moved')
    expect(asked).toEqual([
      [1, scene.heard('close')[0]],
      [2, scene.heard('close')[1]],
    ])
  })

  test.each([
    ['back', -3_600_000],
    ['forward', 3_600_000],
  ])('R2: waits as long as it said when the user sets the wall clock %s', (_, byMs) => {
    const scene = start()
    scene.task().error('refused')
    scene.advance(1_000)
    scene.clock.setWallClock(scene.clock.nowMs() + byMs)
    scene.advance(3_999)
    expect(scene.fake.tasks).toHaveLength(1)
    scene.advance(1)
    expect(scene.fake.tasks).toHaveLength(2)
  })

  test('R2: a limit of Infinity never gives up', () => {
    const scene = createScene({ options: { reconnect: { limit: Infinity } } })
    refuseAll(scene)
    scene.socket.connect()
    scene.advance(1_000 * 5_000)
    expect({ tasks: scene.fake.tasks.length, giveups: scene.heard('giveup') }).toEqual({
      tasks: 1_001,
      giveups: [],
    })
  })
})

describe('the retry count', () => {
  test('R3: goes on where a server accepts and drops', () => {
    const scene = createScene()
    scene.fake.onTask((task) => {
      task.open()
      task.close(...abnormal)
    })
    scene.socket.connect()
    scene.advance(3_600_000)
    expect({ tasks: scene.fake.tasks.length, state: scene.socket.state }).toEqual({
      tasks: 13,
      state: 'gave-up',
    })
    expect(scene.heard('giveup')).toMatchObject([{ retries: 12 }])
  })

  test.each([
    [4_999, [1, 2]],
    [5_000, [1, 1]],
  ])('R3: after a link that stayed open %d ms is %j', (openMs, retries) => {
    const scene = start()
    scene.task().error('refused')
    scene.advance(5_000)
    scene.task().open()
    scene.advance(openMs)
    scene.task().close(...abnormal)
    expect(scene.heard('retry').map(({ retry }) => retry)).toEqual(retries)
  })

  test('R3: follows stableAfterMs, down to 0', () => {
    const scene = start({ stableAfterMs: 0 })
    scene.task().error('refused')
    scene.advance(5_000)
    scene.task().open()
    scene.task().close(...abnormal)
    expect(scene.heard('retry').map(({ retry }) => retry)).toEqual([1, 1])
  })

  test('R3: is shown by status until the link is stable', () => {
    const scene = start()
    scene.task().error('refused')
    expect(scene.socket.status.retry).toBe(1)
    scene.advance(5_000)
    expect(scene.socket.status).toMatchObject({ state: 'connecting', retry: 1 })
    scene.task().open()
    scene.advance(5_000)
    expect(scene.socket.status).toMatchObject({ state: 'open', retry: 0 })
  })
})

describe('a socket that is hidden or offline', () => {
  const away = { limit: 1, delayMs: 1_000 }

  test('R4: makes no attempt while hidden, spends no retry, and tries on show', () => {
    const scene = start(away)
    scene.task().error('refused')
    scene.fake.hide({ cut: false })
    expect(scene.socket.status).toMatchObject({ state: 'suspended', why: 'background' })
    scene.advance(3_600_000)
    expect({ tasks: scene.fake.tasks.length, retries: scene.socket.stats().retries }).toEqual({
      tasks: 1,
      retries: 0,
    })
    scene.fake.show()
    expect(scene.socket.state).toBe('connecting')
    scene.advance(0)
    scene.task(2).error('refused')
    expect(scene.heard('retry').map(({ retry }) => retry)).toEqual([1, 1])
    scene.advance(1_000)
    scene.task(3).error('refused')
    expect(scene.heard('giveup')).toMatchObject([{ retries: 1 }])
  })

  test('R4: makes no attempt while offline, spends no retry, and tries when the network returns', () => {
    const scene = start(away)
    scene.task().error('refused')
    scene.fake.network({ isConnected: false })
    expect(scene.socket.status).toMatchObject({ state: 'suspended', why: 'offline', online: false })
    scene.advance(29_999)
    expect(scene.fake.tasks).toHaveLength(1)
    scene.fake.network({ isConnected: true })
    scene.advance(0)
    expect(scene.fake.tasks).toHaveLength(2)
    scene.task().error('refused')
    expect(scene.heard('retry').map(({ retry }) => retry)).toEqual([1, 1])
    expect(scene.socket.stats().retries).toBe(0)
  })

  test('R4: a link that ends while hidden waits for show', () => {
    const scene = createScene({ startConnected: true })
    scene.fake.hide({ cut: false })
    scene.task().close(...abnormal)
    expect(scene.socket.status).toMatchObject({ state: 'suspended', why: 'background' })
    expect(scene.heard('close')).toMatchObject([{ willReconnect: true }])
    expect(scene.heard('retry')).toEqual([])
    scene.advance(60_000)
    expect(scene.fake.tasks).toHaveLength(1)
  })

  test('R4: a link that ends while offline waits for the network', () => {
    const scene = createScene({ startConnected: true, options: { heartbeat: false } })
    scene.fake.network({ isConnected: false })
    scene.task().close(...abnormal)
    expect(scene.socket.status).toMatchObject({ state: 'suspended', why: 'offline' })
    expect(scene.heard('close')).toMatchObject([{ willReconnect: true }])
    expect(scene.heard('retry')).toEqual([])
  })

  test('R4: a retry is spent when its delay ran out and its attempt begins', () => {
    const scene = start({ delayMs: 1_000 })
    scene.task().error('refused')
    scene.advance(999)
    expect(scene.socket.stats().retries).toBe(0)
    scene.advance(1)
    expect(scene.socket.stats().retries).toBe(1)
  })

  test('R4: the attempts that are made every 30 s while offline spend no retry', () => {
    const scene = start(away)
    scene.fake.onTask((task) => task.error('network is down'))
    scene.task().error('refused')
    scene.fake.network({ isConnected: false })
    scene.advance(300_000)
    expect(scene.fake.tasks.length).toBeGreaterThanOrEqual(10)
    expect({ retries: scene.socket.stats().retries, giveups: scene.heard('giveup') }).toEqual({
      retries: 0,
      giveups: [],
    })
    expect(scene.socket.status).toMatchObject({ state: 'suspended', why: 'offline' })
  })

  test('R4: an attempt that fails after having been hidden spends no retry and is replaced on show', () => {
    const scene = start(away)
    scene.task().error('refused')
    scene.advance(1_000)
    scene.fake.hide({ cut: false })
    scene.advance(1_000)
    scene.task(2).error('connectSocket:fail interrupted')
    expect(scene.heard('giveup')).toEqual([])
    scene.fake.show()
    scene.advance(0)
    expect(scene.fake.tasks).toHaveLength(3)
    scene.forget()
    scene.task(3).error('refused')
    expect(scene.heard('retry')).toMatchObject([{ retry: 1 }])
    scene.advance(1_000)
    scene.task(4).error('refused')
    expect(scene.heard('giveup')).toMatchObject([{ retries: 1 }])
  })

  test('R4: an attempt that was hidden and fails after show spends no retry', () => {
    const scene = start(away)
    scene.task().error('refused')
    scene.advance(1_000)
    scene.fake.hide({ cut: false })
    scene.advance(1_000)
    scene.fake.show()
    scene.task(2).error('connectSocket:fail interrupted')
    expect(scene.heard('giveup')).toEqual([])
    expect(scene.heard('close').map(({ willReconnect }) => willReconnect)).toEqual([true, true])
  })

  test('R4: an attempt older than connectTimeoutMs is replaced at once on show', () => {
    const scene = start()
    scene.task().silent = true
    scene.advance(8_000)
    scene.fake.hide({ cut: false })
    scene.advance(3_000)
    scene.fake.show()
    scene.advance(0)
    expect(scene.fake.tasks).toHaveLength(2)
    expect(scene.socket.state).toBe('connecting')
    expect(scene.heard('close')).toMatchObject([{ cause: 'connect-timeout', willReconnect: true }])
    expect({ retries: scene.heard('retry'), spent: scene.socket.stats().retries }).toEqual({
      retries: [],
      spent: 0,
    })
  })

  test('R4: an attempt that was hidden for 5 s is replaced at once on show', () => {
    const scene = start()
    scene.task().silent = true
    scene.fake.hide({ cut: false })
    scene.advance(5_000)
    scene.fake.show()
    scene.advance(0)
    expect(scene.fake.tasks).toHaveLength(2)
    expect(scene.heard('close')).toMatchObject([{ willReconnect: true }])
    scene.task(1).open()
    expect({ old: scene.task(1).state, opens: scene.heard('open') }).toEqual({
      old: 'closing',
      opens: [],
    })
  })

  test('R4: an attempt that was hidden for less goes on', () => {
    const scene = start()
    scene.advance(2_000)
    scene.fake.hide({ cut: false })
    scene.advance(4_999)
    scene.fake.show()
    scene.advance(0)
    expect({ tasks: scene.fake.tasks.length, closes: scene.heard('close') }).toEqual({
      tasks: 1,
      closes: [],
    })
    scene.task().open()
    expect(scene.socket.state).toBe('open')
  })

  test('R4: an explicit connect() or reconnect() while offline tries at once', () => {
    for (const call of ['connect', 'reconnect'] as const) {
      const scene = reach('suspended: offline')
      scene.socket[call]()
      scene.advance(0)
      expect({ call, state: scene.socket.state, tasks: scene.fake.tasks.length }).toEqual({
        call,
        state: 'connecting',
        tasks: 2,
      })
    }
  })

  test.each(['connect', 'reconnect'] as const)(
    'R4: an explicit %s() while hidden waits for show',
    (call) => {
      const scene = reach('suspended: background')
      scene.socket[call]()
      scene.advance(4_000)
      expect(scene.fake.tasks).toHaveLength(1)
      scene.fake.show()
      scene.advance(0)
      expect({ state: scene.socket.state, tasks: scene.fake.tasks.length }).toEqual({
        state: 'connecting',
        tasks: 2,
      })
    },
  )

  test('R4: reconnect() of an open link while hidden drops it now and waits for show', () => {
    const scene = createScene({ startConnected: true })
    scene.fake.hide({ cut: false })
    scene.socket.reconnect()
    scene.advance(4_000)
    expect(scene.heard('close')).toMatchObject([{ cause: 'app', willReconnect: true }])
    expect({ tasks: scene.fake.tasks.length, native: scene.task().closeCalls.length }).toEqual({
      tasks: 1,
      native: 1,
    })
    scene.fake.show()
    scene.advance(0)
    expect(scene.fake.tasks).toHaveLength(2)
  })
})

describe('a socket that gave up', () => {
  const revivals: readonly (readonly [string, (scene: Scene) => void])[] = [
    [
      'coming to the foreground',
      ({ fake }) => {
        fake.hide({ cut: false })
        fake.show()
      },
    ],
    [
      'the network returning',
      ({ fake }) => {
        fake.network({ isConnected: false })
        fake.network({ isConnected: true })
      },
    ],
    ['connect()', ({ socket }) => socket.connect()],
    ['reconnect()', ({ socket }) => socket.reconnect()],
  ]

  test.each(revivals)('R5: starts a fresh round on %s', (_, revive) => {
    const asked: AttemptInfo[] = []
    const url = (attempt: AttemptInfo) => (asked.push(attempt), 'wss://example.com')
    const scene = createScene({ options: { url, reconnect: { limit: 2, delayMs: 1_000 } } })
    refuseAll(scene)
    scene.socket.connect()
    scene.advance(60_000)
    expect({ state: scene.socket.state, tasks: asked.length }).toEqual({
      state: 'gave-up',
      tasks: 3,
    })
    scene.forget()
    asked.splice(0)
    revive(scene)
    expect(scene.heard('state')[0]).toMatchObject({ from: 'gave-up', to: 'connecting' })
    scene.advance(60_000)
    expect(asked.map(({ attempt, retry }) => [attempt, retry])).toEqual([
      [1, 0],
      [2, 1],
      [3, 2],
    ])
    expect(scene.heard('retry').map(({ retry }) => retry)).toEqual([1, 2])
    expect(scene.heard('giveup')).toMatchObject([{ retries: 2 }])
  })

  test('R5: stays there while nothing happens, hidden or offline', () => {
    const scene = reach('gave-up')
    scene.fake.network({ isConnected: false })
    scene.fake.hide({ cut: false })
    scene.advance(600_000)
    expect({ heard: scene.names(), timers: scene.clock.pending }).toEqual({ heard: [], timers: 0 })
  })
})

describe('a final close', () => {
  const provoke = ({ fake }: Scene): void => {
    fake.network({ isConnected: false })
    fake.network({ isConnected: true })
    fake.hide({ cut: false })
    fake.show()
  }

  test.each([3_500, 3_999, 4_500, 4_999])('R6: of code %d is closed, until a call', (code) => {
    const scene = createScene({ startConnected: true })
    scene.task().close(code, 'kicked')
    expect(scene.names()).toEqual(['state', 'close'])
    expect(scene.heard('close')).toMatchObject([{ code, cause: 'server', willReconnect: false }])
    expect(scene.socket.state).toBe('closed')
    provoke(scene)
    scene.advance(600_000)
    expect({ tasks: scene.fake.tasks.length, left: scene.leftovers() }).toEqual({
      tasks: 1,
      left: { timers: 0, sockets: 0, listeners: 0 },
    })
    scene.socket.connect()
    expect(scene.openLink().id).toBe(2)
  })

  test.each([3_499, 4_000, 4_499, 1_000, 1_001])('R6: is not code %d', (code) => {
    const scene = createScene({ startConnected: true })
    scene.task().close(code, 'moved')
    expect(scene.socket.state).toBe('waiting')
  })

  test('R6: is revived by reconnect() too', () => {
    const scene = createScene({ startConnected: true })
    scene.task().close(4_501, 'kicked')
    scene.socket.reconnect()
    expect(scene.openLink().id).toBe(2)
  })

  test('R6: is what isFinal says, instead of the code ranges', () => {
    const isFinal = ({ code }: { code: number }) => code === 1_001
    const stateAfter = (code: number) => {
      const scene = createScene({ startConnected: true, options: { reconnect: { isFinal } } })
      scene.task().close(code, 'told')
      return scene.socket.state
    }
    expect([stateAfter(4_501), stateAfter(1_001)]).toEqual(['waiting', 'closed'])
  })

  test('R6: is domain-not-allowed always', () => {
    const scene = start({ isFinal: () => false })
    scene.task().error('connectSocket:fail url not in domain list')
    expect({ state: scene.socket.state, closes: scene.heard('close') }).toMatchObject({
      state: 'closed',
      closes: [{ cause: 'domain-not-allowed', willReconnect: false }],
    })
    provoke(scene)
    scene.advance(600_000)
    expect(scene.fake.tasks).toHaveLength(1)
  })

  test('R6: is any end with reconnect: false, without giveup', () => {
    const ends: readonly (() => Scene)[] = [
      () => {
        const scene = start(false)
        scene.task().error('refused')
        return scene
      },
      () => {
        const scene = createScene({ startConnected: true, options: { reconnect: false } })
        scene.task().close(...abnormal)
        return scene
      },
    ]
    for (const end of ends) {
      const scene = end()
      provoke(scene)
      scene.advance(600_000)
      expect(scene.socket.state).toBe('closed')
      expect(scene.heard('close')).toMatchObject([{ willReconnect: false }])
      expect([...scene.heard('retry'), ...scene.heard('giveup')]).toEqual([])
      expect(scene.fake.tasks).toHaveLength(1)
      expect(scene.leftovers()).toEqual({ timers: 0, sockets: 0, listeners: 0 })
    }
  })

  test('R6: is not any end with limit: 0, which gives up at once and can be revived', () => {
    const scene = createScene({ startConnected: true, options: { reconnect: { limit: 0 } } })
    scene.task().close(...abnormal)
    expect(scene.names()).toEqual(['state', 'close', 'giveup'])
    expect(scene.heard('giveup')).toMatchObject([{ retries: 0, close: { willReconnect: false } }])
    expect({ state: scene.socket.state, timers: scene.clock.pending }).toEqual({
      state: 'gave-up',
      timers: 0,
    })
    scene.fake.network({ isConnected: true })
    expect(scene.openLink().id).toBe(2)
  })
})

describe('reconnect()', () => {
  const closesOf: { readonly [name: string]: number } = { connecting: 1, open: 1, closing: 1 }

  test.each(SITUATIONS.filter((situation) => situation !== 'suspended: background'))(
    'R7: begins a new link on a 0 ms timer from %s',
    (situation) => {
      const scene = reach(situation)
      const before = scene.fake.connectCalls.length
      scene.socket.reconnect()
      expect({ state: scene.socket.state, timers: scene.clock.pending }).toEqual({
        state: 'connecting',
        timers: 1,
      })
      expect(scene.fake.connectCalls).toHaveLength(before)
      scene.advance(0)
      expect(scene.fake.connectCalls).toHaveLength(before + 1)
      expect(scene.heard('close')).toHaveLength(closesOf[situation] ?? 0)
      scene.openLink()
      scene.advance(60)
      expect({ state: scene.socket.state, open: countAlive(scene) }).toMatchObject({
        state: 'open',
      })
    },
  )

  test.each(['connecting', 'open'] as const)(
    'R7: emits one close (app, willReconnect) for the link it drops in %s',
    (situation) => {
      const scene = reach(situation)
      const old = scene.task()
      scene.socket.reconnect()
      expect(scene.heard('close')).toMatchObject([{ cause: 'app', willReconnect: true }])
      expect(old.closeCalls.length).toBeGreaterThanOrEqual(1)
      old.close(1006, 'late')
      old.error('late')
      scene.advance(0)
      expect(scene.heard('close')).toHaveLength(1)
    },
  )

  test('R7: does nothing more when called again before that timer', () => {
    const scene = reach('open')
    scene.socket.reconnect()
    const calls = { ...scene.clock.calls }
    scene.socket.reconnect()
    scene.socket.connect()
    scene.socket.reconnect()
    expect(scene.clock.calls).toEqual(calls)
    expect({ names: scene.names(), timers: scene.clock.pending }).toEqual({
      names: ['state', 'close'],
      timers: 1,
    })
    scene.advance(60)
    expect(scene.fake.tasks).toHaveLength(2)
  })

  test('R7: replaces an attempt already begun, whose token may be old', async () => {
    const settlers: ((url: string) => void)[] = []
    const url = () => new Promise<string>((resolve) => settlers.push(resolve))
    const scene = createScene({ options: { url } })
    scene.socket.connect()
    scene.socket.reconnect()
    expect(scene.heard('close')).toMatchObject([{ cause: 'app', willReconnect: true }])
    scene.advance(0)
    expect(settlers).toHaveLength(2)
    settlers[0]?.('wss://example.com/old')
    await scene.settle()
    expect(scene.fake.tasks).toEqual([])
    settlers[1]?.('wss://example.com/new')
    await scene.settle()
    expect(scene.fake.tasks.map((task) => task.url)).toEqual(['wss://example.com/new'])
  })

  test('R7: drops the retry timer and counts from zero', () => {
    const scene = start({ limit: 2, delayMs: 1_000 })
    scene.task().error('refused')
    scene.advance(1_000)
    scene.task().error('refused')
    expect(scene.heard('retry').map(({ retry }) => retry)).toEqual([1, 2])
    scene.socket.reconnect()
    expect(scene.clock.pending).toBe(1)
    scene.advance(0)
    expect(scene.socket.status.retry).toBe(0)
    scene.task().error('refused')
    scene.advance(1_000)
    expect(scene.fake.tasks).toHaveLength(4)
    expect(scene.heard('retry').map(({ retry }) => retry)).toEqual([1, 2, 1])
  })

  test('R7: called from a close listener makes one new link', () => {
    const scene = reach('open')
    scene.socket.once('close', () => scene.socket.reconnect())
    scene.task().close(...abnormal)
    scene.advance(60_000)
    expect(
      scene.fake.tasks.filter(({ createdAtMs }) => createdAtMs === 1_700_000_000_000),
    ).toHaveLength(2)
  })

  test('R7: called a hundred times by one impatient finger leaves one live link', () => {
    const scene = reach('open', { profile: 'devtools' })
    for (let tap = 0; tap < 100; tap += 1) {
      scene.socket.reconnect()
      scene.advance(tap % 3)
    }
    scene.advance(2_000)
    scene.openLink()
    scene.advance(100)
    expect(scene.fake.tasks.filter(({ state }) => state === 'open')).toHaveLength(1)
  })
})

describe('an error on an open link', () => {
  test('R10: waits for its onClose and takes code and reason from it', () => {
    const scene = createScene({ startConnected: true })
    scene.task().error('broken')
    scene.advance(199)
    expect({ names: scene.names(), state: scene.socket.state }).toEqual({
      names: [],
      state: 'open',
    })
    scene.task().close(4_401, 'token expired')
    expect(scene.names()).toEqual(['error', 'state', 'close', 'retry'])
    expect(scene.heard('close')).toMatchObject([{ code: 4_401, reason: 'token expired' }])
  })

  test('R10: is 1006 when no close comes within 200 ms, and closes the native socket', () => {
    const scene = createScene({ startConnected: true })
    scene.task().error('broken')
    scene.advance(200)
    expect(scene.heard('close')).toMatchObject([
      { code: 1006, reason: '', cause: 'network', wasClean: false },
    ])
    expect(scene.task().closeCalls).toHaveLength(1)
    scene.task().close(4_401, 'too late')
    expect(scene.heard('close')).toHaveLength(1)
  })

  test('R10: makes send() queue until it is decided', () => {
    const scene = createScene({ startConnected: true })
    scene.task().error('broken')
    expect(scene.socket.send('hello')).toBe('queued')
    expect({ sent: scene.task().sendCalls, queued: scene.socket.queued.messages }).toEqual({
      sent: [],
      queued: 1,
    })
    scene.task().close(...abnormal)
    scene.advance(5_000)
    scene.task().open()
    expect(scene.task().sent).toEqual(['hello'])
  })

  test('R10: takes a final code from its close', () => {
    const scene = createScene({ startConnected: true })
    scene.task().error('broken')
    scene.task().close(4_501, 'kicked')
    expect(scene.socket.state).toBe('closed')
  })

  test('R10: is decided at once by a close that comes first', () => {
    const scene = createScene({ startConnected: true })
    scene.task().close(4_401, 'token expired')
    expect(scene.names()).toEqual(['state', 'close', 'retry'])
    scene.task().error('broken')
    scene.advance(200)
    expect(scene.names()).toEqual(['state', 'close', 'retry'])
  })

  test('R10: is decided although the app was hidden meanwhile', () => {
    const scene = createScene({ startConnected: true })
    scene.task().error('broken')
    scene.fake.hide({ cut: false })
    scene.advance(60_000)
    scene.fake.show()
    scene.advance(200)
    expect(scene.heard('close')).toMatchObject([{ code: 1006, willReconnect: true }])
    expect(scene.openLink().id).toBe(2)
  })

  test('R10: gives way to close() and reconnect()', () => {
    const closed = createScene({ startConnected: true })
    closed.task().error('broken')
    closed.socket.close()
    closed.advance(2_000)
    expect(closed.heard('close')).toMatchObject([{ cause: 'app', willReconnect: false }])
    const replaced = createScene({ startConnected: true })
    replaced.task().error('broken')
    replaced.socket.reconnect()
    replaced.advance(300)
    expect(replaced.heard('close')).toMatchObject([{ cause: 'app', willReconnect: true }])
    expect(replaced.fake.tasks).toHaveLength(2)
  })
})

describe('the global close', () => {
  test('R11: has one listener per process, from the first connect() on', () => {
    const scene = createScene()
    const other = scene.entry.createSocket({ url: 'wss://example.com/other' })
    const counts = [scene.fake.listenerCount('socketClose')]
    scene.socket.connect()
    counts.push(scene.fake.listenerCount('socketClose'))
    other.connect()
    scene.socket.reconnect()
    scene.advance(0)
    scene.socket.close()
    scene.advance(2_000)
    scene.socket.connect()
    counts.push(scene.fake.listenerCount('socketClose'))
    expect(counts).toEqual([0, 1, 1])
  })

  test('R11: makes each open socket probe', () => {
    const scene = createScene({ startConnected: true })
    const other = scene.entry.createSocket({ url: 'wss://example.com/other' })
    const waiting = scene.entry.createSocket({ url: 'wss://example.com/waiting' })
    for (const socket of [other, waiting]) socket.on('error', () => {})
    other.connect()
    scene.task(2).open()
    waiting.connect()
    scene.task(3).error('refused')
    scene.fake.globalClose()
    expect(scene.fake.tasks.map(({ sent }) => sent)).toEqual([['ping'], ['ping'], []])
    scene.task(1).message('pong')
    scene.advance(3_000)
    expect([scene.socket.state, other.state, waiting.state]).toEqual([
      'open',
      'connecting',
      'waiting',
    ])
    expect(other.status.lastClose?.cause).toBe('heartbeat-timeout')
  })

  test('R11: wakes nobody that is closed', () => {
    const scene = reach('closed')
    scene.fake.globalClose()
    scene.advance(10_000)
    expect({ heard: scene.names(), timers: scene.clock.pending }).toEqual({ heard: [], timers: 0 })
  })

  test('R11: brings back a link that only it reported as cut', () => {
    const scene = createScene({ startConnected: true, profile: 'global-close-only' })
    scene.fake.hide()
    scene.advance(60_000)
    scene.fake.show()
    scene.advance(3_000)
    expect(scene.heard('close')).toHaveLength(1)
    expect(scene.openLink().id).toBe(2)
  })
})

describe('native sockets', () => {
  /** What had become of the earlier tasks when each `connectSocket` was called. */
  function watchConnects({ fake }: Scene): string[][] {
    const seen: string[][] = []
    const { connectSocket } = fake.wx
    fake.wx.connectSocket = (options) => {
      seen.push(fake.tasks.map((task) => (task.closeCalls.length > 0 ? 'closed' : task.state)))
      return connectSocket(options)
    }
    return seen
  }

  test('R12: the old one is closed before the new one is asked for, after reconnect()', () => {
    const scene = createScene({ startConnected: true })
    const seen = watchConnects(scene)
    scene.socket.reconnect()
    scene.advance(0)
    expect(seen).toEqual([['closed']])
  })

  test('R12: the old one is closed before the new one is asked for, after silence', () => {
    const scene = createScene({ startConnected: true, options: { reconnect: { delayMs: 0 } } })
    const seen = watchConnects(scene)
    scene.advance(20_000)
    expect(seen).toEqual([['closed']])
  })

  test('R12: the old one is closed before the new one is asked for, after our timeout', () => {
    const scene = start({ delayMs: 0 })
    scene.task().silent = true
    const seen = watchConnects(scene)
    scene.advance(10_000)
    expect(seen).toEqual([['closed']])
  })

  /** `count` open sockets on one host beside the socket of the scene. */
  function crowd(count: number): Scene & { others: Scene['socket'][] } {
    const scene = createScene()
    const others = Array.from({ length: count }, (_, index) => {
      const other = scene.entry.createSocket({
        url: `wss://example.com/${index}`,
        heartbeat: false,
      })
      other.connect()
      scene.task().open()
      return other
    })
    return { ...scene, others }
  }

  test('R12: a sixth waits until a closing one is gone', () => {
    const { socket, fake, others, advance } = crowd(5)
    others[0]?.close()
    socket.connect()
    expect(fake.connectCalls).toHaveLength(5)
    advance(fake.profile.closeDelayMs)
    expect(fake.connectCalls).toHaveLength(6)
    expect(fake.openCount).toBe(5)
    expect(socket.state).toBe('connecting')
  })

  test('R12: a sixth waits for the oldest closing one, bounded by closeTimeoutMs', () => {
    const { socket, fake, others, advance } = crowd(5)
    fake.tasks.forEach((task) => (task.silent = true))
    others[3]?.close()
    advance(500)
    others[1]?.close()
    socket.connect()
    advance(1_499)
    expect(fake.connectCalls).toHaveLength(5)
    advance(1)
    expect(fake.connectCalls).toHaveLength(6)
  })

  test('R12: with nothing closing the platform is asked anyway, and its refusal is retryable', () => {
    const scene = crowd(5)
    scene.socket.connect()
    expect(scene.fake.connectCalls).toHaveLength(6)
    scene.advance(0)
    expect(scene.heard('close')).toMatchObject([{ cause: 'too-many-sockets', willReconnect: true }])
    expect(scene.heard('error')).toMatchObject([{ code: 'E_TOO_MANY_SOCKETS', retryable: true }])
    scene.others[0]?.close()
    scene.advance(5_000)
    expect(scene.openLink().id).toBe(7)
  })

  test('R12: a wait ends with close(), and leaves no timer', () => {
    const { socket, fake, others, advance, clock } = crowd(5)
    fake.tasks.forEach((task) => (task.silent = true))
    others[0]?.close()
    socket.connect()
    socket.close()
    expect(socket.state).toBe('closed')
    advance(2_000)
    expect({ calls: fake.connectCalls.length, timers: clock.pending }).toEqual({
      calls: 5,
      timers: 0,
    })
  })

  test('R12: one socket that is reconnected again and again never exceeds the limit', () => {
    const scene = createScene()
    scene.fake.onTask((task) => {
      task.silent = true
      task.open()
    })
    scene.socket.connect()
    const counts: number[] = []
    for (let round = 0; round < 20; round += 1) {
      scene.advance(10)
      counts.push(scene.fake.openCount)
      scene.socket.reconnect()
    }
    scene.advance(0)
    expect(Math.max(...counts)).toBe(5)
    expect(scene.heard('close').map(({ cause }) => cause)).not.toContain('too-many-sockets')
  })

  test('R12: one that refused counts no longer', () => {
    const scene = createScene({ options: { reconnect: { delayMs: 0, limit: 20 } } })
    refuseAll(scene)
    scene.socket.connect()
    scene.advance(0)
    expect({ calls: scene.fake.connectCalls.length, state: scene.socket.state }).toEqual({
      calls: 21,
      state: 'gave-up',
    })
  })
})

describe('a server that says when to come back', () => {
  const restart = (scene: Scene, delayMs: number | string): void =>
    scene.task().close(1012, `restarting, retry-after-ms=${delayMs}`)

  test('R2: retry-after-ms in the reason of a close is the delay, without jitter', () => {
    const scene = createScene({ startConnected: true, random: () => 0.999 })
    restart(scene, 12_345)
    expect(scene.heard('retry')).toMatchObject([{ retry: 1, delayMs: 12_345 }])
  })

  test('R2: it goes before a delayMs of the app, and the next retry is as the app said', () => {
    const scene = createScene({
      startConnected: true,
      options: { reconnect: { delayMs: () => 700, jitter: 0 } },
    })
    restart(scene, 30_000)
    scene.advance(30_000)
    scene.task().error('refused')
    expect(scene.heard('retry')).toMatchObject([{ delayMs: 30_000 }, { delayMs: 700 }])
  })

  test('R2: a delay that no timer takes is cut to the longest that one does', () => {
    const scene = createScene({ startConnected: true })
    restart(scene, '9'.repeat(30))
    expect(scene.heard('retry')).toMatchObject([{ delayMs: 2_147_483_647 }])
  })

  test('R2: anything else in a reason is only text', () => {
    const scene = createScene({ startConnected: true })
    restart(scene, '-5')
    expect(scene.heard('retry')).toMatchObject([{ delayMs: 5_000 }])
  })
})
