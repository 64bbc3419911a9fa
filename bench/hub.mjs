/** The hub beside bare `ws` and socket.io: echo round trips, and memory of connections that say nothing. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { keepAsking, openEchoClient } from './support/echo-client.mjs'
import { pin } from './support/pin.mjs'
import { formatNumber } from './support/table.mjs'

/** @typedef {import('./support/table.mjs').Table} Table */
/** @typedef {{ heapBytes: number, rssBytes: number, cpuMicros: number }} Usage */

const KINDS = ['ws', 'hub', 'socket.io']
const LABELS = { ws: 'bare ws', hub: 'hub, with receipts', 'socket.io': 'socket.io, with receipts' }
const ASKERS = 100
const WARM_UP_MS = 1000
const ROUND_MS = 3000
const ROUNDS = 3
const IDLE_COUNTS = [1000, 10_000]
/** Handshakes at a time. */
const BATCH = 100
const PAYLOAD = 'x'.repeat(64)

const wait = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms))
const median = (/** @type {number[]} */ values) =>
  /** @type {number} */ ([...values].sort((a, b) => a - b)[values.length >> 1])

/** @param {string} kind */
async function startServer(kind) {
  const child = fork(fileURLToPath(new URL('support/echo-server.mjs', import.meta.url)), [kind])
  pin(/** @type {number} */ (child.pid), 0)
  const [{ port }] = await once(child, 'message')
  return {
    /** @type {number} */
    port,
    /** @returns {Promise<Usage>} */
    async usage() {
      child.send('usage')
      return (await once(child, 'message'))[0]
    },
    async stop() {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

/** @param {string} kind @param {number} port @param {number} count */
async function openMany(kind, port, count) {
  const sockets = []
  while (sockets.length < count) {
    const size = Math.min(BATCH, count - sockets.length)
    sockets.push(
      ...(await Promise.all(Array.from({ length: size }, () => openEchoClient(kind, port)))),
    )
  }
  return sockets
}

/** @param {string} kind @returns {Promise<{ perSecond: number, cpuMicros: number }>} */
async function measureEchoes(kind) {
  const server = await startServer(kind)
  const sockets = await openMany(kind, server.port, ASKERS)
  const asking = sockets.map((socket) => keepAsking(kind, socket, PAYLOAD))
  const count = () => asking.reduce((sum, one) => sum + one.count(), 0)
  await wait(WARM_UP_MS)
  const [before, from, startedAtMs] = [await server.usage(), count(), performance.now()]
  await wait(ROUND_MS)
  const [to, endedAtMs, after] = [count(), performance.now(), await server.usage()]
  asking.forEach((one) => one.stop())
  sockets.forEach((socket) => socket.terminate())
  await server.stop()
  return {
    perSecond: ((to - from) / (endedAtMs - startedAtMs)) * 1000,
    cpuMicros: (after.cpuMicros - before.cpuMicros) / (to - from),
  }
}

/** @param {string} kind @param {number} count @returns {Promise<{ heapBytes: number, rssBytes: number }>} */
async function measureIdle(kind, count) {
  const server = await startServer(kind)
  const before = await server.usage()
  const sockets = await openMany(kind, server.port, count)
  await wait(500)
  const after = await server.usage()
  sockets.forEach((socket) => socket.terminate())
  await server.stop()
  return {
    heapBytes: (after.heapBytes - before.heapBytes) / count,
    rssBytes: (after.rssBytes - before.rssBytes) / count,
  }
}

/** @returns {Promise<Table[]>} */
export async function measureHub() {
  pin(process.pid, 1)
  /** @type {Record<string, { perSecond: number[], cpuMicros: number[] }>} */
  const echoes = {}
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const kind of KINDS) {
      const { perSecond, cpuMicros } = await measureEchoes(kind)
      const of = (echoes[kind] ??= { perSecond: [], cpuMicros: [] })
      of.perSecond.push(perSecond)
      of.cpuMicros.push(cpuMicros)
    }
  }
  const rate = (/** @type {string} */ kind) => median(echoes[kind]?.perSecond ?? [])
  const cpu = (/** @type {string} */ kind) => median(echoes[kind]?.cpuMicros ?? [])
  const label = (/** @type {string} */ kind) => LABELS[/** @type {keyof typeof LABELS} */ (kind)]

  /** @type {(string | number)[][]} */
  const idleRows = []
  for (const kind of KINDS) {
    const cells = []
    for (const count of IDLE_COUNTS) {
      const { heapBytes, rssBytes } = await measureIdle(kind, count)
      cells.push(formatNumber(heapBytes), formatNumber(rssBytes))
    }
    idleRows.push([label(kind), ...cells])
  }

  return [
    {
      title: 'Hub: echo round trips',
      note: `${ASKERS} connections, one question under way on each, ${PAYLOAD.length} characters; the server on one core, the clients on another; median of ${ROUNDS} rounds.`,
      columns: [
        'server',
        'round trips per second',
        '÷ bare ws',
        'CPU of the server per round trip, µs',
        '÷ bare ws ',
      ],
      rows: KINDS.map((kind) => [
        label(kind),
        formatNumber(rate(kind)),
        formatNumber(rate('ws') / rate(kind), 2),
        formatNumber(cpu(kind), 1),
        formatNumber(cpu(kind) / cpu('ws'), 2),
      ]),
    },
    {
      title: 'Hub: memory of an idle connection',
      note: 'What the server process grew by, per connection: heap and buffers after a collection, and resident memory.',
      columns: [
        'server',
        ...IDLE_COUNTS.flatMap((count) => [
          `heap at ${formatNumber(count)}, B`,
          `resident at ${formatNumber(count)}, B`,
        ]),
      ],
      rows: idleRows,
    },
  ]
}
