/**
 * Where the scenes play: the demo's server, and phones with the demo's compiled app on them. Nothing here is simulated
 * but the phones: the bytes travel over real sockets, in real time.
 */
import { createPhoneStorage } from './phone-storage.mjs'
import { launch } from './phone.mjs'
import { createWitness } from './witness.mjs'

/** What createSocket defaults to; a launch with `timings=fast` overrides some of it. */
const DEFAULTS = {
  heartbeat: { intervalMs: 10_000, timeoutMs: 10_000, probeTimeoutMs: 3_000 },
  reconnect: { delayMs: 5_000, limit: 12, jitter: 0.2, stableAfterMs: 5_000 },
}

/** The user whose phone the session follows. */
const ME = 'ann'

/** @typedef {Awaited<ReturnType<typeof openStage>>} Stage */

/**
 * @param {object} options
 * @param {Record<string, string | Buffer>} options.files the compiled demo
 * @param {typeof import('../../dist/testing.js')} options.testing the built `miniprogram-socket/testing`
 * @param {typeof import('../../miniprogram-demo/server.js').startServer} options.startServer the demo's, on the built package
 * @param {import('../../dist/testing.js').WebSocketClass} options.WebSocket the class that carries the bytes
 * @param {boolean} options.isFast
 * @param {import('./narrator.mjs').Narrator} options.narrator
 */
export async function openStage({ files, testing, startServer, WebSocket, isFast, narrator }) {
  /** @type {string[]} what was said, as the server heard it */
  const heard = []
  const server = await startServer({
    onEvent: ({ type, text }) => {
      if (type === 'message') heard.push(text)
    },
  })
  const { android } = testing.hostProfiles
  const profile = isFast ? hurry(android) : android
  const kit = { files, testing, WebSocket, profile, narrator }
  const query = { server: server.url, ...(isFast ? { timings: 'fast' } : {}) }
  const storage = createPhoneStorage()
  let me = launch(kit, { query: { ...query, name: ME }, storage, isTold: true })
  const phones = [me]
  const { timings } = me.demo.requireModule('/config.js').readConfig(query)

  return {
    narrator,
    server,
    profile,
    heard,
    isFast,
    /** My phone, as it was launched last. */
    get me() {
      return me
    },
    /** The timings in force. */
    times: {
      heartbeat: { ...DEFAULTS.heartbeat, ...timings.heartbeat },
      reconnect: { ...DEFAULTS.reconnect, ...timings.reconnect },
    },
    ...createWitness(narrator, () => `The socket: ${JSON.stringify(me.socket.status)}`),
    /** Opens the app on my phone again, after it was killed. Nobody tells it my name: it has to know. */
    reopen() {
      me = launch(kit, { query, storage, isTold: true })
      phones.push(me)
    },
    /** Somebody opens the app on another phone. */
    openOther(/** @type {string} */ name) {
      const phone = launch(kit, { query: { ...query, name }, storage: createPhoneStorage() })
      phones.push(phone)
      return phone
    },
    /** The phone of somebody else. */
    phone(/** @type {string} */ name) {
      const found = phones.find((phone) => phone !== me && phone.name === name)
      if (!found) throw new Error(`${name} has not opened the app`)
      return found
    },
    async close() {
      for (const phone of phones) phone.quit()
      await server.close()
      for (const phone of phones) phone.kill()
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
