/** A pointer that is seen: a browser's screencast has none. */

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Locator} Locator */

const MOVE_MS = 450
const PRESS_MS = 160

/** Where it stops on a button: beside the words, so that they can be read. */
const RIGHT = 0.82
const DOWN = 0.72

const STYLE = `
  position: fixed; z-index: 2147483647; left: 0; top: 0; width: 22px; height: 22px; margin: -11px 0 0 -11px;
  border-radius: 50%; background: rgb(20 24 28 / 35%); border: 2px solid #fff; pointer-events: none;
  box-shadow: 0 1px 4px rgb(0 0 0 / 40%); transition: translate ${MOVE_MS}ms ease-in-out, scale ${PRESS_MS}ms;
`

/** @typedef {Awaited<ReturnType<typeof createPointer>>} Pointer */

/**
 * @param {Page} page
 * @param {{ x: number, y: number }} at where it is first
 */
export async function createPointer(page, at) {
  await page.evaluate(([style, { x, y }]) => {
    const { document } = /** @type {any} */ (globalThis)
    const dot = document.createElement('div')
    dot.id = 'pointer'
    dot.style = style
    dot.style.translate = `${x}px ${y}px`
    document.body.append(dot)
  }, /** @type {const} */ ([STYLE, at]))
  /** @type {(property: 'translate' | 'scale' | 'opacity', value: string, ms: number) => Promise<void>} */
  async function set(property, value, ms) {
    await page.evaluate(([name, next]) => {
      const { document } = /** @type {any} */ (globalThis)
      document.getElementById('pointer').style[name] = next
    }, /** @type {const} */ ([property, value]))
    await page.waitForTimeout(ms)
  }

  return {
    /** As computers do while somebody types. */
    hide: () => set('opacity', '0', 0),
    /** Goes there and presses. @param {Locator} locator */
    async press(locator) {
      const box = await locator.boundingBox()
      if (!box) throw new Error(`there is nothing to press: ${locator}`)
      const { x, y, width, height } = box
      await set('opacity', '1', 0)
      await set('translate', `${x + width * RIGHT}px ${y + height * DOWN}px`, MOVE_MS)
      await set('scale', '0.7', PRESS_MS)
      await locator.click()
      await set('scale', '1', PRESS_MS)
    },
  }
}
