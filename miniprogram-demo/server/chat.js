// @ts-nocheck: plain JavaScript, run by Node.
'use strict'

const { Refusal, createHub } = require('miniprogram-socket/server')

const NAME = /^[\w-]{1,24}$/
const MAX_TEXT_LENGTH = 500
const ROOMS = ['general', 'help', 'random']

/** A browser names the page that connects; pages of this computer and mini-programs may. */
const ORIGIN = /^(https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?|https:\/\/servicewechat\.com)$/

/**
 * The chat: what the messages hold that the hub carries. They come from outside, so everything is checked.
 *
 * @param {object} options
 * @param {import('miniprogram-socket/server').Store} options.store what it remembers, and shares with a chat that follows
 * @param {(name: string, body: { command: string }) => unknown} options.obey answers a command
 * @param {(message: import('../server').Message) => void} options.onSay hears what is said, whoever says it
 * @param {(event: import('../server').DemoEvent) => void} options.onEvent
 */
function createChat({ store, obey, onSay, onEvent }) {
  const mutedUntilMs = new Map()
  let isOpen = true

  const hub = createHub({
    store,
    // A second sign-in under a name ends the first: 4502, "signed in elsewhere".
    connections: 'one',
    allowOrigin: isWelcome,
    authenticate: ({ url }) => nameIn(url),
    onMessage({ clientId, id, body }) {
      const { room, text, command, query } = Object(body)
      if (query === 'online') return presence()
      if (typeof command === 'string') return obey(clientId, body)
      return say(room, clientId, text, id)
    },
  })

  /** The message is acknowledged when this has settled. The sender gets it too: it may read along on another device. */
  function say(room, from, text, id) {
    if (!ROOMS.includes(room)) throw new Refusal(`no such room; there is ${ROOMS.join(', ')}`)
    if (typeof text !== 'string' || text === '' || text.length > MAX_TEXT_LENGTH) {
      throw new Refusal(`a text has 1 to ${MAX_TEXT_LENGTH} characters`)
    }
    if (Date.now() < mutedUntilMs.get(from)) throw new Refusal('you are muted')
    // The id is the same again if a message had to be dealt with twice: pages show it once.
    const message = { room, id, from, text, atMs: Date.now() }
    onEvent({ type: 'message', name: from, room, text })
    onSay(message)
    return hub.broadcast({ type: 'message', ...message }, { room })
  }

  const presence = async () => ({ type: 'presence', online: (await hub.online()).toSorted() })

  /** Tells those who are there who is. For those who are not it would be old news: they ask when they come. */
  async function tellPresence() {
    const body = await presence()
    if (!isOpen) return
    await Promise.all(body.online.map((name) => hub.send(name, body)))
  }

  const tellNobody = () => {
    // The hub has said it: its 'error'.
  }
  const changed = (type, name) => {
    onEvent({ type, name, text: '' })
    tellPresence().catch(tellNobody)
  }
  const stops = [
    hub.on('online', ({ clientId }) => {
      // Everybody is in every room: what is said where one does not look counts as unread there.
      ROOMS.forEach((room) => hub.join(clientId, room).catch(tellNobody))
      changed('online', clientId)
    }),
    hub.on('offline', ({ clientId }) => changed('offline', clientId)),
  ]
  hub.on('closed', ({ clientId, code, reason }) => {
    onEvent({ type: 'closed', name: clientId ?? '', text: `${code} ${reason}` })
  })

  return {
    accept: hub.accept,
    say,
    kick: (name, reason) => hub.kick(name, reason),
    send: (name, body) => hub.send(name, body),
    notify: (name, text) => hub.send(name, { type: 'notice', text }),
    mute: (name, forMs) => mutedUntilMs.set(name, Date.now() + forMs),
    /** Tells everybody to come back, each after a time of its own within the spread. */
    async close(spreadMs) {
      isOpen = false
      stops.forEach((stop) => stop())
      await hub.close({ spreadMs })
    },
  }
}

/** The name in the URL. A real server would find out by a token whose connection it is. */
function nameIn(url) {
  const name = new URL(url, 'ws://localhost').searchParams.get('name') ?? ''
  if (!NAME.test(name)) throw new Refusal('a name has 1 to 24 letters, digits, - or _')
  return name
}

/** Whether a page from there may connect. */
const isWelcome = (origin) => ORIGIN.test(origin)

module.exports = { ROOMS, createChat, isWelcome, nameIn }
