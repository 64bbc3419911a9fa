// @ts-nocheck: plain JavaScript, run by Node.
'use strict'

/** What `readyState` of an open WebSocket says. */
const OPEN = 1

/**
 * Wraps a WebSocket of `ws` for a hub, so that what passes can be held, in both directions and in order:
 *
 * - frozen, nothing passes and nothing is said about it, as on a link whose network is gone: each side sees a silent
 *   other side. Thawed, all that was held passes.
 * - slow, everything passes later by so many milliseconds.
 *
 * @param {import('ws').WebSocket} socket
 */
function createFreezable(socket) {
  let isFrozen = false
  let delayMs = 0
  let timer
  /** What waits to pass: since when, and how much it weighs on the way out. */
  const held = []
  let heldBytes = 0

  const pass = (act, bytes = 0) => {
    if (!isFrozen && delayMs === 0 && held.length === 0) return act()
    held.push({ act, bytes, sinceMs: Date.now() })
    heldBytes += bytes
    release()
  }

  /** Lets pass what has waited long enough, and comes back for the rest. */
  function release() {
    clearTimeout(timer)
    while (!isFrozen && held.length > 0) {
      const waitMs = held[0].sinceMs + delayMs - Date.now()
      if (waitMs > 0) return void (timer = setTimeout(release, waitMs))
      const { act, bytes } = held.shift()
      heldBytes -= bytes
      act()
    }
  }

  const freezable = {
    get readyState() {
      return isFrozen ? OPEN : socket.readyState
    },
    // What is held has not gone out: whoever looks here before sending more must see it.
    get bufferedAmount() {
      return socket.bufferedAmount + heldBytes
    },
    set binaryType(type) {
      socket.binaryType = type
    },
    on: (event, listener) => socket.on(event, (...args) => pass(() => listener(...args))),
    send: (data, sent) => pass(() => socket.send(data, sent), data.length ?? data.byteLength),
    ping: () => pass(() => socket.ping()),
    close: (code, reason) => pass(() => socket.close(code, reason)),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    terminate() {
      freezable.slow(0)
      freezable.thaw()
      socket.terminate()
    },
    freeze: () => void (isFrozen = true),
    thaw() {
      isFrozen = false
      release()
    },
    /** From now on everything passes `ms` later; 0 ends it, and what was held passes at once. */
    slow(ms) {
      delayMs = ms
      release()
    },
  }
  return freezable
}

module.exports = { createFreezable }
