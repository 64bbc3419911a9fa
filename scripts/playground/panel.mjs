/** The page around the phones, by its roles and names. */
import { eventually } from './eventually.mjs'

/** @typedef {import('playwright-core').Locator} Locator */

/**
 * @typedef {object} PanelParts
 * @property {(name: string) => Promise<Locator>} controls the controls of one phone, brought to the front
 * @property {(name: string, group: string, choice: string) => Promise<void>} choose takes one of a few, such as `None` of `Network`
 * @property {(label: string) => Promise<void>} server presses a button of the group "Server"
 * @property {() => Promise<readonly string[]>} timeline the rows of the timeline, each `who text`
 * @property {() => Promise<readonly string[]>} errors what the timeline shows as an error
 */

/**
 * @param {import('playwright-core').Page} page
 * @returns {PanelParts}
 */
export function findPanel(page) {
  /** @type {(name: string) => Promise<Locator>} */
  async function controls(name) {
    await page.getByRole('tab', { name }).click()
    return page.getByRole('tabpanel', { name })
  }
  const timeline = page.getByRole('region', { name: 'Timeline' })
  return {
    controls,
    async choose(name, group, choice) {
      const bar = (await controls(name)).getByRole('radiogroup', { name: group })
      await bar.locator('label').filter({ hasText: choice }).click()
    },
    server: (label) => serverButton(page, label).click(),
    timeline: () => rowTexts(timeline.getByRole('listitem')),
    errors: () => rowTexts(timeline.locator('li[data-kind="error"]')),
  }
}

/** @type {(page: import('playwright-core').Page, label: string) => Locator} */
export const serverButton = (page, label) =>
  page.getByRole('region', { name: 'Server' }).getByRole('button', { name: label, exact: true })

/**
 * Without the time.
 *
 * @param {Locator} rows
 * @returns {Promise<readonly string[]>}
 */
const rowTexts = (rows) =>
  rows.evaluateAll((found) =>
    found.map((row) =>
      [.../** @type {any} */ (row).querySelectorAll('.entry-who, .entry-text')]
        .map((part) => part.textContent)
        .join(' '),
    ),
  )

/**
 * Whether phones show their first page and are connected.
 *
 * @param {readonly import('./phone-on-screen.mjs').PhoneOnScreen[]} phones
 */
export async function untilOpen(phones) {
  for (const { name, state } of phones) {
    await eventually(async () => {
      const text = await state.textContent()
      if (text !== 'open')
        throw new Error(`expected the phone of ${name} to be open, it is ${text}`)
    })
  }
}
