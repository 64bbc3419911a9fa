/**
 * `node bench/redis.mjs [--json]`: two hub processes on one Redis. Messages per second through both, and how long it takes until
 * everything flows again after Redis was away.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { WebSocket } from 'ws'
import { startRedis } from '../scripts/servers/redis.mjs'
import { requireBuild } from './support/libraries.mjs'
import { formatNumber, renderText } from './support/table.mjs'

/** @typedef {import('./support/table.mjs').Table} Table */

const CLIENTS = 50
const WARM_UP_MS = 1000
const ROUND_MS = 3000
const ROUNDS = 3
const OUTAGES = 5
const OUTAGE_MS = 2000
const RETRY_MS = 100
const PAYLOAD = 'x'.repeat(64)

const wait = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms))
const median = (/** @type {number[]} */ values) =>
  /** @type {number} */ ([...values].sort((a, b) => a - b)[values.length >> 1])

/** @param {string} socketPath @param {string} kind */
async function startHub(socketPath, kind) {
  const child = fork(fileURLToPath(new URL('support/redis-hub.mjs', import.meta.url)), [
    socketPath,
    kind,
  ])
  const [message] = await Promise.race([once(child, 'message'), once(child, 'exit')])
  if (typeof message?.port !== 'number') throw new Error('the hub process did not start')
  return {
    /** @type {number} */
    port: message.port,
    async stop() {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

/**
 * A client of the protocol as small as can be: it acknowledges what arrives, resends what is not acknowledged, and counts.
 *
 * @param {number} port @param {string} id
 */
function createClient(port, id) {
  const sender = `run-${id}`
  let received = 0
  let acknowledged = 0
  let seq = 0
  let target = 0
  let isStopped = false
  /** @type {{ session: string, secret: string } | undefined} */
  let known
  let last = 0
  /** @type {WebSocket | undefined} */
  let socket
  let isWelcome = false
  let acks = 0

  const write = (/** @type {object} */ frame) => socket?.send(JSON.stringify(frame))
  const say = (/** @type {number} */ number) =>
    write({
      type: 'data',
      seq: number,
      ...(number > acknowledged + 1 ? { after: number - 1 } : {}),
      body: { to: id, text: PAYLOAD },
    })
  const fill = () => {
    while (isWelcome && seq - acknowledged < target) say((seq += 1))
  }

  /** @param {string} text */
  function hear(text) {
    const frame = JSON.parse(text)
    if (frame.type === 'welcome') {
      known = { session: frame.session, secret: frame.secret }
      last = frame.next - 1
      isWelcome = true
      for (let number = acknowledged + 1; number <= seq; number += 1) say(number)
    }
    if (frame.ack > acknowledged) acknowledged = frame.ack
    // What the hub could not send on while Redis was away.
    if (frame.type === 'reject' && frame.seq > acknowledged) acknowledged = frame.seq
    if (frame.type === 'data') {
      received += 1
      last = frame.seq
      if ((acks += 1) % 16 === 0) write({ type: 'ack', ack: last })
    }
    fill()
  }

  function open() {
    socket = new WebSocket(`ws://127.0.0.1:${port}/?id=${id}`)
    socket.on('open', () =>
      write({ type: 'hello', v: 1, sender, ...(known ? { resume: { ...known, last } } : {}) }),
    )
    socket.on('message', (data) => hear(String(data)))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      isWelcome = false
      if (!isStopped) setTimeout(open, RETRY_MS)
    })
  }

  open()
  return {
    isWelcome: () => isWelcome,
    received: () => received,
    acknowledged: () => acknowledged,
    /** Keeps so many messages under way. @param {number} count */
    keep(count) {
      target = count
      fill()
    },
    stop() {
      isStopped = true
      socket?.terminate()
    },
  }
}

/** @param {string} what @param {() => boolean} check */
async function until(what, check) {
  const endsAtMs = performance.now() + 30_000
  while (!check()) {
    if (performance.now() > endsAtMs) throw new Error(`waited for ${what}`)
    await wait(2)
  }
}

/**
 * @param {string} kind `sink` acknowledges, `echo` sends back to the sender, `cross` sends to a client of the other process
 * @param {(stage: { redis: import('../scripts/servers/redis.mjs').RedisServer, clients: ReturnType<typeof createClient>[] }) => Promise<T>} measure
 * @param {{ isPersistent?: boolean }} [options]
 * @returns {Promise<T>}
 * @template T
 */
async function onStage(kind, measure, options = {}) {
  const redis = await startRedis(options)
  const hubs = [await startHub(redis.socketPath, kind), await startHub(redis.socketPath, kind)]
  const clients = Array.from({ length: CLIENTS }, (_, i) =>
    createClient(hubs[i % 2]?.port ?? 0, String(i)),
  )
  try {
    await until('every client is welcome', () => clients.every((client) => client.isWelcome()))
    return await measure({ redis, clients })
  } finally {
    clients.forEach((client) => client.stop())
    await Promise.all(hubs.map((hub) => hub.stop()))
    await redis.stop()
  }
}

/** @param {string} kind @param {'received' | 'acknowledged'} what */
const measureRate = (kind, what) =>
  onStage(kind, async ({ clients }) => {
    const count = () => clients.reduce((sum, client) => sum + client[what](), 0)
    clients.forEach((client) => client.keep(16))
    await wait(WARM_UP_MS)
    const rates = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const [from, startedAtMs] = [count(), performance.now()]
      await wait(ROUND_MS)
      rates.push(((count() - from) * 1000) / (performance.now() - startedAtMs))
    }
    return median(rates)
  })

/** Milliseconds from the moment in which Redis takes connections again. @param {boolean} isPersistent */
const measureRecovery = (isPersistent) =>
  onStage(
    'echo',
    async ({ redis, clients }) => {
      /** @type {{ first: number, all: number }[]} */
      const times = []
      for (let outage = 0; outage < OUTAGES; outage += 1) {
        clients.forEach((client) => client.keep(1))
        await wait(500)
        await redis.kill()
        if (!isPersistent) redis.forget()
        await wait(OUTAGE_MS)
        const before = clients.map((client) => client.received())
        await redis.start()
        const backAtMs = performance.now()
        const flows = () => clients.map((client, i) => client.received() > Number(before[i]))
        await until('the first message', () => flows().includes(true))
        const first = performance.now() - backAtMs
        await until('everybody', () => !flows().includes(false))
        times.push({ first, all: performance.now() - backAtMs })
      }
      return {
        first: median(times.map(({ first }) => first)),
        all: median(times.map(({ all }) => all)),
        worst: Math.max(...times.map(({ all }) => all)),
      }
    },
    { isPersistent },
  )

/** @returns {Promise<Table[]>} */
export async function measureRedis() {
  const rate = async (/** @type {string} */ label, /** @type {string} */ kind) => [
    label,
    formatNumber(await measureRate(kind, kind === 'sink' ? 'acknowledged' : 'received')),
  ]
  const recovery = async (/** @type {string} */ label, /** @type {boolean} */ isPersistent) => {
    const { first, all, worst } = await measureRecovery(isPersistent)
    return [label, ...[first, all, worst].map((ms) => `${formatNumber(ms)} ms`)]
  }
  return [
    {
      title: 'Two hub processes on one Redis',
      note: `${CLIENTS} clients with 16 messages of 64 bytes under way each; clients, hubs and Redis share the machine.`,
      columns: ['what a message does', 'messages per second'],
      rows: [
        await rate('client to server, dealt with and acknowledged', 'sink'),
        await rate('client to server, and back to the same client', 'echo'),
        await rate('client to server, and on to a client of the other process', 'cross'),
      ],
    },
    {
      title: 'After Redis was away for 2 s',
      note: `From its first readiness until messages go there and back again, median of ${OUTAGES}; clients retry every ${RETRY_MS} ms.`,
      columns: ['Redis comes back', 'for the first client', 'for all', 'for all, at worst'],
      rows: [await recovery('with its data', true), await recovery('without its data', false)],
    },
  ]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  requireBuild()
  const tables = await measureRedis()
  process.stdout.write(
    process.argv.includes('--json')
      ? `${JSON.stringify(tables, null, 2)}\n`
      : tables.map((table) => `${renderText(table)}\n`).join(''),
  )
}
