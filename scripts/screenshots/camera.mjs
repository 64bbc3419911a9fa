/** Takes the pictures of one window. */
import { join } from 'node:path'
import { writePicture } from './picture.mjs'

/** What moves stands still by then: a bar that opens, a button that was pressed. */
const SETTLE_MS = 500

/** What documents are read on: GitHub's white, and its dark. */
const PAPER = { light: '#ffffff', dark: '#0d1117' }

/**
 * A phone by itself stands on the paper. Its frame is drawn once more over the screen, since Chromium without a GPU
 * leaves corners of some pages square. The style reaches the pages of the phones too.
 *
 * @param {string} paper
 */
const alone = (paper) => `
  body:has(.stage), .stage { background: ${paper} !important }
  .phone-frame { position: relative; box-shadow: none !important }
  .phone-frame::after {
    position: absolute; inset: 0; border: var(--frame) solid #1b1e21; border-radius: 42px; content: ''; pointer-events: none;
  }
`

/**
 * @param {object} options
 * @param {import('./open-window.mjs').Window} options.window
 * @param {string} options.folder where the files go
 * @param {'light' | 'dark'} options.scheme ends their names
 * @param {(line: string) => void} options.tell hears of each file
 * @returns {import('./scenes.mjs').Camera}
 */
export function createCamera({ window: { page }, folder, scheme, tell }) {
  /** @type {(name: string, png: Buffer) => Promise<void>} */
  async function keep(name, png) {
    const file = `${name}-${scheme}.png`
    const bytes = await writePicture(png, join(folder, file))
    tell(`${file}: ${(bytes / 1000).toFixed(0)} kB`)
  }
  // One at a time: the style of one would be on the other.
  /** @type {Promise<unknown>} */
  let last = Promise.resolve()
  /** @type {<Result>(take: () => Promise<Result>) => Promise<Result>} */
  function afterTheLast(take) {
    const taken = last.then(take)
    last = taken.catch(() => {})
    return taken
  }
  return {
    async window(name) {
      await page.waitForTimeout(SETTLE_MS)
      await keep(name, await afterTheLast(() => page.screenshot()))
    },
    async phone(name, { body }) {
      await page.waitForTimeout(SETTLE_MS)
      const style = alone(PAPER[scheme])
      await keep(name, await afterTheLast(() => body.screenshot({ style })))
    },
  }
}
