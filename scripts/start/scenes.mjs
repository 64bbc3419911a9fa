/**
 * The session, scene by scene. Everything is done through the demo's pages, the server and the phone (the fake `wx`),
 * as a user would; everything narrated as seen is asserted, with an expiry.
 */
import { seconds } from './narrator.mjs'
import {
  attemptsOf,
  comeBack,
  count,
  heardOf,
  latest,
  leave,
  linkText,
  mark,
  press,
  say,
  shownOf,
} from './user.mjs'

/** How much longer than the rules say something may take on a busy machine. */
const SLACK_MS = 2_500
/** How soon something must be there that takes no timer at all. */
const AT_ONCE_MS = 2_500

/** @typedef {import('./stage.mjs').Stage} Stage */

/**
 * @typedef {object} Scene
 * @property {string} title
 * @property {(stage: Stage) => string} about
 * @property {(stage: Stage) => Promise<void>} play throws when something claimed is not so
 */

/** @type {Scene} */
const connect = {
  title: 'Connect',
  about: () => 'app.js made one socket; the chat page subscribed to it in onLoad.',
  async play(stage) {
    await stage.sees(
      'the chat page says: Connected',
      () => linkText(stage) === 'Connected',
      AT_ONCE_MS,
    )
    await stage.sees('the server has one link', () => stage.server.links() === 1, AT_ONCE_MS)
  },
}

/** @type {Scene} */
const echo = {
  title: 'Echo',
  about: () => 'A line typed on the chat page goes to the server and comes back to everybody.',
  async play(stage) {
    say(stage, 'hello')
    await stage.sees('the page shows my line: hello', () => count(stage, 'hello') === 1, AT_ONCE_MS)
    press(stage, 'onCall', { call: 'probe' })
    await stage.sees(
      'the heartbeat measured a round trip of ',
      () => latest(stage, 'rtt'),
      AT_ONCE_MS,
      ({ rttMs }) => `${rttMs} ms`,
    )
  },
}

/** @type {Scene} */
const outage = {
  title: 'The server is killed',
  about: (stage) =>
    `It stays down for ${seconds(outageMs(stage))}; three lines are written meanwhile. Retries come every ` +
    `${seconds(stage.times.reconnect.delayMs)} ± 20 %, at most ${stage.times.reconnect.limit} of them.`,
  async play(stage) {
    const { server, socket, times } = stage
    const lines = ['one', 'two', 'three']
    stage.narrator.act('the server dies')
    const downAtMs = Date.now()
    await server.kill()
    await stage.sees('the socket noticed', () => socket.state === 'waiting', AT_ONCE_MS)
    for (const line of lines) say(stage, line)
    await stage.sees(
      'the page says that 3 lines wait',
      () => /3 to send/.test(linkText(stage)),
      AT_ONCE_MS,
    )

    await stage.pause(outageMs(stage) - (Date.now() - downAtMs))
    stage.narrator.act(`the server is back after ${seconds(Date.now() - downAtMs)}`)
    await server.restart()
    await stage.sees('connected again', () => socket.state === 'open', retryMs(stage) + SLACK_MS)
    await stage.sees(
      'all three lines came',
      () => lines.every((line) => count(stage, line)),
      AT_ONCE_MS,
    )
    // As long as a second attempt of anything would take to show.
    await stage.holds(
      'each of them once and in order, on the page and at the server',
      () => [heardOf(stage, lines), shownOf(stage, lines)].every((list) => same(list, lines)),
      Math.min(times.reconnect.delayMs, 1_000),
    )
  },
}

/** @type {Scene} */
const halfOpen = {
  title: 'The link goes dead without a word',
  about: ({ times: { heartbeat } }) =>
    'A black hole: no packet arrives any more, nothing is closed, no event fires. Only the heartbeat can tell: a ' +
    `ping after ${seconds(heartbeat.intervalMs)} of silence, dead after ${seconds(heartbeat.timeoutMs)} more.`,
  async play(stage) {
    const { fake, socket, times } = stage
    const { intervalMs, timeoutMs } = times.heartbeat
    stage.narrator.act('the network swallows everything')
    fake.faults.blackHole = true
    const sinceMs = Date.now()
    const seen = mark(stage)
    await stage.sees(
      'the heartbeat noticed',
      () => seen('close').find(({ payload }) => payload.cause === 'heartbeat-timeout'),
      intervalMs + timeoutMs + SLACK_MS,
      ({ atMs }) => ` after ${seconds(atMs - sinceMs)}`,
    )
    fake.faults.blackHole = false
    stage.narrator.act('the network carries packets again')
    await stage.sees('connected again', () => socket.state === 'open', retryMs(stage) + SLACK_MS)
  },
}

/** @type {Scene} */
const background = {
  title: 'The app goes to the background and returns',
  about: ({ profile }) =>
    `The phone stops the script and cuts its socket after ${seconds(profile.suspendAfterMs)}, as WeChat does. No ` +
    'attempt may be made meanwhile.',
  async play(stage) {
    const { server, socket, profile } = stage
    const attempts = attemptsOf(stage)
    stage.narrator.act('the user leaves the app')
    leave(stage)
    await stage.sees(
      'the platform cut the link',
      () => server.links() === 0,
      profile.suspendAfterMs + SLACK_MS,
    )
    await stage.holds('hidden: no attempt is made', () => attemptsOf(stage) === attempts, 1_000)
    stage.narrator.act('the user comes back')
    const sinceMs = Date.now()
    const seen = mark(stage)
    comeBack(stage)
    await stage.sees(
      'connected again, without the delay of a retry,',
      () =>
        socket.state === 'open' &&
        attemptsOf(stage) === attempts + 1 &&
        seen('retry').every(({ payload }) => payload.delayMs === 0),
      AT_ONCE_MS,
      () => ` ${seconds(Date.now() - sinceMs)} after the return`,
    )
  },
}

/** @type {Scene} */
const kick = {
  title: 'The server kicks us',
  about: () =>
    'Close code 4501 is final (3500–3999 and 4500–4999 are): coming back would be wrong.',
  async play(stage) {
    const { socket } = stage
    press(stage, 'onFault', { command: '/kick' })
    await stage.sees(
      'the page says: Closed: 4501 kicked',
      () => linkText(stage) === 'Closed: 4501 kicked',
      AT_ONCE_MS,
    )
    const attempts = attemptsOf(stage)
    // Twice the longest delay, and no less than the 3 s after a return in which a link is replaced without one.
    const forMs = Math.max(2 * retryMs(stage), 3_000)
    await stage.holds(
      `no attempt in ${seconds(forMs)}`,
      () => socket.state === 'closed' && attemptsOf(stage) === attempts,
      forMs,
    )
    press(stage, 'onCall', { call: 'connect' })
    await stage.sees(
      'a call to connect() brings it back',
      () => socket.state === 'open',
      AT_ONCE_MS,
    )
  },
}

/** @type {Scene} */
const giveUp = {
  title: 'The limit',
  about: ({ times: { reconnect } }) =>
    `The server is gone for good: ${reconnect.limit} retries, ${seconds(reconnect.delayMs)} ± 20 % apart, and then an end.`,
  async play(stage) {
    const { server, socket, times } = stage
    const { limit } = times.reconnect
    const seen = mark(stage)
    const attempts = attemptsOf(stage)
    stage.narrator.act('the server dies')
    await server.kill()
    await stage.sees(
      `gave up after ${limit} retries`,
      () => seen('giveup').length === 1 && seen('giveup')[0]?.payload.retries === limit,
      (limit + 1) * (retryMs(stage) + 200) + SLACK_MS,
    )
    const retries = seen('retry').map(({ payload }) => payload.retry)
    await stage.sees(
      `they were numbered 1 to ${limit}`,
      () =>
        same(
          retries,
          Array.from({ length: limit }, (_, index) => index + 1),
        ),
      0,
    )
    await stage.holds(
      `${limit} attempts, one giveup event, and silence after it`,
      () =>
        socket.state === 'gave-up' &&
        attemptsOf(stage) === attempts + limit &&
        seen('giveup').length === 1 &&
        seen('retry').length === limit,
      2 * retryMs(stage),
    )
  },
}

/** @type {Scene} */
const revival = {
  title: 'The network returns',
  about: () => 'A socket that gave up starts a fresh round when the phone reports a network.',
  async play(stage) {
    const { fake, server, socket } = stage
    await server.restart()
    stage.narrator.act('the server is back, and the phone joins a Wi-Fi')
    fake.network({ isConnected: true, networkType: 'wifi' })
    await stage.sees('connected at once', () => socket.state === 'open', AT_ONCE_MS)
    say(stage, 'still here')
    await stage.sees(
      'the page shows my line: still here',
      () => count(stage, 'still here') === 1,
      AT_ONCE_MS,
    )
  },
}

/** @type {Scene} */
const goodbye = {
  title: 'Goodbye',
  about: () =>
    'close() is final and prompt, and the history of all this is on the clipboard for a bug report.',
  async play(stage) {
    press(stage, 'onCopyHistory', {})
    await stage.sees(
      'copied the history',
      () => JSON.parse(stage.clipboard[0] ?? '[]').length,
      AT_ONCE_MS,
      (entries) => `, ${entries} entries`,
    )
    press(stage, 'onCall', { call: 'close' })
    await stage.sees('closed', () => stage.socket.state === 'closed', AT_ONCE_MS)
    await stage.sees('the server has no link left', () => stage.server.links() === 0, AT_ONCE_MS)
  },
}

export const scenes = [connect, echo, outage, halfOpen, background, kick, giveUp, revival, goodbye]

/** How long the server stays down: long enough for a retry to fail, short enough not to give up. */
const outageMs = (/** @type {Stage} */ { isFast }) => (isFast ? 2_000 : 8_000)

/** The longest delay of a retry, jitter included. */
const retryMs = (/** @type {Stage} */ { times: { reconnect } }) =>
  reconnect.delayMs * (1 + reconnect.jitter)

const same = (/** @type {unknown[]} */ one, /** @type {unknown[]} */ other) =>
  JSON.stringify(one) === JSON.stringify(other)
