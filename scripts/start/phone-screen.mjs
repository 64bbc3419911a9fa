/** What an app asks a phone to show around its pages: the title, the badge on a tab, the clipboard. */

/** @typedef {ReturnType<typeof createPhoneScreen>} PhoneScreen */

export function createPhoneScreen() {
  const shown = {
    title: '',
    /** On the tab of the chat; empty when there is none. */
    badge: '',
    /** @type {string[]} what was copied, the first first */
    clipboard: [],
  }
  const query = {
    select: () => query,
    // Nothing is drawn, so nothing has a place.
    boundingClientRect: () => query,
    exec() {},
  }
  const api = {
    setNavigationBarTitle: (/** @type {{ title: string }} */ { title }) => {
      shown.title = title
    },
    setTabBarBadge: (/** @type {{ text: string }} */ { text }) => {
      shown.badge = text
    },
    removeTabBarBadge: () => {
      shown.badge = ''
    },
    setClipboardData: (/** @type {{ data: string }} */ { data }) => shown.clipboard.push(data),
    createSelectorQuery: () => query,
    getAppBaseInfo: () => ({ language: 'en', theme: 'light' }),
  }
  return { shown, api }
}
