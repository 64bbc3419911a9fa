/**
 * Where the scenes play: the demo's server, the demo's compiled app on a live fake `wx`, and what was seen of both.
 * Nothing here is simulated but the phone: the bytes travel over real sockets, in real time.
 */
import { startServer } from '../../miniprogram-demo/server.js'
import { loadApp } from '../mini-program/load-app.mjs'
import { seconds } from './narrator.mjs'

const POLL_MS = 10

/** What createSocket defaults to; a launch with `timings=fast` overrides some of it. */
const DEFAULTS = {
  heartbeat: { intervalMs: 10_000, timeoutMs: 10_000, probeTimeoutMs: 3_000 },
  reconnect: { delayMs: 5_000, limit: 12, jitter: 0.2, stableAfterMs: 5_000 },
}

/** @typedef {Awaited<ReturnType<typeof openStage>>} Stage */

/**
 * @param {object} options
 * @param {Record<string, string | Buffer>} options.files the compiled demo
 * @param {typeof import('../../dist/testing.js')} options.testing the built `miniprogram-socket/testing`
 * @param {import('../../dist/testing.js').WebSocketClass} options.WebSocket the class that carries the bytes
 * @param {boolean} options.isFast
 * @param {import('./narrator.mjs').Narrator} options.narrator
 */
export async function openStage({ files, testing, WebSocket, isFast, narrator }) {
  /** @type {string[]} chat lines as the server heard them */
  const heard = []
  const server = await startServer({
    onEvent: ({ type, text }) => {
      if (type === 'line') heard.push(text)
    },
  })
  const { android } = testing.hostProfiles
  const profile = isFast ? hurry(android) : android
  const fake = testing.createFakeWx({ live: { WebSocket }, profile })
  /** @type {string[]} */
  const clipboard = []
  const wx = Object.assign(Object.create(fake.wx), {
    setClipboardData: (/** @type {{ data: string }} */ { data }) => clipboard.push(data),
  })
  const query = { server: server.url, ...(isFast ? { timings: 'fast' } : {}) }
  // The phone's timers, which stand still in the background.
  const { setTimeout, clearTimeout, setInterval, clearInterval } = fake.clock
  const globals = { setTimeout, clearTimeout, setInterval, clearInterval }
  const demo = loadApp({ files, wx, query, globals })
  const { socket } = demo.app
  const { timings } = demo.requireModule('/config.js').readConfig(query)
  const events = record(socket, narrator)
  const chat = demo.openPage('pages/chat/chat')

  return {
    narrator,
    server,
    profile,
    heard,
    clipboard,
    fake,
    demo,
    socket,
    events,
    chat,
    isFast,
    /** The timings in force. */
    times: {
      heartbeat: { ...DEFAULTS.heartbeat, ...timings.heartbeat },
      reconnect: { ...DEFAULTS.reconnect, ...timings.reconnect },
    },
    ...createWitness(narrator, () => JSON.stringify(socket.status)),
    async close() {
      for (const page of [...demo.pages()].reverse()) page.unload()
      socket.close()
      await server.close()
      fake.dispose()
    },
  }
}

/** The same phone, which suspends an app and cuts its socket after 1 s instead of 5. */
function hurry(/** @type {import('../../dist/testing.js').HostProfile} */ profile) {
  const { backgroundCut } = profile
  return {
    ...profile,
    suspendAfterMs: 1_000,
    backgroundCut: backgroundCut && { ...backgroundCut, afterMs: 1_000 },
  }
}

/**
 * What the socket said, in order. What tells a story is narrated; of an attempt that fails, the retry after it says
 * enough, and every state is in the history.
 */
function record(
  /** @type {any} */ socket,
  /** @type {import('./narrator.mjs').Narrator} */ narrator,
) {
  /** @type {Array<{ name: string, atMs: number, payload: any }>} */
  const events = []
  /** @type {Record<string, (payload: any) => string | false>} */
  const words = {
    open: ({ isReconnect }) => `open    ${isReconnect ? '(reconnected)' : ''}`.trimEnd(),
    close: ({ code, cause }) => cause !== 'connect-failed' && `close   ${code}, ${cause}`,
    retry: ({ retry, limit, delayMs, close }) =>
      `retry   ${retry}/${limit} in ${seconds(delayMs)} (${close.cause})`,
    giveup: ({ retries }) => `giveup  after ${retries} retries`,
    error: ({ code, message }) => code !== 'E_CONNECT' && `error   ${code}: ${message}`,
    drop: ({ why }) => `drop    ${why}`,
    rtt: ({ rttMs }) => `rtt     ${rttMs} ms`,
  }
  for (const [name, describe] of Object.entries(words)) {
    socket.on(name, (/** @type {any} */ payload) => {
      events.push({ name, atMs: Date.now(), payload })
      const text = describe(payload)
      if (text) narrator.event(text)
    })
  }
  return events
}

/** Ways to claim something: both fail the session when it is not so, and neither waits for ever. */
function createWitness(
  /** @type {import('./narrator.mjs').Narrator} */ narrator,
  /** @type {() => string} */ describe,
) {
  return {
    /**
     * Waits until `look` returns something truthy and narrates it, with what `detail` makes of it.
     *
     * @template T
     * @param {string} claim
     * @param {() => T} look
     * @param {number} withinMs
     * @param {(found: NonNullable<T>) => string} [detail]
     * @returns {Promise<void>}
     */
    async sees(claim, look, withinMs, detail = () => '') {
      const sinceMs = Date.now()
      for (;;) {
        const found = look()
        if (found) {
          narrator.seen(claim + detail(found))
          return
        }
        if (Date.now() - sinceMs > withinMs) {
          throw new Error(`not within ${seconds(withinMs)}: ${claim}. The socket: ${describe()}`)
        }
        await pause(POLL_MS)
      }
    },
    /**
     * Watches for `forMs` that `look` stays truthy, and narrates it.
     *
     * @param {string} claim
     * @param {() => unknown} look
     * @param {number} forMs
     */
    async holds(claim, look, forMs) {
      const sinceMs = Date.now()
      while (Date.now() - sinceMs < forMs) {
        if (!look()) throw new Error(`no longer true: ${claim}. The socket: ${describe()}`)
        await pause(POLL_MS)
      }
      narrator.seen(claim)
    },
    /** Lets time pass. */
    pause,
  }
}

/** @type {(ms: number) => Promise<void>} */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
