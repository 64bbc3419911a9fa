/** The cost of delivering one inbound message, in V8 and in JavaScriptCore without JIT. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findCommand, installLine, programs } from '../scripts/programs.mjs'
import { findLibraries } from './support/libraries.mjs'
import { MEASURED, buildScript } from './support/message-cost-script.mjs'
import { formatNumber } from './support/table.mjs'

const PEER = 'websocket-heartbeat-miniprogram'
const SHORT = 'text 64'
const PAYLOADS = [
  { name: SHORT, data: 'x'.repeat(64) },
  { name: 'text 4096', data: 'x'.repeat(4096) },
  { name: 'Chinese 4096', data: '消'.repeat(4096) },
]
const EXPIRY_MS = 100_000

/** @typedef {Record<string, Record<string, number>>} Medians nanoseconds by payload and job */

/**
 * Runs the script in its own process.
 * @param {import('./support/message-cost-script.mjs').Engine} engine
 * @param {string} command
 * @param {{ rounds: number, messages: number, hasFreeTimers: boolean }} plan
 * @returns {Medians}
 */
function runScript(engine, command, plan) {
  const folder = mkdtempSync(path.join(tmpdir(), 'message-cost-'))
  try {
    const file = path.join(folder, 'message-cost.js')
    writeFileSync(file, buildScript(engine, { ...plan, payloads: PAYLOADS }))
    const text = execFileSync(command, [file], {
      encoding: 'utf8',
      timeout: EXPIRY_MS,
      env: { ...process.env, JSC_useJIT: '0' },
    })
    return JSON.parse(text.trim().split('\n').pop() ?? '')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {string} name @param {Medians} real @param {Medians} free */
function toTable(name, real, free) {
  const nsOf = (/** @type {Medians} */ medians, /** @type {string} */ id, payload = SHORT) =>
    medians[payload]?.[id] ?? NaN
  const rows = findLibraries(MEASURED).map(({ id, label }) => [
    label,
    ...PAYLOADS.map(({ name }) => `${formatNumber(nsOf(real, id, name))} ns`),
    `${formatNumber(nsOf(free, id))} ns`,
    formatNumber(nsOf(real, id) / nsOf(real, PEER), 3),
  ])
  const bare = (/** @type {string} */ id) => `${formatNumber(nsOf(real, id))} ns`
  return {
    title: `Cost of one inbound message, ${name}`,
    note: `Net of the bare fake (wx ${bare('bare wx')}, WebSocket ${bare('bare WebSocket')} by listener and ${bare('bare onmessage')} by onmessage), median of alternated rounds, heartbeat on where there is one.`,
    columns: [
      'library',
      ...PAYLOADS.map((payload) => payload.name),
      `${SHORT}, timers free of charge`,
      `÷ ${PEER}`,
    ],
    rows,
  }
}

/** @returns {import('./support/table.mjs').Table[]} */
export function measureMessageCost() {
  const v8Plan = { rounds: 15, messages: 50_000 }
  const jscPlan = { rounds: 25, messages: 4000 }
  const tables = [
    toTable(
      `V8 (Node ${process.versions.node})`,
      runScript('v8', process.execPath, { ...v8Plan, hasFreeTimers: false }),
      runScript('v8', process.execPath, { ...v8Plan, hasFreeTimers: true }),
    ),
  ]
  const jsc = findCommand('jsc')
  if (!jsc) {
    tables.push({
      title: 'Cost of one inbound message, JavaScriptCore without JIT',
      note: `Not measured: jsc was not found. ${installLine(programs.filter(({ command }) => command === 'jsc'))}`,
      columns: ['library'],
      rows: [],
    })
    return tables
  }
  tables.push(
    toTable(
      'JavaScriptCore without JIT',
      runScript('jsc', jsc, { ...jscPlan, hasFreeTimers: false }),
      runScript('jsc', jsc, { ...jscPlan, hasFreeTimers: true }),
    ),
  )
  return tables
}
