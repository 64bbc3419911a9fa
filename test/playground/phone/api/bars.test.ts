/** Navigation, navigation bar and tab bar. */
import { describe, expect, test } from '@jest/globals'
import { PhoneFailure, type Router } from '../../../../playground/phone/ports'
import { createTestPhone } from '../phone-parts'

describe('navigation', () => {
  test.each([
    ['navigateTo', { url: '/pages/chat/chat?room=a' }, '/pages/chat/chat?room=a'],
    ['redirectTo', { url: 'x' }, 'x'],
    ['switchTab', { url: 'x' }, 'x'],
    ['reLaunch', { url: 'x' }, 'x'],
    ['navigateBack', { delta: 2 }, 2],
    ['navigateBack', undefined, 1],
  ])('%s goes where it says', async (name, options, expected) => {
    const { ask, told } = createTestPhone()
    expect(await ask(name, options)).toEqual({ errMsg: `${name}:ok` })
    expect(told).toEqual([[name, expected]])
  })

  test('fails with the words of the router', async () => {
    const router: Partial<Router> = {
      navigateTo: () => Promise.reject(new PhoneFailure('page "pages/x/x" is not found')),
    }
    const { ask } = createTestPhone({ router })
    expect(await ask('navigateTo', { url: '/pages/x/x' })).toEqual({
      errMsg: 'navigateTo:fail page "pages/x/x" is not found',
    })
  })

  test('asks for an address', async () => {
    const { ask, told } = createTestPhone()
    expect(await ask('navigateTo', {})).toEqual({
      errMsg:
        'navigateTo:fail parameter error: parameter.url should be String instead of Undefined;',
    })
    expect(told).toEqual([])
  })
})

describe('navigation bar', () => {
  test('takes a title, two colours and a spinner', async () => {
    const { ask, told } = createTestPhone()
    await ask('setNavigationBarTitle', { title: 'general' })
    await ask('setNavigationBarColor', { frontColor: '#FFFFFF', backgroundColor: '#07c160' })
    await ask('showNavigationBarLoading')
    await ask('hideNavigationBarLoading')
    await ask('hideHomeButton')
    expect(told).toEqual([
      ['setTitle', 'general'],
      ['setNavigationBarColor', { front: '#ffffff', background: '#07c160' }],
      ['setNavigationBarLoading', true],
      ['setNavigationBarLoading', false],
      ['hideHomeButton'],
    ])
  })

  test.each([
    [{ frontColor: '#333333', backgroundColor: '#fff' }, /invalid frontColor "#333333"/],
    [{ frontColor: '#000000', backgroundColor: 'white' }, /invalid backgroundColor "white"/],
    [{ frontColor: '#000000' }, /backgroundColor should be String instead of Undefined/],
  ])('refuses the colours %j', async (options, complaint) => {
    const { ask, told } = createTestPhone()
    expect(await ask('setNavigationBarColor', options)).toEqual({
      errMsg: expect.stringMatching(complaint),
    })
    expect(told).toEqual([])
  })
})

describe('tab bar', () => {
  test('takes badges and dots', async () => {
    const { ask, told } = createTestPhone()
    await ask('setTabBarBadge', { index: 0, text: '12' })
    await ask('setTabBarBadge', { index: 0, text: '12345' })
    await ask('removeTabBarBadge', { index: 0 })
    await ask('showTabBarRedDot', { index: 3 })
    await ask('hideTabBarRedDot', { index: 3 })
    expect(told).toEqual([
      ['setTabBadge', 0, { text: '12' }],
      ['setTabBadge', 0, { text: '…' }],
      ['setTabBadge', 0, null],
      ['setTabBadge', 3, 'dot'],
      ['setTabBadge', 3, null],
    ])
  })

  test('takes other words, pictures and colours, and can be hidden', async () => {
    const { ask, told } = createTestPhone()
    await ask('setTabBarItem', { index: 1, text: 'Labor', iconPath: 'a.png' })
    await ask('setTabBarStyle', { color: '#000000', borderStyle: 'white' })
    await ask('hideTabBar')
    await ask('showTabBar')
    expect(told).toEqual([
      ['changeTab', 1, { text: 'Labor', iconUrl: '/assets/a.png' }],
      ['changeTabBar', { color: '#000000', borderStyle: 'white' }],
      ['setTabBarHidden', true],
      ['setTabBarHidden', false],
    ])
  })

  test.each([4, -1, 0.5])('has no tab %d', async (index) => {
    const { ask, told } = createTestPhone()
    expect(await ask('showTabBarRedDot', { index })).toEqual({
      errMsg: 'showTabBarRedDot:fail tabbar item not found',
    })
    expect(told).toEqual([])
  })

  test('is left alone from a page that is no tab', async () => {
    const { ask, told } = createTestPhone({ chrome: { isTabPage: false } })
    expect(await ask('setTabBarBadge', { index: 0, text: '1' })).toEqual({
      errMsg: 'setTabBarBadge:fail not TabBar page',
    })
    expect(told).toEqual([])
  })
})

test('base64 is written and read', () => {
  const { call } = createTestPhone()
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
  const text = call('arrayBufferToBase64', bytes.buffer) as string
  expect(text).toBe(Buffer.from(bytes).toString('base64'))
  expect(new Uint8Array(call('base64ToArrayBuffer', text) as ArrayBuffer)).toEqual(bytes)
})
