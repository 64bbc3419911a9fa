/** A mini-program that has nothing to do with sockets: navigation, storage, dialogs, built-in tags, and what goes wrong. */
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { startProject } from './support/command'
import { eventually } from './support/eventually'
import type { PhoneOnScreen } from './support/phone-on-screen'
import { useScene, type Window } from './support/scene'

const scene = useScene(() => startProject(join(__dirname, 'fixtures/tour'), '--no-watch'))

/** Without the panel. */
async function open(): Promise<PhoneOnScreen> {
  const ann = await scene.openPhonePage()
  await ann.title('Home')
  return ann
}

async function openPanel(options?: Parameters<typeof scene.openWindow>[0]): Promise<Window> {
  const window = await scene.openWindow(options)
  await window.ann.title('Home')
  return window
}

/** What the page says in its line, as JSON. */
async function said({ page }: PhoneOnScreen): Promise<unknown> {
  const text = await page.getByRole('status', { name: /^(Said|Query)$/ }).textContent()
  return text ? JSON.parse(text) : null
}

async function says(phone: PhoneOnScreen, value: unknown): Promise<void> {
  await eventually(async () => expect(await said(phone)).toEqual(value))
}

async function stepsOf(phone: PhoneOnScreen): Promise<readonly string[]> {
  await phone.tap('tell the steps')
  await eventually(async () => expect(await said(phone)).toHaveProperty('steps'))
  return ((await said(phone)) as { steps: readonly string[] }).steps
}

describe('navigation', () => {
  test('goes to a page with a query, and back', async () => {
    const ann = await open()
    await ann.tap('open a detail')
    await ann.title('Detail')
    // As WeChat does: nobody decodes it but the page.
    await says(ann, { name: 'a%20b', count: '2' })
    expect(await ann.routes()).toEqual(['pages/home/home', 'pages/detail/detail'])
    expect(await ann.screen.getByRole('navigation', { name: 'Tab bar' }).isVisible()).toBe(false)
    await ann.back()
    await ann.title('Home')
    expect(await stepsOf(ann)).toEqual([
      'home load',
      'home show',
      'home ready',
      'home hide',
      'detail load',
      'detail unload',
      'home show',
    ])
  })

  test('goes back over two pages at once', async () => {
    const ann = await open()
    await ann.tap('open a detail')
    await ann.tap('deeper')
    await says(ann, { depth: 'more' })
    expect(await ann.routes()).toHaveLength(3)
    await ann.tap('two back')
    await ann.title('Home')
    expect(await ann.routes()).toEqual(['pages/home/home'])
  })

  test.each(['redirect', 'by navigator'])(
    'puts a page in the place of another: %s',
    async (how) => {
      const ann = await open()
      await ann.tap('open a detail')
      await ann.title('Detail')
      const role = how === 'redirect' ? 'button' : 'link'
      await ann.page.getByRole(role, { name: how, exact: true }).click()
      await says(ann, { by: how.replace('by ', '') })
      expect(await ann.routes()).toEqual(['pages/home/home', 'pages/detail/detail'])
    },
  )

  test('keeps a tab while another one is shown, and closes what lay above it', async () => {
    const ann = await open()
    await ann.tap('open a detail')
    await ann.tap('switch to Tags')
    await ann.title('Tags')
    expect(await ann.routes()).toEqual(['pages/tags/tags'])
    await ann.tab('Home')
    await ann.title('Home')
    const steps = await stepsOf(ann)
    expect(steps.filter((step) => step === 'home load')).toHaveLength(1)
    expect(steps).toContain('detail unload')
  })

  test('begins anew with reLaunch', async () => {
    const ann = await open()
    await ann.tap('open a detail')
    await ann.tap('relaunch at Home')
    await ann.title('Home')
    expect(await ann.routes()).toEqual(['pages/home/home'])
    const steps = await stepsOf(ann)
    expect(steps.slice(4)).toEqual([
      'detail load',
      'detail unload',
      'home unload',
      'home load',
      'home show',
      'home ready',
    ])
  })

  test('fails where there is no page, in the words of WeChat', async () => {
    const ann = await open()
    await ann.tap('open what is not there')
    await says(
      ann,
      expect.objectContaining({ errMsg: 'navigateTo:fail page "pages/none/none" is not found' }),
    )
  })

  test('changes the title of one page', async () => {
    const ann = await open()
    await ann.tap('open a detail')
    await ann.tap('rename')
    await ann.title('Renamed')
    await ann.back()
    await ann.title('Home')
  })
})

describe('what stands around a page', () => {
  test('shows a toast, and takes it away', async () => {
    const ann = await open()
    await ann.tap('show a toast')
    const toast = ann.screen.getByText('Toasted')
    await toast.waitFor()
    await toast.waitFor({ state: 'detached' })
  })

  test.each([
    ['OK', { confirm: true, cancel: false }],
    ['Cancel', { confirm: false, cancel: true }],
  ])('asks in a modal, and hears %s', async (answer, heard) => {
    const ann = await open()
    await ann.tap('ask something')
    const dialog = ann.screen.getByRole('dialog', { name: 'Sure?' })
    await dialog.getByText('There is no way back.').waitFor()
    await dialog.getByRole('button', { name: answer }).click()
    await says(ann, expect.objectContaining(heard))
    expect(await dialog.count()).toBe(0)
  })

  test('offers a choice', async () => {
    const ann = await open()
    await ann.tap('offer a choice')
    await ann.screen.getByRole('dialog').getByRole('button', { name: 'coffee' }).click()
    await says(ann, expect.objectContaining({ tapIndex: 1 }))
  })

  test('keeps the storage over a relaunch, one for each phone', async () => {
    const { ann, bob, controls } = await openPanel()
    await ann.tap('keep something')
    await says(ann, expect.objectContaining({ errMsg: 'setStorage:ok' }))
    await (await controls('ann')).getByRole('button', { name: 'Relaunch' }).click()
    await eventually(async () => expect(await stepsOf(ann)).toHaveLength(3))
    await ann.tap('find what is kept')
    await says(ann, expect.objectContaining({ data: { at: [1, 2] } }))
    await bob.tap('find what is kept')
    await says(bob, expect.objectContaining({ errMsg: 'getStorage:fail data not found' }))
  })

  test('copies to the clipboard of the computer', async () => {
    const { ann, page } = await openPanel({ permissions: ['clipboard-read', 'clipboard-write'] })
    await ann.tap('copy a word')
    await eventually(async () => {
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('word')
    })
  })

  test('tells the app about the phone', async () => {
    const ann = await open()
    await ann.tap('tell the system')
    await says(ann, expect.objectContaining({ language: 'en', width: 375 }))
  })
})

describe('built-in tags', () => {
  async function openTags(): Promise<PhoneOnScreen> {
    const ann = await open()
    await ann.tab('Tags')
    await ann.title('Tags')
    return ann
  }

  test('draw templates, wxs and conditions', async () => {
    const { page } = await openTags()
    await page.getByText('hello template').waitFor()
    await page.getByText('WXS', { exact: true }).waitFor()
    await page.getByText('it is off').waitFor()
    await page.getByRole('switch', { name: 'Switch' }).click()
    await page.getByText('it is on').waitFor()
  })

  test('take what is typed, and no more than fits', async () => {
    const phone = await openTags()
    const field = phone.page.getByRole('textbox', { name: 'Field', exact: true })
    await field.pressSequentially('abcdefg')
    await says(phone, { typed: 'abcde' })
    await field.press('Enter')
    await says(phone, { confirmed: 'abcde' })
    await phone.page.getByRole('textbox', { name: 'Long field' }).fill('two\nlines')
    await says(phone, { typed: 'two\nlines' })
  })

  test('slide, and show how far', async () => {
    const phone = await openTags()
    const slider = phone.page.getByRole('slider', { name: 'Slider' })
    await slider.focus()
    await slider.press('ArrowRight')
    await says(phone, { slid: 5 })
    const progress = phone.page.getByRole('progressbar', { name: 'Progress' })
    expect(await progress.getAttribute('aria-valuenow')).toBe('40')
  })

  test('answer selectors with sizes', async () => {
    const phone = await openTags()
    await phone.tap('measure')
    await says(phone, { wide: 375, rows: 6, scrollTop: 0 })
  })

  test('paint on a canvas', async () => {
    const phone = await openTags()
    await phone.tap('draw')
    await says(phone, { width: 120, height: 80 })
    const colors = await phone.page.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
      const { data = [] } = canvas.getContext('2d')?.getImageData(59, 40, 2, 1) ?? {}
      return [...data]
    })
    // The last column that was painted, and the first that was not.
    expect(colors).toEqual([31, 157, 97, 255, 0, 0, 0, 0])
  })

  test('show pictures of the app', async () => {
    const phone = await openTags()
    const picture = phone.page.getByRole('img', { name: 'Picture' })
    await eventually(async () => {
      const width = await picture.evaluate((found) => (found as HTMLImageElement).naturalWidth)
      expect(width).toBe(4)
    })
  })

  test('scroll to what is asked for', async () => {
    const phone = await openTags()
    await phone.tap('down the list')
    await says(phone, { scrolled: 180 })
  })

  test('let a tap bubble, unless it is caught or the tag is disabled', async () => {
    const phone = await openTags()
    await phone.tap('bubbling')
    await says(phone, ['tap inside', 'outside from inside'])
    await phone.tap('caught')
    await says(phone, ['tap caught'])
    await phone.page.getByRole('button', { name: 'disabled' }).click({ force: true })
    await phone.tap('bubbling')
    await says(phone, ['tap inside', 'outside from inside'])
  })
})

describe('what goes wrong in the app', () => {
  test('is shown when a handler throws, and the rest goes on', async () => {
    const window = await openPanel()
    const { ann } = window
    window.expectTrouble(/this handler throws/)
    await ann.tap('throw in a handler')
    const notice = ann.screen.getByRole('alert')
    await notice.getByText('this handler throws').waitFor()
    expect(await window.errors()).toEqual([
      expect.stringContaining('ann Error: this handler throws'),
    ])
    expect(await ann.page.getByRole('status', { name: 'Said' }).textContent()).toBe(
      'about to throw',
    )
    await ann.tap('tell the errors')
    await says(ann, { heard: [expect.stringContaining('this handler throws')] })
    await notice.getByRole('button', { name: 'Dismiss' }).click()
    expect(await notice.isVisible()).toBe(false)
  })

  test('is said of an API that is not there, and the rest goes on', async () => {
    const window = await openPanel()
    const { ann } = window
    window.expectTrouble(/wx\.getLocation/)
    await ann.tap('call an API that is not there')
    const words = 'wx.getLocation is not in the playground (playground/README.md lists what is)'
    await ann.screen.getByRole('alert').getByText(words).waitFor()
    await eventually(async () => {
      expect(await window.errors()).toEqual([expect.stringContaining(words)])
    })
    await ann.tap('show a toast')
    await ann.screen.getByText('Toasted').waitFor()
  })
})
