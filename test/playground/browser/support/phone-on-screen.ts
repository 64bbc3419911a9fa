/** One phone of the panel: what a person sees of it, and what a test asks beyond that. */
import type { Frame, Page } from 'playwright-core'
import type { Phone, PhoneEvent } from '../../../../playground/phone/phone'
import {
  describeScreen,
  findPhone as findPhoneOnScreen,
  type PhoneOnScreen as Seen,
} from '../../../../scripts/playground/phone-on-screen.mjs'
import { EXPIRY_MS } from './eventually'

export interface PhoneOnScreen extends Seen {
  /** Runs in the frame, for what cannot be seen. */
  evaluate<Result, Argument>(
    run: (argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result>
  frame(): Promise<Frame>
  /** The page stack's routes, the visible page last. */
  routes(): Promise<readonly string[]>
  /** How many events of a type the phone told within so long. */
  countEvents(type: PhoneEvent['type'], withinMs: number): Promise<number>
}

/** A phone of the panel. */
export const findPhone = (page: Page, name: string): PhoneOnScreen =>
  createPhone(findPhoneOnScreen(page, name), async () => {
    const selector = `iframe[title="Phone of ${name}"]`
    const element = await page.waitForSelector(selector, { timeout: EXPIRY_MS })
    const found = await element.contentFrame()
    if (!found) throw new Error(`the phone of ${name} has no frame`)
    return found
  })

/** A phone that fills a page of its own; there is no panel to say how it is. */
export const phoneOf = (page: Page, name: string): PhoneOnScreen =>
  createPhone(
    {
      name,
      body: page.locator('body'),
      screen: page,
      state: page.locator('.phone-state'),
      ...describeScreen(page),
    },
    () => Promise.resolve(page.mainFrame()),
  )

function createPhone(seen: Seen, frame: () => Promise<Frame>): PhoneOnScreen {
  const phone: PhoneOnScreen = {
    ...seen,
    frame,
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
