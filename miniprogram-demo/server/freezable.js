// @ts-nocheck: plain JavaScript, run by Node.
'use strict'

/** What `readyState` of an open WebSocket says. */
const OPEN = 1

/**
 * Wraps a WebSocket of `ws` for a hub, so that it can be frozen: from then on nothing passes in either direction and
 * nothing is said about it, as on a link whose network is gone. Each side sees a silent other side. Thawed, all that was
 * held passes, in order.
 *
 * @param {import('ws').WebSocket} socket
 */
function createFreezable(socket) {
  let isFrozen = false
  const held = []

  const pass = (act) => void (isFrozen ? held.push(act) : act())

  const thaw = () => {
    isFrozen = false
    held.splice(0).forEach((act) => act())
  }

  return {
    get readyState() {
      return isFrozen ? OPEN : socket.readyState
    },
    get bufferedAmount() {
      return socket.bufferedAmount
    },
    set binaryType(type) {
      socket.binaryType = type
    },
    on: (event, listener) => socket.on(event, (...args) => pass(() => listener(...args))),
    send: (data, sent) => pass(() => socket.send(data, sent)),
    ping: () => pass(() => socket.ping()),
    close: (code, reason) => pass(() => socket.close(code, reason)),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    terminate() {
      thaw()
      socket.terminate()
    },
    freeze: () => void (isFrozen = true),
    thaw,
  }
}

module.exports = { createFreezable }
