/** One phone by itself: what jsdom cannot say about its `wx` and about what is drawn around a page. */
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { chromium, type Browser, type Page } from 'playwright-core'
import { openPlayground } from '../../../playground/open-playground.mjs'
import type { Phone } from '../../../playground/phone/phone'
import { gallery } from './support/gallery'

jest.setTimeout(60_000)

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

let browser: Browser
let playground: Awaited<ReturnType<typeof openPlayground>>
const pages: Page[] = []

beforeAll(async () => {
  browser = await chromium.connect(process.env['PLAYGROUND_CHROMIUM'] ?? '')
  playground = await openPlayground({ build: () => Promise.resolve(gallery) })
})
afterAll(async () => {
  await browser?.close()
  await playground?.close()
})
afterEach(async () => {
  for (const page of pages.splice(0)) await page.context().close()
})

interface Settings {
  readonly id?: string
  readonly theme?: 'light' | 'dark'
  readonly profile?: string
  readonly width?: number
}

async function openPhone({ width = 390, ...settings }: Settings = {}): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width, height: 780 } })).newPage()
  pages.push(page)
  await load(page, settings)
  return page
}

async function load(page: Page, settings: Settings): Promise<void> {
  const query = new URLSearchParams({ id: 'left', profile: 'ios', ...settings } as never)
  await page.goto(`${playground.url}/phone/?${query}`)
  await page.evaluate(() => (window.phone as Phone).ready)
}

/** `wx[name](options)`, and what its promise comes to. */
const wx = (page: Page, name: string, ...args: unknown[]): Promise<unknown> =>
  page.evaluate(
    async ([api, given]) => {
      type Wx = Record<string, (...args: unknown[]) => unknown>
      const app = (window.phone as Phone).app() as { wx: Wx }
      try {
        return await app.wx[api as string]?.(...(given as unknown[]))
      } catch (failure) {
        return failure
      }
    },
    [name, args],
  )

/** What a selector query says of a node's place. */
const askPlace = (page: Page, selector: string): Promise<unknown> =>
  page.evaluate((wanted) => {
    interface Query {
      select(selector: string): { boundingClientRect(callback: unknown): { exec(): void } }
    }
    const app = (window.phone as Phone).app() as { wx: { createSelectorQuery(): Query } }
    return new Promise((resolve) => {
      app.wx.createSelectorQuery().select(wanted).boundingClientRect(resolve).exec()
    })
  }, selector)

const focusedText = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '')

describe('places', () => {
  test.each([
    ['ios', 47 + 44, 50 + 34 + 1],
    ['android', 28 + 48, 50 + 20 + 1],
    ['devtools', 20 + 44, 50 + 0 + 1],
  ])(
    'the page of %s begins %i px below the top and ends %i px above the bottom',
    async (profile, top, below) => {
      const page = await openPhone({ profile })
      expect(await wx(page, 'getWindowInfo')).toMatchObject({
        screenWidth: 390,
        screenHeight: 780,
        screenTop: top,
        windowHeight: 780 - top - below,
      })
      expect(await askPlace(page, '#box')).toMatchObject({
        left: 16,
        top: 16,
        width: 100,
        height: 40,
      })
    },
  )

  test('a page that scrolled tells places from where it stands', async () => {
    const page = await openPhone()
    expect(
      await wx(page, 'pageScrollTo', { selector: '#box', offsetTop: 100, duration: 60 }),
    ).toEqual({
      errMsg: 'pageScrollTo:ok',
    })
    expect(await askPlace(page, '#box')).toMatchObject({ left: 16, top: -100 })
  })

  test('the capsule lies in the navigation bar, at its end', async () => {
    const page = await openPhone()
    const capsule = (await wx(page, 'getMenuButtonBoundingClientRect')) as DOMRect
    expect(capsule.top).toBeGreaterThanOrEqual(47)
    expect(capsule.bottom).toBeLessThanOrEqual(47 + 44)
    expect(390 - capsule.right).toBe(7)
  })
})

describe('the keyboard', () => {
  test('stays inside a dialog and goes back to where it was', async () => {
    const page = await openPhone()
    await page.getByRole('button', { name: 'second' }).focus()
    const answer = wx(page, 'showModal', { title: 'Leave?' })
    await page.getByRole('dialog', { name: 'Leave?' }).waitFor()
    const seen: string[] = []
    for (let presses = 0; presses < 5; presses += 1) {
      seen.push(await focusedText(page))
      await page.keyboard.press('Tab')
    }
    expect(seen).toEqual(['OK', 'Cancel', 'OK', 'Cancel', 'OK'])
    await page.keyboard.press('Escape')
    expect(await answer).toMatchObject({ confirm: false, cancel: true })
    expect(await focusedText(page)).toBe('second')
  })

  test('goes back by Escape, out of a field first', async () => {
    const page = await openPhone()
    await wx(page, 'navigateTo', { url: '/pages/above/above' })
    await page.getByPlaceholder('name').click()
    await page.keyboard.press('Escape')
    await page.getByRole('heading', { name: 'above' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('heading', { name: 'first' }).waitFor()
  })
})

test('a missing API is named on the screen, and the page goes on', async () => {
  const page = await openPhone()
  await page.getByRole('button', { name: 'second' }).click()
  await page.getByText('locate').click()
  await page
    .getByRole('alert')
    .getByText('wx.getLocation is not in the playground (playground/README.md lists what is)')
    .waitFor()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await page.getByRole('button', { name: 'first' }).click()
  await page.getByRole('heading', { name: 'first' }).waitFor()
})

test('storage outlives a reload and is not shared between phones', async () => {
  const page = await openPhone({ id: 'left' })
  await wx(page, 'setStorage', { key: 'draft', data: { text: '中文' } })
  await load(page, { id: 'right' })
  expect(await wx(page, 'getStorageInfoSync')).toMatchObject({ keys: [] })
  await load(page, { id: 'left' })
  expect(await wx(page, 'getStorageSync', 'draft')).toEqual({ text: '中文' })
})

describe('axe has nothing to say', () => {
  const scenes: Record<string, (page: Page) => Promise<unknown>> = {
    'of a tab with a badge': (page) => wx(page, 'setTabBarBadge', { index: 1, text: '3' }),
    'of a page above': (page) => wx(page, 'navigateTo', { url: '/pages/above/above' }),
    'of a toast': (page) => wx(page, 'showToast', { title: 'sent', duration: 60_000 }),
    'of a modal': (page) =>
      open(page, 'showModal', { title: 'Your name', editable: true, placeholderText: 'ann' }),
    'of an action sheet': (page) =>
      open(page, 'showActionSheet', { alertText: 'Line', itemList: ['Copy', 'Delete'] }),
    'of an error': async (page) => {
      await page.getByRole('button', { name: 'second' }).click()
      await page.getByText('locate').click()
      await page.getByRole('alert').waitFor()
    },
    'of the background': (page) => page.getByRole('button', { name: 'Close' }).click(),
  }

  /** Without waiting for the answer. */
  async function open(page: Page, name: string, options: object): Promise<void> {
    void wx(page, name, options).catch(() => {})
    await page.getByRole('dialog').waitFor()
  }

  // Contrast is the theme's, places are the width's: two of the four say all.
  const cases = Object.keys(scenes).flatMap((name) => [
    [name, 'light', 320] as const,
    [name, 'dark', 768] as const,
  ])

  test.each(cases)('%s, %s, %d px wide', async (name, theme, width) => {
    const page = await openPhone({ theme, width })
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await scenes[name]?.(page)
    await page.evaluate(axe)
    const found = await page.evaluate(async () => {
      interface Axe {
        run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
      }
      const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run()
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
    })
    expect(found).toEqual([])
  })
})
