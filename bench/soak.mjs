/**
 * `npm run soak [-- --json]`: 10,000 reconnects and a million messages on
 * virtual time leave the heap, the timers and the listeners where they were. Exit code 1 when they do not.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { findLibraries, requireBuild } from './support/libraries.mjs'
import { formatNumber, renderText } from './support/table.mjs'
import { createWorld } from './support/world.mjs'

const RECONNECTS = 10_000
const MESSAGES = 1_000_000
const WARM_UP_RECONNECTS = 2000
const WARM_UP_MESSAGES = 100_000
/** What a heap may differ by although nothing was kept: two bytes for each reconnect. */
const TOLERANCE_BYTES = 20_000
/** A retry after 5 s, and long enough open that the retry count starts again. */
const CYCLE_MS = 12_000

// Code that V8 compiles and throws away again is on the heap too, some hundred kB that come and go: without the
// compilers what is left is what the program holds, the same in every run.
const FLAGS = ['--expose-gc', '--no-opt', '--no-sparkplug', '--no-flush-bytecode']
FLAGS.forEach((flag) => setFlagsFromString(flag))
const gc = /** @type {() => void} */ (runInNewContext('gc'))

async function heapBytes() {
  for (let i = 0; i < 4; i += 1) {
    gc()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return process.memoryUsage().heapUsed
}

/** @param {import('./support/world.mjs').World} world */
function snapshot({ clock, network, wx }) {
  return {
    timers: clock.pending(),
    listeners: wx.countListeners(),
    sockets: network.alive.size,
  }
}

async function runSoak() {
  const [library] = findLibraries(['ours'])
  if (!library) throw new Error('ours is not built')
  const world = createWorld(library)
  const { clock, network } = world
  network.server.isLogging = false
  const client = await world.start()
  await clock.advance(CYCLE_MS)

  /** @param {number} count */
  async function reconnect(count) {
    for (let i = 0; i < count; i += 1) {
      const [before] = network.alive
      network.dropAll()
      clock.advanceSync(CYCLE_MS)
      const [after] = network.alive
      if (!after || after === before || after.readyState !== 1) {
        throw new Error(`reconnect ${i} did not happen`)
      }
      if (i % 100 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
  }

  /** @param {number} count */
  function deliver(count) {
    const [link] = network.alive
    const before = world.state.received
    for (let i = 0; i < count; i += 1) {
      link?.events.message(`{"type":"tick","number":${i}}`)
      if (i % 1000 === 0) clock.advanceSync(10)
    }
    if (world.state.received - before < count) throw new Error('messages were not delivered')
  }

  await reconnect(WARM_UP_RECONNECTS)
  deliver(WARM_UP_MESSAGES)
  await reconnect(100)

  const atStart = { heap: await heapBytes(), ...snapshot(world) }
  await reconnect(RECONNECTS)
  const afterReconnects = { heap: await heapBytes(), ...snapshot(world) }
  deliver(MESSAGES)
  const afterMessages = { heap: await heapBytes(), ...snapshot(world) }
  client.close()
  await clock.advance(60_000)
  const afterClose = { heap: await heapBytes(), ...snapshot(world) }
  return { atStart, afterReconnects, afterMessages, afterClose }
}

/** @typedef {Awaited<ReturnType<typeof runSoak>>} Soak */

/** @param {Soak} soak @returns {string[]} */
function findLeaks({ atStart, afterReconnects, afterMessages, afterClose }) {
  const leaks = []
  for (const [name, step] of Object.entries({ afterReconnects, afterMessages })) {
    const grown = step.heap - atStart.heap
    if (grown > TOLERANCE_BYTES)
      leaks.push(`${name}: the heap grew by ${formatNumber(grown)} bytes`)
    if (step.timers > atStart.timers) leaks.push(`${name}: ${step.timers} timers`)
    if (step.listeners > atStart.listeners) leaks.push(`${name}: ${step.listeners} host listeners`)
    if (step.sockets !== 1) leaks.push(`${name}: ${step.sockets} sockets`)
  }
  if (afterClose.timers > 0) leaks.push(`afterClose: ${afterClose.timers} timers`)
  if (afterClose.sockets > 0) leaks.push(`afterClose: ${afterClose.sockets} sockets`)
  // wx has no off for onSocketClose: that one listener stays for the life of the process.
  if (afterClose.listeners > 1) leaks.push(`afterClose: ${afterClose.listeners} host listeners`)
  return leaks
}

/** @param {Soak} soak @returns {import('./support/table.mjs').Table} */
function toSoakTable({ atStart, afterReconnects, afterMessages, afterClose }) {
  const row = (/** @type {string} */ name, /** @type {Soak['atStart']} */ step) => [
    name,
    formatNumber(step.heap),
    (step.heap >= atStart.heap ? '' : '−') + formatNumber(Math.abs(step.heap - atStart.heap)),
    step.timers,
    step.listeners,
    step.sockets,
  ]
  return {
    title: 'Soak',
    note: `One socket on virtual time, heap after forced garbage collection, compilers off; warmed up by ${formatNumber(WARM_UP_RECONNECTS)} reconnects. After close() one host listener stays: wx.onSocketClose has no off.`,
    columns: ['', 'heap (bytes)', 'difference', 'timers pending', 'host listeners', 'sockets'],
    rows: [
      row('at the start', atStart),
      row(`after ${formatNumber(RECONNECTS)} reconnects`, afterReconnects),
      row(`after ${formatNumber(MESSAGES)} messages more`, afterMessages),
      row('after close()', afterClose),
    ],
  }
}

requireBuild()
const soak = await runSoak()
const leaks = findLeaks(soak)
if (process.argv.includes('--json')) {
  process.stdout.write(`${JSON.stringify({ table: toSoakTable(soak), leaks }, null, 2)}\n`)
} else {
  process.stdout.write(`${renderText(toSoakTable(soak))}\n`)
}
for (const leak of leaks) process.stderr.write(`${leak}\n`)
if (leaks.length > 0) process.exitCode = 1
