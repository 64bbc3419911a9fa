// How each library is started with its defaults, behind one interface. Also pasted into the script that
// runs in JavaScriptCore's shell: so no import here.

/**
 * @typedef {object} StartOptions
 * @property {any} host            the globals the library sees
 * @property {string} url
 * @property {number} [limit]      retry limit; absent: the library's default
 * @property {any} [reconnect]     ours only: other reconnect options
 * @property {(data: any) => void} onMessage
 * @property {() => void} [onGiveUp]
 *
 * @typedef {{ send(data: string): void, close(): void }} Client
 *
 * @typedef {object} Adapter
 * @property {string} id           folder in node_modules, or 'ours'
 * @property {'wx' | 'WebSocket'} face
 * @property {boolean} hasHeartbeat
 * @property {boolean} hasLimit
 * @property {string} [setUp]      what was chosen where the library has no default
 * @property {(exports: any, options: StartOptions) => Client | Promise<Client>} start
 */

/** @param {any} exports */
function defaultOf(exports) {
  return exports.default || exports
}

/** @type {Adapter['start']} */
function startReconnectingWebSocket(exports, { url, limit, onMessage }) {
  const ReconnectingWebSocket = defaultOf(exports)
  const options = limit === undefined ? {} : { maxRetries: limit }
  const socket = new ReconnectingWebSocket(url, undefined, options)
  socket.onmessage = (/** @type {any} */ event) => onMessage(event.data)
  return socket
}

/** @type {Adapter[]} */
export const ADAPTERS = [
  {
    id: 'ours',
    face: 'wx',
    hasHeartbeat: true,
    hasLimit: true,
    start(exports, { url, limit, reconnect, onMessage, onGiveUp }) {
      const limited = limit === undefined ? {} : { limit }
      const socket = exports.createSocket({ url, reconnect: Object.assign({}, reconnect, limited) })
      socket.on('message', onMessage)
      socket.on('error', () => {})
      if (onGiveUp) socket.on('giveup', onGiveUp)
      socket.connect()
      return socket
    },
  },
  {
    id: 'websocket-heartbeat-miniprogram',
    face: 'wx',
    hasHeartbeat: true,
    hasLimit: true,
    start(exports, { host, url, limit, onMessage }) {
      const options = { miniprogram: host.wx, connectSocketParams: { url } }
      const all = limit === undefined ? options : Object.assign(options, { repeatLimit: limit })
      return defaultOf(exports)(all).then((/** @type {any} */ socket) => {
        socket.onMessage = (/** @type {any} */ result) => onMessage(result.data)
        return {
          send: (/** @type {string} */ data) => socket.send({ data }),
          close: () => socket.close({}),
        }
      })
    },
  },
  {
    id: 'websocket-heartbeat-js',
    face: 'WebSocket',
    hasHeartbeat: true,
    hasLimit: true,
    start(exports, { url, limit, onMessage }) {
      const Heartbeat = defaultOf(exports)
      const socket = new Heartbeat(limit === undefined ? { url } : { url, repeatLimit: limit })
      socket.onmessage = (/** @type {any} */ event) => onMessage(event.data)
      return socket
    },
  },
  {
    id: 'reconnecting-websocket',
    face: 'WebSocket',
    hasHeartbeat: false,
    hasLimit: true,
    start: startReconnectingWebSocket,
  },
  {
    id: 'partysocket',
    face: 'WebSocket',
    hasHeartbeat: false,
    hasLimit: true,
    start: startReconnectingWebSocket,
  },
  {
    id: 'websocket-ts',
    face: 'WebSocket',
    hasHeartbeat: false,
    hasLimit: true,
    setUp: 'ConstantBackoff(1000), ArrayQueue',
    start(exports, { url, limit, onMessage }) {
      const builder = new exports.WebsocketBuilder(url)
        .withBackoff(new exports.ConstantBackoff(1000))
        .withBuffer(new exports.ArrayQueue())
        .onMessage((/** @type {unknown} */ _, /** @type {any} */ event) => onMessage(event.data))
      if (limit !== undefined) builder.withMaxRetries(limit)
      return builder.build()
    },
  },
  {
    id: 'sockette',
    face: 'WebSocket',
    hasHeartbeat: false,
    hasLimit: true,
    start(exports, { url, limit, onMessage, onGiveUp }) {
      const Sockette = defaultOf(exports)
      const options = { onmessage: (/** @type {any} */ event) => onMessage(event.data) }
      if (onGiveUp) Object.assign(options, { onmaximum: onGiveUp })
      if (limit !== undefined) Object.assign(options, { maxAttempts: limit })
      return new Sockette(url, options)
    },
  },
  {
    id: 'robust-websocket',
    face: 'WebSocket',
    hasHeartbeat: false,
    hasLimit: false,
    start(exports, { url, onMessage }) {
      const RobustWebSocket = defaultOf(exports)
      const socket = new RobustWebSocket(url)
      socket.onmessage = (/** @type {any} */ event) => onMessage(event.data)
      return socket
    },
  },
]
