/**
 * The demo's server: a chat with several rooms on `miniprogram-socket/server`, with faults on request.
 *
 *   node server.js [--port 8080] [--host 127.0.0.1]
 *
 * On the wire it is the package's delivery protocol (PROTOCOL.md). A client's name comes with the URL
 * (`ws://127.0.0.1:8080/?name=ann`); a second sign-in under a name ends the first. What the messages hold:
 *
 *   client sends                        server does
 *   { room: 'general', text: 'hello' }  sends { type: 'message', room, id, from, text, atMs } to everybody in the room,
 *                                       the sender included; the rooms are general, help and random
 *   { query: 'online' }                 replies { type: 'presence', online: ['ann', 'bob'] }
 *   { command: 'kick' }                 closes the sender's link with 4501: final, the client stays away
 *   { command: 'drop' }                 cuts it without a closing handshake
 *   { command: 'freeze' }               goes silent on it without closing it: a half-open link
 *   { command: 'thaw' }                 answers again
 *   { command: 'refuse', seconds: 8 }   answers new links with 503 for so long; open links stay
 *   { command: 'down', seconds: 8 }     cuts every link and refuses new ones for so long
 *   { command: 'graceful', seconds: 8 } restarts as a deployment should: everybody is told to come back, spread over time
 *   { command: 'forget' }               restarts as a crash does: without its memory
 *   { command: 'mute', seconds: 8 }     refuses what the sender says for so long
 *   { command: 'burst', count: 100 }    sends { type: 'notice', text } so many times at once
 *   { command: 'slow', ms: 200 }        passes every frame of the sender's links on so much later; 0 ends it
 *   { command: 'ticker', perSecond: 200, seen: 0 }
 *                                       sends { type: 'tick', symbol, price, change } so often, 0 ends it; said again with
 *                                       how many came it goes on: server/ticker.js
 *
 * Two more paths: /mqtt speaks MQTT in the same rooms (server/mqtt.js), /probe answers the device report (server/probe.js).
 *
 * A command answers what it does when it was sent with `request()`. When somebody comes or goes, everybody who is online
 * gets the presence. Whoever can connect can use the commands, so this is a server for trying things out, and listens on
 * this computer alone unless told otherwise.
 */
// @ts-nocheck: the types of startServer are for its callers; the rest is plain JavaScript.
'use strict'

const { WebSocketServer } = require('ws')
const { memoryStore } = require('miniprogram-socket/server')
const { obey } = require('./server/commands')
const { createFrontDoor } = require('./server/front-door')
const { createLinks } = require('./server/links')
const { createChat, isWelcome } = require('./server/chat')
const { createMqttBridge } = require('./server/mqtt')
const { createProbe } = require('./server/probe')
const { createTicker } = require('./server/ticker')

const DEFAULT_PORT = 8080
const MAX_FRAME_BYTES = 1_048_576
/** How long what ends a link waits for the answer to get out. */
const SOON_MS = 50

/**
 * @typedef {object} DemoServer
 * @property {string} url where clients connect
 * @property {() => number} links how many links are open now
 * @property {() => number} accepted how many links were opened since the start
 * @property {() => Promise<void>} kill like a crash: cuts every link, listens no more
 * @property {(options?: { forget?: boolean }) => Promise<void>} restart listens again on the same port, after `kill()`;
 *   with what the chat remembered, as if it were kept outside of the process, unless it is to forget
 * @property {(seconds: number) => Promise<void>} graceful a restart that tells everybody to come back within so long
 * @property {(reason?: string) => void} kick closes every link with 4501
 * @property {() => void} drop cuts every link without a closing handshake
 * @property {() => void} freeze falls silent on the links open now; later ones are answered
 * @property {() => void} thaw answers on the frozen links again
 * @property {(seconds: number) => void} refuse answers new links with 503 for so long
 * @property {(name: string, seconds: number) => void} mute refuses what somebody says for so long
 * @property {(room: string, from: string, text: string, id: string) => Promise<void>} say says something in a room
 * @property {(listener: (message: Message) => void) => () => void} onSay hears what is said, until the returned function is called
 * @property {(ms: number) => void} slow delays every frame of the links open now and later, order kept; 0 ends it
 * @property {() => Promise<void>} close ends everything; the server cannot be restarted
 */

/**
 * @typedef {object} DemoEvent
 * @property {'online' | 'offline' | 'message' | 'command' | 'closed' | 'refused'} type
 * @property {string} name who; empty when nobody is known
 * @property {string} [room] where, for a message
 * @property {string} text the message, the command, the code and reason of a close
 */

/**
 * @typedef {object} Message something that was said
 * @property {string} room
 * @property {string} id names it: the same again if it had to be dealt with twice
 * @property {string} from
 * @property {string} text
 * @property {number} atMs
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
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES })
  const ticker = createTicker((name, body) => chat.send(name, body))
  const links = createLinks(ticker.stop)
  const listeners = new Set()
  const timers = new Set()
  let store = memoryStore()
  let chat = openChat()

  function openChat() {
    return createChat({
      store,
      onSay: (message) => listeners.forEach((listener) => listener(message)),
      onEvent,
      obey(name, body) {
        // That a ticker goes on is no news.
        if (body.seen === undefined) onEvent({ type: 'command', name, text: body.command })
        return obey(faults, name, body)
      },
    })
  }

  /** What other ways into the same rooms need; stays, while the chat behind it is replaced. */
  const conversation = {
    /** Says something in a room, under an id of its own; throws a Refusal, or resolves when everybody will get it. */
    say: async (room, from, text, id) => chat.say(room, from, text, id),
    /** Hears what is said, whoever says it; returns the stop. */
    onSay(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }

  const mqtt = await createMqttBridge(conversation)
  const probe = createProbe()

  /** The next chat is open before the last one sends its clients away: nobody finds a closed door. */
  async function replaceChat(spreadMs) {
    const last = chat
    chat = openChat()
    await last.close(spreadMs)
  }

  async function forget() {
    await links.cut()
    const lost = store
    store = memoryStore()
    await replaceChat(0)
    await lost.close()
  }

  const faults = {
    kick: (name, reason = 'by the server') => {
      for (const one of links.names(name)) chat.kick(one, reason)
    },
    drop: (name) => void links.cut(name),
    freeze: (name) => links.each(name, ({ freeze }) => freeze()),
    thaw: (name) => links.each(name, ({ thaw }) => thaw()),
    refuse: (seconds) => door.refuse(seconds),
    mute: (name, seconds) => void chat.mute(name, seconds * 1000),
    notify: (name, text) => chat.notify(name, text),
    slow: (name, ms) => links.slow(name, ms),
    ticker,
    graceful: (seconds) => replaceChat(seconds * 1000),
    forget,
    soon(act) {
      const timer = setTimeout(() => {
        timers.delete(timer)
        act()
      }, SOON_MS)
      timers.add(timer)
    },
  }

  /** Who takes a new link, by the path of its URL. */
  const door = createFrontDoor({
    onRefused: (status) => onEvent({ type: 'refused', name: '', text: status }),
    paths: {
      '/': (request, stream, head) =>
        sockets.handleUpgrade(request, stream, head, (socket) => {
          chat.accept(links.add(socket, request), request)
        }),
      '/mqtt': ifWelcome(mqtt.upgrade),
      '/probe': ifWelcome(probe.upgrade),
    },
  })

  /** What the hub asks of every link, asked of the other kinds too. */
  function ifWelcome(accept) {
    return (request, stream, head) => {
      const { origin } = request.headers
      if (origin === undefined || isWelcome(origin)) accept(request, stream, head)
      else door.turnAway(stream, '403 Forbidden')
    }
  }

  /** Lets go of everything but the port. */
  async function end() {
    probe.close()
    await mqtt.close()
    await chat.close(0)
    await store.close()
    sockets.close()
  }

  const boundPort = await door.open(port, host).catch(async (error) => {
    // Timers of the broker and the hub would keep the process from ending.
    await end()
    throw error
  })

  async function kill() {
    mqtt.cut()
    probe.cut()
    await links.cut()
    // The server ends when all of them have: one whose answer is still due too.
    await door.close()
  }

  return {
    url: `ws://${host.includes(':') ? `[${host}]` : host}:${boundPort}`,
    links: links.count,
    accepted: links.accepted,
    kill,
    async restart({ forget: shouldForget = false } = {}) {
      if (shouldForget) await forget()
      await door.open(boundPort, host)
    },
    graceful: faults.graceful,
    kick: (reason) => faults.kick(undefined, reason),
    drop: () => faults.drop(),
    freeze: () => faults.freeze(),
    thaw: () => faults.thaw(),
    refuse: faults.refuse,
    mute: faults.mute,
    slow: (ms) => faults.slow(undefined, ms),
    ...conversation,
    async close() {
      timers.forEach(clearTimeout)
      ticker.stopAll()
      await kill()
      await end()
    },
  }
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
