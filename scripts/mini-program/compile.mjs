/**
 * Runs the platform's real compiler on a mini-program project, offline: what the devtools would upload.
 *
 *   await compile({ projectDir }) → Record<path, content>
 *
 * Paths are relative to the mini-program's root (`app.js`, `pages/chat/chat.js`,
 * `miniprogram_npm/miniprogram-socket/index.js`, `@babel/runtime/helpers/…`); content is text, or a Buffer
 * for what is not text. TypeScript is stripped, not checked. Takes about 4 s, most of it start-up.
 */
import { resolve } from 'node:path'
import { runMiniprogramCi } from './miniprogram-ci.mjs'

/** "Enhanced compile", unminified: the settings of the devtools' own templates. */
const SETTING = { es6: true, es7: true, minify: false }

/**
 * @param {{ projectDir: string, timeoutMs?: number }} options
 * @returns {Promise<Record<string, string | Buffer>>}
 */
export async function compile({ projectDir, timeoutMs }) {
  const files = await runMiniprogramCi(
    'compile',
    { projectDir: resolve(projectDir), setting: SETTING },
    timeoutMs === undefined ? {} : { timeoutMs },
  )
  return Object.fromEntries(
    Object.entries(files).map(([path, content]) => [
      path,
      typeof content === 'string' ? content : Buffer.from(content.base64, 'base64'),
    ]),
  )
}
