/**
 * `npm run bench [-- --write] [--json] [--only size,cost,class,timers,behaviour,restart,soak,clients,resume,redis,hub]`: every published
 * number, measured again. `--write` puts the tables into bench/RESULTS.md and draws docs/restart-storm.svg.
 */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { measureBehaviour } from './behaviour.mjs'
import { measureClassCost } from './class-cost.mjs'
import { measureClientThroughput } from './client-throughput.mjs'
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
import { format, resolveConfig } from 'prettier'
import { requireBuild } from './support/libraries.mjs'
import { renderMarkdown, renderText } from './support/table.mjs'
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
  cost: measureMessageCost,
  class: measureClassCost,
  timers: async () => [await measureTimerCalls()],
  behaviour: measureBehaviour,
  restart: measureRestart,
  soak: measureSoak,
  clients: measureClientThroughput,
  resume: measureResume,
  redis: measureRedis,
  // Last: it keeps this process on one core.
  hub: measureHub,
}

/** The names after `--only`, or all. */
function chosenSections() {
  const index = process.argv.findIndex((argument) => argument.startsWith('--only'))
  if (index < 0) return Object.keys(SECTIONS)
  if (isWriting) return stop('--write takes no --only: what is written is one whole run')
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

/** @param {Table[]} tables */
async function writeResults(tables) {
  const lines = [
    '# Results',
    '',
    `Written by \`npm run bench -- --write\` on ${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} cores.`,
    'What is measured and what it does not show: [README.md](README.md). Times depend on the machine; everything on virtual time does not.',
    '',
    '![Connections per second after a restart](../docs/restart-storm.svg)',
    '',
    ...tables.map(renderMarkdown),
  ]
  const file = fileURLToPath(new URL('RESULTS.md', import.meta.url))
  const style = await resolveConfig(file)
  writeFileSync(file, await format(lines.join('\n'), { ...style, parser: 'markdown' }))
}

requireBuild()
/** @type {Table[]} */
const tables = []
for (const name of chosenSections()) {
  for (const table of await /** @type {() => Promise<Table[]>} */ (SECTIONS[name])()) {
    tables.push(table)
    if (!isJson) process.stdout.write(`${renderText(table)}\n`)
  }
}
if (isJson) process.stdout.write(`${JSON.stringify(tables, null, 2)}\n`)
if (isWriting) await writeResults(tables)
