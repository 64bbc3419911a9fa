/**
 * One server that gives back what it gets, in a process of its own: `node echo-server.mjs ws|hub|socket.io`.
 * Says where it listens, then answers 'usage' with its memory after a collection and the CPU time it has used.
 */
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Server } from 'socket.io'
import { WebSocketServer } from 'ws'

setFlagsFromString('--expose-gc')
const collect = /** @type {() => void} */ (runInNewContext('gc'))
const require = createRequire(import.meta.url)

/** @type {Record<string, (server: import('node:http').Server) => void>} */
const SERVERS = {
  ws(server) {
    new WebSocketServer({ server }).on('connection', (socket) => {
      socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
    })
  },
  hub(server) {
    const { createHub } = require('../../dist/server.js')
    let guests = 0
    const hub = createHub({
      authenticate: () => `guest-${++guests}`,
      onMessage: (/** @type {{ body: unknown }} */ { body }) => body,
    })
    hub.attach(new WebSocketServer({ server }))
  },
  'socket.io'(server) {
    new Server(server, { transports: ['websocket'] }).on('connection', (socket) => {
      socket.on('echo', (text, answer) => answer(text))
    })
  },
}

const server = createServer()
SERVERS[process.argv[2] ?? '']?.(server)
server.listen(0, '127.0.0.1', () => process.send?.(server.address()))
process.on('message', async () => {
  collect()
  await new Promise((resolve) => setTimeout(resolve, 50))
  collect()
  const { heapUsed, external, rss } = process.memoryUsage()
  const { user, system } = process.cpuUsage()
  process.send?.({ heapBytes: heapUsed + external, rssBytes: rss, cpuMicros: user + system })
})
