/** What a script sees of the fakes of other hosts. */
import { afterEach, describe, expect, test } from '@jest/globals'
import {
  createFakeWx,
  hostProfiles,
  type FakeMy,
  type FakeTask,
  type FakeWx,
  type HostProfileName,
  type MySocketTask,
  type VirtualClock,
} from '../../src/testing'

const fakes: FakeWx[] = []
afterEach(() => fakes.splice(0).forEach((fake) => fake.dispose()))

const URL = 'wss://example.com'

function hear(profile: HostProfileName) {
  const fake = createFakeWx({ profile })
  fakes.push(fake)
  const native = fake.wx.connectSocket({ url: URL, success: () => undefined })
  const heard: unknown[] = []
  native.onOpen((open) => heard.push(open))
  native.onMessage((message) => heard.push(message))
  native.onError((failure) => heard.push(failure))
  native.onClose((close) => heard.push(close))
  return { fake, native, task: fake.tasks[0] as FakeTask, heard }
}

describe('every profile', () => {
  test.each(Object.values(hostProfiles))('$name is installed as $globalName', (profile) => {
    const fake = createFakeWx({ profile })
    const globals = globalThis as unknown as Record<string, unknown>
    const before = globals[profile.globalName]
    const uninstall = fake.install()
    expect(globals[profile.globalName]).toBe(fake.wx)
    uninstall()
    expect(globals[profile.globalName]).toBe(before)
  })

  test.each(Object.values(hostProfiles))(
    '$name has what wx has, but for what it lacks',
    (profile) => {
      const names = Object.keys(createFakeWx({ profile }).wx)
      for (const lacking of profile.lacks) expect(names).not.toContain(lacking)
      expect(names).toContain('connectSocket')
    },
  )
})

describe('tt', () => {
  test('has texts for codes, no profile, and a readyState', () => {
    const { task, heard, native } = hear('tt')
    const state = () => (native as unknown as { readyState: number }).readyState
    expect(state()).toBe(0)
    task.open({ header: { a: 'b' } })
    expect(state()).toBe(1)
    task.message('hello')
    task.close(4000, 'moved')
    expect(state()).toBe(3)
    const transport = { protocolType: 'http/1.1', socketType: 'tradition' }
    expect(heard).toEqual([
      { header: { a: 'b' }, ...transport },
      { data: 'hello', ...transport },
      { code: '4000', reason: 'moved', errMsg: 'moved', ...transport },
    ])
  })

  test('heeds no timeout option', () => {
    const { fake, heard } = hear('tt')
    fake.wx.connectSocket({ url: URL, timeout: 1_000 })
    fake.clock.advance(59_999)
    expect(heard).toEqual([])
    fake.clock.advance(1)
    expect(heard).toEqual([{ errMsg: 'connectSocket:fail timeout' }])
  })
})

test('swan says of what kind a message is', () => {
  const { task, heard } = hear('swan')
  task.open()
  task.message('hello')
  task.message(new ArrayBuffer(1))
  expect(heard).toEqual([
    { header: {} },
    { data: 'hello', dataType: 'string' },
    { data: new ArrayBuffer(1), dataType: 'arrayBuffer' },
  ])
})

test('qq tells a timeout as a close with a status code', () => {
  const { fake, task, heard } = hear('qq')
  fake.clock.advance(60_000)
  expect(heard).toEqual([{ statusCode: 600 }])
  expect(task.state).toBe('closed')
})

describe('alipay', () => {
  function playAlipay() {
    const fake = createFakeWx({ profile: 'alipay' })
    fakes.push(fake as unknown as FakeWx)
    return fake
  }

  function connect(fake: FakeWx<VirtualClock, FakeMy>) {
    const native: MySocketTask = fake.wx.connectSocket({ url: URL, multiple: true })
    return { native, task: fake.tasks[fake.tasks.length - 1] as FakeTask }
  }

  test('wraps what a task tells, and says bytes in base64', () => {
    const { native, task } = connect(playAlipay())
    const heard: unknown[] = []
    native.onOpen((open) => heard.push(open))
    native.onMessage((message) => heard.push(message))
    native.onError((failure) => heard.push(failure))
    native.onClose((close) => heard.push(close))
    task.open()
    task.message('hello')
    task.message(new Uint8Array([0, 255]).buffer)
    task.error({ errMsg: 'never told', errno: 6 })
    task.close(4401, 'never told')
    const socketTaskID = '1'
    expect(heard).toEqual([
      { data: { socketTaskID } },
      { data: { socketTaskID, data: 'hello', isBuffer: false } },
      { data: { socketTaskID, data: 'AP8=', isBuffer: true } },
      { data: { socketTaskID }, error: 6 },
      { data: { socketTaskID } },
    ])
  })

  test('takes a listener off, or all of them', () => {
    const { native, task } = connect(playAlipay())
    const heard: string[] = []
    const one = () => heard.push('one')
    native.onMessage(one)
    native.onMessage(() => heard.push('two'))
    native.offMessage(one)
    task.message('')
    expect(heard.splice(0)).toEqual(['two'])
    native.offMessage()
    task.message('')
    expect([heard, task.listenerCount()]).toEqual([[], 0])
  })

  test('sends text, and base64 as the bytes it stands for', async () => {
    const fake = playAlipay()
    const { native, task } = connect(fake)
    task.open()
    const results: unknown[] = []
    const sends = [native.send({ data: 'AP8=' }), native.send({ data: 'AP8=', isBuffer: true })]
    void native.send({ data: '', success: (result) => results.push(result) })
    fake.clock.advance(0)
    expect(task.sent).toEqual(['AP8=', new Uint8Array([0, 255]).buffer, ''])
    expect([await Promise.all(sends), results]).toEqual([
      [{ success: true }, { success: true }],
      [{ success: true }],
    ])
  })

  test('fails with number and text, and rejects where nobody listens', async () => {
    const fake = playAlipay()
    const { native } = connect(fake)
    const failures: unknown[] = []
    void native.send({ data: '', fail: (failure) => failures.push(failure) })
    void native.close({ complete: (failure) => failures.push(failure) })
    const unheard = native.close()
    fake.clock.advance(0)
    expect(failures).toEqual([
      { error: 10, errorMessage: expect.any(String) },
      { error: 10, errorMessage: expect.any(String) },
    ])
    await expect(unheard).rejects.toMatchObject({ error: 10 })
  })

  test('refuses a sixth task with the number 3', () => {
    const fake = playAlipay()
    const failures: unknown[] = []
    for (let at = 0; at < 6; at += 1) {
      fake.wx.connectSocket({ url: URL, multiple: true, fail: (raw) => failures.push(raw) })
    }
    fake.clock.advance(0)
    expect(failures).toEqual([{ error: 3, errorMessage: 'exceed each tiny app max socket count' }])
  })

  test('times out after 30 s, or what it is told', () => {
    const fake = playAlipay()
    const failures: unknown[] = []
    const { native } = connect(fake)
    native.onError(({ error }) => failures.push(error))
    fake.clock.advance(29_999)
    expect(failures).toEqual([])
    fake.clock.advance(1)
    expect(failures).toEqual([6])
  })

  test('has one socket without multiple, and its own events for that', async () => {
    const fake = playAlipay()
    const heard: unknown[] = []
    fake.wx.onSocketOpen(() => heard.push('open'))
    fake.wx.onSocketMessage((message) => heard.push(message))
    fake.wx.onSocketError((failure) => heard.push(failure))
    fake.wx.onSocketClose((close) => heard.push(close))
    expect(fake.wx.connectSocket({ url: URL })).toBeUndefined()
    const { task } = connect(fake)
    fake.wx.connectSocket({ url: URL, fail: ({ error }) => heard.push(error) })
    task.open()
    task.message('not for these')
    fake.tasks[0]?.open()
    fake.tasks[0]?.message(new Uint8Array([0, 255]).buffer)
    const sent = fake.wx.sendSocketMessage({ data: 'hello' })
    const closed = fake.wx.closeSocket()
    fake.clock.advance(100)
    await Promise.all([sent, closed])
    expect(fake.tasks[0]?.sent).toEqual(['hello'])
    expect(heard).toEqual([3, 'open', { data: 'AP8=', isBuffer: true }, { reason: '' }])
    fake.wx.connectSocket({ url: URL })
    expect(fake.tasks).toHaveLength(3)
  })

  test('has words of its own for the network', () => {
    const fake = playAlipay()
    const heard: unknown[] = []
    const listener = (status: object) => heard.push(status)
    fake.wx.onNetworkStatusChange(listener)
    fake.network({ isConnected: false })
    fake.network({ isConnected: true })
    fake.wx.offNetworkStatusChange(listener)
    fake.network({ isConnected: true })
    expect(heard).toEqual([
      { isConnected: false, networkType: 'NOTREACHABLE' },
      { isConnected: true, networkType: 'WIFI' },
    ])
    expect(fake.listenerCount('networkStatusChange')).toBe(0)
  })
})
