import type { Delivery } from 'miniprogram-socket/delivery'
import { mine, notice, putWords, theirs } from './chat-line'
import type { ChatLine, Words } from './chat-line'
import type { ServerMessage } from './server-message'

const MAX_LINES = 200

/** The chat as it is known here. */
export interface Room {
  /** My name. */
  readonly name: string
  /** What was said, the latest last. */
  readonly lines: readonly ChatLine[]
  /** The names of those who are online. */
  readonly online: readonly string[]
  /** Says something: it is shown as sending, and goes out as soon as it can. */
  say(text: string): void
  /** Says once more what failed. */
  sayAgain(id: string): void
  /** Calls back whenever something changed; returns the unsubscribe. */
  onChange(listener: () => void): () => void
}

/** The payload of a message of mine. */
interface Payload {
  room: string
  text: string
}

/** Keeps the chat up to date with what the delivery says, as long as the app lives. */
export function createRoom(delivery: Delivery, name: string): Room {
  let lines: readonly ChatLine[] = []
  let online: readonly string[] = []
  let gaps = 0
  let listeners: ReadonlyArray<() => void> = []

  function changed() {
    listeners.forEach((listener) => listener())
  }

  function put(words: Words) {
    lines = putWords(lines, words, MAX_LINES)
    changed()
  }

  function hear(eventId: string, message: ServerMessage) {
    switch (message.type) {
      case 'message':
        // My own come back to me too: from this launch, an earlier one, or another device.
        return put(
          message.from === name
            ? mine(message.id, message.text, 'delivered')
            : theirs(message.id, message.from, message.text),
        )
      case 'presence':
        online = message.online
        return changed()
      case 'notice':
        return put(notice(eventId, 'notice', message.text))
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

  const textOf = (payload: unknown) => (payload as Payload).text

  delivery.on('message', ({ id, body }) => hear(id, body as ServerMessage))
  delivery.on('resumed', askWhoIsOnline)
  delivery.on('gap', () => {
    gaps += 1
    put(notice(`gap-${gaps}`, 'gap', 'some messages are missing'))
  })

  // What an earlier launch could not send any more is sent now.
  delivery.on('restored', ({ messages }) =>
    messages.forEach(({ id, payload }) => put(mine(id, textOf(payload), 'sending'))),
  )
  delivery.on('delivered', ({ id, payload }) => put(mine(id, textOf(payload), 'delivered')))
  delivery.on('refused', ({ id, payload, reason }) =>
    put(mine(id, textOf(payload), 'failed', reason)),
  )
  delivery.on('expired', ({ id, payload }) =>
    put(mine(id, textOf(payload), 'failed', 'it took too long')),
  )

  function say(text: string) {
    const payload: Payload = { room: 'general', text }
    delivery.send(payload)
    // Unless it was refused at once, it is the latest of those that wait.
    const [latest] = delivery.pending.slice(-1)
    if (latest) put(mine(latest.id, textOf(latest.payload), 'sending'))
  }

  return {
    name,
    get lines() {
      return lines
    },
    get online() {
      return online
    },
    say,
    sayAgain(id) {
      const failed = lines.find((line) => line.id === id && line.status === 'failed')
      if (!failed) return
      lines = lines.filter((line) => line !== failed)
      say(failed.text)
    },
    onChange(listener) {
      listeners = [...listeners, listener]
      return () => {
        listeners = listeners.filter((other) => other !== listener)
      }
    },
  }
}
