/** What goes wrong: each scenario starts one library on a world of its own and reports what it did. */
import { LATENCY_MS } from './network.mjs'
import { createWorld } from './world.mjs'

/**
 * @typedef {import('./libraries.mjs').Library} Library
 */

const MINUTE_MS = 60_000
const SETTLED_MS = 10_000
export const LIMIT = 3
export const FAILURES = 20

/** From the end of one attempt to the beginning of the next. @param {number[]} attemptAtMs */
function delaysBetween(attemptAtMs) {
  return attemptAtMs.slice(1).map((atMs, i) => atMs - (attemptAtMs[i] ?? 0) - LATENCY_MS)
}

/** The server is down from the start. @param {Library} library */
export async function runServerDown(library) {
  const { clock, network, start, state } = createWorld(library)
  network.server.mode = 'down'
  await start()
  await clock.advance(MINUTE_MS)
  const inOneMinute = network.log.attemptAtMs.length
  const delaysMs = delaysBetween(network.log.attemptAtMs)
  await clock.advance(9 * MINUTE_MS)
  const inTenMinutes = network.log.attemptAtMs.length
  const before = network.log.attemptAtMs.length
  await clock.advance(10 * MINUTE_MS)
  const goesOn = network.log.attemptAtMs.length > before
  const ending = goesOn ? 'goes on' : state.hasGivenUp ? 'stops, event' : 'stops silently'
  return { inOneMinute, inTenMinutes, delaysMs, ending }
}

/** An open link is dropped while the server stays up: how long until the next attempt. @param {Library} library */
export async function runDrop(library) {
  const { clock, network, start } = createWorld(library)
  await start()
  await clock.advance(SETTLED_MS)
  const droppedAtMs = clock.now()
  const attempts = network.log.attemptAtMs.length
  network.dropAll()
  await clock.advance(MINUTE_MS)
  const next = network.log.attemptAtMs[attempts]
  return next === undefined ? undefined : next - droppedAtMs
}

/** The link opens and then nothing ever arrives, no close event either. @param {Library} library */
export async function runSilentPeer(library) {
  const { clock, network, start } = createWorld(library)
  network.server.mode = 'silent'
  await start()
  const startedAtMs = /** @type {number} */ (network.log.attemptAtMs[0] ?? clock.now())
  await clock.advance(5 * MINUTE_MS)
  const openAtMs = startedAtMs + LATENCY_MS
  const [closeAtMs] = network.log.closeCallAtMs
  const secondAtMs = network.log.attemptAtMs[1]
  return {
    noticedMs: closeAtMs === undefined ? undefined : closeAtMs - openAtMs,
    replacedMs: secondAtMs === undefined ? undefined : secondAtMs - openAtMs,
  }
}

/** The attempt is never answered. @param {Library} library */
export async function runBlackHole(library) {
  const { clock, network, start } = createWorld(library)
  network.server.mode = 'black-hole'
  await start()
  await clock.advance(0)
  const startedAtMs = /** @type {number} */ (network.log.attemptAtMs[0])
  await clock.advance(2 * MINUTE_MS)
  const secondAtMs = network.log.attemptAtMs[1]
  return secondAtMs === undefined ? undefined : secondAtMs - startedAtMs
}

/** Ten messages while the server is away for 5 s. @param {Library} library */
export async function runOutage(library) {
  const { clock, network, start } = createWorld(library)
  const client = await start()
  await clock.advance(SETTLED_MS)
  network.server.mode = 'down'
  network.dropAll()
  const sent = Array.from({ length: 10 }, (_, i) => `message ${i}`)
  let thrown = 0
  for (const text of sent) {
    await clock.advance(500)
    try {
      client.send(text)
    } catch {
      thrown += 1
    }
  }
  network.server.mode = 'up'
  await clock.advance(2 * MINUTE_MS)
  const { received } = network.log
  const delivered = new Set(received).size
  return {
    delivered,
    duplicated: received.length - delivered,
    isInOrder: received.join() === sent.filter((text) => received.includes(text)).join(),
    thrown,
  }
}

/** What is left a minute after close() half-way through a back-off delay. @param {Library} library */
export async function runCloseInBackOff(library) {
  const rehearsal = createWorld(library)
  rehearsal.network.server.mode = 'down'
  await rehearsal.start()
  await rehearsal.clock.advance(MINUTE_MS)
  const { attemptAtMs } = rehearsal.network.log
  const startAtMs = /** @type {number} */ (attemptAtMs[0])
  const index = delaysBetween(attemptAtMs).findIndex((delayMs) => delayMs > 100)
  const failedAtMs = /** @type {number} */ (attemptAtMs[index]) + LATENCY_MS
  const halfWayMs = (failedAtMs + /** @type {number} */ (attemptAtMs[index + 1])) / 2 - startAtMs

  const { clock, network, start } = createWorld(library)
  network.server.mode = 'down'
  const client = await start()
  await clock.advance(halfWayMs)
  const attempts = network.log.attemptAtMs.length
  client.close()
  network.server.mode = 'up'
  await clock.advance(MINUTE_MS)
  return { alive: network.alive.size, attemptsAfter: network.log.attemptAtMs.length - attempts }
}

/** What is left a minute after close() in the middle of a reconnect attempt. @param {Library} library */
export async function runCloseMidRetry(library) {
  const { clock, network, start } = createWorld(library)
  const client = await start()
  await clock.advance(SETTLED_MS)
  const attempts = network.log.attemptAtMs.length
  network.dropAll()
  for (let i = 0; i < 4 * MINUTE_MS && network.log.attemptAtMs.length === attempts; i += 10) {
    await clock.advance(10)
  }
  client.close()
  await clock.advance(MINUTE_MS)
  return network.alive.size
}

/** The server accepts every attempt and drops it 100 ms later; limit 3. @param {Library} library */
export async function runAcceptThenClose(library) {
  const { clock, network, start } = createWorld(library)
  network.server.mode = 'accept-then-close'
  await start(library.hasLimit ? { limit: LIMIT } : {})
  const enough = FAILURES + 1
  for (let i = 0; i < 600 && network.log.attemptAtMs.length < enough; i += 1) {
    await clock.advance(1000)
  }
  const sockets = network.log.attemptAtMs.length
  return sockets >= enough ? `${enough} and on` : `${sockets}`
}

/**
 * Twenty links fail, 30 s apart, each with an error at once; its close event comes with it on the standard
 * WebSocket, and 3 s late on wx.
 * @param {Library} library
 */
export async function runTwentyFailures(library) {
  const { clock, network, start } = createWorld(library)
  await start()
  await clock.advance(SETTLED_MS)
  for (let i = 0; i < FAILURES; i += 1) {
    const newest = [...network.alive].pop()
    if (newest) newest.fail(library.face === 'wx' ? 3000 : 0)
    await clock.advance(30_000)
  }
  return network.log.mostAlive
}
