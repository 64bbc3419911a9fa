/**
 * From a fresh clone to the demo on a phone: `npm ci` alone, the first `npm start`, and later ones.
 *
 *   node bench/start.mjs [--hot 7] [--here] [--json]      --here: only later ones, in this folder
 *
 * The clone is of the last commit. Its first `npm ci` has an empty cache of npm's and downloads everything.
 */
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { chromium } from 'playwright-core'
import { browserOptions } from '../scripts/screenshots/browser-options.mjs'
import { startDemo } from '../scripts/start/demo-process.mjs'
import { ROOT } from './support/libraries.mjs'
import { describeMachine, loadNow } from './support/machine.mjs'
import { formatNumber, renderText } from './support/table.mjs'

/** @typedef {import('./support/table.mjs').Table} Table */
/** @typedef {{ servedMs: number, drawnMs: number, bothMs: number }} Start */

const HOT_STARTS = 7
const CHROMIUM_STARTS = 5
const EXPIRY_MS = 600_000

const run = promisify(execFile)

/** @type {(act: () => Promise<unknown>) => Promise<number>} */
async function timed(act) {
  const startedAtMs = performance.now()
  await act()
  return performance.now() - startedAtMs
}

/** @type {(values: readonly number[]) => { min: number, median: number, max: number }} */
function spread(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (/** @type {number} */ index) => sorted[index] ?? NaN
  return { min: at(0), median: at(sorted.length >> 1), max: at(sorted.length - 1) }
}

/** Runs in each frame before anything else: tells when the first page of a phone is on the screen. */
function watchPhone() {
  const frame = /** @type {any} */ (globalThis)
  Object.defineProperty(frame, 'phone', {
    configurable: true,
    set(phone) {
      Object.defineProperty(frame, 'phone', { value: phone })
      phone.ready.then(() => frame.requestAnimationFrame(() => setTimeout(frame.tellDrawn)))
    },
  })
}

/**
 * From the command until phones have drawn their first page, in a browser that runs already.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} rootDir
 * @returns {Promise<Start>}
 */
async function measureStart(browser, rootDir) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  /** @type {number[]} */
  const drawnAtMs = []
  const both = new Promise((resolve) => {
    const tell = () => drawnAtMs.push(performance.now()) === 2 && resolve(undefined)
    context.exposeBinding('tellDrawn', tell)
  })
  await context.addInitScript(watchPhone)
  const page = await context.newPage()
  const startedAtMs = performance.now()
  const demo = await startDemo({ rootDir, expiryMs: EXPIRY_MS })
  try {
    await page.goto(demo.url, { waitUntil: 'commit' })
    await expire(both, 'both phones had drawn a page')
  } finally {
    await context.close()
    await demo.end()
  }
  const [drawnMs = NaN, bothMs = NaN] = drawnAtMs.map((atMs) => atMs - startedAtMs)
  return { servedMs: demo.servedAtMs - startedAtMs, drawnMs, bothMs }
}

/** @type {(promise: Promise<unknown>, what: string) => Promise<void>} */
async function expire(promise, what) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  const expiry = new Promise((_, reject) => {
    const fail = () => reject(new Error(`not within ${EXPIRY_MS} ms: ${what}`))
    timer = setTimeout(fail, EXPIRY_MS)
  })
  await Promise.race([promise, expiry])
  clearTimeout(timer)
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {(rootDir: string) => Promise<void>} measureHot
 */
async function measureFresh(browser, measureHot) {
  const scratchDir = await mkdtemp(join(tmpdir(), 'miniprogram-socket-start-'))
  const rootDir = join(scratchDir, 'clone')
  const install = () =>
    run('npm', ['ci', '--no-audit', '--no-fund', '--cache', join(scratchDir, 'npm')], {
      cwd: rootDir,
      timeout: EXPIRY_MS,
    })
  try {
    await run('git', ['clone', '--quiet', ROOT, rootDir])
    const emptyCacheMs = await timed(install)
    await rm(join(rootDir, 'node_modules'), { recursive: true })
    const filledCacheMs = await timed(install)
    const first = await measureStart(browser, rootDir)
    await measureHot(rootDir)
    return { emptyCacheMs, filledCacheMs, first }
  } finally {
    await rm(scratchDir, { recursive: true, force: true })
  }
}

/** Until a window shows an empty page: what a start costs somebody whose browser does not run yet. */
async function measureChromium() {
  const values = []
  for (let round = 0; round < CHROMIUM_STARTS; round += 1) {
    const startedAtMs = performance.now()
    const browser = await chromium.launch(browserOptions())
    await browser.newPage()
    values.push(performance.now() - startedAtMs)
    await browser.close()
  }
  return values
}

/** @param {{ hotStarts?: number, isHere?: boolean }} [options] @returns {Promise<Table[]>} */
export async function measureStarts({ hotStarts = HOT_STARTS, isHere = false } = {}) {
  const load = loadNow()
  const chromiumMs = await measureChromium()
  const browser = await chromium.launch(browserOptions())
  /** @type {Start[]} */
  const hot = []
  const measureHot = async (/** @type {string} */ rootDir) => {
    while (hot.length < hotStarts) hot.push(await measureStart(browser, rootDir))
  }
  try {
    if (isHere) {
      // Whatever changed since the last start is made by this one.
      await measureStart(browser, ROOT)
      await measureHot(ROOT)
    }
    const fresh = isHere ? null : await measureFresh(browser, measureHot)
    return [toTable({ fresh, hot, chromiumMs, load, version: browser.version() })]
  } finally {
    await browser.close()
  }
}

/**
 * @param {object} measured
 * @param {Awaited<ReturnType<typeof measureFresh>> | null} measured.fresh
 * @param {readonly Start[]} measured.hot
 * @param {readonly number[]} measured.chromiumMs
 * @param {string} measured.load
 * @param {string} measured.version
 * @returns {Table}
 */
function toTable({ fresh, hot, chromiumMs, load, version }) {
  /** @type {(label: string, values: readonly number[]) => string[]} */
  const row = (label, values) => {
    const { min, median, max } = spread(values)
    return [label, ...[median, min, max].map((ms) => `${formatNumber(ms / 1000, 2)} s`)]
  }
  /** @type {(label: string, ms: number) => string[]} */
  const once = (label, ms) => [label, `${formatNumber(ms / 1000, 1)} s`, '–', '–']
  return {
    title: 'npm start',
    note: `From the command on; the later starts ${hot.length} times. A phone has drawn its page when a frame with it is out, in a Chromium that runs already. A fresh clone has npm's own work beside the start; its first \`npm ci\` downloads everything.`,
    place: `${describeMachine(load)} Chromium ${version}.`,
    columns: ['what', 'median', 'least', 'most'],
    rows: [
      ...(fresh
        ? [
            once('npm ci alone, npm’s cache empty', fresh.emptyCacheMs),
            once('npm ci alone, npm’s cache filled', fresh.filledCacheMs),
            once('first start: address served', fresh.first.servedMs),
            once('first start: first page drawn', fresh.first.drawnMs),
            once('first start: both phones', fresh.first.bothMs),
          ]
        : []),
      row(
        'later start: address served',
        hot.map(({ servedMs }) => servedMs),
      ),
      row(
        'later start: first page drawn',
        hot.map(({ drawnMs }) => drawnMs),
      ),
      row(
        'later start: both phones',
        hot.map(({ bothMs }) => bothMs),
      ),
      row('Chromium alone, to an empty page', chromiumMs),
    ],
  }
}

async function main() {
  const { values } = parseArgs({
    options: {
      hot: { type: 'string', default: String(HOT_STARTS) },
      here: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const tables = await measureStarts({ hotStarts: Number(values.hot), isHere: values.here })
  process.stdout.write(
    values.json ? `${JSON.stringify(tables, null, 2)}\n` : `${tables.map(renderText).join('\n')}\n`,
  )
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
