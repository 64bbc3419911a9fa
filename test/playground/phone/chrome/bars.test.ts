/**
 * Status bar, navigation bar, tab bar.
 *
 * @jest-environment jsdom
 */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { followFake } from '../../../../playground/phone/chrome/follow-fake'
import { createFakeWx } from '../../../../src/testing'
import { bars, button, drawChrome, find, tabBar } from './draw'

const title = () => find('.phone-title').textContent
const top = () => find('.phone-top')
const tabs = () => [...document.querySelectorAll<HTMLElement>('.phone-tab')]

describe('navigation bar', () => {
  test('shows the title as the heading, in the colours of the page', () => {
    const chrome = drawChrome()
    chrome.setBars({ ...bars, backgroundColor: 'rgb(20, 30, 40)', textStyle: 'white' })
    expect(find('h1').textContent).toBe('Rooms')
    expect(document.title).toBe('Rooms')
    expect(top().style.backgroundColor).toBe('rgb(20, 30, 40)')
    expect(top().style.color).toBe('white')
  })

  test.each([
    ['none', true, true],
    ['back', false, true],
    ['home', true, false],
  ] as const)('leads with %s', (leading, isBackHidden, isHomeHidden) => {
    drawChrome().setBars({ ...bars, leading })
    expect([button('Back').hidden, button('Home').hidden]).toEqual([isBackHidden, isHomeHidden])
  })

  test('keeps what a page changed with that page', () => {
    const chrome = drawChrome()
    const below = { ...bars, page: {} }
    const above = { ...bars, page: {}, title: 'Chat', leading: 'back' as const }
    chrome.setBars(below)
    chrome.setTitle('Rooms (2)')
    chrome.setNavigationBarColor({ front: '#ffffff', background: 'rgb(1, 2, 3)' })
    chrome.setNavigationBarLoading(true)
    chrome.setBars(above)
    expect(title()).toBe('Chat')
    expect(top().style.backgroundColor).toBe('rgb(255, 255, 255)')
    expect(find('.phone-title-spinner').hidden).toBe(true)
    chrome.setBars({ ...below, backgroundColor: 'rgb(9, 9, 9)' })
    expect(title()).toBe('Rooms (2)')
    expect(top().style.backgroundColor).toBe('rgb(1, 2, 3)')
    expect(find('.phone-title-spinner').hidden).toBe(false)
  })

  test('lets an app take the home button away', () => {
    const chrome = drawChrome()
    chrome.setBars({ ...bars, leading: 'home' })
    chrome.hideHomeButton()
    expect(button('Home').hidden).toBe(true)
  })

  test('ignores changes before there is a page', () => {
    const chrome = drawChrome()
    chrome.setTitle('too early')
    expect(title()).toBe('')
  })

  test('tells who listens, until they stop', () => {
    const chrome = drawChrome()
    const heard: string[] = []
    const stop = chrome.onBack(() => heard.push('back'))
    chrome.onHome(() => heard.push('home'))
    chrome.onClose(() => heard.push('close'))
    for (const name of ['Back', 'Home', 'Close']) button(name).click()
    stop()
    button('Back').click()
    expect(heard).toEqual(['back', 'home', 'close'])
  })

  test('speaks Chinese on a Chinese phone', () => {
    drawChrome({ language: 'zh_CN' })
    expect([button('返回'), button('更多'), button('关闭')]).toHaveLength(3)
  })
})

describe('status bar', () => {
  const network = () => find('.phone-network')

  test.each([
    ['wifi', 'Network: Wi-Fi', ''],
    ['4g', 'Network: 4G', '4G'],
    ['none', 'No network', ''],
    ['offline', 'No network', ''],
  ])('says %s in words too', (type, label, text) => {
    drawChrome().setNetwork(type)
    expect(network().getAttribute('aria-label')).toBe(label)
    expect(network().textContent).toBe(text)
    expect(network().querySelector('.phone-icon-airplane') !== null).toBe(label === 'No network')
  })

  test("follows the fake's network, which goes on as before", () => {
    const chrome = drawChrome()
    const fake = createFakeWx()
    const followed = followFake(fake, chrome)
    const heard: unknown[] = []
    followed.wx.onNetworkStatusChange((status) => heard.push(status))
    followed.network({ isConnected: false })
    fake.clock.advance(0)
    expect(network().getAttribute('aria-label')).toBe('No network')
    followed.network({ isConnected: true, networkType: '5g' })
    fake.clock.advance(0)
    expect(network().textContent).toBe('5G')
    expect(heard).toEqual([
      { isConnected: false, networkType: 'none' },
      { isConnected: true, networkType: '5g' },
    ])
    expect(followed.listenerCount('networkStatusChange')).toBe(1)
  })

  describe('the time', () => {
    beforeEach(() => {
      jest.useFakeTimers({ now: new Date(2026, 10, 30, 9, 59, 58) })
    })
    afterEach(() => {
      jest.useRealTimers()
    })

    test('goes on by the minute', () => {
      drawChrome({ time: undefined })
      expect(find('.phone-time').textContent).toBe('9:59')
      jest.advanceTimersByTime(2000)
      expect(find('.phone-time').textContent).toBe('10:00')
    })
  })
})

describe('tab bar', () => {
  function drawTabs(tabIndex: number | null = 0) {
    const chrome = drawChrome()
    chrome.setTabBar(tabBar)
    chrome.setBars({ ...bars, tabIndex })
    return chrome
  }

  test('is a navigation whose current page is marked', () => {
    drawTabs(1)
    const nav = find('nav')
    expect(nav.getAttribute('aria-label')).toBe('Tab bar')
    expect(tabs().map((tab) => tab.getAttribute('aria-current'))).toEqual([null, 'page', null])
    expect(tabs().map((tab) => tab.querySelector('img')?.getAttribute('src'))).toEqual([
      '/Chat.png',
      '/Lab-selected.png',
      '/More.png',
    ])
  })

  test('tells which tab was tapped', () => {
    const chrome = drawTabs()
    const heard: number[] = []
    chrome.onTab((index) => heard.push(index))
    tabs()[2]?.click()
    tabs()[0]?.click()
    expect(heard).toEqual([2, 0])
  })

  test('is there only on tabs, and only where the app has one', () => {
    const chrome = drawTabs()
    expect([find('nav').hidden, chrome.isTabPage, chrome.tabCount]).toEqual([false, true, 3])
    chrome.setBars({ ...bars, tabIndex: null })
    expect([find('nav').hidden, chrome.isTabPage]).toEqual([true, false])
    const other = drawChrome()
    other.setBars({ ...bars, tabIndex: 0 })
    expect([find('nav').hidden, other.tabCount]).toEqual([true, 0])
  })

  test('wears badges and dots, which are read aloud with the tab', () => {
    const chrome = drawTabs()
    chrome.setTabBadge(0, { text: '12' })
    chrome.setTabBadge(2, 'dot')
    expect(tabs()[0]?.textContent).toBe('12Chat')
    expect(find('.phone-dot').getAttribute('aria-label')).toBe('unread')
    chrome.setTabBadge(0, null)
    chrome.setTabBadge(2, null)
    expect(document.querySelectorAll('.phone-badge, .phone-dot')).toHaveLength(0)
  })

  test('keeps badges and what the app changed when the theme brings new colours', () => {
    const chrome = drawTabs()
    chrome.setTabBadge(0, { text: '3' })
    chrome.changeTab(1, { text: 'Labor' })
    chrome.changeTabBar({ color: '#123456' })
    chrome.setTabBar({ ...tabBar, color: '#aaaaaa', backgroundColor: '#111111' })
    expect(tabs().map((tab) => tab.textContent)).toEqual(['3Chat', 'Labor', 'More'])
    expect(find('nav').style.getPropertyValue('--phone-tab-color')).toBe('#123456')
    expect(find('nav').style.getPropertyValue('--phone-tab-ground')).toBe('#111111')
  })

  test('keeps the focus when it is drawn anew', () => {
    const chrome = drawTabs()
    tabs()[1]?.focus()
    chrome.setTabBadge(0, { text: '3' })
    expect(document.activeElement).toBe(tabs()[1])
  })

  test('is hidden and shown by the app', () => {
    const chrome = drawTabs()
    chrome.setTabBarHidden(true)
    expect(find('nav').hidden).toBe(true)
    chrome.setTabBarHidden(false)
    expect(find('nav').hidden).toBe(false)
  })
})
