/** A chrome on an empty page of jsdom, and how a person works it. */
import type { ChromeOptions } from '../../../../playground/phone/chrome/create-chrome'
import { createChrome } from '../../../../playground/phone/chrome/create-chrome'
import type { PageBars, TabBar } from '../../../../playground/phone/ports'

/** Draws a chrome; the one before is taken off the page. */
export function drawChrome(options: Partial<ChromeOptions> = {}) {
  document.body.replaceChildren()
  return createChrome(document.body, {
    platform: 'ios',
    language: 'en',
    theme: 'light',
    time: '9:41',
    ...options,
  })
}

export const bars: PageBars = {
  page: {},
  title: 'Rooms',
  backgroundColor: 'rgb(255, 255, 255)',
  textStyle: 'black',
  isCustom: false,
  leading: 'none',
  tabIndex: null,
}

export const tabBar: TabBar = {
  color: '#5f5f5f',
  selectedColor: '#067a45',
  backgroundColor: '#fafafa',
  borderStyle: 'black',
  tabs: ['Chat', 'Lab', 'More'].map((text) => ({
    text,
    iconUrl: `/${text}.png`,
    selectedIconUrl: `/${text}-selected.png`,
  })),
}

/** The first element of a selector; there has to be one. */
export function find(selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(selector)
  if (found === null) throw new Error(`nothing matches ${selector}`)
  return found
}

/** The button with these words on it, or with them as its label. */
export function button(words: string): HTMLElement {
  const buttons = [...document.querySelectorAll('button')]
  const found = buttons.find(
    (candidate) =>
      candidate.getAttribute('aria-label') === words || candidate.textContent === words,
  )
  if (found === undefined) throw new Error(`no button says ${words}`)
  return found
}

/** Presses a key where the focus is. Answers whether its default was prevented. */
export function press(key: string, shiftKey = false): boolean {
  const event = new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, cancelable: true })
  return !(document.activeElement ?? document.body).dispatchEvent(event)
}
