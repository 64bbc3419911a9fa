/** Where `node server.js` listens. On a phone: `ws://<this computer's address>:8080`. */
const SERVER = 'ws://127.0.0.1:8080'

/** Short timings, for watching every rule of the socket within seconds. Real apps want the defaults. */
const FAST = {
  closeTimeoutMs: 500,
  heartbeat: { intervalMs: 1000, timeoutMs: 1000, probeTimeoutMs: 500 },
  reconnect: { delayMs: 500, stableAfterMs: 500 },
}

/** The query that the app was launched with, as `onLaunch` receives it. */
type Query = Record<string, string | undefined>

/**
 * What this launch runs with. The query can override every part, in the devtools' compile mode for example:
 * `server=ws://192.168.1.20:8080&timings=fast&name=ann`. A real app would not let a link choose its server.
 */
export function readConfig(query: Query) {
  return {
    server: query.server ? decodeURIComponent(query.server) : SERVER,
    timings: query.timings === 'fast' ? FAST : {},
    name: query.name ?? '',
  }
}
