import { describe, expect, test } from '@jest/globals'
import { SITUATIONS, type Situation, reach } from '../support/reach-state'
import { createScene, type Scene } from '../support/scene'

const nothingLeft = { timers: 0, sockets: 0, listeners: 0 }

/** Situations in which close() has something to end. */
const LIVELY: readonly Situation[] = SITUATIONS.filter(
  (situation) => situation !== 'idle' && situation !== 'closed',
)

describe('close()', () => {
  test.each(LIVELY)('R8: ends %s with exactly one close event of cause app', (situation) => {
    const scene = reach(situation)
    scene.socket.close()
    scene.socket.close()
    scene.advance(2_000)
    expect(scene.socket.state).toBe('closed')
    expect(scene.heard('close')).toMatchObject([{ cause: 'app', willReconnect: false }])
    expect([...scene.heard('retry'), ...scene.heard('giveup'), ...scene.heard('error')]).toEqual([])
    scene.advance(600_000)
    expect(scene.heard('close')).toHaveLength(1)
    expect(scene.leftovers()).toMatchObject({ timers: 0, listeners: 0 })
  })

  test.each(['idle', 'closed'] as const)('R8: emits nothing in %s', (situation) => {
    const scene = reach(situation)
    scene.socket.close()
    scene.advance(60_000)
    expect({ heard: scene.names(), state: scene.socket.state }).toEqual({
      heard: [],
      state: situation,
    })
  })

  test.each(LIVELY.filter((situation) => situation !== 'closing'))(
    'R8: carries code and reason from %s',
    (situation) => {
      const scene = reach(situation)
      scene.socket.close(4_001, 'bye')
      scene.advance(2_000)
      expect(scene.heard('close')).toMatchObject([{ code: 4_001, reason: 'bye', cause: 'app' }])
    },
  )

  test.each(['waiting', 'suspended: background', 'suspended: offline', 'gave-up'] as const)(
    'R8: is done before it returns in %s',
    (situation) => {
      const scene = reach(situation)
      scene.socket.close()
      expect({ names: scene.names(), left: scene.leftovers() }).toEqual({
        names: ['state', 'close'],
        left: nothingLeft,
      })
    },
  )

  test('R8: of an open link asks the platform, and is clean when that answers', () => {
    const scene = createScene({ startConnected: true })
    scene.socket.close(4_001, 'bye')
    expect({ state: scene.socket.state, asked: scene.task().closeCalls }).toEqual({
      state: 'closing',
      asked: [{ code: 4_001, reason: 'bye' }],
    })
    scene.advance(scene.fake.profile.closeDelayMs)
    expect(scene.names()).toEqual(['state', 'state', 'close'])
    expect(scene.heard('close')).toEqual([
      { code: 4_001, reason: 'bye', wasClean: true, cause: 'app', willReconnect: false },
    ])
    expect(scene.leftovers()).toEqual(nothingLeft)
  })

  test.each([
    [{}, 2_000],
    [{ closeTimeoutMs: 300 }, 300],
  ])('R8: is prompt although the platform is silent, %j', (options, withinMs) => {
    const scene = createScene({ startConnected: true, options })
    scene.task().silent = true
    scene.socket.close(4_001, 'bye')
    scene.advance(withinMs - 1)
    expect(scene.socket.state).toBe('closing')
    scene.advance(1)
    expect(scene.heard('close')).toEqual([
      { code: 4_001, reason: 'bye', wasClean: false, cause: 'app', willReconnect: false },
    ])
    expect(scene.clock.pending).toBe(0)
    scene.task().close(1006, 'late')
    expect(scene.heard('close')).toHaveLength(1)
  })

  test.each([
    [
      'throws',
      () => {
        throw new Error('closeSocket:fail')
      },
    ],
    ['returns a promise that rejects', () => Promise.reject(new Error('closeSocket:fail'))],
    ['does nothing', () => undefined],
  ])('R8: is prompt although the native close %s', async (_, close) => {
    const scene = createScene({ startConnected: true })
    Object.assign(scene.task().native, { close })
    scene.socket.close()
    await scene.settle()
    scene.advance(2_000)
    expect({ names: scene.names(), timers: scene.clock.pending }).toEqual({
      names: ['state', 'state', 'close'],
      timers: 0,
    })
  })

  test('R8: is prompt although the app is hidden', () => {
    const scene = createScene({ startConnected: true })
    scene.task().silent = true
    scene.fake.hide({ cut: false })
    scene.socket.close()
    scene.advance(2_000)
    expect(scene.heard('close')).toMatchObject([{ cause: 'app' }])
    expect(scene.leftovers()).toMatchObject({ timers: 0, listeners: 0 })
  })

  test('R8: while connecting leaves no zombie, whenever the task opens', () => {
    const scene = reach('connecting')
    scene.socket.close()
    expect(scene.socket.state).toBe('closing')
    scene.task().open()
    expect(scene.heard('open')).toEqual([])
    scene.advance(scene.fake.profile.closeDelayMs)
    expect({ state: scene.socket.state, left: scene.leftovers() }).toEqual({
      state: 'closed',
      left: nothingLeft,
    })
  })

  test('R8: while connecting leaves no zombie when the task opens after closeTimeoutMs', () => {
    const scene = reach('connecting')
    scene.socket.close()
    scene.advance(2_000)
    expect({ state: scene.socket.state, timers: scene.clock.pending }).toEqual({
      state: 'closed',
      timers: 0,
    })
    scene.task().open()
    scene.advance(scene.fake.profile.closeDelayMs)
    expect({ names: scene.names(), left: scene.leftovers() }).toEqual({
      names: ['state', 'state', 'close'],
      left: nothingLeft,
    })
  })

  test('R8: while connecting is over when the attempt fails', () => {
    const scene = reach('connecting')
    scene.socket.close()
    scene.task().error('refused')
    scene.task().close(1006, 'abnormal closure')
    scene.advance(2_000)
    expect(scene.heard('close')).toMatchObject([{ cause: 'app' }])
    expect(scene.leftovers()).toEqual(nothingLeft)
  })

  test('R8: while the url function is asked is done at once, and its answer opens nothing', async () => {
    let answer: (url: string) => void = () => {}
    const url = () => new Promise<string>((resolve) => (answer = resolve))
    const scene = createScene({ options: { url } })
    scene.socket.connect()
    scene.socket.close()
    expect({ state: scene.socket.state, closes: scene.heard('close') }).toMatchObject({
      state: 'closed',
      closes: [{ cause: 'app', willReconnect: false }],
    })
    answer('wss://example.com')
    await scene.settle()
    scene.advance(60_000)
    expect({ calls: scene.fake.connectCalls, left: scene.leftovers() }).toEqual({
      calls: [],
      left: nothingLeft,
    })
  })

  test('R8: before the 0 ms timer of reconnect() is done at once', () => {
    const scene = reach('waiting')
    scene.socket.reconnect()
    scene.socket.close()
    expect({ state: scene.socket.state, timers: scene.clock.pending }).toEqual({
      state: 'closed',
      timers: 0,
    })
    expect(scene.heard('close')).toMatchObject([{ cause: 'app', willReconnect: false }])
    scene.advance(60_000)
    expect(scene.fake.tasks).toHaveLength(1)
  })

  test('R8: while a task is on its way as a promise closes it when it arrives', async () => {
    const scene = createScene({ profile: 'promise-task' })
    scene.socket.connect()
    scene.socket.close()
    scene.advance(0)
    await scene.settle()
    scene.task().open()
    scene.advance(2_000)
    expect(scene.heard('open')).toEqual([])
    expect(scene.heard('close')).toHaveLength(1)
    expect(scene.leftovers()).toEqual(nothingLeft)
  })

  test.each(['idle', 'connecting', 'waiting', 'suspended: offline', 'gave-up'] as const)(
    'R8: empties the queue of %s, one drop (closed) each',
    (situation) => {
      const scene = reach(situation)
      const data = new ArrayBuffer(3)
      scene.socket.send('one')
      scene.socket.send(data)
      expect(scene.socket.queued.messages).toBe(2)
      scene.socket.close()
      scene.advance(2_000)
      const drops = scene.heard('drop')
      expect(drops).toEqual([
        { data: 'one', why: 'closed' },
        { data, why: 'closed' },
      ])
      expect(drops[1]?.data).toBe(data)
      expect(scene.socket.queued).toEqual({ messages: 0, bytes: 0 })
    },
  )

  test('R8: empties a queue that waits for the close of a failed link', () => {
    const scene = createScene({ startConnected: true })
    scene.task().error('broken')
    scene.socket.send('one')
    scene.socket.close()
    scene.advance(2_000)
    expect(scene.heard('drop')).toEqual([{ data: 'one', why: 'closed' }])
  })

  test('R8: lets nothing come back, neither by show nor by network', () => {
    for (const situation of ['closing', 'closed'] as const) {
      const scene = reach(situation)
      scene.fake.network({ isConnected: false })
      scene.fake.network({ isConnected: true })
      scene.fake.hide({ cut: false })
      scene.fake.show()
      scene.advance(600_000)
      expect({ state: scene.socket.state, tasks: scene.fake.tasks.length }).toEqual({
        state: 'closed',
        tasks: 1,
      })
    }
  })

  test('R8: takes our listeners off the host and nobody else’s', () => {
    const scene = createScene({ startConnected: true })
    const { wx } = scene.fake
    wx.onAppShow(() => {})
    wx.onAppHide(() => {})
    wx.onNetworkStatusChange(() => {})
    expect(scene.leftovers().listeners).toBe(6)
    scene.socket.close()
    scene.advance(100)
    expect(
      (['appShow', 'appHide', 'networkStatusChange'] as const).map((event) =>
        scene.fake.listenerCount(event),
      ),
    ).toEqual([1, 1, 1])
  })

  const events = ['open', 'message', 'close', 'retry', 'error'] as const

  test.each(events)('R8: works from a listener of %s', (event) => {
    const scene = createScene()
    scene.socket.once(event, () => scene.socket.close(4_001, 'enough'))
    scene.socket.connect()
    scene.task().open()
    scene.task().message('hello')
    scene.task().error('broken')
    scene.task().close(1006, 'abnormal closure')
    scene.advance(60_000)
    expect({ state: scene.socket.state, left: scene.leftovers() }).toEqual({
      state: 'closed',
      left: nothingLeft,
    })
    expect(scene.heard('close').filter(({ cause }) => cause === 'app')).toHaveLength(1)
    expect(scene.fake.tasks).toHaveLength(1)
  })

  test('R8: can be followed by connect(), many times', () => {
    const scene = createScene()
    for (let round = 1; round <= 20; round += 1) {
      scene.socket.connect()
      scene.openLink()
      scene.socket.close()
      scene.advance(100)
      expect(scene.leftovers()).toEqual(nothingLeft)
    }
    expect(scene.heard('close')).toHaveLength(20)
  })

  const wrong: readonly (readonly unknown[])[] = [
    [1005],
    [1006],
    [1001],
    [999],
    [2999],
    [5000],
    [4000.5],
    [NaN],
    ['1000'],
    [null],
    [1000, 'x'.repeat(124)],
    [1000, '你'.repeat(42)],
    [1000, 5],
  ]

  test.each(SITUATIONS)('R8: refuses a wrong code or reason in %s, without effect', (situation) => {
    const scene = reach(situation)
    const { state } = scene.socket
    for (const args of wrong) {
      const close = scene.socket.close as (...values: readonly unknown[]) => void
      expect(() => close(...args)).toThrow(expect.objectContaining({ code: 'E_CLOSE_CODE' }))
    }
    expect({ state: scene.socket.state, heard: scene.names() }).toEqual({ state, heard: [] })
  })

  test.each([
    [1000, ''],
    [3000, 'x'.repeat(123)],
    [4999, '你'.repeat(41)],
  ])('R8: accepts %d with the longest reasons', (code, reason) => {
    const scene = createScene({ startConnected: true })
    scene.socket.close(code, reason)
    expect(scene.task().closeCalls).toEqual([{ code, reason }])
  })
})

describe('code 1000', () => {
  const endsWith = (code: number, reason: string): Scene => {
    const scene = createScene({ startConnected: true })
    scene.task().close(code, reason)
    return scene
  }

  test('R9: from the server does not mean that the app asked: it reconnects', () => {
    const scene = endsWith(1000, 'normal closure')
    expect({ state: scene.socket.state, closes: scene.heard('close') }).toMatchObject({
      state: 'waiting',
      closes: [{ code: 1000, cause: 'server', wasClean: true, willReconnect: true }],
    })
    scene.advance(5_000)
    expect(scene.openLink().id).toBe(2)
  })

  test('R9: interrupted reconnects', () => {
    const scene = endsWith(1000, 'interrupted')
    expect(scene.heard('close')).toMatchObject([
      { code: 1000, reason: 'interrupted', cause: 'interrupted', willReconnect: true },
    ])
    scene.advance(5_000)
    expect(scene.openLink().id).toBe(2)
  })

  test('R9: is app only after our own close()', () => {
    const scene = createScene({ startConnected: true })
    scene.socket.close()
    scene.advance(100)
    expect(scene.heard('close')).toMatchObject([{ code: 1000, cause: 'app' }])
  })
})
