/** One phone, by what a person sees of it. */

/**
 * Where things are looked for: a frame, or a page of its own.
 *
 * @typedef {Pick<import('playwright-core').FrameLocator, 'locator' | 'getByRole' | 'getByText'>} Screen
 */

/**
 * @typedef {object} PhoneOnScreen
 * @property {string} name
 * @property {import('playwright-core').Locator} body the phone as it is drawn, without the line above it
 * @property {Screen} screen its frame, and all that is drawn around the app in it
 * @property {import('playwright-core').Locator} state what the panel says above the phone: where the app is, and the state of its socket
 * @property {import('playwright-core').Locator} page the page that is visible, without what is drawn around it
 * @property {(text: string) => Promise<void>} title what is drawn around a page says that the page has this title
 * @property {(text: string) => Promise<void>} tab taps an entry of the tab bar
 * @property {(label: string) => Promise<void>} tap taps a button of the page
 * @property {() => Promise<void>} back
 */

/**
 * A phone of the panel.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} name
 * @returns {PhoneOnScreen}
 */
export function findPhone(page, name) {
  const region = page.getByRole('region', { name: `Phone of ${name}` })
  const screen = page.frameLocator(`iframe[title="Phone of ${name}"]`)
  return {
    name,
    body: region.locator('.phone-frame'),
    screen,
    state: region.locator('.phone-state'),
    ...describeScreen(screen),
  }
}

/** @param {Screen} screen */
export function describeScreen(screen) {
  const shown = screen.locator('.page-frame:not([data-covered])')
  return {
    page: shown,
    /** @param {string} text */
    async title(text) {
      await screen.getByRole('heading', { level: 1, name: text, exact: true }).waitFor()
    },
    /** @param {string} text */
    tab: (text) =>
      screen
        .getByRole('navigation', { name: 'Tab bar' })
        .getByRole('button', { name: text })
        .click(),
    /** @param {string} label */
    tap: (label) => shown.getByRole('button', { name: label, exact: true }).click(),
    back: () => screen.getByRole('button', { name: 'Back', exact: true }).click(),
  }
}
