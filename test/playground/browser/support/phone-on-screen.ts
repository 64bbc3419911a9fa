/** One phone of the panel, by what a person sees of it. */
import type { Frame, FrameLocator, Locator, Page } from 'playwright-core'
import type { Phone, PhoneEvent } from '../../../../playground/phone/phone'
import { EXPIRY_MS } from './eventually'

export interface PhoneOnScreen {
  readonly name: string
  /** The frame, and all that is drawn around the app in it. */
  readonly screen: FrameLocator
  /** What the panel says above the phone: where the app is, and the state of its socket. */
  readonly state: Locator
  /** The page that is visible, without what is drawn around it. */
  readonly page: Locator
  /** What is drawn around a page says that the page has this title. */
  title(text: string): Promise<void>
  /** Taps an entry of the tab bar. */
  tab(text: string): Promise<void>
  /** Taps a button of the page. */
  tap(label: string): Promise<void>
  back(): Promise<void>
  /** Runs in the frame, for what cannot be seen. */
  evaluate<Result, Argument>(
    run: (argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result>
  /** The page stack's routes, the visible page last. */
  routes(): Promise<readonly string[]>
  /** How many events of a type the phone told within so long. */
  countEvents(type: PhoneEvent['type'], withinMs: number): Promise<number>
}

export function findPhone(page: Page, name: string): PhoneOnScreen {
  const selector = `iframe[title="Phone of ${name}"]`
  const screen = page.frameLocator(selector)
  const within = page.getByRole('region', { name: `Phone of ${name}` })

  async function frame(): Promise<Frame> {
    const element = await page.waitForSelector(selector, { timeout: EXPIRY_MS })
    const found = await element.contentFrame()
    if (!found) throw new Error(`the phone of ${name} has no frame`)
    return found
  }

  const phone: PhoneOnScreen = {
    name,
    screen,
    state: within.locator('.phone-state'),
    page: screen.locator('.page-frame:not([data-covered])'),
    async title(text) {
      await screen.getByRole('heading', { level: 1, name: text, exact: true }).waitFor()
    },
    tab: (text) =>
      screen
        .getByRole('navigation', { name: 'Tab bar' })
        .getByRole('button', { name: text })
        .click(),
    tap: (label) => phone.page.getByRole('button', { name: label, exact: true }).click(),
    back: () => screen.getByRole('button', { name: 'Back', exact: true }).click(),
    evaluate: async (run, argument) =>
      (await frame()).evaluate(run as never, argument as never) as never,
    routes: () =>
      phone.evaluate(() => (window.phone as Phone).pages.map(({ route }) => route), null),
    countEvents: (type, withinMs) => phone.evaluate(countEvents, { type, withinMs }),
  }
  return phone
}

/** Runs in the frame. */
function countEvents(wanted: {
  readonly type: PhoneEvent['type']
  readonly withinMs: number
}): Promise<number> {
  return new Promise((resolve) => {
    let count = 0
    const stop = (window.phone as Phone).on(({ type }) => {
      if (type === wanted.type) count += 1
    })
    setTimeout(() => {
      stop()
      resolve(count)
    }, wanted.withinMs)
  })
}
