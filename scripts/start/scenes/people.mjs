/** Several people, several rooms: who is there, and what is unread. */
import {
  enter,
  goBack,
  latest,
  rowOf,
  say,
  shownOf,
  statusOf,
  stripText,
  tryOut,
} from '../user.mjs'
import { AT_ONCE_MS } from './times.mjs'

/** @typedef {import('./times.mjs').Scene} Scene */

/** @type {Scene} */
export const company = {
  title: 'Somebody else',
  about: () =>
    'bob opens the app on another phone: everybody sees who is online, and what is said.',
  async play(stage) {
    const { me } = stage
    const bob = stage.openOther('bob')
    stage.narrator.act('bob opens the app')
    await stage.sees(
      'my page says: Online: ann (you), bob',
      () =>
        stripText(me) === 'Online: ann (you), bob' && stripText(bob) === 'Online: ann, bob (you)',
      AT_ONCE_MS,
    )
    say(me, 'hello')
    await stage.sees(
      'on my page: hello, delivered',
      () => statusOf(me, 'hello') === 'delivered',
      AT_ONCE_MS,
    )
    await stage.sees("on bob's page: hello", () => shownOf(bob, ['hello']).length === 1, AT_ONCE_MS)
    tryOut(me, 'probe')
    await stage.sees(
      'the heartbeat measured a round trip of ',
      () => latest(me, 'rtt'),
      AT_ONCE_MS,
      ({ rttMs }) => `${rttMs} ms`,
    )
  },
}

/** @type {Scene} */
export const rooms = {
  title: 'Another room',
  about: () => 'What is said in a room that nobody looks at is unread there, and on the tab.',
  async play(stage) {
    const { me } = stage
    const bob = stage.phone('bob')
    goBack(bob)
    enter(bob, 'help')
    say(bob, 'how does it work?')
    say(bob, 'anybody?')
    goBack(me)
    await stage.sees(
      'my list shows: Help, 2 unread, bob: anybody?',
      () => rowOf(me, 'help').unread === '2' && rowOf(me, 'help').last === 'bob: anybody?',
      AT_ONCE_MS,
    )
    await stage.sees('so does the badge on the tab', () => me.shown.badge === '2', AT_ONCE_MS)
    enter(me, 'help')
    await stage.sees(
      'in the room they are read',
      () =>
        me.shown.title === 'Help' &&
        shownOf(me, ['how does it work?', 'anybody?']).length === 2 &&
        rowOf(me, 'general').unread === '',
      AT_ONCE_MS,
    )
    goBack(me)
    await stage.sees(
      'nothing is unread any more',
      () => rowOf(me, 'help').unread === '' && me.shown.badge === '',
      AT_ONCE_MS,
    )
    goBack(bob)
    for (const phone of [me, bob]) enter(phone, 'general')
  },
}
