/**
 * `npm run screenshots`: opens the demo in the playground, does what a person would do, and writes `docs/pictures/`.
 *
 *   npm run screenshots                    everything, about three minutes
 *   npm run screenshots -- --no-build      takes the build of the package that is there
 *   npm run screenshots -- --only pictures     or --only recording
 *   npm run screenshots -- --into DIR      writes there
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { startDemo } from '../start/demo-process.mjs'
import { browserOptions } from './browser-options.mjs'
import { createCamera } from './camera.mjs'
import { openWindow } from './open-window.mjs'
import { recordOutage } from './outage-recording.mjs'
import { requirePrograms } from './required-programs.mjs'
import { takePictures } from './scenes.mjs'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const START_EXPIRY_MS = 180_000
const SCHEMES = /** @type {const} */ (['light', 'dark'])

/** Both phones at their size, and some lines of the timeline. */
const VIEWPORT = { width: 1440, height: 960 }
const SCALE = 2

/** @typedef {{ browser: import('playwright-core').Browser, url: string, folder: string }} Studio */

async function main() {
  const { values } = parseArgs({
    options: {
      'no-build': { type: 'boolean', default: false },
      only: { type: 'string' },
      into: { type: 'string', default: join(ROOT, 'docs/pictures') },
    },
  })
  const { only, into } = values
  if (only !== undefined && !Object.hasOwn(PARTS, only))
    throw new Error(`--only takes ${Object.keys(PARTS).join(' or ')}, got '${only}'`)
  requirePrograms()
  await mkdir(into, { recursive: true })
  const flags = ['--no-watch', ...(values['no-build'] ? ['--no-build'] : [])]
  // First: it listens for ctrl-c, and what is started after it ends with it.
  const browser = await chromium.launch(browserOptions())
  try {
    const demo = await startDemo({ rootDir: ROOT, expiryMs: START_EXPIRY_MS, flags })
    try {
      for (const [name, make] of Object.entries(PARTS)) {
        if (only === undefined || only === name)
          await make({ browser, url: demo.url, folder: into })
      }
    } finally {
      await demo.end()
    }
  } finally {
    await browser.close()
  }
}

/** @type {Record<string, (studio: Studio) => Promise<void>>} */
const PARTS = {
  async pictures({ browser, url, folder }) {
    for (const scheme of SCHEMES) {
      const window = await openWindow(browser, { url, scheme, viewport: VIEWPORT, scale: SCALE })
      const camera = createCamera({ window, folder, scheme, tell: console.log })
      await takePictures(window, camera)
      const errors = await window.errors()
      if (errors.length > 0) throw new Error(`the timeline shows errors:\n${errors.join('\n')}`)
      await window.close()
    }
  },
  async recording({ browser, url, folder }) {
    await recordOutage({ browser, url, path: join(folder, 'outage.webp'), tell: console.log })
  },
}

await main().catch((error) => {
  console.error(error.message)
  process.exitCode = 1
})
