import { describe, expect, test } from '@jest/globals'
import {
  createFakeWx,
  type FakeTask,
  type FakeWx,
  type FakeWxOptions,
  type SocketTask,
} from '../../src/testing'

const url = 'wss://example.com/ws'

/** Calls `connectSocket` and writes down what comes back. */
function connect(fake: FakeWx) {
  const heard: unknown[] = []
  const returned: unknown = fake.wx.connectSocket({
    url,
    success: () => heard.push('success'),
    fail: (failure) => heard.push(['fail', failure]),
    complete: () => heard.push('complete'),
  })
  const native = fake.tasks[fake.tasks.length - 1]?.native
  native?.onOpen(() => heard.push('open'))
  native?.onError((failure) => heard.push(['error', failure]))
  native?.onClose((close) => heard.push(['close', close]))
  return { heard, returned, task: fake.tasks[fake.tasks.length - 1] as FakeTask }
}

describe('the limit of five', () => {
  function connectSix(options: FakeWxOptions) {
    const fake = createFakeWx(options)
    const links = [1, 2, 3, 4, 5].map(() => connect(fake))
    const sixth = connect(fake)
    fake.clock.advance(0)
    return { fake, links, sixth }
  }

  test.each([
    [
      'android',
      [
        [
          'fail',
          { errMsg: 'connectSocket:fail fail reach max websocket connect count 5', errno: 600007 },
        ],
        'complete',
      ],
    ],
    [
      'ios',
      [
        ['fail', { errMsg: 'createSocketTask:fail wcwss taskID=9 exceed max concurrent count' }],
        'complete',
      ],
    ],
    ['devtools', ['success', 'complete', ['error', { errMsg: 'exceed max task count' }]]],
  ] as const)('fails on %s as that host says it', (profile, events) => {
    const { fake, sixth } = connectSix({ profile })
    expect(sixth.heard).toEqual(events)
    expect({ open: fake.openCount, state: sixth.task.state }).toEqual({ open: 5, state: 'closed' })
  })

  test('C-46: counts sockets that are being connected, open and closing, and no closed ones', () => {
    const { fake, links } = connectSix({})
    const [first, second] = links.map(({ task }) => task) as [FakeTask, FakeTask]
    first.open()
    second.open()
    second.native.close({ success: () => {}, fail: () => {} })
    expect([first.state, second.state, fake.openCount]).toEqual(['open', 'closing', 5])
    fake.clock.advance(fake.profile.closeDelayMs)
    expect(fake.openCount).toBe(4)
    const again = connect(fake)
    fake.clock.advance(0)
    expect(again.heard).toEqual(['success', 'complete'])
  })

  test('does not count a closing socket where the profile says so', () => {
    const profile = { ...createFakeWx().profile, maxSockets: 1, countsClosing: false }
    const fake = createFakeWx({ profile })
    const { task } = connect(fake)
    task.open()
    task.native.close({ success: () => {}, fail: () => {} })
    expect([task.state, fake.openCount]).toEqual(['closing', 1])
    const next = connect(fake)
    fake.clock.advance(0)
    expect(next.heard).toEqual(['success', 'complete'])
  })

  test('is data', () => {
    const fake = createFakeWx({ profile: { ...createFakeWx().profile, maxSockets: 1 } })
    connect(fake)
    const second = connect(fake)
    fake.clock.advance(0)
    expect(second.heard).toContain('complete')
    expect(second.task.state).toBe('closed')
  })
})

describe('a planned connect', () => {
  test('throws, once, and leaves no task', () => {
    const fake = createFakeWx({ startAtMs: 1_000 })
    fake.nextConnect({ throws: new Error('no permission') })
    expect(() => connect(fake)).toThrow('no permission')
    fake.clock.advance(10)
    connect(fake)
    expect(fake.connectCalls).toEqual([
      { atMs: 1_000, task: null },
      { atMs: 1_010, task: fake.tasks[0] },
    ])
  })

  test('C-3: fails through fail alone, and the task is dead from the start', () => {
    const fake = createFakeWx()
    fake.nextConnect({ fails: 'connectSocket:fail url not in domain list' })
    const { heard, task } = connect(fake)
    expect(heard).toEqual([])
    fake.clock.advance(60_000)
    expect(heard).toEqual([
      ['fail', { errMsg: 'connectSocket:fail url not in domain list' }],
      'complete',
    ])
    expect(task.state).toBe('closed')
  })

  test('C-49: fails before it returns where the host calls back before it returns', () => {
    const fake = createFakeWx({ profile: 'callback-before-return' })
    fake.nextConnect({ fails: 'connectSocket:fail' })
    const { heard } = connect(fake)
    expect(heard).toEqual([['fail', { errMsg: 'connectSocket:fail' }], 'complete'])
  })

  test('C-49: opens in the tick in which onOpen is registered', () => {
    const fake = createFakeWx({ profile: 'callback-before-return' })
    fake.nextConnect({ opensAtOnce: true })
    const { heard } = connect(fake)
    expect(heard).toEqual(['success', 'complete', 'open'])
  })

  test('returns nothing, and the legacy events go on', () => {
    const fake = createFakeWx()
    const opened: unknown[] = []
    fake.wx.onSocketOpen((open) => opened.push(open))
    fake.nextConnect({ returns: 'nothing' })
    const { returned, task } = connect(fake)
    task.open({ header: { a: '1' } })
    expect({ returned, opened }).toEqual({ returned: undefined, opened: [{ header: { a: '1' } }] })
  })
})

describe('what connectSocket returns', () => {
  test('is a task, as documented', () => {
    const { returned, task } = connect(createFakeWx())
    expect(returned).toBe(task.native)
  })

  test('C-49: is a promise of the task that is kept after success (Taro)', async () => {
    const fake = createFakeWx({ profile: 'promise-task' })
    const { heard, returned, task } = connect(fake)
    let kept: unknown = null
    void (returned as Promise<SocketTask>).then((value) => (kept = value))
    await Promise.resolve()
    expect(kept).toBeNull()
    fake.clock.advance(0)
    expect(await (returned as Promise<SocketTask>)).toBe(task.native)
    expect(heard).toEqual(['success', 'complete'])
  })

  test('is a promise that is broken when the connect fails (Taro)', async () => {
    const fake = createFakeWx({ profile: 'promise-task' })
    fake.nextConnect({ fails: 'connectSocket:fail' })
    const { returned } = connect(fake)
    const rejected = expect(returned).rejects.toThrow('connectSocket:fail')
    fake.clock.advance(0)
    await rejected
  })

  test('C-49: is nothing at all (global events only)', () => {
    expect(connect(createFakeWx({ profile: 'undefined-task' })).returned).toBeUndefined()
  })

  test('C-49: is a task only when a callback is passed (uni-app)', async () => {
    const fake = createFakeWx({ profile: 'uni-app' })
    expect(connect(fake).returned).toBe(fake.tasks[0]?.native)
    const returned: unknown = fake.wx.connectSocket({ url })
    fake.clock.advance(0)
    expect(await (returned as Promise<SocketTask>)).toBe(fake.tasks[1]?.native)
  })
})

describe('the connect timeout of the host', () => {
  test.each([
    ['android', 2_000, 2_000, 'exception onOpen fail code:9, msg:Timer Expired'],
    ['android', undefined, 60_000, 'exception onOpen fail code:9, msg:Timer Expired'],
    ['devtools', 2_000, 60_000, 'Timed out connecting to server.'],
  ] as const)('on %s with timeout %s comes after %s ms', (profile, timeout, afterMs, errMsg) => {
    const fake = createFakeWx({ profile })
    const errors: unknown[] = []
    const native = fake.wx.connectSocket({ url, ...(timeout === undefined ? {} : { timeout }) })
    native.onError((failure) => errors.push(failure))
    fake.clock.advance(afterMs - 1)
    expect(errors).toEqual([])
    fake.clock.advance(1)
    expect({ errors, state: fake.tasks[0]?.state }).toEqual({
      errors: [{ errMsg }],
      state: 'closed',
    })
  })

  test.each(['open', 'silent'])('does not come when the task is %s', (how) => {
    const fake = createFakeWx()
    const { heard, task } = connect(fake)
    if (how === 'open') task.open()
    else task.silent = true
    fake.clock.advance(120_000)
    expect(heard.filter((event) => Array.isArray(event))).toEqual([])
  })
})

describe('the legacy API', () => {
  test('follows the socket that was created last', () => {
    const fake = createFakeWx()
    const heard: unknown[] = []
    fake.wx.onSocketMessage(({ data }) => heard.push(data))
    fake.wx.onSocketError(({ errMsg }) => heard.push(errMsg))
    fake.wx.onSocketClose((close) => heard.push(close))
    const first = connect(fake).task
    const second = connect(fake).task
    first.message('old')
    second.message('new')
    second.error('broken')
    second.close(1006, 'gone')
    expect(heard).toEqual(['new', 'broken', { code: 1006, reason: 'gone' }])
  })

  test('sends and closes by promise or by callback', async () => {
    const fake = createFakeWx()
    const { task } = connect(fake)
    const early = fake.wx.sendSocketMessage({ data: 'early' })
    const isRejected = expect(early).rejects.toMatchObject({
      errMsg: 'sendSocketMessage:fail WebSocket is not connected',
    })
    fake.clock.advance(0)
    await isRejected
    task.open()
    const sent = fake.wx.sendSocketMessage({ data: 'a' })
    const results: unknown[] = []
    fake.wx.closeSocket({ code: 4000, reason: 'x', success: ({ errMsg }) => results.push(errMsg) })
    fake.clock.advance(0)
    expect(await sent).toEqual({ errMsg: 'sendSocketMessage:ok' })
    expect({ results, sent: task.sent, closes: task.closeCalls }).toEqual({
      results: ['closeSocket:ok'],
      sent: ['a'],
      closes: [{ code: 4000, reason: 'x' }],
    })
  })

  test('C-44: hears a global close that no task hears', () => {
    const fake = createFakeWx()
    const closes: unknown[] = []
    fake.wx.onSocketClose((close) => closes.push(close))
    const { heard, task } = connect(fake)
    task.open()
    fake.globalClose()
    expect({ closes, heard }).toEqual({
      closes: [{ code: 1000, reason: 'interrupted' }],
      heard: ['open'],
    })
  })
})

describe('a server played by the test', () => {
  test('answers every new task, and no task that was refused', () => {
    const fake = createFakeWx({ profile: { ...createFakeWx().profile, maxSockets: 1 } })
    const stop = fake.onTask((task) => task.open())
    const first = connect(fake)
    const refused = connect(fake)
    fake.clock.advance(0)
    expect(first.heard).toEqual(['success', 'complete', 'open'])
    expect(refused.heard).not.toContain('open')
    first.task.close(1006)
    stop()
    const unanswered = connect(fake)
    fake.clock.advance(0)
    expect(unanswered.task.state).toBe('connecting')
  })
})

describe('a second listener', () => {
  test.each([
    ['add', ['one', 'two']],
    ['replace', ['two']],
  ] as const)('does what the profile says: %s', (secondListener, expected) => {
    const fake = createFakeWx({ profile: { ...createFakeWx().profile, secondListener } })
    const heard: string[] = []
    const native = fake.wx.connectSocket({ url })
    native.onOpen(() => heard.push('one'))
    native.onOpen(() => heard.push('two'))
    fake.tasks[0]?.open()
    expect(heard).toEqual(expected)
  })
})

test('forgetClosed drops what is over, in place, and keeps counting', () => {
  const fake = createFakeWx()
  const { tasks, connectCalls } = fake
  connect(fake).task.close(1006)
  fake.nextConnect({ throws: 'x' })
  expect(() => connect(fake)).toThrow()
  connect(fake)
  fake.forgetClosed()
  expect(tasks.map(({ id }) => id)).toEqual([2])
  expect(connectCalls).toHaveLength(1)
  const heard: unknown[] = []
  fake.wx.onSocketMessage(({ data }) => heard.push(data))
  tasks[0]?.message('current')
  expect(heard).toEqual(['current'])
})

test('an unknown profile is named, and so are the known ones', () => {
  expect(() => createFakeWx({ profile: 'windows' as never })).toThrow(/'windows'.*android, ios/)
})
