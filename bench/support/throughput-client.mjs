/**
 * A process of its own: one protocol client (`stomp`, `mqtt`) on one WebSocket class (`ws`, `ours`, `bare`), which says and
 * hears messages by the batch, and reports what a message took.
 */
import { createRequire } from 'node:module'
import { Client } from '@stomp/stompjs'
import mqtt from 'mqtt'
import { WebSocket as NodeWebSocket } from 'ws'

const require = createRequire(import.meta.url)

const BATCH = 10_000
/** How many are said before the event loop gets its turn. */
const BURST = 200
const WARM_UPS = 1
const ROUNDS = 4
const PAYLOAD = 'x'.repeat(64)

/** @typedef {new (url: string, protocols?: string | string[]) => any} Class */

/** @type {Record<string, () => Class>} */
const CLASSES = {
  ws: () => NodeWebSocket,
  ours() {
    installFake()
    return require('../../miniprogram_dist/websocket.js').WebSocket
  },
  bare: () => createBareClass(installFake()),
}

/** A `wx` whose sockets are those of `ws`. */
function installFake() {
  const { createFakeWx } = require('../../dist/testing.js')
  const fake = createFakeWx({ live: { WebSocket: NodeWebSocket } })
  fake.install()
  return fake.wx
}

/** Only what the clients touch, checking nothing: what is left of the cost is that of the fake `wx`. @param {any} wx @returns {Class} */
function createBareClass(wx) {
  return class {
    OPEN = 1
    readyState = 0
    bufferedAmount = 0
    onopen = () => {}
    onclose = () => {}
    onerror = () => {}
    onmessage = () => {}
    /** @param {string} url @param {string | string[]} [protocols] */
    constructor(url, protocols = []) {
      this.url = url
      this.task = wx.connectSocket({ url, protocols: [protocols].flat() })
      this.task.onOpen(() => this.tell('open', { readyState: 1 }))
      this.task.onClose(() => this.tell('close', { readyState: 3 }))
      this.task.onError(() => this.tell('error', {}))
      this.task.onMessage((/** @type {{ data: unknown }} */ { data }) => this.onmessage({ data }))
    }
    /** @param {string} name @param {object} change */
    tell(name, change) {
      Object.assign(this, change)
      this[`on${name}`]({ type: name })
    }
    /** @param {string} name @param {() => void} listener */
    addEventListener(name, listener) {
      this[`on${name}`] = listener
    }
    /** @param {any} data */
    send(data) {
      // The client may hand over a view of something larger.
      const own = ArrayBuffer.isView(data)
        ? data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength)
        : data
      this.task.send({ data: own, success() {}, fail() {} })
    }
    close() {
      this.task.close({ success() {}, fail() {} })
    }
  }
}

/**
 * @typedef {object} Talk
 * @property {(topic: string, text: string) => void} say
 * @property {() => void} end
 */

/** @type {Record<string, (url: string, WebSocket: Class, hear: (topic: string, text: string) => void) => Promise<Talk>>} */
const CLIENTS = {
  stomp: (url, WebSocket, hear) =>
    new Promise((resolve) => {
      const client = new Client({
        webSocketFactory: () => new WebSocket(url),
        heartbeatIncoming: 0,
        heartbeatOutgoing: 0,
        onConnect() {
          for (const topic of ['answer', 'water']) {
            client.subscribe(topic, ({ body }) => hear(topic, body), { id: topic })
          }
          resolve({
            say: (destination, body) => client.publish({ destination, body }),
            end: () => void client.deactivate({ force: true }),
          })
        },
      })
      client.activate()
    }),
  async mqtt(url, WebSocket, hear) {
    const client = await mqtt.connectAsync(url, {
      forceNativeWebSocket: true,
      createWebsocket: (address, protocols) => new WebSocket(address, protocols),
      timerVariant: 'native',
    })
    client.on('message', (topic, payload) => hear(topic, payload.toString()))
    await client.subscribeAsync(['answer', 'water'])
    return { say: (topic, text) => client.publish(topic, text), end: () => client.end(true) }
  },
}

const [client = '', kind = '', port] = process.argv.slice(2)
let heard = 0
/** @type {(text: string) => void} */
let answered = () => {}
/** @type {() => void} */
let flooded = () => {}

const { say, end } = await /** @type {(typeof CLIENTS)['stomp']} */ (CLIENTS[client])(
  `ws://127.0.0.1:${port}/`,
  /** @type {() => Class} */ (CLASSES[kind])(),
  (topic, text) => {
    if (topic === 'answer') answered(text)
    else if (++heard === BATCH) flooded()
  },
)

/** Says a batch, and waits until the server has it. */
async function speak() {
  for (let left = BATCH; left > 0; left -= BURST) {
    for (let nth = 0; nth < BURST; nth += 1) say('count', PAYLOAD)
    await new Promise(setImmediate)
  }
  const answer = await new Promise((/** @type {(text: string) => void} */ resolve) => {
    answered = resolve
    say('ask', '')
  })
  if (Number(answer) !== BATCH) throw new Error(`of ${BATCH} messages ${answer} arrived`)
}

/** Asks for a batch, and waits until it is there. */
async function listen() {
  heard = 0
  await new Promise((/** @type {(nothing?: void) => void} */ resolve) => {
    flooded = resolve
    say('flood', String(BATCH))
  })
}

/** @param {() => Promise<void>} run @returns {Promise<{ perSecond: number, cpuMicros: number }>} */
async function measure(run) {
  const [cpuBefore, startedAtMs] = [process.cpuUsage(), performance.now()]
  await run()
  const tookMs = performance.now() - startedAtMs
  const { user, system } = process.cpuUsage(cpuBefore)
  return { perSecond: (BATCH / tookMs) * 1000, cpuMicros: (user + system) / BATCH }
}

for (let round = 0; round < WARM_UPS; round += 1) {
  await speak()
  await listen()
}
const out = []
const into = []
for (let round = 0; round < ROUNDS; round += 1) {
  out.push(await measure(speak))
  into.push(await measure(listen))
}
end()
process.send?.({ out, into }, () => process.exit())
