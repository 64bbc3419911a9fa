/**
 * `npm run bench [-- --write] [--json] [--only size,demo,cost,class,timers,behaviour,restart,soak,clients,resume,ticker,start,redis,hub]`:
 * every published number, measured again. `--write` puts the tables into bench/RESULTS.md and draws docs/restart-storm.svg;
 * with `--only` it replaces their tables alone, each with its day and machine.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { measureBehaviour } from './behaviour.mjs'
import { measureClassCost } from './class-cost.mjs'
import { measureClientThroughput } from './client-throughput.mjs'
import { measureDemoSize } from './demo-size.mjs'
import { measureHub } from './hub.mjs'
import { measureMessageCost } from './message-cost.mjs'
import { measureRedis } from './redis.mjs'
import { measureRestartStorm, toStormTables, writeStormSvg } from './restart-storm.mjs'
import { measureResume } from './resume.mjs'
import {
  measureSizes,
  toDeliveryTable,
  toPageTable,
  toSizeTable,
  toWebSocketTable,
} from './size.mjs'
import { measureStarts } from './start.mjs'
import { requireBuild } from './support/libraries.mjs'
import { describeMachine, loadNow, today } from './support/machine.mjs'
import { replaceResults, writeResults } from './support/results-file.mjs'
import { renderText } from './support/table.mjs'
import { measureTicker } from './ticker.mjs'
import { measureTimerCalls } from './timer-calls.mjs'

/** @typedef {import('./support/table.mjs').Table} Table */

const isWriting = process.argv.includes('--write')
const isJson = process.argv.includes('--json')

async function measureRestart() {
  const storm = await measureRestartStorm()
  if (isWriting) writeStormSvg(storm)
  return toStormTables(storm)
}

/** In a process of its own, whose heap nothing else has touched. */
function measureSoak() {
  const file = fileURLToPath(new URL('soak.mjs', import.meta.url))
  const { stdout, stderr } = spawnSync(process.execPath, [file, '--json'], {
    encoding: 'utf8',
    timeout: 100_000,
  })
  if (!stdout) throw new Error(`soak failed: ${stderr}`)
  return [/** @type {Table} */ (JSON.parse(stdout).table)]
}

/** @type {Record<string, () => Table[] | Promise<Table[]>>} */
const SECTIONS = {
  size: async () => {
    const sizes = await measureSizes()
    return [toSizeTable, toDeliveryTable, toPageTable, toWebSocketTable].map((toTable) =>
      toTable(sizes),
    )
  },
  demo: measureDemoSize,
  cost: measureMessageCost,
  class: measureClassCost,
  timers: async () => [await measureTimerCalls()],
  behaviour: measureBehaviour,
  restart: measureRestart,
  soak: measureSoak,
  clients: measureClientThroughput,
  resume: measureResume,
  ticker: measureTicker,
  start: measureStarts,
  redis: measureRedis,
  // Last: it keeps this process on one core.
  hub: measureHub,
}

/** What depends on no clock, and so on no machine: the day says enough. */
const WITHOUT_CLOCK = ['size', 'demo', 'timers', 'behaviour', 'restart', 'soak']

/** The names after `--only`, or all. */
function chosenSections() {
  const index = process.argv.findIndex((argument) => argument.startsWith('--only'))
  if (index < 0) return Object.keys(SECTIONS)
  const [, value = process.argv[index + 1] ?? ''] = (process.argv[index] ?? '').split('=')
  const names = value.split(',')
  const unknown = names.find((name) => !(name in SECTIONS))
  if (unknown === undefined) return names
  return stop(`--only knows ${Object.keys(SECTIONS).join(', ')}; not "${unknown}"`)
}

/** @param {string} text @returns {never} */
function stop(text) {
  process.stderr.write(`${text}\n`)
  return process.exit(1)
}

requireBuild()
const isWhole = !process.argv.some((argument) => argument.startsWith('--only'))
/** @type {Table[]} */
const tables = []
for (const name of chosenSections()) {
  const load = loadNow()
  for (const table of await /** @type {() => Promise<Table[]>} */ (SECTIONS[name])()) {
    // A whole run says it once, at the top of the file.
    if (!isWhole)
      table.place ??= WITHOUT_CLOCK.includes(name) ? `${today()}.` : describeMachine(load)
    tables.push(table)
    if (!isJson) process.stdout.write(`${renderText(table)}\n`)
  }
}
if (isJson) process.stdout.write(`${JSON.stringify(tables, null, 2)}\n`)
if (isWriting) await (isWhole ? writeResults : replaceResults)(tables)
