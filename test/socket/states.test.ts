import { describe, expect, test } from '@jest/globals'
import type { SocketState } from '../../src/index'
import { SITUATIONS, type Situation, reach, stateOf } from '../support/reach-state'
import { createScene, type Scene } from '../support/scene'

type Input = 'connect()' | 'reconnect()' | 'close()' | 'hide' | 'show' | 'offline' | 'online'

const INPUTS: { readonly [Name in Input]: (scene: Scene) => void } = {
  'connect()': ({ socket }) => socket.connect(),
  'reconnect()': ({ socket }) => socket.reconnect(),
  'close()': ({ socket }) => socket.close(),
  hide: ({ fake }) => fake.hide({ cut: false }),
  show: ({ fake }) => fake.show(),
  offline: ({ fake }) => fake.network({ isConnected: false }),
  online: ({ fake }) => fake.network({ isConnected: true }),
}

/** Where each call and each hint leads; what is not named stays. */
const MOVES: { readonly [From in Situation]: { readonly [By in Input]?: SocketState } } = {
  idle: { 'connect()': 'connecting', 'reconnect()': 'connecting' },
  connecting: { 'close()': 'closing' },
  open: { 'reconnect()': 'connecting', 'close()': 'closing' },
  waiting: {
    'reconnect()': 'connecting',
    'close()': 'closed',
    hide: 'suspended',
    show: 'connecting',
    offline: 'suspended',
    online: 'connecting',
  },
  'suspended: background': { 'close()': 'closed', show: 'connecting' },
  'suspended: offline': {
    'connect()': 'connecting',
    'reconnect()': 'connecting',
    'close()': 'closed',
    show: 'connecting',
    online: 'connecting',
  },
  'gave-up': {
    'connect()': 'connecting',
    'reconnect()': 'connecting',
    'close()': 'closed',
    show: 'connecting',
    online: 'connecting',
  },
  closing: { 'connect()': 'connecting', 'reconnect()': 'connecting' },
  closed: { 'connect()': 'connecting', 'reconnect()': 'connecting' },
}

const isWaitingForShow = (from: Situation, by: Input): boolean =>
  from === 'suspended: background' && (by === 'connect()' || by === 'reconnect()')

const table = SITUATIONS.flatMap((from) =>
  (Object.keys(INPUTS) as Input[])
    // While hidden, connect() and reconnect() wait for show (R4): tested there by what they do.
    .filter((by) => !isWaitingForShow(from, by))
    .map((by) => [from, by, MOVES[from][by] ?? stateOf(from)] as const),
)

describe('calls and hints', () => {
  test.each(table)('States: %s by %s is %s', (from, by, to) => {
    const scene = reach(from)
    INPUTS[by](scene)
    expect(scene.socket.state).toBe(to)
    const states = scene.heard('state')
    if (to !== stateOf(from)) expect(states).toMatchObject([{ from: stateOf(from), to }])
    else expect(states.filter((change) => change.from === change.to)).toEqual([])
  })
})

describe('platform events', () => {
  const ends: readonly (readonly [string, (scene: Scene) => void, SocketState])[] = [
    ['waiting', () => {}, 'waiting'],
    ['suspended when hidden', ({ fake }) => fake.hide({ cut: false }), 'suspended'],
    ['suspended when offline', ({ fake }) => fake.network({ isConnected: false }), 'suspended'],
  ]

  test.each(ends)('States: connecting fails into %s', (_, prepare, to) => {
    const scene = reach('connecting', { options: { heartbeat: false } })
    prepare(scene)
    scene.task().error('refused')
    expect(scene.socket.state).toBe(to)
  })

  test.each(ends)('States: open fails into %s', (_, prepare, to) => {
    const scene = reach('open', { options: { heartbeat: false } })
    prepare(scene)
    scene.task().close(1006, 'abnormal closure')
    expect(scene.socket.state).toBe(to)
  })

  test.each(['connecting', 'open'] as const)('States: %s fails into gave-up or closed', (from) => {
    const gaveUp = reach(from, { options: { reconnect: { limit: 0 } } })
    gaveUp.task().close(1006, 'abnormal closure')
    expect(gaveUp.socket.state).toBe('gave-up')
    const closed = reach(from, { options: { reconnect: false } })
    closed.task().close(1006, 'abnormal closure')
    expect(closed.socket.state).toBe('closed')
  })

  test('States: a platform open leads from connecting to open', () => {
    const scene = reach('connecting')
    scene.task().open()
    expect(scene.heard('state')).toMatchObject([{ from: 'connecting', to: 'open' }])
  })

  test('States: waiting leads to connecting when it is due', () => {
    const scene = reach('waiting')
    scene.advance(4_999)
    expect(scene.socket.state).toBe('waiting')
    scene.advance(1)
    expect(scene.socket.state).toBe('connecting')
  })

  test('States: closing leads to closed by the platform close or closeTimeoutMs', () => {
    const answered = reach('closing')
    answered.task().close()
    expect(answered.socket.state).toBe('closed')
    const silent = reach('closing')
    silent.advance(2_000)
    expect(silent.socket.state).toBe('closed')
  })

  test('States: gave-up and closed are left by no event of a dead link', () => {
    for (const situation of ['gave-up', 'closed'] as const) {
      const scene = reach(situation)
      const task = scene.task()
      task.open()
      task.message('late')
      task.error('late')
      task.close(1000, 'late')
      scene.advance(60_000)
      expect({ state: scene.socket.state, heard: scene.names() }).toEqual({
        state: situation,
        heard: [],
      })
    }
  })
})

describe('connect() while closing', () => {
  test('States: emits the close event now, and the old native socket finishes alone', () => {
    const scene = reach('closing')
    const old = scene.task()
    scene.socket.connect()
    expect(scene.names().sort()).toEqual(['close', 'state'])
    expect(scene.heard('close')).toMatchObject([{ cause: 'app', code: 1000 }])
    const next = scene.openLink()
    expect(next.id).toBe(2)
    scene.forget()
    old.close(1000, '')
    old.error('late')
    scene.advance(2_000)
    expect({ heard: scene.names(), state: scene.socket.state, old: old.state }).toEqual({
      heard: [],
      state: 'open',
      old: 'closed',
    })
  })
})

describe('an epoch', () => {
  test('States: an event of an old link is dropped in every situation', () => {
    for (const situation of SITUATIONS) {
      if (situation === 'idle') continue
      const scene = reach(situation)
      const old = scene.task()
      scene.socket.reconnect()
      scene.fake.show()
      scene.advance(0)
      if (scene.task() === old) throw new Error(`no new link after ${situation}`)
      scene.task().open()
      scene.forget()
      for (const act of [
        () => old.open(),
        () => old.message('late'),
        () => old.error('late'),
        () => old.close(1006, 'late'),
        () => old.fail('late'),
      ]) {
        act()
      }
      scene.advance(250)
      expect({ situation, heard: scene.names(), state: scene.socket.state }).toEqual({
        situation,
        heard: [],
        state: 'open',
      })
    }
  })
})

describe('what a state carries', () => {
  const plain = { retry: 0, limit: 12, dueAtMs: null, online: true, why: null }
  const carried: { readonly [Name in Situation]: object } = {
    idle: { ...plain, lastClose: null },
    connecting: { ...plain, lastClose: null },
    open: { ...plain, lastClose: null },
    waiting: { ...plain, retry: 1, dueAtMs: 1_700_000_005_000, lastClose: { cause: 'network' } },
    'suspended: background': { why: 'background', dueAtMs: null, lastClose: { cause: 'network' } },
    'suspended: offline': { why: 'offline', online: false, dueAtMs: null },
    'gave-up': { why: null, limit: 0, dueAtMs: null, lastClose: { willReconnect: false } },
    closing: { why: null, dueAtMs: null },
    closed: { why: null, dueAtMs: null, lastClose: { cause: 'app', willReconnect: false } },
  }

  test.each(SITUATIONS)('States: %s is told by status', (situation) => {
    const { status, state } = reach(situation).socket
    expect(status).toMatchObject({ ...carried[situation], state: stateOf(situation) })
    expect(Object.keys(status).sort()).toEqual(
      ['dueAtMs', 'lastClose', 'limit', 'online', 'retry', 'state', 'why'].sort(),
    )
    expect(state).toBe(status.state)
  })

  test('States: moves are a chain, in the events and in history()', () => {
    const scene = createScene({ options: { reconnect: { delayMs: 1_000, limit: 3 } } })
    scene.openLink()
    scene.task().close(1006, 'abnormal closure')
    scene.fake.hide({ cut: false })
    scene.fake.show()
    scene.openLink()
    scene.socket.close()
    scene.advance(100)
    const moves = scene.heard('state')
    expect(moves.map(({ to }) => to)).toEqual([
      'connecting',
      'open',
      'waiting',
      'suspended',
      'connecting',
      'open',
      'closing',
      'closed',
    ])
    expect(moves.map(({ from }) => from)).toEqual([
      'idle',
      ...moves.slice(0, -1).map(({ to }) => to),
    ])
    const history = scene.socket.history()
    expect(history).toEqual(moves.map((move) => ({ ...move, atMs: expect.any(Number) })))
    expect(JSON.parse(JSON.stringify(history))).toEqual(history)
    expect(moves.every(({ reason }) => typeof reason === 'string' && reason.length > 0)).toBe(true)
  })

  test('States: history() keeps the last 64 moves', () => {
    const scene = createScene()
    for (let round = 0; round < 30; round += 1) {
      scene.socket.connect()
      scene.openLink()
      scene.socket.close()
      scene.advance(100)
    }
    const history = scene.socket.history()
    expect(history).toHaveLength(64)
    expect(history[63]).toMatchObject({ from: 'closing', to: 'closed' })
  })
})

describe('whenOpen()', () => {
  const outcomeOf = async (scene: Scene, promise: Promise<void>): Promise<unknown> => {
    const outcomes: unknown[] = []
    promise.then(
      () => outcomes.push('open'),
      (error: { code: string }) => outcomes.push(error.code),
    )
    await scene.settle()
    return outcomes[0] ?? 'pends'
  }

  const atOnce: { readonly [Name in Situation]: string } = {
    idle: 'pends',
    connecting: 'pends',
    open: 'open',
    waiting: 'pends',
    'suspended: background': 'pends',
    'suspended: offline': 'pends',
    'gave-up': 'E_GAVE_UP',
    closing: 'E_CLOSED',
    closed: 'E_CLOSED',
  }

  test.each(SITUATIONS)('States: in %s whenOpen() says so at once', async (situation) => {
    const scene = reach(situation)
    expect(await outcomeOf(scene, scene.socket.whenOpen())).toBe(atOnce[situation])
  })

  const later: readonly (readonly [string, (scene: Scene) => void])[] = [
    ['open', (scene) => void scene.openLink()],
    ['E_CLOSED', ({ socket }) => (socket.connect(), socket.close())],
    ['E_GAVE_UP', (scene) => (scene.socket.connect(), scene.task().error('refused'))],
  ]

  test.each(later)('States: what pends in idle ends with %s', async (outcome, act) => {
    const scene = createScene({ options: { reconnect: { limit: 0 } } })
    const promise = scene.socket.whenOpen()
    act(scene)
    expect(await outcomeOf(scene, promise)).toBe(outcome)
  })

  test('States: nothing leaks where nobody waits for the promise', async () => {
    const scene = reach('closed')
    const listeners = scene.clock.pending
    await expect(scene.socket.whenOpen()).rejects.toMatchObject({ code: 'E_CLOSED' })
    expect(scene.clock.pending).toBe(listeners)
  })
})

describe('timers', () => {
  test.each(['idle', 'gave-up', 'closed'] as const)(
    'States: none is pending in %s',
    (situation) => {
      expect(reach(situation).clock.pending).toBe(0)
    },
  )

  test.each(['connecting', 'open', 'waiting', 'closing'] as const)(
    'States: one is pending in %s',
    (situation) => {
      expect(reach(situation).clock.pending).toBe(1)
    },
  )

  test('States: none is pending in suspended: background', () => {
    expect(reach('suspended: background').clock.pending).toBe(0)
  })
})
