/** Who the phone says it is, how it was opened, and its theme. */
import { describe, expect, test } from '@jest/globals'
import type { ScreenSizes } from '../../../../playground/phone/ports'
import { createTestPhone, type TestPhoneOptions } from '../phone-parts'
import { readInterface } from '../typings'

const sizes: ScreenSizes = {
  screenWidth: 390,
  screenHeight: 780,
  screenTop: 91,
  windowWidth: 390,
  windowHeight: 605,
  statusBarHeight: 47,
  pixelRatio: 2,
  safeArea: { left: 0, top: 47, right: 390, bottom: 746, width: 390, height: 699 },
}
const createPhone = (options: TestPhoneOptions = {}) =>
  createTestPhone({
    chrome: { measure: () => sizes, measureCapsule: () => sizes.safeArea },
    ...options,
  })

describe('shape', () => {
  test.each([
    ['getAppBaseInfo', 'AppBaseInfo'],
    ['getDeviceInfo', 'DeviceInfo'],
    ['getWindowInfo', 'WindowInfo'],
    ['getSystemInfoSync', 'SystemInfo'],
    ['getMenuButtonBoundingClientRect', 'ClientRect'],
    ['getLaunchOptionsSync', 'LaunchOptionsApp'],
    ['getEnterOptionsSync', 'LaunchOptionsApp'],
  ])('%s has what the typings of %s ask for', (name, type) => {
    const answer = createPhone().call(name) as Record<string, unknown>
    const asked = readInterface(type)
    expect(Object.keys(asked).length).toBeGreaterThan(4)
    const kinds = Object.keys(asked).map((member) => [member, typeof answer[member]])
    expect(Object.fromEntries(kinds)).toEqual(asked)
  })

  test('the asynchronous forms answer the same', async () => {
    const { call, ask } = createPhone()
    const info = call('getSystemInfoSync') as object
    for (const name of ['getSystemInfo', 'getSystemInfoAsync']) {
      expect(await ask(name)).toEqual({ ...info, errMsg: `${name}:ok` })
    }
  })
})

describe('host', () => {
  test.each([
    ['ios', 'ios', 'iPhone', /^iOS 17/],
    ['ios15', 'ios', 'iPhone', /^iOS 15/],
    ['android', 'android', 'Android', /^Android/],
    ['devtools', 'devtools', 'devtools', /^iOS/],
  ] as const)('%s is told by platform, brand and system', (profile, platform, brand, system) => {
    const { call } = createPhone({ profile })
    expect(call('getDeviceInfo')).toMatchObject({
      platform,
      brand,
      system: expect.stringMatching(system),
      model: 'playground',
    })
  })

  test('a host that lacks an API lacks it here too', () => {
    const { api, fake } = createPhone({ profile: 'jd' })
    const lacked = fake.profile.lacks
    expect(lacked.length).toBeGreaterThan(0)
    for (const name of lacked) expect(name in api.wx).toBe(false)
  })

  test('the sockets, life and network of the fake are there', () => {
    const { api, fake } = createPhone()
    for (const name of Object.keys(fake.wx)) expect(name in api.wx).toBe(true)
    expect((api.wx as typeof fake.wx).connectSocket).toBe(fake.wx.connectSocket)
  })
})

test('speaks of the language', () => {
  const { call } = createPhone({ language: 'zh_CN' })
  expect(call('getAppBaseInfo')).toMatchObject({ language: 'zh_CN' })
  expect(call('getSystemInfoSync')).toMatchObject({ language: 'zh_CN', windowHeight: 605 })
})

describe('theme', () => {
  test('is told, and its change is heard until the listener goes', async () => {
    const { api, call, settle } = createPhone({ theme: 'dark' })
    const heard: unknown[] = []
    const listener = (change: unknown) => heard.push(change)
    call('onThemeChange', listener)
    expect(call('getAppBaseInfo')).toMatchObject({ theme: 'dark' })
    api.setTheme('light')
    api.setTheme('light')
    await settle()
    expect(heard).toEqual([{ theme: 'light' }])
    expect(call('getAppBaseInfo')).toMatchObject({ theme: 'light' })
    call('offThemeChange', listener)
    api.setTheme('dark')
    await settle()
    expect(heard).toHaveLength(1)
  })

  test('does not exist for an app without darkmode', async () => {
    const { api, call, settle } = createPhone({ isThemed: false })
    const heard: unknown[] = []
    call('onThemeChange', (change: unknown) => heard.push(change))
    api.setTheme('dark')
    await settle()
    expect(heard).toEqual([])
    expect(call('getAppBaseInfo')).not.toHaveProperty('theme')
    expect(call('getSystemInfoSync')).not.toHaveProperty('theme')
  })
})

test('says how it was launched and how it was entered, as copies', () => {
  const { call } = createPhone()
  const launch = call('getLaunchOptionsSync') as { query: Record<string, string> }
  expect(launch).toMatchObject({ path: 'pages/rooms/rooms', scene: 1001 })
  launch.query.room = 'changed'
  expect(call('getLaunchOptionsSync')).toMatchObject({ query: { room: 'general' } })
  expect(call('getEnterOptionsSync')).toMatchObject({ path: 'pages/chat/chat', scene: 1007 })
})

describe('canIUse', () => {
  const { call } = createPhone({ views: { hasTag: (name) => name === 'scroll-view' } })

  test.each([
    ['showToast', true],
    ['showToast.object.image', true],
    ['connectSocket', true],
    ['scroll-view.enhanced', true],
    ['getLocation', false],
    ['map', false],
    ['toString', false],
    [undefined, false],
  ])('%s: %s', (schema, expected) => {
    expect(call('canIUse', schema)).toBe(expected)
  })
})
