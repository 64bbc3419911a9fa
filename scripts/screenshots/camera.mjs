/** Takes the pictures of one window. */
import { join } from 'node:path'
import { writePicture } from './picture.mjs'

/** What moves stands still by then: a bar that opens, a button that was pressed. */
const SETTLE_MS = 500

/** A phone by itself stands on whatever the picture is put on. The style reaches the pages of the phones too. */
const ALONE = `
  :root:has(.stage), body:has(.stage), .stage { background: transparent !important }
  .phone-frame { box-shadow: none !important }
`

/**
 * @param {object} options
 * @param {import('./open-window.mjs').Window} options.window
 * @param {string} options.folder where the files go
 * @param {string} options.suffix of their names, `-dark`
 * @param {(line: string) => void} options.tell hears of each file
 * @returns {import('./scenes.mjs').Camera}
 */
export function createCamera({ window: { page }, folder, suffix, tell }) {
  /** @type {(name: string, png: Buffer) => Promise<void>} */
  async function keep(name, png) {
    const file = `${name}${suffix}.png`
    const bytes = await writePicture(png, join(folder, file))
    tell(`${file}: ${(bytes / 1000).toFixed(0)} kB`)
  }
  // One at a time: the style of one would be on the other.
  /** @type {Promise<unknown>} */
  let last = Promise.resolve()
  /** @type {<Result>(take: () => Promise<Result>) => Promise<Result>} */
  function alone(take) {
    const taken = last.then(take)
    last = taken.catch(() => {})
    return taken
  }
  return {
    async window(name) {
      await page.waitForTimeout(SETTLE_MS)
      await keep(name, await alone(() => page.screenshot()))
    },
    async phone(name, { body }) {
      await page.waitForTimeout(SETTLE_MS)
      await keep(name, await alone(() => body.screenshot({ style: ALONE, omitBackground: true })))
    },
  }
}
