/** What the socket does: it notices that a link is dead, and comes back when it should. */
import { seconds } from '../narrator.mjs'
import {
  attemptsOf,
  barText,
  comeBack,
  copyHistory,
  leave,
  mark,
  say,
  statusOf,
  stripAction,
  stripText,
  tapStrip,
  tryOut,
} from '../user.mjs'
import { AT_ONCE_MS, SLACK_MS, retryMs, same } from './times.mjs'

/** @typedef {import('./times.mjs').Scene} Scene */

/** What the status bar says after a second sign-in. */
const ELSEWHERE = 'Signed in on another device'

/** @type {Scene} */
export const connect = {
  title: 'Connect',
  about: () =>
    'app.js made one socket and one delivery; the pages subscribe to them by a behavior.',
  async play(stage) {
    const { me } = stage
    await stage.sees('connected', () => me.socket.state === 'open', AT_ONCE_MS)
    await stage.sees(
      'the chat page says: Online: ann (you)',
      () => stripText(me) === 'Online: ann (you)',
      AT_ONCE_MS,
    )
    await stage.sees('the server has one link', () => stage.server.links() === 1, AT_ONCE_MS)
  },
}

/** @type {Scene} */
export const halfOpen = {
  title: 'The link goes dead without a word',
  about: ({ times: { heartbeat } }) =>
    'A black hole: no packet arrives any more, nothing is closed, no event fires. Only the heartbeat can tell: a ' +
    `ping after ${seconds(heartbeat.intervalMs)} of silence, dead after ${seconds(heartbeat.timeoutMs)} more.`,
  async play(stage) {
    const { me, times } = stage
    const { intervalMs, timeoutMs } = times.heartbeat
    stage.narrator.act('the network swallows everything')
    me.fake.faults.blackHole = true
    const sinceMs = Date.now()
    const seen = mark(me)
    say(me, 'into the void')
    await stage.sees(
      'the heartbeat noticed',
      () => seen('close').find(({ payload }) => payload.cause === 'heartbeat-timeout'),
      intervalMs + timeoutMs + SLACK_MS,
      ({ atMs }) => ` after ${seconds(atMs - sinceMs)}`,
    )
    me.fake.faults.blackHole = false
    stage.narrator.act('the network carries packets again')
    await stage.sees('connected again', () => me.socket.state === 'open', retryMs(stage) + SLACK_MS)
    await stage.sees(
      'what was sent into the void is delivered',
      () => statusOf(me, 'into the void') === 'delivered',
      AT_ONCE_MS,
    )
  },
}

/** @type {Scene} */
export const background = {
  title: 'The app goes to the background and returns',
  about: ({ profile }) =>
    `The phone stops the script and cuts its socket after ${seconds(profile.suspendAfterMs)}, as WeChat does. No ` +
    'attempt may be made meanwhile.',
  async play(stage) {
    const { me, server, profile } = stage
    const attempts = attemptsOf(me)
    stage.narrator.act('the user leaves the app')
    leave(me)
    await stage.sees(
      'the platform cut the link',
      () => server.links() === 0,
      profile.suspendAfterMs + SLACK_MS,
    )
    await stage.holds('hidden: no attempt is made', () => attemptsOf(me) === attempts, 1_000)
    stage.narrator.act('the user comes back')
    const sinceMs = Date.now()
    const seen = mark(me)
    comeBack(me)
    await stage.sees(
      'connected again, without the delay of a retry,',
      () =>
        me.socket.state === 'open' &&
        attemptsOf(me) === attempts + 1 &&
        seen('retry').every(({ payload }) => payload.delayMs === 0),
      AT_ONCE_MS,
      () => ` ${seconds(Date.now() - sinceMs)} after the return`,
    )
  },
}

/** @type {Scene} */
export const elsewhere = {
  title: 'I sign in on another phone',
  about: () =>
    'One connection per name: the server closes the older one with 4502, which is final.',
  async play(stage) {
    const { me } = stage
    const attempts = attemptsOf(me)
    stage.narrator.act('ann opens the app on another phone')
    const other = stage.openOther('ann')
    await stage.sees(
      'the status bar here says: Signed in on another device',
      () => barText(me) === ELSEWHERE && stripText(other) === 'Online: ann (you)',
      AT_ONCE_MS,
    )
    say(other, 'from the other phone')
    const forMs = Math.max(2 * retryMs(stage), 3_000)
    await stage.holds(
      `the two do not fight: no attempt in ${seconds(forMs)}`,
      () => attemptsOf(me) === attempts && other.socket.state === 'open',
      forMs,
    )
    tapStrip(me)
    await stage.sees(
      'now the other one says so',
      () => barText(me) === '' && me.socket.state === 'open' && barText(other) === ELSEWHERE,
      AT_ONCE_MS,
    )
    await stage.sees(
      'and what I said there is here',
      () => statusOf(me, 'from the other phone') === 'delivered',
      AT_ONCE_MS,
    )
    other.quit()
  },
}

/** @type {Scene} */
export const kick = {
  title: 'The server kicks us',
  about: () =>
    'Close code 4501 is final (3500–3999 and 4500–4999 are): coming back would be wrong.',
  async play(stage) {
    const { me } = stage
    tryOut(me, 'kick')
    await stage.sees(
      'the page says: Kicked: you asked for it',
      () => stripText(me) === 'Kicked: you asked for it' && stripAction(me) === 'Sign in again',
      AT_ONCE_MS,
    )
    const attempts = attemptsOf(me)
    // Twice the longest delay, and no less than the 3 s after a return in which a link is replaced without one.
    const forMs = Math.max(2 * retryMs(stage), 3_000)
    await stage.holds(
      `no attempt in ${seconds(forMs)}`,
      () => me.socket.state === 'closed' && attemptsOf(me) === attempts,
      forMs,
    )
    tapStrip(me)
    await stage.sees('a tap brings it back', () => me.socket.state === 'open', AT_ONCE_MS)
  },
}

/** @type {Scene} */
export const giveUp = {
  title: 'The limit',
  about: ({ times: { reconnect } }) =>
    `The server is gone for good: ${reconnect.limit} retries, ${seconds(reconnect.delayMs)} ± 20 % apart, and then an end.`,
  async play(stage) {
    const { me, server, times } = stage
    const { limit } = times.reconnect
    const seen = mark(me)
    const attempts = attemptsOf(me)
    stage.narrator.act('the server dies')
    await server.kill()
    await stage.sees(
      `gave up after ${limit} retries`,
      () => seen('giveup').length === 1 && seen('giveup')[0]?.payload.retries === limit,
      (limit + 1) * (retryMs(stage) + 200) + SLACK_MS,
    )
    await stage.sees(
      'the status bar says: Connection lost. Tap to retry',
      () => barText(me) === 'Connection lost. Tap to retry',
      AT_ONCE_MS,
    )
    const retries = seen('retry').map(({ payload }) => payload.retry)
    const numbers = Array.from({ length: limit }, (_, index) => index + 1)
    await stage.sees(`they were numbered 1 to ${limit}`, () => same(retries, numbers), 0)
    await stage.holds(
      `${limit} attempts, one giveup event, and silence after it`,
      () =>
        me.socket.state === 'gave-up' &&
        attemptsOf(me) === attempts + limit &&
        seen('giveup').length === 1 &&
        seen('retry').length === limit,
      2 * retryMs(stage),
    )
  },
}

/** @type {Scene} */
export const revival = {
  title: 'The network returns',
  about: () => 'A socket that gave up starts a fresh round when the phone reports a network.',
  async play(stage) {
    const { me, server } = stage
    say(me, 'still here')
    await server.restart()
    stage.narrator.act('the server is back, and the phone joins a Wi-Fi')
    me.fake.network({ isConnected: true, networkType: 'wifi' })
    await stage.sees('connected at once', () => me.socket.state === 'open', AT_ONCE_MS)
    await stage.sees(
      'what was said meanwhile is delivered',
      () => statusOf(me, 'still here') === 'delivered',
      AT_ONCE_MS,
    )
  },
}

/** @type {Scene} */
export const goodbye = {
  title: 'Goodbye',
  about: () =>
    'close() is final and prompt, and the history of all this is on the clipboard for a bug report.',
  async play(stage) {
    const { me, server } = stage
    copyHistory(me)
    await stage.sees(
      'copied the history',
      () => JSON.parse(me.shown.clipboard[0] ?? '[]').length,
      AT_ONCE_MS,
      (entries) => `, ${entries} entries`,
    )
    tryOut(me, 'close')
    await stage.sees('closed', () => me.socket.state === 'closed', AT_ONCE_MS)
    await stage.sees('the server has no link left', () => server.links() === 0, AT_ONCE_MS)
  },
}
