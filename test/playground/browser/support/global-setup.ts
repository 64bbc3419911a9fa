import { chromium } from 'playwright-core'
import { browserOptions } from '../../../../scripts/screenshots/browser-options.mjs'
import { startDemo } from './command'

/** Runs once, before the first file: one Chromium and one compiled demo for all of them. */
module.exports = async () => {
  // Whoever starts it after this finds everything made, so that no two of them write into the demo's folder.
  await (await startDemo()).end()
  const server = await chromium.launchServer(browserOptions())
  process.env['PLAYGROUND_CHROMIUM'] = server.wsEndpoint()
  Object.assign(globalThis, { endPlaygroundChromium: () => server.close() })
}
