/** stompjs and MQTT.js on the raw WebSocket class beside the same clients on `ws` itself: messages per second, both ways. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { pin } from './support/pin.mjs'
import { formatNumber } from './support/table.mjs'

/** @typedef {import('./support/table.mjs').Table} Table */
/** @typedef {{ perSecond: number, cpuMicros: number }} Measured */
/** @typedef {{ out: Measured[], into: Measured[] }} Outcome */

const CLIENTS = [
  { id: 'stomp', name: 'stompjs', server: 'a small STOMP server', remark: '' },
  {
    id: 'mqtt',
    name: 'MQTT.js',
    server: 'aedes',
    remark: 'MQTT.js puts what is said in one turn, here 200 messages, into one frame.',
  },
]
const CLASSES = [
  { id: 'ws', name: '`ws` itself' },
  { id: 'bare', name: 'fake `wx`, a class that checks nothing' },
  { id: 'ours', name: 'fake `wx`, our class' },
]
/** Processes of each kind, taken in turn. */
const ROUNDS = 3
const EXPIRY_MS = 60_000

const median = (/** @type {number[]} */ values) =>
  /** @type {number} */ ([...values].sort((a, b) => a - b)[values.length >> 1])

/** @param {string} file @param {string[]} args @param {number} core */
function start(file, args, core) {
  const child = fork(fileURLToPath(new URL(`support/${file}`, import.meta.url)), args, {
    timeout: EXPIRY_MS,
  })
  pin(/** @type {number} */ (child.pid), core)
  return child
}

/** @param {import('node:child_process').ChildProcess} child */
async function firstMessage(child) {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the process ended with ${code}`)
  })
  ended.catch(() => {})
  const [message] = await Promise.race([once(child, 'message'), ended])
  return message
}

/** @param {string} client @param {string} kind @returns {Promise<Outcome>} */
async function run(client, kind) {
  const server = start('throughput-server.mjs', [client], 0)
  try {
    const { port } = await firstMessage(server)
    const talker = start('throughput-client.mjs', [client, kind, String(port)], 1)
    try {
      return await firstMessage(talker)
    } finally {
      talker.kill('SIGKILL')
    }
  } finally {
    server.kill('SIGKILL')
  }
}

/** @param {string} client @returns {Promise<Record<string, Outcome>>} */
async function measureClient(client) {
  /** @type {Record<string, Outcome>} */
  const outcomes = {}
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { id } of CLASSES) {
      const { out, into } = await run(client, id)
      const of = (outcomes[id] ??= { out: [], into: [] })
      of.out.push(...out)
      of.into.push(...into)
    }
  }
  return outcomes
}

/** @returns {Promise<Table[]>} */
export async function measureClientThroughput() {
  /** @type {Table[]} */
  const tables = []
  for (const { id: client, name, server, remark } of CLIENTS) {
    const outcomes = await measureClient(client)
    const cells = (/** @type {Measured[]} */ measured) => [
      formatNumber(median(measured.map(({ perSecond }) => perSecond))),
      formatNumber(median(measured.map(({ cpuMicros }) => cpuMicros)), 1),
    ]
    tables.push({
      title: `${name}: throughput of one connection`,
      note: `64 characters a message, against ${server} on another core; median of ${ROUNDS} processes of each kind in turn. The second row is what the fake \`wx\` costs. ${remark}`.trim(),
      columns: [
        'WebSocket',
        'out, per second',
        'CPU of the client per message out, µs',
        'in, per second',
        'CPU of the client per message in, µs',
      ],
      rows: CLASSES.map(({ id, name: label }) => {
        const { out, into } = /** @type {Outcome} */ (outcomes[id])
        return [label, ...cells(out), ...cells(into)]
      }),
    })
  }
  return tables
}
