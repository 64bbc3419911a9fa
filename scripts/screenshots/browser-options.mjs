/** How Chromium is started for pictures: the same letters, colours and edges on every machine. */
import { fileURLToPath } from 'node:url'
import { findCommand } from '../programs.mjs'

const FONTS = fileURLToPath(new URL('fonts.conf', import.meta.url))

/** No sandbox: it needs rights that a container does not give. The rest decides how things are drawn. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--font-render-hinting=none',
  '--disable-lcd-text',
  '--force-color-profile=srgb',
  '--hide-scrollbars',
]

/** For `chromium.launch()` and `chromium.launchServer()` of playwright-core. */
export function browserOptions() {
  const executablePath = findCommand('chromium')
  if (executablePath === undefined) throw new Error('chromium is not installed')
  /** @type {Record<string, string>} */
  const env = { FONTCONFIG_FILE: FONTS }
  for (const [name, value] of Object.entries(process.env)) env[name] ??= value ?? ''
  return { executablePath, args: FLAGS, env }
}
