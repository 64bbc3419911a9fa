/** One library on its own clock, network and globals: what every scenario on virtual time starts from. */
import { CloseEvent, CustomEvent, Event, EventTarget, MessageEvent } from './dom.mjs'
import { createWebSocketClass, createWx } from './faces.mjs'
import { createNetwork } from './network.mjs'
import { createMath, createVirtualClock, createVirtualDate } from './virtual-clock.mjs'

const QUIET = { log() {}, info() {}, warn() {}, error() {}, debug() {} }

/**
 * @param {import('./libraries.mjs').Library} library
 * @param {{ random?: () => number }} [options] `random`: what Math.random gives; by default 0.5, the middle
 *   of every jitter, so that the delays are those of the policy
 */
export function createWorld(library, { random = () => 0.5 } = {}) {
  const clock = createVirtualClock()
  let calls = 0
  const network = createNetwork(clock)
  const wx = createWx(network)
  /** @type {Record<string, any>} */
  const host = {
    wx: library.face === 'wx' ? wx : undefined,
    WebSocket: library.face === 'WebSocket' ? createWebSocketClass(network) : undefined,
    ...{ Event, EventTarget, MessageEvent, CloseEvent, CustomEvent },
    navigator: { onLine: true },
    console: QUIET,
    setTimeout: (/** @type {any[]} */ ...args) => {
      calls += 1
      return clock.setTimeout(.../** @type {[any, any]} */ (args))
    },
    clearTimeout: (/** @type {number} */ id) => {
      calls += 1
      clock.clearTimeout(id)
    },
    Date: createVirtualDate(clock),
    Math: createMath(random),
    addEventListener() {},
    removeEventListener() {},
  }
  host.window = host.self = host.global = host.globalThis = host
  const state = { received: 0, hasGivenUp: false }
  return {
    clock,
    network,
    wx,
    host,
    state,
    /** How often the library called setTimeout or clearTimeout. */
    timerCalls: () => calls,
    /**
     * Starts a client with the library's defaults.
     * @param {{ limit?: number, reconnect?: (exports: any) => any }} [options] `reconnect`: what ours gets as
     *   other reconnect options, made with what the library exports
     */
    async start({ limit, reconnect } = {}) {
      const exports = library.load(host)
      const started = library.start(exports, {
        host,
        url: 'wss://example.com/ws',
        ...(limit === undefined ? {} : { limit }),
        ...(reconnect ? { reconnect: reconnect(exports) } : {}),
        onMessage: () => void (state.received += 1),
        onGiveUp: () => void (state.hasGivenUp = true),
      })
      return await started
    },
  }
}

/** @typedef {ReturnType<typeof createWorld>} World */
