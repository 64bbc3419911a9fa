/** The panel in a window of its own, both phones connected. */
import { findPanel, untilOpen } from '../playground/panel.mjs'
import { EXPIRY_MS } from '../playground/eventually.mjs'
import { findPhone } from '../playground/phone-on-screen.mjs'

/** @typedef {import('../playground/phone-on-screen.mjs').PhoneOnScreen} PhoneOnScreen */
/** @typedef {Awaited<ReturnType<typeof openWindow>>} Window */

/**
 * @param {import('playwright-core').Browser} browser
 * @param {object} options
 * @param {string} options.url of the playground
 * @param {'light' | 'dark'} options.scheme of the panel and the phones
 * @param {{ width: number, height: number }} options.viewport
 * @param {number} options.scale pixels of the picture to one of the page
 * @param {number} [options.phoneWidth] one of the panel's; without it the panel's own choice
 */
export async function openWindow(browser, { url, scheme, viewport, scale, phoneWidth }) {
  const context = await browser.newContext({
    viewport,
    deviceScaleFactor: scale,
    colorScheme: scheme,
  })
  context.setDefaultTimeout(EXPIRY_MS)
  const page = await context.newPage()
  await page.goto(url)
  if (phoneWidth !== undefined) {
    const widths = page.getByRole('radiogroup', { name: 'Width' })
    await widths
      .locator('label')
      .filter({ hasText: String(phoneWidth) })
      .click()
  }
  const ann = findPhone(page, 'ann')
  const bob = findPhone(page, 'bob')
  await untilOpen([ann, bob])
  return { ...findPanel(page), page, ann, bob, close: () => context.close() }
}
