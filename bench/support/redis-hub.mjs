/** A hub on Redis, in a process of its own: `redis-hub.mjs <redis socket> <sink | echo | cross>`. */
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { createClient } from 'redis'
import { WebSocketServer } from 'ws'

const { createHub, redisStore } = createRequire(import.meta.url)('../../dist/server.js')
const [, , path, kind] = process.argv

/** The clients of one process have even numbers, those of the other one odd ones. */
const neighbour = (/** @type {string} */ id) => String(Number(id) ^ 1)

const hub = createHub({
  store: redisStore(createClient({ socket: { path: String(path), tls: false } })),
  authenticate: (/** @type {{ url: string }} */ { url }) =>
    new URL(url, 'http://hub').searchParams.get('id') ?? '',
  onMessage(/** @type {{ clientId: string, body: unknown }} */ { clientId, body }) {
    if (kind === 'echo') return hub.send(clientId, body)
    if (kind === 'cross') return hub.send(neighbour(clientId), body)
    return undefined
  },
})
// Redis is taken away on purpose.
hub.on('error', () => undefined)

const server = createServer()
hub.attach(new WebSocketServer({ server, perMessageDeflate: false }))
server.listen(0, '127.0.0.1', () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  process.send?.({ port })
})
