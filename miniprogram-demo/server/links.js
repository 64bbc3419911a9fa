// @ts-nocheck: plain JavaScript, run by Node.
'use strict'

const { createFreezable } = require('./freezable')

/** What asks to be answered again must get through a frozen link. */
const ASKS_TO_THAW = /"command"\s*:\s*"thaw"/

/**
 * The links that are open, for what is done to them behind the hub's back.
 *
 * @param {(name: string) => void} [onLeft] hears of a name whose last link has ended
 */
function createLinks(onLeft = () => {}) {
  const links = new Set()
  /** By name, and for everybody under `undefined`: how slow links are, those to come included. */
  const slowMs = new Map()
  let accepted = 0

  /** The links of a name, or all of them. */
  const of = (name) => [...links].filter((link) => name === undefined || link.name === name)

  return {
    /** Wraps a WebSocket for the hub, and remembers it until the hub knows that it is closed. */
    add(socket, { url }) {
      const wrapped = createFreezable(socket)
      const link = {
        name: new URL(url, 'ws://localhost').searchParams.get('name') ?? '',
        socket,
        wrapped,
        closed: new Promise((resolve) => socket.once('close', resolve)),
      }
      accepted += 1
      links.add(link)
      wrapped.slow(slowMs.get(link.name) ?? slowMs.get(undefined) ?? 0)
      // As the hub hears it: the end of a frozen link is no news yet.
      wrapped.on('close', () => {
        links.delete(link)
        if (of(link.name).length === 0) onLeft(link.name)
      })
      socket.on('message', (data, isBinary) => {
        if (!isBinary && ASKS_TO_THAW.test(data.toString())) wrapped.thaw()
      })
      return wrapped
    },
    count: () => of().filter(({ socket }) => socket.readyState === socket.OPEN).length,
    accepted: () => accepted,
    names: (name) =>
      new Set(
        of(name)
          .map((link) => link.name)
          .filter(Boolean),
      ),
    each: (name, act) => of(name).forEach(({ wrapped }) => act(wrapped)),
    /** Delays every frame of a name's links, or of all; what is said for all replaces what was said for some. */
    slow(name, ms) {
      if (name === undefined) slowMs.clear()
      slowMs.set(name, ms)
      of(name).forEach(({ wrapped }) => wrapped.slow(ms))
    },
    /** Cuts links without a closing handshake; resolves when they are gone. */
    async cut(name) {
      const cut = of(name)
      cut.forEach(({ wrapped }) => wrapped.terminate())
      await Promise.all(cut.map(({ closed }) => closed))
    },
  }
}

module.exports = { createLinks }
