/** A server and the network to it on virtual time; faces.mjs makes `WebSocket` and `wx` of it. */

/** A connect answers, and a close is confirmed, after this long. */
export const LATENCY_MS = 50

/**
 * What the server does with an attempt.
 * - `up`: accepts, records texts, answers `ping` with `pong` and echoes `heartbeat`
 * - `down`: refuses after one latency
 * - `accept-then-close`: accepts, drops the link 100 ms later
 * - `silent`: accepts and never says anything, not even to a close
 * - `black-hole`: never answers the attempt
 * @typedef {'up' | 'down' | 'accept-then-close' | 'silent' | 'black-hole'} ServerMode
 *
 * @typedef {object} Events what a face does with the events of its native socket
 * @property {() => void} open
 * @property {(data: string) => void} message
 * @property {(errMsg: string) => void} error
 * @property {(code: number, reason: string, wasClean: boolean) => void} close
 *
 * @typedef {object} NativeSocket
 * @property {number} readyState
 * @property {Events} events
 * @property {(code: number) => void} drop   the link ends without the library's doing
 * @property {(closeAfterMs: number) => void} fail   an error now, the close event only so much later
 * @property {(data: string) => void} send
 * @property {(code: number, reason: string) => void} close
 *
 * @typedef {ReturnType<typeof createNetwork>} Network
 */

/** @param {import('./virtual-clock.mjs').VirtualClock} clock */
export function createNetwork(clock) {
  const log = {
    /** @type {number[]} */ attemptAtMs: [],
    /** @type {number[]} */ closeCallAtMs: [],
    /** @type {string[]} */ received: [],
    mostAlive: 0,
  }
  /** @type {Set<NativeSocket>} sockets connecting or open, as the platform sees it */
  const alive = new Set()
  const server = {
    mode: /** @type {ServerMode} */ ('up'),
    /** False: a long run that must not keep anything. */
    isLogging: true,
  }

  /** @param {Events} events @param {{ ignoresCloseWhileConnecting: boolean }} face */
  function connect(events, face) {
    /** @type {NativeSocket} */
    const socket = {
      readyState: 0,
      events,
      drop(code) {
        if (socket.readyState === 3) return
        end(code, 'abnormal closure', false)
      },
      fail(closeAfterMs) {
        socket.readyState = 3
        alive.delete(socket)
        events.error('network error')
        clock.setTimeout(() => events.close(1006, 'abnormal closure', false), closeAfterMs)
      },
      send(data) {
        if (server.mode === 'silent') return
        if (data === 'ping') return answer('pong')
        if (data === 'heartbeat') return answer(data)
        if (server.isLogging) log.received.push(data)
      },
      close(code, reason) {
        if (server.isLogging) log.closeCallAtMs.push(clock.now())
        if (socket.readyState > 1) return
        if (socket.readyState === 0) {
          if (face.ignoresCloseWhileConnecting) return
          socket.readyState = 2
          alive.delete(socket)
          clock.setTimeout(() => {
            events.error('closed before the connection was established')
            end(1006, '', false)
          }, 0)
          return
        }
        socket.readyState = 2
        alive.delete(socket)
        if (server.mode !== 'silent') clock.setTimeout(() => end(code, reason, true), LATENCY_MS)
      },
    }

    /** @param {number} code @param {string} reason @param {boolean} wasClean */
    function end(code, reason, wasClean) {
      if (socket.readyState === 3) return
      socket.readyState = 3
      alive.delete(socket)
      events.close(code, reason, wasClean)
    }

    /** @param {string} data */
    function answer(data) {
      clock.setTimeout(() => {
        if (socket.readyState === 1) events.message(data)
      }, LATENCY_MS)
    }

    if (server.isLogging) log.attemptAtMs.push(clock.now())
    alive.add(socket)
    log.mostAlive = Math.max(log.mostAlive, alive.size)
    clock.setTimeout(() => {
      if (socket.readyState !== 0 || server.mode === 'black-hole') return
      if (server.mode === 'down') {
        events.error('connection refused')
        end(1006, 'abnormal closure', false)
        return
      }
      socket.readyState = 1
      events.open()
      if (server.mode === 'accept-then-close') clock.setTimeout(() => socket.drop(1006), 100)
    }, LATENCY_MS)
    return socket
  }

  return {
    connect,
    server,
    log,
    alive,
    /** Every link that is open ends abnormally, as when the server is killed. */
    dropAll() {
      for (const socket of [...alive]) if (socket.readyState === 1) socket.drop(1006)
    },
    now: clock.now,
  }
}
