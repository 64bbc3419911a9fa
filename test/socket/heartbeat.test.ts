import { describe, expect, test } from '@jest/globals'
import { jsonCodec } from '../../src/index'
import type { HeartbeatOptions, SocketOptions } from '../../src/index'
import { hostProfiles, type FakeTask } from '../../src/testing'
import { createScene, type Scene, type SceneOptions } from '../support/scene'

function open(
  heartbeat: HeartbeatOptions | false = {},
  options: Partial<SocketOptions> = {},
  setup: SceneOptions = {},
): { scene: Scene; task: FakeTask } {
  const scene = createScene({
    ...setup,
    startConnected: true,
    options: { ...options, heartbeat },
  })
  return { scene, task: scene.task() }
}

const bytes = (...values: number[]): ArrayBuffer => new Uint8Array(values).buffer
const listOf = (data: unknown): number[] => [...new Uint8Array(data as ArrayBuffer)]

describe('a ping', () => {
  test('H1: goes out after intervalMs of inbound silence, not before', () => {
    const { scene, task } = open()
    scene.advance(9_999)
    expect(task.sent).toEqual([])
    scene.advance(1)
    expect(task.sent).toEqual(['ping'])
  })

  test('H1: waits for intervalMs after any inbound data', () => {
    const { scene, task } = open()
    scene.advance(6_000)
    task.message('text')
    scene.advance(9_000)
    task.message(bytes(1))
    scene.advance(9_999)
    expect(task.sent).toEqual([])
    scene.advance(1)
    expect(task.sent).toEqual(['ping'])
  })

  test('H1: is not put off by outbound data', () => {
    const { scene, task } = open()
    for (let second = 0; second < 10; second += 1) {
      scene.socket.send(`at ${second}`)
      scene.advance(1_000)
    }
    expect(task.sent.filter((data) => data === 'ping')).toHaveLength(1)
  })

  test('H1: goes out every intervalMs while it alone is answered', () => {
    const { scene, task } = open()
    task.onSent(() => task.message('pong'))
    scene.advance(60_000)
    expect({ sent: task.sent.length, state: scene.socket.state }).toEqual({
      sent: 6,
      state: 'open',
    })
  })

  test('H1: goes out after outboundMs of outbound silence too, whatever comes in', () => {
    const { scene, task } = open({ intervalMs: 60_000, outboundMs: 5_000 })
    const sentAtMs: number[] = []
    task.onSent((data) => {
      sentAtMs.push(scene.clock.elapsedMs())
      if (data === 'ping') task.message('pong')
    })
    for (let second = 1; second <= 12; second += 1) {
      scene.advance(1_000)
      task.message('news')
    }
    expect(sentAtMs).toEqual([5_000, 10_000])
  })

  test('H1: goes out every intervalMs of silence although timeoutMs is longer', () => {
    const { scene, task } = open({ intervalMs: 3_000, timeoutMs: 10_000 })
    const sentAtMs: number[] = []
    task.onSent(() => {
      sentAtMs.push(scene.clock.elapsedMs())
      task.message('pong')
    })
    scene.advance(10_000)
    expect(sentAtMs).toEqual([3_000, 6_000, 9_000])
  })

  test('H1: is put off by outbound data where outboundMs asked for it', () => {
    const { scene, task } = open({ intervalMs: 60_000, outboundMs: 5_000 })
    scene.advance(4_000)
    scene.socket.send('hello')
    scene.advance(4_999)
    expect(task.sent).toEqual(['hello'])
    scene.advance(1)
    expect(task.sent).toEqual(['hello', 'ping'])
  })

  test('H1: is what message says, raw, past the codec', () => {
    const { scene, task } = open({ message: '{"type":"ping"}' }, { codec: jsonCodec() as never })
    scene.advance(10_000)
    expect(task.sent).toEqual(['{"type":"ping"}'])
  })

  test('H1: is exactly the bytes of a view', () => {
    const { scene, task } = open({ message: new Uint8Array([1, 2, 3, 4]).subarray(1, 3) })
    scene.advance(10_000)
    expect(listOf(task.sent[0])).toEqual([2, 3])
  })

  test('H1: is asked for each time where message is a function', () => {
    let count = 0
    const { scene, task } = open({ message: () => `ping ${(count += 1)}` })
    task.onSent((data) => task.message(data))
    scene.advance(30_000)
    expect(task.sent).toEqual(['ping 1', 'ping 2', 'ping 3'])
    expect(scene.heard('message')).toEqual([])
  })

  test('H1: is never sent with heartbeat: false', () => {
    const { scene, task } = open(false)
    scene.advance(600_000)
    expect({ sent: task.sent, state: scene.socket.state, timers: scene.clock.pending }).toEqual({
      sent: [],
      state: 'open',
      timers: 0,
    })
  })
})

describe('timers', () => {
  test('H2: are neither set nor cleared per message, in or out', () => {
    const { scene, task } = open()
    const before = { ...scene.clock.calls }
    for (let count = 0; count < 1_000; count += 1) {
      task.message(`in ${count}`)
      scene.socket.send(`out ${count}`)
    }
    expect(scene.clock.calls).toEqual(before)
  })

  test('H2: are at most one, at every moment of an open link', () => {
    const { scene, task } = open({ outboundMs: 7_000 })
    task.onSent(() => task.message('pong'))
    const pending: number[] = []
    for (let step = 0; step < 600; step += 1) {
      if (step % 7 === 0) task.message('news')
      if (step % 11 === 0) scene.socket.send('hello')
      if (step % 50 === 0) scene.socket.probe()
      scene.advance(100)
      pending.push(scene.clock.pending)
    }
    expect(Math.max(...pending)).toBe(1)
  })

  test('H2: cost a busy link no more calls than the clock has intervals', () => {
    const { scene, task } = open()
    const before = scene.clock.calls.set
    for (let step = 0; step < 600; step += 1) {
      task.message('news')
      scene.advance(100)
    }
    expect(scene.clock.calls.set - before).toBeLessThanOrEqual(7)
  })
})

describe('a silent link', () => {
  test('H3: is dead timeoutMs after the ping, and not before', () => {
    const { scene } = open()
    scene.advance(19_999)
    expect(scene.names()).toEqual([])
    scene.advance(1)
    expect(scene.names()).toEqual(['error', 'state', 'close', 'retry'])
    expect(scene.heard('close')).toEqual([
      {
        code: 1006,
        reason: '',
        wasClean: false,
        cause: 'heartbeat-timeout',
        willReconnect: true,
      },
    ])
    expect(scene.heard('error')).toMatchObject([{ code: 'E_HEARTBEAT', retryable: true }])
    expect(scene.heard('retry')).toMatchObject([{ retry: 1, delayMs: 5_000 }])
  })

  test('H3: is closed natively without being waited for', () => {
    const { scene, task } = open()
    task.silent = true
    scene.advance(20_000)
    expect({ closes: task.closeCalls.length, state: scene.socket.state }).toEqual({
      closes: 1,
      state: 'waiting',
    })
    scene.advance(5_000)
    scene.task(2).open()
    scene.forget()
    task.message('late')
    task.error('late')
    task.close(1006, 'late')
    expect({ heard: scene.names(), state: scene.socket.state }).toEqual({
      heard: [],
      state: 'open',
    })
  })

  test('H3: is saved by any data within the deadline', () => {
    const { scene, task } = open()
    scene.advance(19_999)
    task.message('not a pong')
    scene.advance(9_999)
    expect(task.sent).toEqual(['ping'])
    scene.advance(1)
    expect({ sent: task.sent, state: scene.socket.state }).toEqual({
      sent: ['ping', 'ping'],
      state: 'open',
    })
  })

  test('H3: is not saved by outbound data', () => {
    const { scene } = open()
    scene.advance(15_000)
    scene.socket.send('hello')
    scene.advance(5_000)
    expect(scene.heard('close')).toMatchObject([{ cause: 'heartbeat-timeout' }])
  })

  test('H3: is given up by the retry policy in the end', () => {
    const { scene } = open({}, { reconnect: { limit: 1, delayMs: 1_000 } })
    scene.advance(20_000 + 1_000)
    scene.task(2).error('refused')
    expect(scene.heard('giveup')).toMatchObject([{ retries: 1 }])
  })

  test('H3: follows intervalMs and timeoutMs', () => {
    const { scene, task } = open({ intervalMs: 3_000, timeoutMs: 500 })
    scene.advance(3_499)
    expect({ sent: task.sent, state: scene.socket.state }).toEqual({
      sent: ['ping'],
      state: 'open',
    })
    scene.advance(1)
    expect(scene.socket.state).toBe('waiting')
  })
})

describe('a wall clock that the user sets', () => {
  test.each([
    ['back', -3_600_000],
    ['forward', 3_600_000],
  ])('H3: %s does not keep a dead link alive', (_, byMs) => {
    const { scene } = open()
    scene.advance(5_000)
    scene.clock.setWallClock(scene.clock.nowMs() + byMs)
    // Forward looks like a freeze at first: a probe more is allowed, an hour of silence is not.
    scene.advance(25_000)
    expect(scene.heard('close')[0]).toMatchObject({ cause: 'heartbeat-timeout' })
  })

  test.each([
    ['back', -3_600_000],
    ['forward', 3_600_000],
  ])('H3: %s does not kill a link that answers', (_, byMs) => {
    const { scene, task } = open()
    task.onSent(() => task.message('pong'))
    for (let jump = 0; jump < 5; jump += 1) {
      scene.advance(7_000)
      scene.clock.setWallClock(scene.clock.nowMs() + byMs)
    }
    scene.advance(30_000)
    expect({ state: scene.socket.state, closes: scene.heard('close') }).toEqual({
      state: 'open',
      closes: [],
    })
    expect(scene.heard('rtt').every(({ rttMs }) => rttMs >= 0 && rttMs < 1_000)).toBe(true)
  })
})

describe('listening only', () => {
  test('H4: sends nothing, and intervalMs + timeoutMs of silence mean dead', () => {
    const { scene, task } = open({ message: null })
    scene.advance(19_999)
    expect({ sent: task.sent, heard: scene.names() }).toEqual({ sent: [], heard: [] })
    scene.advance(1)
    expect(scene.heard('close')).toMatchObject([{ cause: 'heartbeat-timeout' }])
  })

  test('H4: counts from the last data', () => {
    const { scene, task } = open({ message: null, intervalMs: 30_000, timeoutMs: 5_000 })
    scene.advance(20_000)
    task.message('server ping')
    scene.advance(34_999)
    expect(scene.socket.state).toBe('open')
    scene.advance(1)
    expect(scene.socket.state).toBe('waiting')
  })
})

describe.each(['android', 'ios', 'devtools'] as const)('frozen timers on %s', (profile) => {
  test('H5: a timer that fires late probes instead of declaring the link dead', () => {
    const { scene, task } = open({}, {}, { profile })
    scene.clock.freeze(60_000)
    scene.advance(0)
    expect({ state: scene.socket.state, sent: task.sent }).toEqual({
      state: 'open',
      sent: ['ping'],
    })
    scene.advance(2_999)
    expect(scene.socket.state).toBe('open')
    scene.advance(1)
    expect(scene.heard('close')).toMatchObject([{ cause: 'heartbeat-timeout' }])
  })

  test('H5: a deadline that fires late probes too, and an answer keeps the link', () => {
    const { scene, task } = open({}, {}, { profile })
    scene.advance(10_000)
    scene.clock.freeze(30_000)
    scene.advance(0)
    expect({ state: scene.socket.state, sent: task.sent }).toEqual({
      state: 'open',
      sent: ['ping', 'ping'],
    })
    scene.advance(2_000)
    task.message('pong')
    scene.advance(9_999)
    expect({ state: scene.socket.state, sent: task.sent.length }).toEqual({
      state: 'open',
      sent: 2,
    })
  })

  test('H5: a deadline that fires 2 s late still decides', () => {
    const { scene } = open({}, {}, { profile })
    scene.advance(10_000)
    scene.clock.freeze(12_000)
    scene.advance(0)
    expect(scene.heard('close')).toMatchObject([{ cause: 'heartbeat-timeout' }])
  })

  test('H5: an answer that waited while frozen keeps the link', () => {
    const { scene, task } = open({}, {}, { profile })
    task.onSent(() => task.message('pong'))
    scene.advance(9_999)
    scene.clock.freeze(60_000)
    scene.advance(5_000)
    expect({ state: scene.socket.state, closes: scene.heard('close') }).toEqual({
      state: 'open',
      closes: [],
    })
  })

  test('H5: a lock of the screen that nobody reports ends in a probe', () => {
    const { scene, task } = open({}, {}, { profile })
    task.onSent(() => task.message('pong'))
    scene.advance(12_000)
    const sent = task.sent.length
    scene.clock.freeze(600_000)
    scene.advance(100)
    expect(scene.socket.state).toBe('open')
    expect(task.sent.length - sent).toBe(1)
    expect(scene.clock.pending).toBe(1)
  })
})

describe('frozen timers that go on where they stopped', () => {
  const profile = { ...hostProfiles.android, frozenTimers: 'paused' as const }

  test('H5: a deadline that fires late probes first', () => {
    const { scene, task } = open({}, {}, { profile })
    scene.advance(15_000)
    scene.clock.freeze(60_000)
    scene.advance(5_000)
    expect({ state: scene.socket.state, sent: task.sent }).toEqual({
      state: 'open',
      sent: ['ping', 'ping'],
    })
    scene.advance(3_000)
    expect(scene.heard('close')).toMatchObject([{ cause: 'heartbeat-timeout' }])
  })
})

describe('a ping of an earlier link', () => {
  test('H6: can never touch the next link', () => {
    const { scene, task } = open({}, { reconnect: { delayMs: 0 } })
    scene.advance(10_000)
    expect(task.sent).toEqual(['ping'])
    scene.advance(5_000)
    task.close(1006)
    const next = scene.openLink()
    scene.forget()
    scene.advance(9_999)
    expect({ state: scene.socket.state, sent: next.sent }).toEqual({ state: 'open', sent: [] })
    scene.advance(1)
    expect(next.sent).toEqual(['ping'])
    scene.advance(9_999)
    expect(scene.names()).toEqual([])
    scene.advance(1)
    expect(scene.names()).toContain('close')
  })

  test('H6: is not answered by a frame of the next link, nor late by the old one', () => {
    const { scene, task } = open({}, { reconnect: { delayMs: 0 } })
    scene.advance(10_000)
    task.close(1006)
    const next = scene.openLink()
    scene.forget()
    task.message('pong')
    next.message('pong')
    expect(scene.log.map(({ event, payload }) => [event, payload])).toEqual([['message', 'pong']])
  })

  test.each(['fail', 'throw'] as const)(
    'H6: is not repeated when its native send does %s; the deadline decides',
    (how) => {
      const { scene, task } = open()
      task.failSends({ how })
      scene.advance(19_999)
      expect({ calls: task.sendCalls.length, names: scene.names() }).toEqual({
        calls: 1,
        names: [],
      })
      scene.advance(1)
      expect(scene.heard('close')).toMatchObject([{ cause: 'heartbeat-timeout' }])
      expect(scene.heard('drop')).toEqual([])
      expect(scene.socket.queued.messages).toBe(0)
    },
  )

  test('H6: that failed does no harm when data arrives within the deadline', () => {
    const { scene, task } = open()
    task.failSends()
    scene.advance(15_000)
    task.message('alive')
    scene.advance(10_000)
    expect({ state: scene.socket.state, sent: task.sent }).toEqual({
      state: 'open',
      sent: ['ping'],
    })
  })
})

describe('a reply', () => {
  test('H7: gives the RTT, as an event and in stats()', () => {
    const { scene, task } = open()
    scene.advance(10_000 + 120)
    task.message('pong')
    expect(scene.log).toEqual([{ atMs: 10_120, event: 'rtt', payload: { rttMs: 120 } }])
    expect(scene.socket.stats().rttMs).toBe(120)
  })

  test('H7: to a probe gives the RTT too', () => {
    const { scene, task } = open()
    scene.socket.probe()
    scene.advance(80)
    task.message('pong')
    expect(scene.heard('rtt')).toEqual([{ rttMs: 80 }])
  })

  test('H7: is still looked for after other data came first', () => {
    const { scene, task } = open()
    scene.advance(10_000 + 50)
    task.message('news')
    scene.advance(50)
    task.message('pong')
    expect(scene.heard('message')).toEqual(['news'])
    expect(scene.heard('rtt')).toEqual([{ rttMs: 100 }])
  })

  test('H7: is looked for before decoding', () => {
    const decoded: unknown[] = []
    const codec = {
      encode: (data: unknown) => data as string,
      decode: (data: unknown) => (decoded.push(data), data),
    }
    const { scene, task } = open({}, { codec: codec as never })
    scene.advance(10_000)
    task.message('pong')
    task.message('news')
    expect(decoded).toEqual(['news'])
    expect(scene.heard('message')).toEqual(['news'])
  })

  test('H7: is a message when no ping is unanswered', () => {
    const { scene, task } = open()
    task.message('pong')
    task.message('ping')
    expect(scene.heard('message')).toEqual(['pong', 'ping'])
    expect(scene.heard('rtt')).toEqual([])
  })

  test('H7: is taken once per ping', () => {
    const { scene, task } = open()
    scene.advance(10_000)
    task.message('pong')
    task.message('pong')
    expect(scene.heard('message')).toEqual(['pong'])
    expect(scene.heard('rtt')).toHaveLength(1)
    scene.advance(10_000)
    task.message('pong')
    expect(scene.heard('rtt')).toHaveLength(2)
  })

  test('H7: is also the ping itself, echoed', () => {
    const { scene, task } = open({ message: 'are you there?' })
    scene.advance(10_000)
    task.message('are you there?')
    expect(scene.names()).toEqual(['rtt'])
  })

  test('H7: is compared by bytes where the ping is binary', () => {
    const { scene, task } = open({ message: bytes(9, 8) })
    scene.advance(10_000)
    task.message(bytes(9, 7))
    task.message(bytes(9, 8, 0))
    expect(scene.heard('message').map(listOf)).toEqual([
      [9, 7],
      [9, 8, 0],
    ])
    task.message(bytes(9, 8))
    expect(scene.heard('rtt')).toHaveLength(1)
    expect(scene.heard('message')).toHaveLength(2)
  })

  test('H7: is what isReply says, asked only while a ping is unanswered', () => {
    const asked: unknown[] = []
    const isReply = (data: unknown) => (asked.push(data), data === 'yes')
    const { scene, task } = open({ isReply })
    task.message('before')
    scene.advance(10_000)
    task.message('pong')
    task.message('yes')
    task.message('yes')
    expect(asked).toEqual(['pong', 'yes'])
    expect(scene.heard('message')).toEqual(['before', 'pong', 'yes'])
    expect(scene.heard('rtt')).toHaveLength(1)
  })

  test.each([
    ['heartbeat: false', false],
    ['message: null', { message: null }],
  ] as const)('H7: is swallowed by nothing with %s', (_, heartbeat) => {
    const { scene, task } = open(heartbeat)
    scene.advance(15_000)
    scene.socket.probe()
    task.message('pong')
    task.message('ping')
    expect(scene.heard('message')).toEqual(['pong', 'ping'])
    expect(scene.heard('rtt')).toEqual([])
  })
})

describe('a server that never answers', () => {
  const unanswered = (scene: Scene) =>
    scene.heard('error').filter(({ code }) => code === 'E_HEARTBEAT_UNANSWERED')

  /** The current link dies of silence and the next one opens. */
  function die(scene: Scene): void {
    scene.advance(20_000)
    scene.openLink()
  }

  const fast = { reconnect: { delayMs: 0, limit: Infinity } }

  test('H8: is told about after two links in a row, once', () => {
    const { scene } = open({}, fast)
    die(scene)
    expect(unanswered(scene)).toEqual([])
    die(scene)
    expect(unanswered(scene)).toHaveLength(1)
    die(scene)
    die(scene)
    expect(unanswered(scene)).toHaveLength(1)
  })

  test('H8: is told about in words that say what counts as a reply and the ways out', () => {
    const { scene } = open({}, fast)
    die(scene)
    die(scene)
    const [error] = unanswered(scene)
    expect(error?.message).toMatch(/pong/)
    expect(error?.message).toMatch(/isReply/)
    expect(error?.message).toMatch(/null/)
    expect(error?.message).toMatch(/false/)
  })

  test('H8: is told about although it sends other data', () => {
    const { scene } = open({}, fast)
    for (let link = 0; link < 2; link += 1) {
      scene.task().message('welcome')
      die(scene)
    }
    expect(unanswered(scene)).toHaveLength(1)
  })

  test('H8: is told about again after another connect()', () => {
    const { scene } = open({}, fast)
    die(scene)
    die(scene)
    scene.socket.close()
    scene.advance(100)
    scene.socket.connect()
    scene.openLink()
    die(scene)
    die(scene)
    expect(unanswered(scene)).toHaveLength(2)
  })

  test('H8: is believed once it ever replied', () => {
    const { scene, task } = open({}, fast)
    scene.advance(10_000)
    task.message('pong')
    die(scene)
    die(scene)
    die(scene)
    expect(scene.heard('close').map(({ cause }) => cause)).toContain('heartbeat-timeout')
    expect(unanswered(scene)).toEqual([])
  })

  test('H8: is not blamed when the links that died were not in a row', () => {
    const { scene } = open({}, fast)
    die(scene)
    scene.task().close(4_000, 'moved')
    scene.openLink()
    die(scene)
    expect(unanswered(scene)).toEqual([])
  })

  test('H8: is not blamed where we only listen', () => {
    const { scene } = open({ message: null }, fast)
    die(scene)
    die(scene)
    die(scene)
    expect(unanswered(scene)).toEqual([])
  })
})

describe.each([
  ['heartbeat: false', false],
  ['message: null', { message: null }],
] as const)('where nothing can be asked, %s', (name, heartbeat) => {
  const isListening = heartbeat !== false

  test('H9: a link that was hidden for 5 s is replaced at once on show', () => {
    const { scene, task } = open(heartbeat)
    scene.fake.hide({ cut: false })
    scene.advance(5_000)
    scene.fake.show()
    scene.advance(0)
    expect(scene.heard('close')).toMatchObject([{ willReconnect: true, wasClean: false }])
    expect({ native: task.closeCalls.length, tasks: scene.fake.tasks.length }).toEqual({
      native: 1,
      tasks: 2,
    })
    expect(scene.socket.state).toBe('connecting')
  })

  test('H9: a link that was hidden for less is believed', () => {
    const { scene } = open(heartbeat)
    scene.fake.hide({ cut: false })
    scene.advance(4_999)
    scene.fake.show()
    scene.advance(1_000)
    expect({ heard: scene.names(), tasks: scene.fake.tasks.length }).toEqual({
      heard: [],
      tasks: 1,
    })
  })

  test('H9: a link that was hidden for less has a full deadline from now', () => {
    const { scene } = open(heartbeat)
    scene.advance(15_000)
    scene.fake.hide({ cut: false })
    scene.advance(4_000)
    scene.fake.show()
    scene.advance(19_999)
    expect(scene.socket.state).toBe('open')
    scene.advance(1)
    expect(scene.socket.state).toBe(isListening ? 'waiting' : 'open')
  })

  test('H9: a link is believed after a freeze that no hide announced', () => {
    const { scene, task } = open(heartbeat)
    scene.advance(15_000)
    scene.clock.freeze(8_000)
    scene.advance(0)
    expect({ heard: scene.names(), sent: task.sent }).toEqual({ heard: [], sent: [] })
    scene.advance(19_999)
    expect(scene.socket.state).toBe('open')
    scene.advance(1)
    expect(scene.socket.state).toBe(isListening ? 'waiting' : 'open')
  })

  test('H9: a link is replaced when the global close said interrupted and no task did within 200 ms', () => {
    const { scene, task } = open(heartbeat)
    scene.fake.globalClose({ code: 1000, reason: 'interrupted' })
    scene.advance(199)
    expect({ heard: scene.names(), tasks: scene.fake.tasks.length }).toEqual({
      heard: [],
      tasks: 1,
    })
    scene.advance(1)
    scene.advance(0)
    expect(scene.heard('close')).toMatchObject([{ cause: 'interrupted', willReconnect: true }])
    expect({ native: task.closeCalls.length, tasks: scene.fake.tasks.length }).toEqual({
      native: 1,
      tasks: 2,
    })
  })

  test('H9: a link is believed when another task reported that cut, before or after', () => {
    for (const order of ['task first', 'global first']) {
      const { scene } = open(heartbeat)
      const other = scene.entry.createSocket({ url: 'wss://example.com/other', heartbeat })
      other.connect()
      const cut = scene.task()
      cut.open()
      if (order === 'global first') {
        scene.fake.globalClose()
        scene.advance(150)
      }
      // The fake fires the global close after the newest task's own, as the platform does.
      cut.close(1000, 'interrupted')
      scene.advance(1_000)
      expect({ order, heard: scene.names(), other: other.status.lastClose?.cause }).toEqual({
        order,
        heard: [],
        other: 'interrupted',
      })
    }
  })

  test('H9: a link is believed when the global close says something else', () => {
    const { scene } = open(heartbeat)
    scene.fake.globalClose({ code: 1000, reason: 'normal closure' })
    scene.advance(1_000)
    expect({ heard: scene.names(), tasks: scene.fake.tasks.length }).toEqual({
      heard: [],
      tasks: 1,
    })
  })

  test('H9: a link that reported the cut itself is replaced once', () => {
    const { scene, task } = open(heartbeat)
    scene.fake.globalClose()
    task.close(1000, 'interrupted')
    scene.advance(0)
    expect(scene.heard('close')).toMatchObject([{ cause: 'interrupted' }])
    scene.openLink()
    scene.advance(1_000)
    expect({ closes: scene.heard('close').length, tasks: scene.fake.tasks.length, name }).toEqual({
      closes: 1,
      tasks: 2,
      name,
    })
  })
})
