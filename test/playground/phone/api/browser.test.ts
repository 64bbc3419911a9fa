/**
 * What the phone has from the browser: clipboard, store, motor.
 *
 * @jest-environment jsdom
 */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createBrowserClipboard } from '../../../../playground/phone/api/browser-clipboard'
import { findBrowserStore } from '../../../../playground/phone/api/phone-store'
import { createTestPhone } from '../phone-parts'

const restores: (() => void)[] = []

/** Sets a property for one test. */
function replace(target: object, name: string, value: unknown): void {
  const before = Object.getOwnPropertyDescriptor(target, name)
  Object.defineProperty(target, name, { value, configurable: true, writable: true })
  restores.push(() => {
    if (before === undefined) Reflect.deleteProperty(target, name)
    else Object.defineProperty(target, name, before)
  })
}

afterEach(() => {
  for (const restore of restores.splice(0)) restore()
})

describe('clipboard', () => {
  let copied: string[]

  beforeEach(() => {
    copied = []
    replace(document, 'execCommand', () => {
      copied.push((document.activeElement as HTMLTextAreaElement).value)
      return true
    })
  })

  test("is the computer's where the browser gives it", async () => {
    let text = 'from elsewhere'
    replace(navigator, 'clipboard', {
      readText: async () => text,
      writeText: async (written: string) => void (text = written),
    })
    const clipboard = createBrowserClipboard(document)
    expect(await clipboard.read()).toBe('from elsewhere')
    await clipboard.write('history')
    expect(text).toBe('history')
    expect(copied).toEqual([])
  })

  test('is copied by selection where the browser refuses, and remembered', async () => {
    const refuse = () => Promise.reject(new Error('not allowed'))
    replace(navigator, 'clipboard', { readText: refuse, writeText: refuse })
    document.body.innerHTML = '<input id="field">'
    document.querySelector('input')!.focus()
    const clipboard = createBrowserClipboard(document)
    expect(await clipboard.read()).toBe('')
    await clipboard.write('history')
    expect(copied).toEqual(['history'])
    expect(await clipboard.read()).toBe('history')
    expect(document.body.innerHTML).toBe('<input id="field">')
    expect(document.activeElement?.id).toBe('field')
  })

  test('works where a page has none, as over plain HTTP', async () => {
    replace(navigator, 'clipboard', undefined)
    const clipboard = createBrowserClipboard(document)
    await clipboard.write('history')
    expect(await clipboard.read()).toBe('history')
  })
})

describe('store', () => {
  test("is the browser's, and left as it was", () => {
    expect(findBrowserStore()).toBe(localStorage)
    expect(localStorage.length).toBe(0)
  })

  test('is memory where the browser refuses', () => {
    replace(Object.getPrototypeOf(localStorage) as object, 'setItem', () => {
      throw new Error('denied')
    })
    const store = findBrowserStore()
    store.setItem('a', '1')
    expect([store.length, store.key(0), store.getItem('a')]).toEqual([1, 'a', '1'])
    store.removeItem('a')
    expect([store.length, store.key(0), store.getItem('a')]).toEqual([0, null, null])
  })
})

test('a browser without a motor does not fail, and options are checked as on a phone', async () => {
  const { ask } = createTestPhone()
  expect(await ask('setKeepScreenOn', { keepScreenOn: true })).toEqual({
    errMsg: 'setKeepScreenOn:ok',
  })
  expect(await ask('vibrateShort', { type: 'light' })).toEqual({ errMsg: 'vibrateShort:ok' })
  expect(await ask('vibrateShort', { type: 'loud' })).toEqual({
    errMsg: 'vibrateShort:fail invalid type "loud": heavy, medium or light',
  })
})

test('a browser with a motor uses it', async () => {
  const shaken: unknown[] = []
  replace(navigator, 'vibrate', (durationMs: number) => shaken.push(durationMs))
  const { ask } = createTestPhone()
  await ask('vibrateShort')
  await ask('vibrateLong')
  expect(shaken).toEqual([15, 400])
})
