/**
 * What the bars leave to the page.
 *
 * @jest-environment jsdom
 */
import { describe, expect, test } from '@jest/globals'
import { bars, drawChrome, find, tabBar } from './draw'

describe('the page', () => {
  const inset = (side: string) =>
    find('main').style.getPropertyValue(`--phone-safe-area-inset-${side}`)

  test('leaves room for the home gesture where no tab bar does', () => {
    const chrome = drawChrome()
    chrome.setTabBar(tabBar)
    chrome.setBars(bars)
    expect([inset('top'), inset('bottom')]).toEqual(['0px', '34px'])
    chrome.setBars({ ...bars, tabIndex: 0 })
    expect(inset('bottom')).toBe('0px')
    chrome.setTabBarHidden(true)
    expect(inset('bottom')).toBe('34px')
  })

  test('leaves room for the status bar where it reaches up to the top', () => {
    const chrome = drawChrome({ platform: 'android' })
    chrome.setBars({ ...bars, isCustom: true })
    expect([inset('top'), inset('bottom')]).toEqual(['28px', '20px'])
    chrome.setBars(bars)
    expect(inset('top')).toBe('0px')
  })

  function drawPlaced() {
    const chrome = drawChrome()
    const place = (element: Element, left: number, top: number, width: number, height: number) => {
      element.getBoundingClientRect = () =>
        ({ left, top, width, height, right: left + width, bottom: top + height }) as DOMRect
    }
    place(find('.phone-screen'), 100, 10, 390, 780)
    place(chrome.pageArea, 100, 101, 390, 605)
    place(find('.phone-capsule'), 395, 63, 88, 32)
    return chrome
  }

  test('and the capsule are measured on the screen', () => {
    const chrome = drawPlaced()
    expect(chrome.measureCapsule()).toEqual({
      left: 295,
      top: 53,
      right: 383,
      bottom: 85,
      width: 88,
      height: 32,
    })
    expect(chrome.measure()).toEqual({
      screenWidth: 390,
      screenHeight: 780,
      screenTop: 91,
      windowWidth: 390,
      windowHeight: 605,
      statusBarHeight: 47,
      pixelRatio: window.devicePixelRatio,
      safeArea: { left: 0, top: 47, right: 390, bottom: 746, width: 390, height: 699 },
    })
  })

  test('lies in the theme that is set', () => {
    const chrome = drawChrome({ theme: 'dark' })
    expect(find('.phone-screen').dataset.theme).toBe('dark')
    chrome.setTheme('light')
    expect(find('.phone-screen').dataset.theme).toBe('light')
  })
})
