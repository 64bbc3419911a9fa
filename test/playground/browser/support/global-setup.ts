import { chromium } from 'playwright-core'
import { browserOptions } from '../../../../scripts/screenshots/browser-options.mjs'

/** Runs once, before the first file: one Chromium for all of them. */
module.exports = async () => {
  const server = await chromium.launchServer(browserOptions())
  process.env['PLAYGROUND_CHROMIUM'] = server.wsEndpoint()
  Object.assign(globalThis, { endPlaygroundChromium: () => server.close() })
}
