import { describe, expect, test } from '@jest/globals'
import {
  createFakeWx,
  hostProfiles,
  type FakeTask,
  type FakeWxOptions,
  type SocketClose,
  type SocketTask,
} from '../../src/testing'

const noCallbacks = { success: () => {}, fail: () => {} }

/** A fake, its first task, and everything that the script heard of it, in order. */
function connect(options: FakeWxOptions = {}) {
  const fake = createFakeWx(options)
  const heard: unknown[] = []
  const native = fake.wx.connectSocket({
    url: 'wss://example.com/ws',
    success: () => heard.push('success'),
    fail: (failure) => heard.push(['fail', failure.errMsg]),
  })
  listen(native, heard)
  return { fake, native, task: fake.tasks[0] as FakeTask, heard }
}

function listen(native: SocketTask, heard: unknown[]) {
  native.onOpen(() => heard.push('open'))
  native.onMessage(({ data }) => heard.push(['message', data]))
  native.onError(({ errMsg }) => heard.push(['error', errMsg]))
  native.onClose(({ code, reason }) => heard.push(['close', code, reason]))
}

describe('a scripted task', () => {
  test('does nothing but call success until it is driven', () => {
    const { fake, task, heard } = connect()
    fake.clock.advance(1_000)
    expect({ heard, state: task.state }).toEqual({ heard: ['success'], state: 'connecting' })
  })

  test('opens, carries messages both ways and closes', () => {
    const { fake, native, task, heard } = connect()
    fake.clock.advance(0)
    task.open()
    task.message('hello')
    native.send({ data: 'hi', ...noCallbacks })
    task.close(4000, 'bye')
    expect(heard).toEqual(['success', 'open', ['message', 'hello'], ['close', 4000, 'bye']])
    expect(task.sent).toEqual(['hi'])
    expect(task.state).toBe('closed')
  })

  test('tells onOpen the header and a handshake that took as long as it took', () => {
    const { fake, native, task } = connect({ startAtMs: 5_000 })
    const opens: unknown[] = []
    native.onOpen((open) => opens.push(open))
    fake.clock.advance(40)
    task.open({ header: { upgrade: 'websocket' }, profile: { rtt: 7 } })
    expect(opens).toEqual([
      {
        header: { upgrade: 'websocket' },
        profile: expect.objectContaining({
          fetchStart: 5_000,
          connectEnd: 5_040,
          cost: 40,
          rtt: 7,
        }),
      },
    ])
  })

  test('fires late and doubled events, whatever its state', () => {
    const { fake, task, heard } = connect()
    fake.clock.advance(0)
    task.close(1006, 'first')
    task.close(1006, 'second')
    task.open()
    task.message('late')
    task.error('late error')
    task.fail('late fail')
    expect(heard.slice(1)).toEqual([
      ['close', 1006, 'first'],
      ['close', 1006, 'second'],
      'open',
      ['message', 'late'],
      ['error', 'late error'],
      ['fail', 'late fail'],
    ])
    expect(task.state).toBe('closed')
  })

  test('is closed by an error while connecting, and not by one while open', () => {
    const connecting = connect()
    connecting.task.error()
    const open = connect()
    open.task.open()
    open.task.error()
    expect([connecting.task.state, open.task.state]).toEqual(['closed', 'open'])
  })

  test('keeps copies of what was sent', () => {
    const { native, task } = connect()
    task.open()
    const bytes = new Uint8Array([1, 2, 3])
    native.send({ data: bytes.buffer, ...noCallbacks })
    bytes[0] = 9
    expect([...new Uint8Array(task.sent[0] as ArrayBuffer)]).toEqual([1, 2, 3])
  })

  test('calls the listeners that remain when one throws, then throws from the call that drove it', () => {
    const { native, task, heard } = connect()
    native.onMessage(() => {
      throw new Error('mine')
    })
    native.onMessage(() => heard.push('still called'))
    expect(() => task.message('x')).toThrow('mine')
    expect(heard).toEqual([['message', 'x'], 'still called'])
  })

  test('answers what goes out when the test plays the server, and never inside send', () => {
    const { fake, native, task, heard } = connect()
    task.open()
    task.onSent((data) => task.message(`echo ${String(data)}`))
    native.send({ data: 'a', ...noCallbacks })
    expect(heard).toEqual(['open'])
    fake.clock.advance(0)
    expect(heard).toContainEqual(['message', 'echo a'])
  })

  test('counts listeners', () => {
    const { task } = connect()
    expect([task.listenerCount('open'), task.listenerCount()]).toEqual([1, 4])
  })
})

describe('closing a scripted task', () => {
  test('is answered by itself after the delay of the profile', () => {
    const { fake, native, task, heard } = connect()
    task.open()
    native.close({ code: 4001, reason: 'done', ...noCallbacks })
    expect(task.closeCalls).toEqual([{ code: 4001, reason: 'done' }])
    expect(task.state).toBe('closing')
    fake.clock.advance(fake.profile.closeDelayMs)
    expect(heard).toContainEqual(['close', 4001, 'done'])
    expect(task.state).toBe('closed')
  })

  test('is never answered by a silent task, but can be by hand', () => {
    const { fake, native, task, heard } = connect()
    task.open()
    task.silent = true
    native.close({ code: 4001, reason: 'done', ...noCallbacks })
    fake.clock.advance(600_000)
    expect({ state: task.state, heard }).toEqual({ state: 'closing', heard: ['open', 'success'] })
    task.close()
    expect(heard).toContainEqual(['close', 4001, 'done'])
  })

  test('is answered once when the test was faster', () => {
    const { fake, native, task, heard } = connect()
    task.open()
    native.close({ ...noCallbacks })
    task.close(1006, 'cut')
    fake.clock.advance(1_000)
    expect(heard.filter((event) => Array.isArray(event))).toEqual([['close', 1006, 'cut']])
  })

  test('does not work while connecting, except where the profile says so', () => {
    const phone = connect()
    phone.native.close({ ...noCallbacks })
    phone.fake.clock.advance(1_000)
    phone.task.open()
    const devtools = connect({ profile: 'devtools' })
    devtools.native.close({ ...noCallbacks })
    devtools.fake.clock.advance(1_000)
    expect([phone.task.state, devtools.task.state]).toEqual(['open', 'closed'])
  })

  test('fails through fail on a closed task', () => {
    const { fake, native, task } = connect({ profile: 'ios' })
    const failures: unknown[] = []
    task.close(1006)
    native.close({ fail: (failure) => failures.push(failure) })
    fake.clock.advance(0)
    expect(failures).toEqual([{ errMsg: 'closeSocket:fail wcwss taskID not exist' }])
  })

  test('refuses a bad code where the profile does', () => {
    const { fake, native, task } = connect()
    const failures: unknown[] = []
    task.open()
    native.close({ code: 1001, fail: (failure) => failures.push(failure) })
    fake.clock.advance(100)
    expect({ failures, state: task.state }).toEqual({
      failures: [{ errMsg: 'closeSocket:fail invalid code' }],
      state: 'open',
    })
  })
})

describe('sending through a scripted task', () => {
  function send(native: SocketTask, data: string) {
    const results: unknown[] = []
    native.send({
      data,
      success: () => results.push('success'),
      fail: ({ errMsg }) => results.push(errMsg),
    })
    return results
  }

  test('succeeds a moment later', () => {
    const { fake, native, task } = connect()
    task.open()
    const results = send(native, 'a')
    expect(results).toEqual([])
    fake.clock.advance(0)
    expect(results).toEqual(['success'])
  })

  test.each(['connecting', 'closing', 'closed'])('fails while the task is %s', (state) => {
    const { fake, native, task } = connect()
    if (state !== 'connecting') task.open()
    if (state === 'closing') native.close({ ...noCallbacks })
    if (state === 'closed') task.close(1006)
    const results = send(native, 'a')
    fake.clock.advance(0)
    expect(task.state).toBe(state)
    expect(results).toEqual(['sendSocketMessage:fail WebSocket is not connected'])
    expect({ sent: task.sent, calls: task.sendCalls }).toEqual({
      sent: [],
      calls: [{ data: 'a', outcome: 'failed' }],
    })
  })

  test('fails once, later, as often as planned, or by throwing', () => {
    const { fake, native, task } = connect()
    task.open()
    task.failSends({ failure: 'send:fail planned', afterMs: 50, times: 2 })
    const first = send(native, 'a')
    fake.clock.advance(49)
    expect(first).toEqual([])
    fake.clock.advance(1)
    const second = send(native, 'b')
    const third = send(native, 'c')
    task.failSends({ how: 'throw' })
    expect(() => send(native, 'd')).toThrow('not connected')
    fake.clock.advance(50)
    expect([first, second, third]).toEqual([
      ['send:fail planned'],
      ['send:fail planned'],
      ['success'],
    ])
    expect(task.sent).toEqual(['c'])
    expect(task.sendCalls.map(({ outcome }) => outcome)).toEqual([
      'failed',
      'failed',
      'sent',
      'threw',
    ])
  })

  test('takes a plan back', () => {
    const { native, task } = connect()
    task.open()
    task.failSends({ times: Infinity })
    task.failSends({ times: 0 })
    send(native, 'a')
    expect(task.sent).toEqual(['a'])
  })

  test('takes views in the devtools only, and then exactly their bytes', () => {
    const view = new Uint8Array(new ArrayBuffer(8), 2, 3).fill(7) as unknown as ArrayBuffer
    const phone = connect()
    phone.task.open()
    phone.native.send({ data: view, ...noCallbacks })
    const devtools = connect({ profile: 'devtools' })
    devtools.task.open()
    devtools.native.send({ data: view, ...noCallbacks })
    expect(phone.task.sent).toEqual([])
    expect([...new Uint8Array(devtools.task.sent[0] as ArrayBuffer)]).toEqual([7, 7, 7])
  })
})

describe('a message that is larger than the profile allows', () => {
  /** An open task on a host that takes 4 bytes. */
  function connectSmall(then: { failure?: { errMsg: string }; close?: SocketClose }) {
    const sendLimit = { maxBytes: 4, failure: then.failure ?? null, close: then.close ?? null }
    const scene = connect({ profile: { ...hostProfiles.android, sendLimit } })
    scene.fake.clock.advance(0)
    scene.task.open()
    scene.heard.splice(0)
    const outcomes: string[] = []
    const send = (data: string | ArrayBuffer) => {
      scene.native.send({
        data,
        success: () => outcomes.push('success'),
        fail: ({ errMsg }) => outcomes.push(errMsg),
      })
      scene.fake.clock.advance(0)
    }
    return { ...scene, outcomes, send }
  }

  test.each(['four', 'éé', '€a', '😀', new ArrayBuffer(4)])('is not %s', (data) => {
    const { task, outcomes, send } = connectSmall({ failure: { errMsg: 'too long' } })
    send(data)
    expect({ outcomes, sent: task.sent }).toEqual({ outcomes: ['success'], sent: [data] })
  })

  test.each(['fives', 'ééa', '€ab', '😀a', new ArrayBuffer(5)])('fails as %s does', (data) => {
    const { task, outcomes, send, heard } = connectSmall({ failure: { errMsg: 'too long' } })
    send(data)
    expect({ outcomes, sent: task.sent, heard }).toEqual({
      outcomes: ['too long'],
      sent: [],
      heard: [],
    })
  })

  test('ends the link where the profile says so, and its call succeeds', () => {
    const { task, outcomes, send, heard } = connectSmall({ close: { code: 1009, reason: 'big' } })
    send('fives')
    expect({ outcomes, state: task.state, sent: task.sent, heard }).toEqual({
      outcomes: ['success'],
      state: 'closed',
      sent: [],
      heard: [['close', 1009, 'big']],
    })
  })
})

describe('a failure that nobody listens for', () => {
  test('C-30: surfaces from the clock as an uncaught error', () => {
    const { fake, native } = connect()
    native.send({ data: 'a', success: () => {} })
    expect(() => fake.clock.advance(0)).toThrow(
      expect.objectContaining({
        name: 'MiniProgramError',
        errMsg: 'sendSocketMessage:fail WebSocket is not connected',
      }),
    )
  })

  test('C-30: surfaces as a rejected promise where the profile says so', async () => {
    const { fake, native } = connect({ profile: 'ios' })
    const returned: unknown = native.close({})
    fake.clock.advance(0)
    await expect(returned).rejects.toMatchObject({ name: 'MiniProgramError' })
  })

  test('is heard by complete alone', () => {
    const { fake, native } = connect()
    const results: unknown[] = []
    native.send({ data: 'a', complete: ({ errMsg }) => results.push(errMsg) })
    fake.clock.advance(0)
    expect(results).toEqual(['sendSocketMessage:fail WebSocket is not connected'])
  })

  test('goes to onUncaught when there is one', () => {
    const uncaught: unknown[] = []
    const { fake, native } = connect({ onUncaught: (error) => uncaught.push(error) })
    native.send({ data: 'a' })
    fake.clock.advance(0)
    expect(uncaught).toHaveLength(1)
  })
})
