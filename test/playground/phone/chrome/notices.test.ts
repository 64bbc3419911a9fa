/**
 * Toast, errors, and the cover of the background.
 *
 * @jest-environment jsdom
 */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import type { Toast } from '../../../../playground/phone/ports'
import { followFake } from '../../../../playground/phone/chrome/follow-fake'
import { createFakeWx } from '../../../../src/testing'
import { button, drawChrome, find } from './draw'

const toast: Toast = {
  title: 'sent',
  icon: 'success',
  imageUrl: null,
  durationMs: 1500,
  hasMask: false,
}

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

describe('toast', () => {
  const place = () => find('[role="status"]')

  test('goes when its time is over', () => {
    drawChrome().showToast(toast)
    expect(place().textContent).toBe('sent')
    expect(place().querySelector('.phone-icon-success')).not.toBeNull()
    jest.advanceTimersByTime(1499)
    expect(place().textContent).toBe('sent')
    jest.advanceTimersByTime(1)
    expect(place().textContent).toBe('')
  })

  test('stays without a time, until it is hidden or replaced', () => {
    const chrome = drawChrome()
    chrome.showToast({ ...toast, icon: 'loading', durationMs: null, hasMask: true })
    jest.advanceTimersByTime(60_000)
    expect(place().classList.contains('phone-toast-mask')).toBe(true)
    chrome.showToast({ ...toast, title: 'done' })
    expect([place().textContent, place().className]).toEqual(['done', 'phone-toast-place'])
    chrome.hideToast()
    expect(place().textContent).toBe('')
  })

  test('is not hidden by the time of the one before', () => {
    const chrome = drawChrome()
    chrome.showToast(toast)
    jest.advanceTimersByTime(1000)
    chrome.showToast({ ...toast, title: 'again' })
    jest.advanceTimersByTime(1000)
    expect(place().textContent).toBe('again')
  })

  test('shows a picture in place of the sign, or neither', () => {
    const chrome = drawChrome()
    chrome.showToast({ ...toast, imageUrl: '/x.png' })
    expect(place().querySelector('img')?.getAttribute('src')).toBe('/x.png')
    expect(place().querySelector('svg')).toBeNull()
    chrome.showToast({ ...toast, icon: 'none' })
    expect(place().querySelector('img, svg')).toBeNull()
  })
})

describe('errors', () => {
  const notice = () => find('[role="alert"]')
  const read = () => [find('.phone-error-text').textContent, find('.phone-error-count').textContent]

  test('are read aloud, counted, and closed one by one', () => {
    const chrome = drawChrome()
    expect(notice().hidden).toBe(true)
    chrome.showError('first')
    expect([notice().hidden, ...read()]).toEqual([false, 'first', ''])
    chrome.showError('first')
    expect(read()).toEqual(['first', '×2'])
    chrome.showError('second')
    expect(read()).toEqual(['second', '1/2'])
    button('Dismiss').click()
    expect(read()).toEqual(['first', '×2'])
    button('Dismiss').click()
    expect(notice().hidden).toBe(true)
  })

  test('are at most 20, and the ones that are kept still count', () => {
    const chrome = drawChrome()
    for (let index = 0; index < 30; index += 1) chrome.showError(`error ${index}`)
    expect(read()).toEqual(['error 19', '1/20'])
    chrome.showError('error 0')
    expect(read()).toEqual(['error 0', '×2 · 1/20'])
  })
})

describe('cover of the background', () => {
  const cover = () => find('.phone-cover')
  const behind = () =>
    ['.phone-top', 'main', 'nav', '.phone-layer', '.phone-error'].map(
      (selector) => find(selector).inert,
    )

  test('lies over everything and brings the app back', () => {
    const chrome = drawChrome()
    let returns = 0
    chrome.onReturn(() => (returns += 1))
    expect(cover().hidden).toBe(true)
    chrome.setBackground(true)
    chrome.setBackground(true)
    expect([cover().hidden, ...behind()]).toEqual([false, true, true, true, true, true])
    button('Return to the app').click()
    expect(returns).toBe(1)
    chrome.setBackground(false)
    expect([cover().hidden, ...behind()]).toEqual([true, false, false, false, false, false])
  })

  test('follows the fake, also where the app is told nothing', () => {
    const fake = createFakeWx()
    const followed = followFake(fake, drawChrome())
    const heard: string[] = []
    followed.wx.onAppHide(() => void heard.push('hide'))
    followed.hide({ event: false })
    expect([cover().hidden, followed.isHidden, heard]).toEqual([false, true, []])
    followed.show()
    expect([cover().hidden, followed.isHidden]).toEqual([true, false])
    expect(followed.listenerCount('appHide')).toBe(1)
  })

  test('leaves a dialog that was open as it was', () => {
    const chrome = drawChrome()
    void chrome.showActionSheet({ title: null, items: ['a'], itemColor: null })
    chrome.setBackground(true)
    chrome.setBackground(false)
    expect(behind()).toEqual([true, true, true, false, false])
  })
})
