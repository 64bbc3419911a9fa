/** What a client that comes back pays for 1,000 messages it missed: resumed by the hub, or fetched again over HTTP. */
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { WebSocket, WebSocketServer } from 'ws'
import { formatNumber } from './support/table.mjs'

/** @typedef {import('./support/table.mjs').Table} Table */

const MISSED = 1000
const ROUNDS = 7
const PAYLOAD = { from: 'ann', text: 'x'.repeat(64) }

const require = createRequire(import.meta.url)
const median = (/** @type {number[]} */ values) =>
  /** @type {number} */ ([...values].sort((a, b) => a - b)[values.length >> 1])

/** @param {{ on(event: string, listener: (payload: any) => void): () => void }} source @param {string} event */
const next = (source, event) =>
  new Promise((resolve) => {
    const stop = source.on(event, (payload) => {
      stop()
      resolve(payload)
    })
  })

/** @returns {Promise<Table[]>} */
export async function measureResume() {
  const { createHub } = require('../dist/server.js')
  const { createDelivery } = require('../dist/delivery.js')
  const { forWebSocket } = require('../dist/web.js')

  /** @type {object[]} */
  const missed = Array.from({ length: MISSED }, (_, i) => ({ ...PAYLOAD, id: i }))
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(missed))
  })
  const hub = createHub({ authenticate: () => 'ann', onMessage: () => undefined })
  hub.attach(new WebSocketServer({ server }))
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())

  const socket = forWebSocket(WebSocket).createSocket({ url: `ws://127.0.0.1:${port}` })
  const delivery = createDelivery(socket)
  /** @type {number[]} */
  const resumedMs = []
  /** @type {number[]} */
  const fetchedMs = []
  let heard = 0
  /** @type {() => void} */
  let all = () => {}
  delivery.on('message', () => {
    heard += 1
    if (heard === MISSED) all()
  })
  socket.connect()
  await next(delivery, 'resumed')
  for (let round = 0; round <= ROUNDS; round += 1) {
    socket.close()
    await next(socket, 'close')
    for (const body of missed) await hub.send('ann', body)
    heard = 0
    const arrived = new Promise((resolve) => (all = () => resolve(undefined)))
    const startedAtMs = performance.now()
    socket.connect()
    await arrived
    const resumedAtMs = performance.now()
    const list = await (await globalThis.fetch(`http://127.0.0.1:${port}`)).json()
    const fetchedAtMs = performance.now()
    if (list.length !== MISSED) throw new Error(`fetched ${list.length}`)
    // The first round warms up.
    if (round === 0) continue
    resumedMs.push(resumedAtMs - startedAtMs)
    fetchedMs.push(fetchedAtMs - resumedAtMs)
  }
  delivery.stop()
  socket.close()
  await hub.close({ spreadMs: 0 })
  server.close()
  server.closeAllConnections()
  return [
    {
      title: `Hub: coming back to ${formatNumber(MISSED)} missed messages`,
      note: `Connecting included, over the loopback, client and server in one process, ${JSON.stringify(PAYLOAD).length} characters each; median of ${ROUNDS} rounds. Resumed: each message numbered, in order, and acknowledged. Fetched: one HTTP answer with all of them, parsed.`,
      columns: ['way', 'time'],
      rows: [
        ['resumed by the hub', `${formatNumber(median(resumedMs), 1)} ms`],
        ['fetched again, as one answer', `${formatNumber(median(fetchedMs), 1)} ms`],
      ],
    },
  ]
}
