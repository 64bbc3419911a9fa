// @ts-nocheck: plain JavaScript, run by Node.
'use strict'

/**
 * Prices, many a second. They go out like every other message, with receipts, since that is what the page is to
 * measure. But the hub keeps what is not acknowledged, and would keep old prices for somebody who is away. So:
 *
 * - the client says now and then how many came, and the stream is never further ahead than `MAX_AHEAD`; what it holds
 *   back it does not make up for, since old prices are worth nothing;
 * - it ends with the client's link, when it is told to, and when the client has said nothing for `LEASE_MS`.
 */

const STEP_MS = 20
const LEASE_MS = 5_000
/** Less than half of the 1,000 that the hub holds for a client: what is left over from the last stream fits too. */
const MAX_AHEAD = 400

const SYMBOLS =
  'ALDER ASPEN BEECH BIRCH CEDAR EBONY ELDER FIR HAZEL HOLLY LARCH LIME MAPLE OAK OLIVE PALM PINE ROWAN TEAK YEW'.split(
    ' ',
  )

/**
 * @param {(name: string, body: object) => Promise<void>} send
 */
function createTicker(send) {
  const streams = new Map()

  function stop(name) {
    clearInterval(streams.get(name)?.timer)
    streams.delete(name)
  }

  function start(name, seen) {
    const stream = { seen, sent: seen, timer: undefined, market: createMarket() }
    streams.set(name, stream)
    stream.timer = setInterval(() => step(name, stream), STEP_MS)
    return stream
  }

  function step(name, stream) {
    const nowMs = Date.now()
    if (nowMs - stream.heardAtMs > LEASE_MS) return stop(name)
    const due = Math.floor(((nowMs - stream.sinceMs) * stream.perSecond) / 1000)
    for (; stream.paced < due; stream.paced += 1) {
      if (stream.sent - stream.seen >= MAX_AHEAD) continue
      stream.sent += 1
      send(name, stream.market.next()).catch(() => stop(name))
    }
  }

  return {
    /** Sends so many prices a second from now on, until `stop`; said again, it goes on. `seen`: how many came so far. */
    run(name, perSecond, seen) {
      const stream = streams.get(name) ?? start(name, seen)
      if (stream.perSecond !== perSecond) {
        Object.assign(stream, { perSecond, sinceMs: Date.now(), paced: 0 })
      }
      Object.assign(stream, { seen, heardAtMs: Date.now() })
    },
    stop,
    stopAll: () => [...streams.keys()].forEach(stop),
    isRunning: (name) => streams.has(name),
  }
}

/** Made-up prices that walk at random: one after the other at first, so that each is known at once. */
function createMarket() {
  const prices = SYMBOLS.map((symbol) => {
    const price = 20 + Math.random() * 180
    return { symbol, price, opened: price }
  })
  let count = 0
  return {
    next() {
      const index = count < prices.length ? count : Math.floor(Math.random() * prices.length)
      const one = prices[index]
      count += 1
      one.price *= 1 + (Math.random() - 0.5) / 200
      const change = (one.price / one.opened - 1) * 100
      return { type: 'tick', symbol: one.symbol, price: round(one.price), change: round(change) }
    },
  }
}

const round = (value) => Math.round(value * 100) / 100

module.exports = { createTicker, SYMBOLS }
