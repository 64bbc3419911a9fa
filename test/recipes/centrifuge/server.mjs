/**
 * What a client of Centrifugo needs to live, in the JSON form of its protocol: connect, subscribe, publish, ping. Not
 * Centrifugo: see docs/recipes/centrifuge.md. https://centrifugal.dev/docs/transports/client_protocol
 */
import { randomUUID } from 'node:crypto'
import { WebSocketServer } from 'ws'

const PING_S = 1

/** Who hears what is published in a channel. @type {Map<string, Set<import('ws').WebSocket>>} */
const channels = new Map()

const membersOf = (name) => {
  const members = channels.get(name) ?? new Set()
  channels.set(name, members)
  return members
}

const say = (socket, ...replies) =>
  socket.send(replies.map((reply) => JSON.stringify(reply)).join('\n'))

const commands = {
  connect: () => ({ client: randomUUID(), version: '1.0.0', ping: PING_S, pong: true }),
  subscribe({ channel }, socket) {
    membersOf(channel).add(socket)
    return {}
  },
  unsubscribe({ channel }, socket) {
    membersOf(channel).delete(socket)
    return {}
  },
  publish({ channel, data }) {
    membersOf(channel).forEach((member) => say(member, { push: { channel, pub: { data } } }))
    return {}
  },
}

const server = new WebSocketServer({ port: Number(process.argv[2]), host: '127.0.0.1' })
server.on('listening', () => process.send(server.address().port))
server.on('connection', (socket) => {
  // An empty object is a ping, and an empty object is the answer.
  const timer = setInterval(() => say(socket, {}), PING_S * 1000)
  socket.on('message', (data) => {
    for (const line of String(data).split('\n')) {
      const { id, ...command } = JSON.parse(line)
      const [name] = Object.keys(command)
      if (name === undefined) continue
      const perform = commands[name]
      if (perform === undefined) say(socket, { id, error: { code: 108, message: 'not available' } })
      else say(socket, { id, [name]: perform(command[name], socket) })
    }
  })
  socket.on('close', () => {
    clearInterval(timer)
    channels.forEach((members) => members.delete(socket))
  })
})
