/**
 * Modal, action sheet and menu: the keyboard stays inside, and comes back.
 *
 * @jest-environment jsdom
 */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import type { Modal } from '../../../../playground/phone/ports'
import { bars, button, drawChrome, find, press } from './draw'

const modal: Modal = {
  title: 'Leave?',
  content: 'It stays in the outbox.',
  cancelText: 'Cancel',
  cancelColor: null,
  confirmText: 'Leave',
  confirmColor: null,
  placeholder: null,
}
const dialogs = () => document.querySelectorAll('[role="dialog"]')
const isBehind = () => ['.phone-top', 'main', 'nav'].map((selector) => find(selector).inert)

/** Gives promises their turns, also where they are made of timers. */
async function settle() {
  for (let turn = 0; turn < 8; turn += 1) await new Promise((resolve) => setTimeout(resolve, 0))
}

let hasFocus = true

beforeEach(() => {
  hasFocus = true
  jest.spyOn(document, 'hasFocus').mockImplementation(() => hasFocus)
})
afterEach(() => {
  jest.restoreAllMocks()
})

describe('modal', () => {
  test('is a dialog with a name and a description', async () => {
    const answer = drawChrome().showModal(modal)
    const dialog = find('[role="dialog"]')
    expect(dialog.getAttribute('aria-modal')).toBe('true')
    expect(find(`#${dialog.getAttribute('aria-labelledby')}`).textContent).toBe('Leave?')
    expect(find(`#${dialog.getAttribute('aria-describedby')}`).textContent).toBe(modal.content)
    button('Leave').click()
    expect(await answer).toEqual({ isConfirmed: true, content: null })
    expect(dialogs()).toHaveLength(0)
  })

  test('is named by its content where it has no title', () => {
    void drawChrome().showModal({ ...modal, title: '' })
    const dialog = find('[role="dialog"]')
    expect(find(`#${dialog.getAttribute('aria-labelledby')}`).textContent).toBe(modal.content)
    expect(dialog.hasAttribute('aria-describedby')).toBe(false)
  })

  test('says no by its other button, and by Escape', async () => {
    const chrome = drawChrome()
    const first = chrome.showModal(modal)
    button('Cancel').click()
    expect(await first).toEqual({ isConfirmed: false, content: null })
    const second = chrome.showModal(modal)
    expect(press('Escape')).toBe(true)
    expect(await second).toEqual({ isConfirmed: false, content: null })
  })

  test('has one button where there is nothing to cancel, and wears colours', () => {
    void drawChrome().showModal({ ...modal, cancelText: null, confirmColor: '#ff0000' })
    expect(document.querySelectorAll('[role="dialog"] button')).toHaveLength(1)
    expect(button('Leave').style.color).toBe('rgb(255, 0, 0)')
  })

  test('takes what is typed, by button or by Enter', async () => {
    const answer = drawChrome().showModal({ ...modal, content: 'ann', placeholder: 'your name' })
    const field = find('input') as HTMLInputElement
    expect(document.activeElement).toBe(field)
    expect([field.value, field.placeholder, field.getAttribute('aria-label')]).toEqual([
      'ann',
      'your name',
      'Leave?',
    ])
    field.value = 'ben'
    press('Enter')
    expect(await answer).toEqual({ isConfirmed: true, content: 'ben' })
  })

  test('waits for the one before', async () => {
    const chrome = drawChrome()
    const first = chrome.showModal(modal)
    const second = chrome.showModal({ ...modal, title: 'Really?' })
    expect(dialogs()).toHaveLength(1)
    button('Leave').click()
    await first
    await settle()
    expect(find('h2').textContent).toBe('Really?')
    button('Cancel').click()
    expect(await second).toEqual({ isConfirmed: false, content: null })
    expect(isBehind()).toEqual([false, false, false])
  })
})

describe('the keyboard', () => {
  test('goes into the dialog, round in it, and back where it was', async () => {
    const chrome = drawChrome()
    chrome.pageArea.innerHTML = '<button id="below">below</button>'
    find('#below').focus()
    const answer = chrome.showModal(modal)
    expect(isBehind()).toEqual([true, true, true])
    expect(document.activeElement).toBe(button('Leave'))
    expect(press('Tab')).toBe(true)
    expect(document.activeElement).toBe(button('Cancel'))
    expect(press('Tab')).toBe(false)
    expect(press('Tab', true)).toBe(true)
    expect(document.activeElement).toBe(button('Leave'))
    button('Leave').click()
    await answer
    expect(isBehind()).toEqual([false, false, false])
    expect(document.activeElement?.id).toBe('below')
  })

  test('is not taken from somebody who types in the other phone', () => {
    hasFocus = false
    const chrome = drawChrome()
    void chrome.showModal(modal)
    expect(document.activeElement).toBe(document.body)
    window.dispatchEvent(new Event('focus'))
    expect(document.activeElement).toBe(button('Leave'))
  })

  test('closes by Escape even where nothing in the dialog has the focus', async () => {
    hasFocus = false
    const answer = drawChrome().showModal(modal)
    expect(press('Escape')).toBe(true)
    expect(await answer).toMatchObject({ isConfirmed: false })
  })
})

describe('action sheet', () => {
  const sheet = { title: 'Line', items: ['Copy', 'Delete'], itemColor: '#0000ff' }

  test('answers the number of the item', async () => {
    const answer = drawChrome().showActionSheet(sheet)
    expect(find('[role="dialog"]').getAttribute('aria-label')).toBe('Line')
    expect(button('Copy').style.color).toBe('rgb(0, 0, 255)')
    button('Delete').click()
    expect(await answer).toBe(1)
  })

  test.each<[string, () => unknown]>([
    ['its last button', () => button('Cancel').click()],
    ['Escape', () => press('Escape')],
    ['a tap beside it', () => find('.phone-shade').click()],
  ])('answers nothing when it is closed by %s', async (_, close) => {
    const answer = drawChrome().showActionSheet(sheet)
    close()
    expect(await answer).toBeNull()
    expect(dialogs()).toHaveLength(0)
  })

  test('stays when the tap was on it; a modal stays also when it was beside', () => {
    const chrome = drawChrome()
    void chrome.showActionSheet(sheet)
    find('.phone-sheet-title').click()
    expect(dialogs()).toHaveLength(1)
    void drawChrome().showModal(modal)
    find('.phone-shade').click()
    expect(dialogs()).toHaveLength(1)
  })
})

test("the capsule's menu offers to begin anew", async () => {
  const chrome = drawChrome()
  let restarts = 0
  chrome.onRestart(() => (restarts += 1))
  button('More').click()
  button('Cancel').click()
  await settle()
  expect(restarts).toBe(0)
  button('More').click()
  button('Restart the mini-program').click()
  await settle()
  expect(restarts).toBe(1)
})

describe('Escape', () => {
  test('goes back where there is a way back, and nothing is open', () => {
    const chrome = drawChrome()
    let backs = 0
    chrome.onBack(() => (backs += 1))
    chrome.setBars(bars)
    press('Escape')
    expect(backs).toBe(0)
    chrome.setBars({ ...bars, leading: 'back' })
    press('Escape')
    expect(backs).toBe(1)
    void chrome.showModal(modal)
    press('Escape')
    expect(backs).toBe(1)
  })

  test('takes the caret out of a field first', () => {
    const chrome = drawChrome()
    let backs = 0
    chrome.onBack(() => (backs += 1))
    chrome.setBars({ ...bars, leading: 'back' })
    chrome.pageArea.innerHTML = '<input>'
    find('input').focus()
    press('Escape')
    expect([backs, document.activeElement]).toEqual([0, document.body])
    press('Escape')
    expect(backs).toBe(1)
  })
})
