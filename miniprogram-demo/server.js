/**
 * The demo's server: a chat room with faults on request.
 *
 *   node server.js [--port 8080] [--host 127.0.0.1]
 *
 * The protocol is one line of text per WebSocket message. The client's name comes with the URL
 * (`ws://127.0.0.1:8080/?name=ann`); without one it is `guest-1`, `guest-2`, …
 *
 *   client sends     server answers
 *   ping             pong, to the sender alone
 *   any other text   `name: text`, to everybody in the room, the sender included
 *   /kick            closes this link with 4501: a final close, the client stays away
 *   /drop            cuts this link without a closing handshake
 *   /freeze          says nothing more on this link and does not close it: a half-open link
 *   /thaw            answers on this link again
 *   /refuse 8        answers new links with 503 for 8 seconds; open links stay
 *   /down 8          cuts every link and refuses new ones for 8 seconds: a restart
 *   /burst 100       sends 100 lines at once
 *
 * Lines that begin with `* ` are the server's own notices. Whoever can connect can use the commands,
 * so this is a server for trying things out, and listens on this computer alone unless told otherwise.
 */
// @ts-nocheck: the types of startServer are for its callers; the rest is plain JavaScript.
'use strict'

const http = require('node:http')
const { WebSocketServer } = require('ws')

const KICK_CODE = 4501
const DEFAULT_PORT = 8080
const MAX_LINE_BYTES = 1048576
const DEFAULT_SECONDS = 8
const MAX_SECONDS = 600
const DEFAULT_BURST = 100
const MAX_BURST = 10000

/**
 * @typedef {object} DemoServer
 * @property {string} url where clients connect
 * @property {() => number} links how many links are open now
 * @property {() => number} accepted how many links were opened since the start
 * @property {() => Promise<void>} kill like a crash: cuts every link, listens no more
 * @property {() => Promise<void>} restart listens again on the same port, after `kill()`
 * @property {(reason?: string) => void} kick closes every link with 4501
 * @property {() => void} drop cuts every link without a closing handshake
 * @property {() => void} freeze falls silent on the links open now; later ones are answered
 * @property {() => void} thaw answers on the frozen links again
 * @property {(seconds: number) => void} refuse answers new links with 503 for so long
 * @property {() => Promise<void>} close ends everything; the server cannot be restarted
 */

/**
 * @typedef {object} DemoEvent
 * @property {'joined' | 'left' | 'line' | 'command' | 'refused'} type
 * @property {string} name who; empty when refused
 * @property {string} text the line, the command, the close code of who left
 */

/**
 * Starts a server and resolves when it listens; rejects when the port is taken.
 *
 * @param {object} [options]
 * @param {number} [options.port] 0, the default, takes a free one
 * @param {string} [options.host] `127.0.0.1` unless told otherwise
 * @param {(event: DemoEvent) => void} [options.onEvent] hears everything that happens, pings excepted
 * @returns {Promise<DemoServer>}
 */
async function startServer({ port = 0, host = '127.0.0.1', onEvent = () => {} } = {}) {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_LINE_BYTES })
  const room = { clients: new Set(), guests: 0, accepted: 0, refusedUntil: 0, onEvent }

  const open = async (wantedPort) => {
    const server = http.createServer((request, response) => {
      response.writeHead(426, { 'content-type': 'text/plain' })
      response.end('This is a WebSocket server.\n')
    })
    server.on('upgrade', (request, stream, head) => {
      stream.on('error', () => stream.destroy())
      if (Date.now() < room.refusedUntil) return refuseUpgrade(room, stream)
      sockets.handleUpgrade(request, stream, head, (socket) => join(room, socket, request.url))
    })
    await listen(server, wantedPort, host)
    return server
  }

  let server = await open(port)
  const boundPort = server.address().port

  const kill = async () => {
    dropAll(room)
    if (!server.listening) return
    const closed = new Promise((resolve) => server.close(resolve))
    server.closeAllConnections()
    await closed
  }
  return {
    url: `ws://${host.includes(':') ? `[${host}]` : host}:${boundPort}`,
    links: () => room.clients.size,
    accepted: () => room.accepted,
    kill,
    restart: async () => {
      if (!server.listening) server = await open(boundPort)
    },
    kick: (reason = 'kicked') =>
      room.clients.forEach(({ socket }) => socket.close(KICK_CODE, reason)),
    drop: () => dropAll(room),
    freeze: () => room.clients.forEach((client) => (client.frozen = true)),
    thaw: () => room.clients.forEach((client) => (client.frozen = false)),
    refuse: (seconds) => refuse(room, seconds),
    close: async () => {
      await kill()
      sockets.close()
    },
  }
}

function listen(server, port, host) {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function refuseUpgrade(room, stream) {
  stream.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
  room.onEvent({ type: 'refused', name: '', text: '503' })
}

function refuse(room, seconds) {
  room.refusedUntil = Date.now() + seconds * 1000
}

function dropAll(room) {
  room.clients.forEach(({ socket }) => socket.terminate())
}

function join(room, socket, path) {
  room.accepted += 1
  const client = { socket, name: nameIn(path) || `guest-${++room.guests}`, frozen: false }
  room.clients.add(client)
  room.onEvent({ type: 'joined', name: client.name, text: '' })
  socket.on('error', () => {
    // A reset is not news: 'close' follows it.
  })
  socket.on('close', (code) => {
    room.clients.delete(client)
    room.onEvent({ type: 'left', name: client.name, text: String(code) })
    broadcast(room, `* ${client.name} left`)
  })
  socket.on('message', (data) => hear(room, client, data.toString()))
  broadcast(room, `* ${client.name} joined`)
}

function nameIn(path) {
  const name = new URL(path, 'ws://localhost').searchParams.get('name') ?? ''
  return /^[\w-]{1,24}$/.test(name) ? name : ''
}

function hear(room, client, text) {
  if (client.frozen && text !== '/thaw') return
  if (text === 'ping') return tell(client, 'pong')
  if (text.startsWith('/')) return obey(room, client, text)
  room.onEvent({ type: 'line', name: client.name, text })
  broadcast(room, `${client.name}: ${text}`)
}

/** What each command does; the argument is undefined when none was given. */
const commands = {
  kick: (room, { socket }) => socket.close(KICK_CODE, 'kicked'),
  drop: (room, { socket }) => socket.terminate(),
  freeze(room, client) {
    tell(client, '* frozen: nothing more will come on this link')
    client.frozen = true
  },
  thaw(room, client) {
    client.frozen = false
    tell(client, '* thawed')
  },
  refuse(room, client, argument) {
    const seconds = amount(argument, DEFAULT_SECONDS, MAX_SECONDS)
    refuse(room, seconds)
    tell(client, `* refusing new links for ${seconds} s`)
  },
  down(room, client, argument) {
    refuse(room, amount(argument, DEFAULT_SECONDS, MAX_SECONDS))
    dropAll(room)
  },
  burst(room, client, argument) {
    const count = amount(argument, DEFAULT_BURST, MAX_BURST)
    for (let line = 1; line <= count; line += 1) tell(client, `* burst ${line}/${count}`)
  },
}

function obey(room, client, text) {
  const [name, argument] = text.slice(1).trim().split(/\s+/)
  if (!Object.hasOwn(commands, name)) {
    const known = Object.keys(commands).map((command) => `/${command}`)
    return tell(client, `* no such command; there is ${known.join(' ')}`)
  }
  room.onEvent({ type: 'command', name: client.name, text })
  commands[name](room, client, argument)
}

function amount(argument, otherwise, max) {
  const number = Number(argument)
  return Number.isInteger(number) && number >= 1 ? Math.min(number, max) : otherwise
}

function broadcast(room, line) {
  room.clients.forEach((client) => tell(client, line))
}

function tell({ socket, frozen }, line) {
  if (!frozen && socket.readyState === socket.OPEN) socket.send(line)
}

async function main() {
  const { parseArgs } = require('node:util')
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: String(DEFAULT_PORT) },
      host: { type: 'string', default: '127.0.0.1' },
    },
  })
  const server = await startServer({
    port: Number(values.port),
    host: values.host,
    onEvent: ({ type, name, text }) => {
      console.log(
        [new Date().toISOString().slice(11, 23), type, name, text].filter(Boolean).join(' '),
      )
    },
  })
  console.log(`listening on ${server.url} (ctrl-c to stop)`)
  process.once('SIGINT', () => server.close())
  process.once('SIGTERM', () => server.close())
}

module.exports = { startServer }

if (require.main === module) {
  main().catch((error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}
