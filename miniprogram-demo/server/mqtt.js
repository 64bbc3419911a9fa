// @ts-nocheck: plain JavaScript, run by Node.
/**
 * The conversation over MQTT, on the path /mqtt: what is published on `rooms/<room>` is said in the room, and what is
 * said in a room, by whatever way, is published there. A message is `{ "from", "text", "atMs" }`; what a client
 * publishes needs the text alone, since its user name says who it is.
 */
'use strict'

const { randomUUID } = require('node:crypto')
const { Aedes } = require('aedes')
const { WebSocketServer, createWebSocketStream } = require('ws')

const MAX_FRAME_BYTES = 65_536
const MAX_CLIENTS = 64
const NAME = /^[\w-]{1,24}$/
/** Where a client hears what is for itself alone. */
const NOTICES = 'notices'
const TOPIC = /^rooms\/([\w-]{1,24})$/
/** Return codes of CONNACK, MQTT 3.1.1 section 3.2.2.3. */
const SERVER_UNAVAILABLE = 3
const BAD_USER_NAME = 4

/**
 * @param {object} conversation the rooms
 * @param {(room: string, from: string, text: string, id: string) => Promise<void>} conversation.say
 * @param {(listener: (message: object) => void) => () => void} conversation.onSay
 */
async function createMqttBridge({ say, onSay }) {
  const broker = await Aedes.createBroker()
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    handleProtocols: (asked) => (asked.has('mqtt') ? 'mqtt' : false),
  })
  const streams = new Set()

  broker.authenticate = (client, username, password, done) => {
    const refuse = (returnCode, text) => done(Object.assign(new Error(text), { returnCode }), null)
    if (broker.connectedClients >= MAX_CLIENTS) return refuse(SERVER_UNAVAILABLE, 'full')
    if (!NAME.test(username ?? '')) {
      return refuse(BAD_USER_NAME, 'a user name has 1 to 24 letters, digits, - or _')
    }
    client.userName = username
    return done(null, true)
  }

  // What is published is said. What is forwarded is what was said: so the publisher hears it as those do who came another
  // way, nothing is told twice, and nothing goes round in circles.
  broker.authorizePublish = (client, packet, done) => {
    const said = client === null ? null : readPublish(packet)
    if (said === null) return done(new Error('publish { "text" } on rooms/<room>'))
    say(said.room, client.userName, said.text, `mqtt:${randomUUID()}`).then(
      () => done(null),
      (refusal) => {
        // MQTT 3.1.1 has no word for a refusal (section 3.3.5): it is acknowledged, and told in a message of its own.
        const payload = JSON.stringify({ text: refusal.message })
        client.publish({ cmd: 'publish', topic: NOTICES, payload, qos: 0, retain: false }, () =>
          done(null),
        )
      },
    )
    return undefined
  }
  // aedes writes on a packet which client published it; those of the bridge itself have none.
  broker.authorizeForward = (client, packet) => (packet.clientId === undefined ? packet : null)
  broker.authorizeSubscribe = (client, subscription, done) => {
    const isRoom = subscription.topic === 'rooms/+' || TOPIC.test(subscription.topic)
    done(null, isRoom ? subscription : null)
  }

  const stop = onSay(({ room, from, text, atMs }) => {
    broker.publish(
      {
        cmd: 'publish',
        topic: `rooms/${room}`,
        payload: JSON.stringify({ from, text, atMs }),
        qos: 0,
        retain: false,
      },
      () => undefined,
    )
  })

  return {
    upgrade(request, stream, head) {
      sockets.handleUpgrade(request, stream, head, (socket) => {
        const duplex = createWebSocketStream(socket)
        streams.add(socket)
        socket.once('close', () => streams.delete(socket))
        duplex.on('error', () => socket.terminate())
        broker.handle(duplex, request)
      })
    },
    /** Breaks every link off. */
    cut: () => streams.forEach((socket) => socket.terminate()),
    async close() {
      stop()
      streams.forEach((socket) => socket.terminate())
      await new Promise((resolve) => broker.close(resolve))
      sockets.close()
    },
  }
}

/** What a publish says, or null if it is not for a room. */
function readPublish({ topic, payload, retain }) {
  const room = TOPIC.exec(topic)?.[1]
  if (room === undefined || retain) return null
  try {
    const { text } = JSON.parse(String(payload))
    return typeof text === 'string' ? { room, text } : null
  } catch {
    return null
  }
}

module.exports = { createMqttBridge }
