/**
 * A process of its own with one server, `stomp` or `mqtt`. What is said to `count` is counted; `ask` is answered with the
 * count so far, to `answer`; `flood` with a number is answered with so many messages, to `water`.
 */
import { createServer } from 'node:http'
import { Aedes } from 'aedes'
import { WebSocketServer, createWebSocketStream } from 'ws'

const PAYLOAD = 'x'.repeat(64)

/** @type {Record<string, (server: WebSocketServer) => void | Promise<void>>} */
const SERVERS = {
  // As small as STOMP allows: the client is measured.
  stomp(server) {
    server.on('connection', (socket) => {
      let count = 0
      let nth = 0
      const say = (/** @type {string} */ topic, /** @type {string} */ body) =>
        socket.send(
          `MESSAGE\nsubscription:${topic}\nmessage-id:${++nth}\ndestination:${topic}\ncontent-length:${body.length}\n\n${body}\0`,
        )
      socket.on('message', (data) => {
        const frame = String(data)
        if (frame.startsWith('CONNECT')) socket.send('CONNECTED\nversion:1.2\nheart-beat:0,0\n\n\0')
        if (!frame.startsWith('SEND')) return
        const body = frame.slice(frame.indexOf('\n\n') + 2, -1)
        if (frame.includes('destination:count\n')) count += 1
        else if (frame.includes('destination:ask\n')) {
          say('answer', String(count))
          count = 0
        } else for (let left = Number(body); left > 0; left -= 1) say('water', PAYLOAD)
      })
    })
  },
  async mqtt(server) {
    const broker = await Aedes.createBroker()
    let count = 0
    broker.on('publish', ({ topic, payload }, client) => {
      // Straight to the client: what the broker's own routing takes would hide what the client takes.
      const say = (/** @type {string} */ to, /** @type {string} */ text) =>
        client?.publish(
          { cmd: 'publish', qos: 0, retain: false, dup: false, topic: to, payload: text },
          () => {},
        )
      if (topic === 'count') count += 1
      else if (topic === 'ask') {
        say('answer', String(count))
        count = 0
      } else if (topic === 'flood') {
        for (let left = Number(payload); left > 0; left -= 1) say('water', PAYLOAD)
      }
    })
    server.on('connection', (socket) => void broker.handle(createWebSocketStream(socket)))
  },
}

const http = createServer()
const server = new WebSocketServer({
  server: http,
  handleProtocols: (protocols) => [...protocols][0] ?? false,
})
await SERVERS[process.argv[2] ?? '']?.(server)
http.listen(0, '127.0.0.1', () => process.send?.(http.address()))
process.on('disconnect', () => process.exit())
