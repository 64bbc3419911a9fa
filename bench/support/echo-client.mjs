/** What a client of each echo server says on the wire: as little as the protocol allows, so that the server is measured. */
import { WebSocket } from 'ws'

/**
 * @typedef {object} EchoClient
 * @property {string} path of the URL
 * @property {(socket: WebSocket) => void} greet after the link is open
 * @property {(text: string) => boolean} isReady whether the text says that messages may be sent
 * @property {(number: number, payload: string) => string} ask
 * @property {(text: string) => boolean} isEcho
 * @property {string} [ping] what the server may ask, and
 * @property {string} [pong] the answer
 */

/** @type {Record<string, EchoClient>} */
const CLIENTS = {
  ws: {
    path: '/',
    greet: (socket) => socket.emit('message', 'ready'),
    isReady: (text) => text === 'ready',
    ask: (_, payload) => payload,
    isEcho: () => true,
  },
  hub: {
    path: '/',
    greet: (socket) => socket.send('{"type":"hello","v":1,"sender":"bench"}'),
    isReady: (text) => text.startsWith('{"type":"welcome"'),
    // One reply for every message, in order: what has been seen is always one less than what is asked.
    ask: (number, payload) =>
      `{"type":"data","seq":${number},"ack":${number - 1},"ask":true,"body":${JSON.stringify(payload)}}`,
    isEcho: (text) => text.includes('"re":"'),
  },
  'socket.io': {
    path: '/socket.io/?EIO=4&transport=websocket',
    greet: (socket) => socket.send('40'),
    isReady: (text) => text.startsWith('40'),
    ask: (number, payload) => `42${number}${JSON.stringify(['echo', payload])}`,
    isEcho: (text) => text.startsWith('43'),
    ping: '2',
    pong: '3',
  },
}

/**
 * Opens a connection that is ready for messages.
 * @param {string} kind @param {number} port @returns {Promise<WebSocket>}
 */
export function openEchoClient(kind, port) {
  const client = clientOf(kind)
  const socket = new WebSocket(`ws://127.0.0.1:${port}${client.path}`, { perMessageDeflate: false })
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('open', () => client.greet(socket))
    socket.on('message', (data) => {
      const text = String(data)
      if (client.isReady(text)) resolve(socket)
      if (text === client.ping) socket.send(/** @type {string} */ (client.pong))
    })
  })
}

/**
 * Asks, and asks again for each echo, until stopped.
 * @param {string} kind @param {WebSocket} socket @param {string} payload
 * @returns {{ count(): number, stop(): void }}
 */
export function keepAsking(kind, socket, payload) {
  const { ask, isEcho } = clientOf(kind)
  let number = 0
  let echoes = 0
  let isOn = true
  const next = () => {
    number += 1
    socket.send(ask(number, payload))
  }
  socket.on('message', (data) => {
    if (!isEcho(String(data))) return
    echoes += 1
    if (isOn) next()
  })
  next()
  return { count: () => echoes, stop: () => (isOn = false) }
}

/** @param {string} kind */
function clientOf(kind) {
  return /** @type {EchoClient} */ (CLIENTS[kind])
}
