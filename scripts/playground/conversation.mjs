/** What a person does and sees in a room of the demo's chat. */
import { eventually } from './eventually.mjs'

/** @typedef {import('./phone-on-screen.mjs').PhoneOnScreen} PhoneOnScreen */
/** @typedef {import('playwright-core').Locator} Locator */

/**
 * @typedef {object} Line
 * @property {'mine' | 'theirs'} side
 * @property {string} text
 * @property {string} mark `delivered`, `sending`, `failed`; empty for a line of somebody else
 */

/**
 * A room in the list of the first page.
 *
 * @type {(phone: Pick<PhoneOnScreen, 'page'>, title: string) => Locator}
 */
export const roomIn = ({ page }, title) =>
  page.getByRole('link', { name: new RegExp(`^${title}\\b`) })

/** @type {(phone: Pick<PhoneOnScreen, 'page' | 'title'>, title: string) => Promise<void>} */
export async function enterRoom(phone, title) {
  await roomIn(phone, title).click()
  await phone.title(title)
}

/** @type {(phone: Pick<PhoneOnScreen, 'page'>) => { field: Locator, button: Locator }} */
export const composerOf = ({ page }) => ({
  field: page.getByRole('textbox', { name: 'Message' }),
  button: page.getByRole('button', { name: 'Send', exact: true }),
})

/**
 * Types it and sends it.
 *
 * @type {(phone: Pick<PhoneOnScreen, 'page'>, text: string) => Promise<void>}
 */
export async function say(phone, text) {
  const { field, button } = composerOf(phone)
  await field.fill(text)
  await button.click()
  await eventually(async () => {
    const left = await field.inputValue()
    if (left !== '') throw new Error(`expected an empty field after sending, got '${left}'`)
  })
}

/** @type {(phone: Pick<PhoneOnScreen, 'page'>) => Promise<readonly Line[]>} */
export const linesOf = ({ page }) =>
  page.getByRole('log', { name: 'Messages' }).evaluate((log) =>
    [.../** @type {any} */ (log).querySelectorAll('.line')].map((line) => ({
      side: line.classList.contains('mine') ? 'mine' : 'theirs',
      text: line.querySelector('.bubble')?.textContent ?? '',
      mark: line.querySelector('[role="img"]')?.getAttribute('aria-label') ?? '',
    })),
  )

/**
 * Whether a line is there with this mark.
 *
 * @param {Pick<PhoneOnScreen, 'page'>} phone
 * @param {string} text
 * @param {string} mark
 */
export const untilMarked = (phone, text, mark) =>
  eventually(async () => {
    const lines = await linesOf(phone)
    const found = lines.findLast((line) => line.text === text)
    if (found?.mark !== mark)
      throw new Error(`expected '${text}' to be marked '${mark}', got '${found?.mark}'`)
  })
