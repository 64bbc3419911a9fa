/**
 * The demo's page with 200 prices a second, on a phone of the playground in Chromium slowed down: with batching and
 * without, either also where the user wants no motion; and the same page while nothing comes, which is what the page
 * and the counting cost by themselves.
 *
 *   node bench/ticker.mjs [--seconds 30] [--slowdown 6] [--json]
 */
/* global fetch */
import { URLSearchParams, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { browserOptions } from '../scripts/screenshots/browser-options.mjs'
import { startDemo } from '../scripts/start/demo-process.mjs'
import { ROOT, requireBuild } from './support/libraries.mjs'
import { describeMachine, loadNow } from './support/machine.mjs'
import { formatNumber, renderText } from './support/table.mjs'
import { probePhone } from './support/ticker-probe.mjs'

/** @typedef {import('./support/table.mjs').Table} Table */
/** @typedef {import('playwright-core').Page} Page */
/** @typedef {Awaited<ReturnType<typeof measureWay>>} Measured */

const PER_SECOND = 200
const WARM_UP_MS = 5_000
const SETTLE_MS = 500
const START_EXPIRY_MS = 180_000
const SCREEN = { width: 375, height: 812 }

/**
 * @typedef {object} Way
 * @property {string} label
 * @property {boolean} isBatching
 * @property {boolean} [isStill] the user wants no motion: the page leaves its colours' transitions out
 * @property {boolean} [isSilent] the socket is closed
 */

/** @type {readonly Way[]} */
const WAYS = [
  { label: 'batching on', isBatching: true },
  { label: 'batching off', isBatching: false },
  { label: 'batching on, no motion', isBatching: true, isStill: true },
  { label: 'batching off, no motion', isBatching: false, isStill: true },
  { label: 'nothing comes', isBatching: true, isSilent: true },
]

const wait = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * The ticker as the only page of a window.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {Way} way
 */
async function openTicker(browser, url, { label, isBatching, isStill, isSilent }) {
  const { phones } = await (await fetch(`${url}/config.json`)).json()
  const address = new URL('/phone/', url)
  address.search = String(
    new URLSearchParams({
      id: 'bench',
      path: 'pages/ticker/ticker',
      query: String(new URLSearchParams({ ...phones[0].query, name: 'bench' })),
    }),
  )
  const context = await browser.newContext({
    viewport: SCREEN,
    reducedMotion: isStill ? 'reduce' : 'no-preference',
  })
  const page = await context.newPage()
  await page.goto(address.href)
  await page.evaluate('phone.ready')
  await page.waitForFunction(`phone.app().socket.state === 'open'`)
  if (!isBatching) await page.getByRole('switch', { name: 'Batching' }).click()
  if (isSilent) await page.evaluate('phone.app().socket.close()')
  const shown = await page.evaluate('phone.pages.at(-1).data.isBatching')
  if (shown !== isBatching) throw new Error(`the page does not show "${label}"`)
  return page
}

/**
 * The counters of the page's main thread, by the thread's own clock.
 *
 * @param {Page} page
 */
async function openCounters(page) {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  await session.send('HeapProfiler.enable')
  return {
    slowDown: (/** @type {number} */ rate) =>
      session.send('Emulation.setCPUThrottlingRate', { rate }),
    /** Twice: what the first finds may hold on to more. */
    async collectGarbage() {
      for (let time = 0; time < 2; time += 1) {
        await session.send('HeapProfiler.collectGarbage')
        await wait(SETTLE_MS)
      }
    },
    /** @returns {Promise<Record<string, number>>} */
    async read() {
      const { metrics } = await session.send('Performance.getMetrics')
      return Object.fromEntries(metrics.map(({ name, value }) => [name, value]))
    },
  }
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {Way} way
 * @param {{ seconds: number, slowdown: number }} options
 */
async function measureWay(browser, url, way, { seconds, slowdown }) {
  const page = await openTicker(browser, url, way)
  const counters = await openCounters(page)
  await wait(WARM_UP_MS)
  await counters.collectGarbage()
  const settled = await counters.read()
  await counters.slowDown(slowdown)
  // Until what the collection held up has been dealt with.
  await wait(WARM_UP_MS)
  const before = await counters.read()
  const probe = await page.evaluate(probePhone, { forMs: seconds * 1000 })
  const afterwards = await counters.read()
  await counters.slowDown(1)
  await counters.collectGarbage()
  const collected = await counters.read()
  await page.context().close()
  if (probe.errors > 0) throw new Error(`${way.label}: the phone told ${probe.errors} errors`)

  const spent = (/** @type {string} */ name) => (afterwards[name] ?? NaN) - (before[name] ?? NaN)
  const kept = (/** @type {string} */ name) => (collected[name] ?? NaN) - (settled[name] ?? NaN)
  return {
    way: way.label,
    ...probe,
    seconds: probe.elapsedMs / 1000,
    taskSeconds: spent('TaskDuration'),
    scriptSeconds: spent('ScriptDuration'),
    styleSeconds: spent('RecalcStyleDuration'),
    layoutSeconds: spent('LayoutDuration'),
    layouts: spent('LayoutCount'),
    heapBytes: kept('JSHeapUsedSize'),
    nodes: kept('Nodes'),
    listeners: kept('JSEventListeners'),
  }
}

/** @param {{ seconds?: number, slowdown?: number }} [options] @returns {Promise<Table[]>} */
export async function measureTicker({ seconds = 30, slowdown = 6 } = {}) {
  const demo = await startDemo({ rootDir: ROOT, expiryMs: START_EXPIRY_MS, flags: ['--no-watch'] })
  const browser = await chromium.launch(browserOptions())
  const load = loadNow()
  try {
    /** @type {Measured[]} */
    const measured = []
    for (const way of WAYS) {
      measured.push(await measureWay(browser, demo.url, way, { seconds, slowdown }))
    }
    const place = `${describeMachine(load)} Chromium ${browser.version()}.`
    return toTables(measured, { seconds, slowdown, place })
  } finally {
    await browser.close()
    await demo.end()
  }
}

/**
 * @param {readonly Measured[]} measured
 * @param {{ seconds: number, slowdown: number, place: string }} options
 * @returns {Table[]}
 */
function toTables(measured, { seconds, slowdown, place }) {
  const expected = formatNumber(PER_SECOND * seconds)
  const timeOf = (/** @type {number} */ value) => `${formatNumber(value, 2)} s`
  return [
    {
      title: `Ticker: setData of ${PER_SECOND} messages a second`,
      note: `The demo's page for ${seconds} s on a phone of the playground, its processor slowed down ${slowdown} ×. Every message arrives by delivery. Bytes: the values and their paths as JSON.`,
      place,
      columns: [
        'way',
        `messages (${expected} due)`,
        'lost',
        'setData calls',
        'in the fullest second',
        'paths',
        'bytes',
        'bytes per message',
      ],
      rows: measured.map(({ way, messages, lost, calls, mostCalls, paths, bytes }) => [
        way,
        formatNumber(messages),
        formatNumber(lost),
        formatNumber(calls),
        formatNumber(mostCalls),
        formatNumber(paths),
        formatNumber(bytes),
        messages === 0 ? '–' : formatNumber(bytes / messages, 1),
      ]),
    },
    {
      title: 'Ticker: the main thread',
      note: `Of the same runs. Times are those of the thread, slowed down ${slowdown} ×, in ${seconds} s; painting is most of all else. A long task takes 50 ms or more. Heap, nodes and listeners after a collection, against those before.`,
      place,
      columns: [
        'way',
        'busy',
        'of the time',
        'script',
        'style',
        'layout',
        'all else',
        'layouts',
        'frames a second',
        'long tasks',
        'longest',
        'heap, B',
        'nodes',
        'listeners',
      ],
      rows: measured.map((one) => [
        one.way,
        timeOf(one.taskSeconds),
        `${formatNumber((one.taskSeconds / one.seconds) * 100)} %`,
        timeOf(one.scriptSeconds),
        timeOf(one.styleSeconds),
        timeOf(one.layoutSeconds),
        timeOf(one.taskSeconds - one.scriptSeconds - one.styleSeconds - one.layoutSeconds),
        formatNumber(one.layouts),
        formatNumber(one.frames / one.seconds, 1),
        formatNumber(one.longTasks),
        one.longTasks === 0 ? '–' : `${formatNumber(one.longestMs)} ms`,
        formatNumber(one.heapBytes).replace('-', '−'),
        formatNumber(one.nodes).replace('-', '−'),
        formatNumber(one.listeners).replace('-', '−'),
      ]),
    },
  ]
}

async function main() {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '30' },
      slowdown: { type: 'string', default: '6' },
      json: { type: 'boolean', default: false },
    },
  })
  requireBuild()
  const tables = await measureTicker({
    seconds: Number(values.seconds),
    slowdown: Number(values.slowdown),
  })
  process.stdout.write(
    values.json ? `${JSON.stringify(tables, null, 2)}\n` : `${tables.map(renderText).join('\n')}\n`,
  )
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
