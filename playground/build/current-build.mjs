/** What is served: the last build that went well, and what is wrong with the newest if it did not. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { readAppConfig } from '../bundle/app-config.mjs'
import { createBrowserCode } from './browser-code.mjs'
import { createBundler } from './bundler.mjs'
import { hashText } from './hash-files.mjs'

const PLAYGROUND = fileURLToPath(new URL('..', import.meta.url))

/** @typedef {Map<string, string | Buffer>} Served content by the path it is served at */
/** @typedef {Record<string, string | Buffer>} Files */
/** @typedef {'nothing' | 'phones' | 'panel'} Change what of the page has to be loaded again */
/** @typedef {ReturnType<typeof createCurrentBuild>} CurrentBuild */

/**
 * @param {object} options
 * @param {() => Promise<Files>} options.build compiles the mini-program
 * @param {import('./build-cache.mjs').BuildCache | undefined} options.cache
 * @param {ReturnType<typeof createBrowserCode>} [options.browserCode]
 */
export function createCurrentBuild({ build, cache, browserCode = createBrowserCode(cache) }) {
  const bundle = createBundler(cache)
  /** @type {Served} */
  let panel = new Map()
  /** @type {Served} */
  let phone = new Map()
  /** @type {readonly string[]} */
  let pages = []
  /** @type {string | null} */
  let failure = null

  async function showPanel() {
    const code = await browserCode.build()
    panel = await assemblePanel(code)
    return code
  }

  /** @type {(code: Promise<Served>, compiled: PromiseSettledResult<Files>) => Promise<void>} */
  async function showPhone(code, compiled) {
    if (compiled.status === 'rejected') throw compiled.reason
    const made = await assemblePhone(await code, compiled.value, await bundle(compiled.value))
    phone = made.phone
    pages = made.pages
  }

  return {
    /** The routes of the mini-program, sub-packages included; empty until there is a build. */
    get pages() {
      return pages
    },
    get isBuilt() {
      return phone.size > 0
    },
    /** Why the newest build failed. */
    get failure() {
      return failure
    },
    /** @type {(path: string) => string | Buffer | null} */
    file: (path) => panel.get(path) ?? phone.get(path) ?? null,
    /**
     * Builds everything anew; a failure is kept to be shown, and the last good build stays.
     *
     * @returns {Promise<Change>}
     */
    async refresh() {
      const before = { panel, phone }
      const [compiled] = await Promise.allSettled([
        build(),
        // At once, the first time: it shows that the rest is being built.
        panel.size === 0 ? showPanel() : null,
      ])
      // Only now: the build may have made anew what the browser's code is made of.
      const code = showPanel()
      const results = await Promise.allSettled([code, showPhone(code, compiled)])
      const failed = results.find(({ status }) => status === 'rejected')
      failure = failed ? messageOf(/** @type {PromiseRejectedResult} */ (failed).reason) : null
      if (hashOf(before.panel) !== hashOf(panel)) return 'panel'
      return hashOf(before.phone) === hashOf(phone) ? 'nothing' : 'phones'
    },
    close: browserCode.close,
  }
}

/** @type {(code: Served) => Promise<Served>} */
async function assemblePanel(code) {
  const html = await readFile(`${PLAYGROUND}panel/index.html`)
  /** @type {Served} */
  const panel = new Map([['/', html]])
  for (const [path, content] of code) if (!path.startsWith('/phone/')) panel.set(path, content)
  return panel
}

/** @type {(code: Served, files: Files, bundle: import('./bundler.mjs').Bundle) => Promise<{ phone: Served, pages: readonly string[] }>} */
async function assemblePhone(code, files, { script, assets }) {
  const html = await readFile(`${PLAYGROUND}phone/index.html`)
  /** @type {Served} */
  const phone = new Map([['/phone/', html]])
  for (const [path, content] of code) if (path.startsWith('/phone/')) phone.set(path, content)
  phone.set('/app.js', script)
  for (const [path, content] of assets) phone.set(`/assets/${path}`, content)
  return { phone, pages: readAppConfig(files).pages }
}

/** @type {(served: Served) => string} */
const hashOf = (served) =>
  hashText([...served].map(([path, content]) => `${path} ${hashText(content)}`).join('\n'))

/** @type {(reason: unknown) => string} */
const messageOf = (reason) => (reason instanceof Error ? reason.message : String(reason))
