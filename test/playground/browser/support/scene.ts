/** A command, and panels in windows of their own; whatever goes wrong unseen fails the test. */
import { afterAll, afterEach, beforeAll, jest } from '@jest/globals'
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
} from 'playwright-core'
import { START_EXPIRY_MS, type RunningCommand } from './command'
import { EXPIRY_MS } from './eventually'
import { listenForNoise, type Noise } from './noise'
import { createPanel, untilConnected, type Panel } from './panel'
import { phoneOf, type PhoneOnScreen } from './phone-on-screen'

export interface Window extends Panel {
  readonly context: BrowserContext
  /** Accepts what goes wrong on purpose: an error of the timeline, what is printed, what is thrown. */
  expectTrouble(pattern: RegExp): void
}

export interface Scene {
  readonly url: string
  /** A window without a past. */
  openWindow(options?: BrowserContextOptions): Promise<Window>
  /** Both phones, each in a page of its own, which is as large as its screen; there is no panel. */
  openPhonePages(): Promise<readonly [PhoneOnScreen, PhoneOnScreen]>
  /** Ann's phone in a page of its own, as large as the panel shows it. */
  openPhonePage(): Promise<PhoneOnScreen>
  /** One window with both phones connected, for all tests of the file. */
  keepPhones(): Promise<Window>
  /** A window with both phones connected. */
  openPhones(options?: BrowserContextOptions): Promise<Window>
}

interface Opened {
  readonly window: Window
  readonly noise: Noise
}

/** Room for both phones at their size, and the panel beside them. */
const VIEWPORT = { width: 1440, height: 900 }

/** A test may wait for several things, one after the other. */
const TEST_EXPIRY_MS = 60_000

/** Starts the command before the first test of the file and ends it after the last. */
export function useScene(start: () => Promise<RunningCommand>): Scene {
  jest.setTimeout(TEST_EXPIRY_MS)
  let browser: Browser
  let command: RunningCommand
  let windows: Opened[] = []
  let kept: Opened | undefined

  beforeAll(async () => {
    browser = await chromium.connect(process.env['PLAYGROUND_CHROMIUM'] ?? '')
    command = await start()
  }, START_EXPIRY_MS + EXPIRY_MS)

  afterAll(async () => {
    await browser?.close()
    await command?.end()
  })

  afterEach(async () => {
    const opened = windows
    windows = []
    const complaints: string[] = []
    for (const { window, noise } of kept ? [kept, ...opened] : opened) {
      if (!window.page.isClosed()) (await window.errors()).forEach(noise.add)
      complaints.push(...noise.unexpected())
    }
    for (const { window } of opened) await window.context.close()
    if (complaints.length > 0) throw new Error(`nobody expected:\n${complaints.join('\n')}`)
  })

  async function openWindow(options: BrowserContextOptions = {}, path = '/'): Promise<Window> {
    const context = await browser.newContext({ viewport: VIEWPORT, ...options })
    context.setDefaultTimeout(EXPIRY_MS)
    const noise = listenForNoise(context)
    const page = await context.newPage()
    const window: Window = {
      ...createPanel(page),
      context,
      expectTrouble: noise.expect,
    }
    windows.push({ window, noise })
    await page.goto(`${command.url}${path}`)
    return window
  }

  return {
    get url() {
      return command.url
    },
    openWindow,
    async openPhonePage() {
      const [ann] = await readPhones(command.url)
      const { page } = await openWindow({ viewport: { width: 375, height: 760 } }, ann?.path)
      return phoneOf(page, 'ann')
    },
    async keepPhones() {
      if (kept) return kept.window
      const window = await openWindow()
      kept = windows.pop()
      await untilConnected(window)
      return window
    },
    async openPhonePages() {
      const [ann, bob] = await readPhones(command.url)
      const window = await openWindow({}, ann?.path)
      const second = await window.context.newPage()
      await second.goto(`${command.url}${bob?.path}`)
      return [phoneOf(window.page, 'ann'), phoneOf(second, 'bob')]
    },
    async openPhones(options) {
      const window = await openWindow(options)
      await untilConnected(window)
      return window
    },
  }
}

/** Where each phone of a playground is, in light colours, with the habits of Android. */
async function readPhones(url: string): Promise<readonly { readonly path: string }[]> {
  const { phones } = (await (await fetch(`${url}/config.json`)).json()) as {
    phones: { id: string; query: Record<string, string> }[]
  }
  return phones.map(({ id, query }) => {
    const look = { id, profile: 'android', theme: 'light', language: 'en' }
    return {
      path: `/phone/?${new URLSearchParams({ ...look, query: `${new URLSearchParams(query)}` })}`,
    }
  })
}
