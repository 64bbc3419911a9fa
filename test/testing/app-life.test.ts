import { describe, expect, test } from '@jest/globals'
import {
  createFakeWx,
  hostProfiles,
  type FakeTask,
  type FakeWxOptions,
  type HostProfileName,
} from '../../src/testing'

/** An open link in an app that writes down everything it hears. */
function openApp(options: FakeWxOptions = {}) {
  const fake = createFakeWx(options)
  const heard: unknown[] = []
  fake.wx.onAppShow(({ scene }) => heard.push(['show', scene]))
  fake.wx.onAppHide(({ reason }) => heard.push(['hide', reason]))
  fake.wx.onSocketClose(({ reason }) => heard.push(['global close', reason]))
  const native = fake.wx.connectSocket({ url: 'wss://example.com/ws' })
  native.onMessage(({ data }) => heard.push(data))
  native.onError(({ errMsg }) => heard.push(['error', errMsg]))
  native.onClose(({ code, reason }) => heard.push(['close', code, reason]))
  const task = fake.tasks[0] as FakeTask
  task.open()
  return { fake, task, heard }
}

describe('hide and show', () => {
  test('are heard by their listeners, with reason and scene', () => {
    const { fake, heard } = openApp()
    fake.hide({ reason: 2 })
    expect(fake.isHidden).toBe(true)
    fake.clock.advance(1_000)
    fake.show({ scene: 1038 })
    expect(heard).toEqual([
      ['hide', 2],
      ['show', 1038],
    ])
    expect(fake.isHidden).toBe(false)
  })

  test('can come doubled, and without the event that a locked screen does not send', () => {
    const { fake, heard } = openApp()
    fake.show()
    fake.hide({ event: false, cut: false })
    fake.clock.advance(10_000)
    fake.show({ event: false })
    expect(heard).toEqual([['show', 1001]])
  })

  test('off without an argument removes the listeners of everybody, with one only that one', () => {
    const { fake } = openApp()
    const mine = () => {}
    fake.wx.onAppShow(mine)
    fake.wx.onAppShow(mine)
    fake.wx.offAppShow(mine)
    fake.wx.offAppShow(() => {})
    expect(fake.listenerCount('appShow')).toBe(2)
    fake.wx.offAppShow()
    fake.wx.offAppHide()
    expect([fake.listenerCount('appShow'), fake.listenerCount('appHide')]).toEqual([0, 0])
  })
})

describe('a hidden app', () => {
  test('runs for 5 s, then stands still until it is shown', () => {
    const { fake, task, heard } = openApp()
    fake.clock.setInterval(() => heard.push(`tick ${fake.clock.elapsedMs()}`), 2_000)
    fake.hide({ cut: false })
    fake.clock.advance(7_000)
    task.message('while away')
    expect({ frozen: fake.clock.isFrozen, heard }).toEqual({
      frozen: true,
      heard: [['hide', 0], 'tick 2000', 'tick 4000'],
    })
    fake.show()
    expect(fake.clock.isFrozen).toBe(false)
    expect(heard).toContain('while away')
  })

  test.each([
    ['android', ['show', 'tick', 'tick', 'tick', 'message']],
    ['ios', ['show', 'message', 'tick']],
    ['global-close-only', ['message', 'show', 'tick']],
  ] as const)('comes back on %s in the order of that host', (profile, expected) => {
    const fake = createFakeWx({ profile })
    const heard: string[] = []
    fake.wx.onAppShow(() => heard.push('show'))
    fake.wx.connectSocket({ url: 'wss://example.com/ws' }).onMessage(() => heard.push('message'))
    fake.tasks[0]?.open()
    fake.hide({ cut: false })
    fake.clock.advance(5_000)
    fake.clock.setInterval(() => heard.push('tick'), 10_000)
    fake.clock.advance(30_000)
    fake.tasks[0]?.message('x')
    fake.show()
    expect(heard).toEqual(expected)
  })

  test('never stands still in the devtools, and is never cut there', () => {
    const { fake, task, heard } = openApp({ profile: 'devtools' })
    fake.hide()
    fake.clock.advance(3_600_000)
    task.message('still here')
    expect({ frozen: fake.clock.isFrozen, heard }).toEqual({
      frozen: false,
      heard: [['hide', 0], 'still here'],
    })
  })

  test('cannot connect once it stands still', () => {
    const { fake } = openApp()
    const failures: unknown[] = []
    const connect = () =>
      fake.wx.connectSocket({ url: 'wss://x', fail: (failure) => failures.push(failure) })
    fake.hide()
    fake.clock.advance(4_999)
    connect()
    fake.clock.advance(1)
    connect()
    fake.clock.advance(1_000)
    expect(failures).toEqual([])
    fake.show()
    expect(failures).toEqual([{ errMsg: 'connectSocket:fail interrupted', errno: 600003 }])
  })

  test('is not cut when it comes back in time, or when the test says so', () => {
    const early = openApp()
    early.fake.hide()
    early.fake.clock.advance(4_999)
    early.fake.show()
    early.fake.clock.advance(60_000)
    const spared = openApp()
    spared.fake.hide({ cut: false })
    spared.fake.clock.advance(60_000)
    spared.fake.show()
    expect([early.task.state, spared.task.state]).toEqual(['open', 'open'])
  })
})

describe('a cut in the background', () => {
  function comeBack(profile: HostProfileName) {
    const { fake, task, heard } = openApp({ profile })
    fake.hide()
    fake.clock.advance(60_000)
    expect({ heard, state: task.state }).toEqual({ heard: [['hide', 0]], state: 'closed' })
    fake.show()
    return heard.slice(1)
  }

  test('C-18: is a close with 1000 interrupted, heard after the return', () => {
    expect(comeBack('android')).toEqual([
      ['show', 1001],
      ['close', 1000, 'interrupted'],
      ['global close', 'interrupted'],
    ])
  })

  test('C-44: is told to the global listener only on some iOS versions, and before the return', () => {
    expect(comeBack('global-close-only')).toEqual([
      ['global close', 'interrupted'],
      ['show', 1001],
    ])
  })

  test('is told to nobody when there was no socket', () => {
    const { fake, task, heard } = openApp({ profile: 'global-close-only' })
    task.close(1006, 'gone')
    fake.hide()
    fake.clock.advance(60_000)
    fake.show()
    expect(heard.filter((event) => String(event).includes('interrupted'))).toEqual([])
  })

  test('can be told to nobody', () => {
    const profile = {
      ...hostProfiles.ios,
      backgroundCut: { afterMs: 5_000, report: 'none', close: { code: 1000, reason: 'x' } },
    } as const
    const { fake, heard, task } = openApp({ profile })
    fake.hide()
    fake.clock.advance(6_000)
    fake.show()
    expect({ heard: heard.slice(1), state: task.state }).toEqual({
      heard: [['show', 1001]],
      state: 'closed',
    })
  })

  test('is an error for a socket that is being connected', () => {
    const fake = createFakeWx()
    const errors: unknown[] = []
    fake.wx.connectSocket({ url: 'wss://x' }).onError(({ errMsg }) => errors.push(errMsg))
    fake.hide()
    fake.clock.advance(10_000)
    fake.show()
    expect(errors).toEqual(['connectSocket:fail interrupted'])
  })
})

describe('a locked screen that reports nothing', () => {
  test('C-48: lets time pass without timers, which then run late, and brings what arrived meanwhile', () => {
    const { fake, task, heard } = openApp({ profile: 'ios' })
    fake.clock.setTimeout(() => heard.push(`timer ${fake.clock.elapsedMs()}`), 1_000)
    task.onSent(() => task.message('pong'))
    task.native.send({ data: 'ping', success: () => {}, fail: () => {} })
    fake.clock.freeze(300_000)
    expect(heard).toEqual([])
    fake.clock.advance(0)
    expect(heard).toEqual(['timer 300000', 'pong'])
  })
})

describe('the network', () => {
  test('is reported with its type, also when nothing changed, also with a type that no document lists', () => {
    const fake = createFakeWx()
    const heard: unknown[] = []
    fake.wx.onNetworkStatusChange((status) => heard.push(status))
    fake.network({ isConnected: false })
    fake.network({ isConnected: false, networkType: 'offline' })
    fake.network({ isConnected: true, networkType: '4g' })
    fake.network({ isConnected: true })
    expect(heard).toEqual([
      { isConnected: false, networkType: 'none' },
      { isConnected: false, networkType: 'offline' },
      { isConnected: true, networkType: '4g' },
      { isConnected: true, networkType: 'wifi' },
    ])
    fake.wx.offNetworkStatusChange()
    expect(fake.listenerCount('networkStatusChange')).toBe(0)
  })

  test('can be asked for, by callback or by promise', async () => {
    const fake = createFakeWx()
    fake.network({ isConnected: true, networkType: '5g' })
    const types: string[] = []
    fake.wx.getNetworkType({ success: ({ networkType }) => types.push(networkType) })
    fake.clock.advance(0)
    types.push((await fake.wx.getNetworkType()).networkType)
    expect(types).toEqual(['5g', '5g'])
  })
})

test('the fake says which host it is', () => {
  const { wx } = createFakeWx({ profile: 'ios' })
  expect(wx.getDeviceInfo().platform).toBe('ios')
  expect(wx.getAppBaseInfo().SDKVersion).toMatch(/^\d+\.\d+\.\d+$/)
})
