/** What delivery does: a message arrives, once, whatever happens on the way. */
import { seconds } from '../narrator.mjs'
import { barText, gapsOf, say, sayAgain, shownOf, statusOf, stripText, tryOut } from '../user.mjs'
import { AT_ONCE_MS, SLACK_MS, doubtMs, outageMs, retryMs, same } from './times.mjs'

/** @typedef {import('./times.mjs').Scene} Scene */
/** @typedef {import('./times.mjs').Stage} Stage */
/** @typedef {import('../phone.mjs').Phone} Phone */

/** What of these the server heard. */
const heardOf = (/** @type {Stage} */ { heard }, /** @type {string[]} */ texts) =>
  heard.filter((text) => texts.includes(text))

/** The messages of mine are shown as so. */
const areAll = (
  /** @type {Phone} */ phone,
  /** @type {string[]} */ texts,
  /** @type {string} */ status,
) => texts.every((text) => statusOf(phone, text) === status)

/** Each message once and in order, wherever one looks. */
const holdsOnce = (
  /** @type {Stage} */ stage,
  /** @type {Phone} */ bob,
  /** @type {string[]} */ texts,
) =>
  stage.holds(
    `each once and in order: at the server, on my page and on bob's`,
    () =>
      same(heardOf(stage, texts), texts) &&
      same(shownOf(stage.me, texts), texts) &&
      same(shownOf(bob, texts), texts),
    doubtMs(stage),
  )

/** @type {Scene} */
export const outage = {
  title: 'The server is killed',
  about: (stage) =>
    `It stays down for ${seconds(outageMs(stage))}; three messages are written meanwhile. Retries come every ` +
    `${seconds(stage.times.reconnect.delayMs)} ± 20 %, at most ${stage.times.reconnect.limit} of them.`,
  async play(stage) {
    const { me, server } = stage
    const bob = stage.phone('bob')
    const texts = ['one', 'two', 'three']
    stage.narrator.act('the server dies')
    const downAtMs = Date.now()
    await server.kill()
    await stage.sees('the socket noticed', () => me.socket.state === 'waiting', AT_ONCE_MS)
    for (const text of texts) say(me, text)
    await stage.sees(
      'all three are shown as sending',
      () => areAll(me, texts, 'sending'),
      AT_ONCE_MS,
    )
    await stage.sees('the page says: 3 to send', () => stripText(me) === '3 to send', AT_ONCE_MS)
    await stage.sees(
      'the status bar says: ',
      () => /^Reconnecting \d+\/12…$/.test(barText(me)) && barText(me),
      AT_ONCE_MS,
      (text) => text,
    )

    await stage.pause(outageMs(stage) - (Date.now() - downAtMs))
    stage.narrator.act(`the server is back after ${seconds(Date.now() - downAtMs)}`)
    await server.restart()
    await stage.sees('connected again', () => me.socket.state === 'open', retryMs(stage) + SLACK_MS)
    await stage.sees('all three are delivered', () => areAll(me, texts, 'delivered'), AT_ONCE_MS)
    await stage.sees(
      'bob has them',
      () => shownOf(bob, texts).length === 3,
      retryMs(stage) + SLACK_MS,
    )
    await holdsOnce(stage, bob, texts)
  },
}

/** @type {Scene} */
export const killed = {
  title: 'The app is killed with unsent messages',
  about: () =>
    'WeChat ends an app in the background whenever it likes. What was not delivered is in the storage of the phone.',
  async play(stage) {
    const { server } = stage
    const bob = stage.phone('bob')
    const texts = ['written before', 'and this']
    stage.narrator.act('the server dies')
    await server.kill()
    await stage.sees('the socket noticed', () => stage.me.socket.state !== 'open', AT_ONCE_MS)
    for (const text of texts) say(stage.me, text)
    await stage.sees(
      'both are saved',
      () => stage.me.delivery.pending.every((/** @type {any} */ { isSaved }) => isSaved),
      AT_ONCE_MS,
    )
    stage.narrator.act('the app is killed, and opened again')
    stage.me.kill()
    stage.reopen()
    await stage.sees(
      'it knows my name, and shows both as sending',
      () => stage.me.name === 'ann' && areAll(stage.me, texts, 'sending'),
      AT_ONCE_MS,
    )
    stage.narrator.act('the server is back')
    await server.restart()
    await stage.sees(
      'both are delivered',
      () => areAll(stage.me, texts, 'delivered'),
      retryMs(stage) + SLACK_MS,
    )
    await stage.sees(
      'bob has them',
      () => shownOf(bob, texts).length === 2,
      retryMs(stage) + SLACK_MS,
    )
    await holdsOnce(stage, bob, texts)
  },
}

/** @type {Scene} */
export const graceful = {
  title: 'The server restarts, as a deployment should',
  about: () =>
    'It tells everybody when to come back (close 1012), spread over time. Nobody misses anything.',
  async play(stage) {
    const { me, server } = stage
    const bob = stage.phone('bob')
    const spreadS = 1
    stage.narrator.act(`the server restarts and wants everybody back within ${spreadS} s`)
    const restarted = server.graceful(spreadS)
    await stage.sees('I was sent away', () => me.socket.state !== 'open', AT_ONCE_MS)
    say(me, 'while it restarts')
    await restarted
    await stage.sees(
      'both of us are back within the second',
      () => [me, bob].every(({ socket }) => socket.state === 'open'),
      spreadS * 1_000 + SLACK_MS,
    )
    await stage.sees(
      'the message is delivered',
      () =>
        statusOf(me, 'while it restarts') === 'delivered' &&
        shownOf(bob, ['while it restarts']).length === 1,
      AT_ONCE_MS,
    )
    await stage.holds(
      'nothing is missing',
      () => gapsOf(me) === 0 && gapsOf(bob) === 0,
      doubtMs(stage),
    )
  },
}

/** @type {Scene} */
export const memoryLost = {
  title: 'The server crashes and loses its memory',
  about: () =>
    'What it had not delivered yet is gone. It cannot be brought back, but the page can say so.',
  async play(stage) {
    const { me } = stage
    const bob = stage.phone('bob')
    tryOut(me, 'forget')
    await stage.sees(
      'both pages say: some messages are missing',
      () => gapsOf(me) === 1 && gapsOf(bob) === 1,
      retryMs(stage) + SLACK_MS,
    )
    say(me, 'after the crash')
    await stage.sees(
      'the next message is delivered',
      () =>
        statusOf(me, 'after the crash') === 'delivered' &&
        shownOf(bob, ['after the crash']).length === 1,
      AT_ONCE_MS,
    )
    stage.narrator.act('bob leaves')
    bob.quit()
    await stage.sees(
      'my page says: Online: ann (you)',
      () => stripText(me) === 'Online: ann (you)',
      AT_ONCE_MS,
    )
  },
}

/** @type {Scene} */
export const refused = {
  title: 'The server refuses a message',
  about: () =>
    'A moderator muted me for 2 s. The message fails and says why; a tap sends it again.',
  async play(stage) {
    const { me } = stage
    stage.narrator.act('the server mutes ann for 2 s')
    stage.server.mute('ann', 2)
    const sinceMs = Date.now()
    say(me, 'let me speak')
    await stage.sees(
      'the message failed',
      () => statusOf(me, 'let me speak') === 'failed',
      AT_ONCE_MS,
    )
    await stage.pause(2_000 - (Date.now() - sinceMs))
    sayAgain(me, 'let me speak')
    await stage.sees(
      'it is delivered',
      () => statusOf(me, 'let me speak') === 'delivered',
      AT_ONCE_MS,
    )
  },
}
