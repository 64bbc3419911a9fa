/** What the raw WebSocket class costs per message, in and out, beside the peers' classes over the same `wx`. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { findCommand, installLine, programs } from '../scripts/programs.mjs'
import { ENGINES } from './support/message-cost-script.mjs'
import { ROOT, labelOf } from './support/libraries.mjs'
import { formatNumber } from './support/table.mjs'

/** @typedef {import('./support/table.mjs').Table} Table */

const EXPIRY_MS = 100_000

/** Each class as a module that exports it by default. */
const CLASSES = [
  { id: 'ours', code: `module.exports = require('./miniprogram_dist/websocket.js').WebSocket` },
  { id: 'weapp-polyfill', code: `module.exports = require('weapp-polyfill/websocket')` },
  { id: 'mp-websocket', code: `module.exports = require('mp-websocket')` },
  {
    id: '@leancloud/platform-adapters-weapp',
    code: `module.exports = require('@leancloud/platform-adapters-weapp').WebSocket`,
  },
]

/** The class in one function of `wx`; timers are the shell's. @param {string} code */
async function toFactory(code) {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: ROOT },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'Bundle',
    platform: 'browser',
    logLevel: 'error',
  })
  return `(function (wx, { setTimeout, clearTimeout } = engine.timers, console = quiet) { ${outputFiles[0]?.text}; return Bundle.default || Bundle })`
}

/** @param {'v8' | 'jsc'} engine @param {object} plan */
async function buildScript(engine, plan) {
  const kernel = readFileSync(new URL('support/class-cost-kernel.mjs', import.meta.url), 'utf8')
  const jobs = await Promise.all(
    CLASSES.map(
      async ({ id, code }) => `{ id: ${JSON.stringify(id)}, load: ${await toFactory(code)} }`,
    ),
  )
  return [
    kernel.replace(/^export /gm, ''),
    ENGINES[engine],
    `const quiet = { log() {}, info() {}, warn() {}, error() {}, debug() {} }
const direct = { id: 'direct', load: (wx) => class {
  constructor(url) {
    this.task = wx.connectSocket({ url })
    this.task.onMessage(({ data }) => this.onmessage({ data }))
    this.task.onOpen(() => {})
  }
  send(data) { this.task.send({ data, success() {}, fail() {} }) }
} }
runClassCost([direct, ${jobs.join(',\n')}], ${JSON.stringify(plan)}, engine, end)`,
  ].join('\n')
}

/** @param {'v8' | 'jsc'} engine @param {string} command @param {object} plan @returns {Promise<Record<string, [number, number]>>} */
async function run(engine, command, plan) {
  const folder = mkdtempSync(path.join(tmpdir(), 'class-cost-'))
  try {
    const file = path.join(folder, 'class-cost.js')
    writeFileSync(file, await buildScript(engine, plan))
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

/** @returns {Promise<Table[]>} */
export async function measureClassCost() {
  const data = 'x'.repeat(64)
  const shells = [
    {
      name: `V8 (Node ${process.versions.node})`,
      engine: /** @type {const} */ ('v8'),
      command: process.execPath,
      plan: { rounds: 15, messages: 50_000, data },
    },
    {
      name: 'JavaScriptCore without JIT',
      engine: /** @type {const} */ ('jsc'),
      command: findCommand('jsc'),
      plan: { rounds: 25, messages: 4000, data },
    },
  ]
  /** @type {Table[]} */
  const tables = []
  for (const { name, engine, command, plan } of shells) {
    const title = `Cost of a message through the raw WebSocket class, ${name}`
    if (!command) {
      tables.push({
        title,
        note: `Not measured: jsc was not found. ${installLine(programs.filter((program) => program.command === 'jsc'))}`,
        columns: ['class'],
        rows: [],
      })
      continue
    }
    const costs = await run(engine, command, plan)
    const [bareIn, bareOut] = costs['direct'] ?? [NaN, NaN]
    tables.push({
      title,
      note: `64 characters, onmessage and send(), net of calling SocketTask directly (${formatNumber(bareIn)} ns in, ${formatNumber(bareOut)} ns out), median of alternated rounds.`,
      columns: ['class', 'in', 'out'],
      rows: CLASSES.map(({ id }) => {
        const [inNs, outNs] = costs[id] ?? [NaN, NaN]
        return [labelOf(id), `${formatNumber(inNs)} ns`, `${formatNumber(outNs)} ns`]
      }),
    })
  }
  return tables
}
