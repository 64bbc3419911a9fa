/** Writes the script that measures the cost of a message, self-contained, for V8 or for JavaScriptCore's shell. */
import { readFileSync } from 'node:fs'
import { HOST_NAMES } from './bundle-commonjs.mjs'
import { findLibraries } from './libraries.mjs'

/**
 * @typedef {'v8' | 'jsc'} Engine
 *
 * @typedef {object} Plan
 * @property {number} rounds
 * @property {number} messages   per round
 * @property {{ name: string, data: string }[]} payloads
 * @property {boolean} hasFreeTimers   the libraries' timers do nothing
 */

/** Each library, and the bare listener it is held against: attached the way the library attaches its own. */
const BARE_BY_ID = {
  ours: 'bare wx',
  'websocket-heartbeat-miniprogram': 'bare wx',
  'reconnecting-websocket': 'bare WebSocket',
  partysocket: 'bare WebSocket',
  sockette: 'bare onmessage',
}
/** The ids of the libraries that are measured. */
export const MEASURED = Object.keys(BARE_BY_ID)

/** Timers of the shell itself: the handle that JavaScriptCore's shell does not give is added. */
export const ENGINES = {
  v8: `const engine = {
  nowMs: () => performance.now(),
  later: (callback, delayMs) => void setTimeout(callback, delayMs),
  timers: { setTimeout, clearTimeout },
  print: (text) => console.log(text),
  // A forced collection makes V8 forget what it has learned about the code.
  collect() {},
}
const end = () => process.exit(0)`,
  jsc: `const liveTimers = new Map()
let lastTimer = 0
const engine = {
  nowMs: () => preciseTime() * 1000,
  later: (callback, delayMs) => void setTimeout(callback, delayMs),
  timers: {
    setTimeout(callback, delayMs) {
      const id = ++lastTimer
      liveTimers.set(id, callback)
      setTimeout(() => {
        const live = liveTimers.get(id)
        if (live && liveTimers.delete(id)) live()
      }, delayMs)
      return id
    },
    clearTimeout(id) {
      liveTimers.delete(id)
    },
  },
  print: (text) => print(text),
  collect: () => gc(),
}
const end = () => quit()`,
}

/** Timers that cost nothing, apart from the short ones with which some libraries start. */
const FREE_TIMERS = `const shellTimers = engine.timers
let lastFree = 0
engine.timers = {
  setTimeout: (callback, delayMs) =>
    delayMs < 1000 ? shellTimers.setTimeout(callback, delayMs) : ++lastFree,
  clearTimeout() {},
}`

/** A part of the bench as script text: its imports and exports are only for Node. @param {string} file */
function asScript(file) {
  const source = readFileSync(new URL(file, import.meta.url), 'utf8')
  return source.replace(/^import .*$/gm, '').replace(/^export /gm, '')
}

/** The libraries as jobs of the kernel, after the bare listeners: what is subtracted from them. */
function writeJobs() {
  const jobs = findLibraries(MEASURED).map(
    ({ id, label, face, source }) => `{
  id: ${JSON.stringify(id)}, label: ${JSON.stringify(label)}, face: ${JSON.stringify(face)},
  bare: ${JSON.stringify(BARE_BY_ID[/** @type {keyof typeof BARE_BY_ID} */ (id)])},
  start(host, onMessage) {
    const library = ${source}(${HOST_NAMES.map((name) => `host.${name}`).join(', ')})
    const adapter = ADAPTERS.find((adapter) => adapter.id === ${JSON.stringify(id)})
    return adapter.start(library, { host, onMessage, url: 'wss://example.com/ws' })
  },
}`,
  )
  return `const jobs = [
  { id: 'bare wx', label: 'bare wx', face: 'wx', bare: '', start(host, onMessage) {
    host.wx.connectSocket({}).onMessage((result) => onMessage(result.data))
  } },
  { id: 'bare WebSocket', label: 'bare WebSocket', face: 'WebSocket', bare: '', start(host, onMessage) {
    new host.WebSocket().addEventListener('message', (event) => onMessage(event.data))
  } },
  { id: 'bare onmessage', label: 'bare onmessage', face: 'WebSocket', bare: '', start(host, onMessage) {
    new host.WebSocket().onmessage = (event) => onMessage(event.data)
  } },
  ${jobs.join(',\n')}
]`
}

/**
 * One self-contained script with everything it measures in it.
 * @param {Engine} engine @param {Plan} plan
 */
export function buildScript(engine, { hasFreeTimers, ...plan }) {
  return [
    asScript('dom.mjs'),
    asScript('bare-host.mjs'),
    asScript('adapters.mjs'),
    asScript('message-cost-kernel.mjs'),
    ENGINES[engine],
    hasFreeTimers ? FREE_TIMERS : '',
    writeJobs(),
    `const quiet = { log() {}, info() {}, warn() {}, error() {}, debug() {} }
const globals = { Event, EventTarget, MessageEvent, CloseEvent, CustomEvent, console: quiet, navigator: {}, Date, Math }
runMessageCost(jobs, ${JSON.stringify(plan)}, engine, globals, end)`,
  ].join('\n')
}
