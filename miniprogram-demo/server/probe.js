// @ts-nocheck: plain JavaScript, run by Node.
/**
 * What the device report (miniprogram/packages/report) talks to, on the path /probe: links that do what their address
 * asks for, and what the server saw of them.
 *
 *   do=echo                            says back what comes, text as text and bytes as bytes
 *   do=close [code, reason, first]     closes after `afterMs`, having said `first`
 *   do=cut                             breaks the link off after `afterMs`, without a closing handshake
 *   do=slow                            opens after `afterMs`
 *   do=hang                            never answers the connect
 *   do=status [status]                 answers it with this HTTP status
 *   do=tell [of]                       says what it saw of the link with this id: a Sighting, or null
 *   do=closed-port                     says a port of this computer on which nobody listens
 *
 * `echoed` names the sub-protocol to take, or `none`. Whoever reaches the server reaches this, so everything in it has
 * a bound and an end.
 */
'use strict'

const { createServer } = require('node:net')
const { WebSocketServer } = require('ws')

const MAX_LINKS = 16
const MAX_SIGHTINGS = 200
const MAX_RECEIVED = 20
/** The largest message of the report is 10 MB. */
const MAX_MESSAGE_BYTES = 11 * 1024 * 1024
/** What all links together may still have to send. */
const MAX_WAITING_BYTES = 48 * 1024 * 1024
const MAX_LINK_MS = 300_000
const MAX_DELAY_MS = 10_000
/** Longer than the report waits, and short: some hosts keep the place of a connect that hangs. */
const HANG_MS = 10_000
const ID = /^[\w-]{1,40}$/
/** The codes that may be sent: RFC 6455 section 7.4 and the registry; ws throws at others. */
const CLOSE_CODE = /^(100[0-37-9]|101[0-4]|[34]\d{3})$/

/**
 * @param {object} [options] the time it lives in, and what it takes a computer for
 * @param {() => number} [options.nowMs]
 * @param {typeof setTimeout} [options.setTimeout]
 * @param {typeof clearTimeout} [options.clearTimeout]
 * @param {() => Promise<number>} [options.findClosedPort]
 */
function createProbe({
  nowMs = Date.now,
  setTimeout = globalThis.setTimeout,
  clearTimeout = globalThis.clearTimeout,
  findClosedPort = findFreePort,
} = {}) {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    handleProtocols: (asked, request) => choose([...asked], readQuery(request.url)),
  })
  const links = new Set()
  /** By id, the latest last. */
  const sightings = new Map()
  /** What still has to happen to a stream or a link; each knows how not to. */
  const cancels = new Set()

  function later(act, delayMs) {
    const cancel = () => {
      clearTimeout(timer)
      cancels.delete(cancel)
    }
    const timer = setTimeout(() => {
      cancels.delete(cancel)
      act()
    }, delayMs)
    cancels.add(cancel)
    return cancel
  }

  function remember(id, sighting) {
    if (!ID.test(id)) return
    sightings.set(id, sighting)
    if (sightings.size > MAX_SIGHTINGS) sightings.delete(sightings.keys().next().value)
  }

  /** Takes a link that is open: a socket with the surface of `ws`. */
  function accept(socket, url, header = null) {
    const query = readQuery(url)
    const openedAtMs = nowMs()
    const sighting = { url, header, received: [], closed: null }
    let countsFromMs = openedAtMs
    links.add(socket)
    if (query.id !== undefined) remember(query.id, sighting)
    const cancelEnd = later(() => socket.terminate(), MAX_LINK_MS)
    let cancelAct = () => undefined

    socket.on('error', () => socket.terminate())
    socket.on('close', (code, reason) => {
      links.delete(socket)
      cancelEnd()
      cancelAct()
      sighting.closed = { code, reason: String(reason), afterMs: nowMs() - countsFromMs }
    })
    socket.on('message', (data, isBinary) => {
      if (sighting.received.length < MAX_RECEIVED) {
        sighting.received.push({ kind: isBinary ? 'binary' : 'text', bytes: data.length })
      }
      if (!isBinary && data.length === 4 && String(data) === 'mark') countsFromMs = nowMs()
      if (query.do === 'echo') echo(socket, data, isBinary)
    })
    if (query.first !== undefined) socket.send(query.first)
    const act = acts[query.do]
    if (act !== undefined) cancelAct = later(() => act(socket, query), delayOf(query))
  }

  function echo(socket, data, isBinary) {
    const waiting = [...links].reduce((sum, { bufferedAmount }) => sum + bufferedAmount, 0)
    if (waiting + data.length > MAX_WAITING_BYTES) return socket.terminate()
    socket.send(data, { binary: isBinary })
  }

  /** Says something as JSON, if the link is still there by then. */
  const answer = (socket, value) => {
    if (links.has(socket)) socket.send(JSON.stringify(value))
  }

  const acts = {
    close(socket, { code, reason }) {
      if (code === undefined) socket.close()
      else socket.close(Number(code), reason)
    },
    cut: (socket) => socket.terminate(),
    tell: (socket, { of }) => answer(socket, sightings.get(of) ?? null),
    'closed-port': (socket) => findClosedPort().then((port) => answer(socket, port)),
  }

  /**
   * What becomes of a connect to this address: an HTTP status, nothing, or a link after so long.
   * @returns {{ then: 'status', status: number } | { then: 'hang', forMs: number } | { then: 'open', afterMs: number }}
   */
  function planFor(url) {
    const query = readQuery(url)
    if (!isUsable(query)) return { then: 'status', status: 400 }
    if (query.do === 'status') return { then: 'status', status: Number(query.status) }
    if (query.do === 'hang') return { then: 'hang', forMs: HANG_MS }
    return { then: 'open', afterMs: query.do === 'slow' ? delayOf(query) : 0 }
  }

  function upgrade(request, stream, head) {
    if (links.size + cancels.size >= 3 * MAX_LINKS || links.size >= MAX_LINKS) {
      return turnAway(stream, 503)
    }
    const plan = planFor(request.url)
    if (plan.then === 'status') return turnAway(stream, plan.status)
    const cancel =
      plan.then === 'hang'
        ? later(() => stream.destroy(), plan.forMs)
        : later(() => open(request, stream, head), plan.afterMs)
    stream.once('close', cancel)
  }

  function open(request, stream, head) {
    if (stream.destroyed) return
    sockets.handleUpgrade(request, stream, head, (socket) => {
      accept(socket, request.url, request.headers['x-probe'] ?? null)
    })
  }

  return {
    upgrade,
    accept,
    planFor,
    choose: (asked, url) => choose(asked, readQuery(url)),
    /** Breaks every link off. What it saw of them it still knows. */
    cut: () => links.forEach((socket) => socket.terminate()),
    close() {
      cancels.forEach((cancel) => cancel())
      links.forEach((socket) => socket.terminate())
      sockets.close()
    },
  }
}

const readQuery = (url) => Object.fromEntries(new URL(url, 'ws://localhost').searchParams)

const DOES = ['echo', 'close', 'cut', 'slow', 'hang', 'status', 'tell', 'closed-port']

function isUsable({ do: what, code, status, afterMs, id, of, reason = '', first = '' }) {
  const isCount = (text, min, max) =>
    text === undefined || (/^\d{1,5}$/.test(text) && text >= min && text <= max)
  return (
    DOES.includes(what) &&
    (code === undefined || CLOSE_CODE.test(code)) &&
    isCount(afterMs, 0, MAX_DELAY_MS) &&
    (what === 'status' ? status !== undefined && isCount(status, 400, 599) : true) &&
    [id, of].every((name) => name === undefined || ID.test(name)) &&
    Buffer.byteLength(reason) <= 123 &&
    first.length <= 1000
  )
}

const delayOf = ({ afterMs }) => (afterMs === undefined ? 0 : Number(afterMs))

/** The sub-protocol that is taken: the one that is named, else the first that was asked for. */
function choose(asked, { echoed }) {
  if (echoed === undefined) return asked[0] ?? false
  return asked.includes(echoed) ? echoed : false
}

function turnAway(stream, status) {
  stream.once('finish', () => stream.destroy())
  stream.end(`HTTP/1.1 ${status} Probe\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/** A port that was free a moment ago. */
function findFreePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

module.exports = { createProbe }
