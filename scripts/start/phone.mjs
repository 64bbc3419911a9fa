/** A phone that runs the demo: the compiled app on a live fake `wx`, and what was seen of it. */
import { loadApp } from '../mini-program/load-app.mjs'
import { seconds } from './narrator.mjs'
import { createPhoneScreen } from './phone-screen.mjs'

/** @typedef {ReturnType<typeof launch>} Phone */

/**
 * @typedef {object} Kit what every phone of the session has in common
 * @property {Record<string, string | Buffer>} files the compiled demo
 * @property {typeof import('../../dist/testing.js')} testing the built `miniprogram-socket/testing`
 * @property {import('../../dist/testing.js').WebSocketClass} WebSocket the class that carries the bytes
 * @property {import('../../dist/testing.js').HostProfile} profile
 * @property {import('./narrator.mjs').Narrator} narrator
 */

/**
 * Launches the demo's app on its list of rooms, and enters the first one.
 *
 * @param {Kit} kit
 * @param {object} options
 * @param {Record<string, string>} options.query the query of the launch
 * @param {import('./phone-storage.mjs').PhoneStorage} options.storage what the phone kept of earlier launches
 * @param {boolean} [options.isTold] whether what its socket says is narrated
 */
export function launch({ files, testing, WebSocket, profile, narrator }, options) {
  const { query, storage, isTold = false } = options
  const fake = testing.createFakeWx({ live: { WebSocket }, profile })
  const kept = storage.forLaunch()
  const screen = createPhoneScreen()
  const wx = Object.assign(Object.create(fake.wx), screen.api, kept.api)
  // The phone's timers, which stand still in the background.
  const { setTimeout, clearTimeout, setInterval, clearInterval } = fake.clock
  const globals = { setTimeout, clearTimeout, setInterval, clearInterval }
  const demo = loadApp({ files, wx, query, globals, components: ['socket-status'] })
  const { socket, delivery, rooms } = demo.app
  const events = record(socket, isTold ? narrator.event : () => {})
  const list = demo.openPage('pages/rooms/rooms')
  let chat = enter('general')
  let isRunning = true

  function enter(/** @type {string} */ room) {
    list.hide()
    return demo.openPage('pages/chat/chat', { room })
  }

  function goBack() {
    chat.unload()
    list.show()
  }

  return {
    narrator,
    fake,
    demo,
    socket,
    delivery,
    /** The name it chats under. */
    name: /** @type {string} */ (rooms.name),
    events,
    /** The list of rooms: a tab, so it stays. */
    list,
    /** The room that is open, or was last. */
    get chat() {
      return chat
    },
    /** What is shown around the pages. */
    shown: screen.shown,
    /** Leaves a room for the list. */
    goBack,
    /** Enters a room from the list. */
    enter: (/** @type {string} */ room) => {
      chat = enter(room)
    },
    /** Goes from the room to the tab Lab, does something there, and returns into the room. */
    visitLab(/** @type {(lab: import('../mini-program/pages.mjs').OpenPage) => void} */ act) {
      const { room } = chat.instance.options
      goBack()
      list.hide()
      const lab = demo.openPage('pages/lab/lab')
      act(lab)
      lab.unload()
      list.show()
      chat = enter(room)
    },
    /** The system kills the app: no hook runs, nothing is closed, nothing more is written. */
    kill() {
      isRunning = false
      kept.end()
      fake.dispose()
    },
    /** The user is done with it. */
    quit() {
      if (!isRunning) return
      for (const page of [...demo.pages()].reverse()) page.unload()
      socket.close()
    },
  }
}

/**
 * What the socket said, in order. What tells a story is narrated; of an attempt that fails, the retry after it says
 * enough, and every state is in the history.
 */
function record(/** @type {any} */ socket, /** @type {(text: string) => void} */ tell) {
  /** @type {Array<{ name: string, atMs: number, payload: any }>} */
  const events = []
  /** @type {Record<string, (payload: any) => string | false>} */
  const words = {
    open: ({ isReconnect }) => `open    ${isReconnect ? '(reconnected)' : ''}`.trimEnd(),
    close: ({ code, cause }) => cause !== 'connect-failed' && `close   ${code}, ${cause}`,
    retry: ({ retry, limit, delayMs, close }) =>
      `retry   ${retry}/${limit} in ${seconds(delayMs)} (${close.cause})`,
    giveup: ({ retries }) => `giveup  after ${retries} retries`,
    error: ({ code, message }) => code !== 'E_CONNECT' && `error   ${code}: ${message}`,
    drop: ({ why }) => `drop    ${why}`,
    rtt: ({ rttMs }) => `rtt     ${rttMs} ms`,
  }
  for (const [name, describe] of Object.entries(words)) {
    socket.on(name, (/** @type {any} */ payload) => {
      events.push({ name, atMs: Date.now(), payload })
      const text = describe(payload)
      if (text) tell(text)
    })
  }
  return events
}
