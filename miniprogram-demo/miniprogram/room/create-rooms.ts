import type { Delivery } from 'miniprogram-socket/delivery'
import { createEvents } from '../utils/events'
import type { Events } from '../utils/events'
import { mine, notice, theirs } from './chat-line'
import type { ChatLine, Status, Words } from './chat-line'
import { createRoom } from './create-room'
import type { Room } from './create-room'
import { roomTitles } from './room-titles'
import type { ServerMessage } from './server-message'

/** What the rooms tell. A burst of messages is a burst of events: `setDataSoon` is made for that. */
export interface RoomsEvents {
  /** A line is new, or it says something else; `index` is where it is in the room's `lines`. */
  line: { room: string; index: number; line: ChatLine; isNew: boolean }
  /** Lines of a room went away: all of them are somewhere else. */
  lines: { room: string }
  /** What is unread in a room changed. */
  unread: { room: string }
  /** Somebody came or left. */
  online: readonly string[]
}

/** The chat as it is known here. */
export interface Rooms extends Events<RoomsEvents> {
  /** My name. */
  readonly name: string
  readonly list: readonly Room[]
  /** The names of those who are online. */
  readonly online: readonly string[]
  /** How much is unread in all rooms together. */
  readonly unread: number
  /** The room of an id, or else the first one: an id comes from a link. */
  find(id: string): Room
  /** Says something: it is shown as sending, and goes out as soon as it can. */
  say(room: string, text: string): void
  /** Says once more what failed. */
  sayAgain(room: string, id: string): void
}

/** The payload of a message of mine. */
interface Payload {
  room: string
  text: string
}

/** Keeps the chat up to date with what the delivery says, as long as the app lives. */
export function createRooms(delivery: Delivery, name: string): Rooms {
  const { on, emit } = createEvents<RoomsEvents>()
  let online: readonly string[] = []
  let gaps = 0

  const all = roomTitles.map((title) =>
    createRoom(title, {
      line: (index, line, isNew) => emit('line', { room: title.id, index, line, isNew }),
      lines: () => emit('lines', { room: title.id }),
      unread: () => emit('unread', { room: title.id }),
    }),
  )
  const [first] = all as [(typeof all)[0]]
  const find = (id: string) => all.find(({ room }) => room.id === id) ?? first

  const put = (room: string, words: Words) => find(room).put(words)

  function putMine(id: string, payload: unknown, status: Status, why?: string) {
    const { room, text } = payload as Payload
    put(room, mine(id, name, text, Date.now(), status, why))
  }

  function hear(eventId: string, message: ServerMessage) {
    switch (message.type) {
      case 'message': {
        const { room, id, from, text, atMs } = message
        // My own come back to me too: from this launch, an earlier one, or another device.
        const isMine = from === name
        return put(
          room,
          isMine ? mine(id, from, text, atMs, 'delivered') : theirs(id, from, text, atMs),
        )
      }
      case 'presence':
        online = message.online
        return emit('online', online)
      case 'notice':
        return first.put(notice(eventId, 'notice', message.text, Date.now()))
    }
  }

  /** The server tells who comes and goes; who was there before us has to be asked. */
  function askWhoIsOnline() {
    delivery.request({ query: 'online' }).then(
      (answer) => hear('', answer as ServerMessage),
      () => {
        // The link went down meanwhile. The next one asks again.
      },
    )
  }

  function tellOfGap() {
    gaps += 1
    const words = notice(`gap-${gaps}`, 'gap', 'some messages are missing', Date.now())
    all.forEach((one) => one.put(words))
  }

  delivery.on('message', ({ id, body }) => hear(id, body as ServerMessage))
  delivery.on('resumed', askWhoIsOnline)
  delivery.on('gap', tellOfGap)

  // What an earlier launch could not send any more is sent now.
  delivery.on('restored', ({ messages }) =>
    messages.forEach(({ id, payload }) => putMine(id, payload, 'sending')),
  )
  delivery.on('delivered', ({ id, payload }) => putMine(id, payload, 'delivered'))
  delivery.on('refused', ({ id, payload, reason }) => putMine(id, payload, 'failed', reason))
  delivery.on('expired', ({ id, payload }) => putMine(id, payload, 'failed', 'it took too long'))

  function say(room: string, text: string) {
    const payload: Payload = { room: find(room).room.id, text }
    delivery.send(payload)
    // Unless it was refused at once, it is the latest of those that wait.
    const [latest] = delivery.pending.slice(-1)
    if (latest) putMine(latest.id, latest.payload, 'sending')
  }

  return {
    name,
    list: all.map(({ room }) => room),
    get online() {
      return online
    },
    get unread() {
      return all.reduce((sum, { room }) => sum + room.unread, 0)
    },
    find: (id) => find(id).room,
    say,
    sayAgain(room, id) {
      const failed = find(room).takeFailed(id)
      if (failed) say(room, failed.text)
    },
    on,
  }
}
