/** What is unacknowledged goes out in order, within the window, and again after silence (rules D1, D2). */
import type { SocketErrorCode } from '../core/errors'
import type { Message, Settled } from './message'

type Is = (message: Message) => boolean

export interface Outbox {
  /** Nothing is known to be under way: a new link, or silence. All goes out again from the first one on. */
  rewind(): void
  /** The server has dealt with a stream up to a number. */
  acknowledge(stream: string, upTo: number): void
  /** The server will not have a message. */
  reject(stream: string, seq: number, reason: string): void
  /** Ends messages; all of them have left before the first one is settled. */
  end(isIt: Is, code?: SocketErrorCode, text?: string): void
  /** Sends what the window has room for; `false` when the link did not take it. */
  pump(window: number): boolean
  /** When there was silence for too long, and {@link rewind} is due. */
  silentAtMs(): number
  /** Silence counts from now on. */
  believe(): void
}

/** What the outbox asks of its delivery. */
export interface Outlet {
  readonly ackTimeoutMs: number
  /** The stream of this run. */
  readonly sender: string
  /** In the order in which they go out: streams of earlier runs first, each by its numbers. */
  readonly messages: Message[]
  readonly settled: Settled
  nowMs(): number
  /** Sends on the link; `after` is the number of the unacknowledged message before it in its stream. */
  transmit(message: Message, after: number | undefined): boolean
}

export function createOutbox(outlet: Outlet): Outbox {
  const { ackTimeoutMs, sender, messages, settled, nowMs, transmit } = outlet
  /** So many of them, from the first one on, are under way on this link. */
  let sent = 0
  let heardAtMs = 0
  /** The highest number of this run that was ever sent: no more can have been acknowledged. */
  let highest = 0

  const believe = (): void => {
    heardAtMs = nowMs()
  }

  const end: Outbox['end'] = (isIt, code, text) => {
    const ended: Message[] = []
    let underWay = 0
    messages.splice(0).forEach((message, place) => {
      if (isIt(message)) ended.push(message)
      else if (messages.push(message) && place < sent) underWay += 1
    })
    sent = underWay
    ended.forEach((message) => settled(message, code, text))
  }

  /** Settles what the server spoke of, unless it speaks of what it cannot know. */
  const hear = (
    stream: string,
    number: number,
    isIt: Is,
    code?: SocketErrorCode,
    text?: string,
  ): void => {
    // An earlier run may have sent more than what is left of it.
    if (stream === sender && number > highest) return
    believe()
    end((message) => message.sender === stream && isIt(message), code, text)
  }

  return {
    rewind() {
      sent = 0
    },
    acknowledge: (stream, upTo) => hear(stream, upTo, ({ seq }) => seq <= upTo),
    reject: (stream, number, reason) =>
      hear(stream, number, ({ seq }) => seq === number, 'E_REFUSED', reason),
    end,
    pump(window) {
      let isTaken = true
      while (isTaken && sent < window && sent < messages.length) {
        const message = messages[sent] as Message
        const before = messages[sent - 1]
        // A receiver cannot know that it misses one of another stream: that stream is to be done with first.
        if (before && before.sender !== message.sender) break
        if (!before) believe()
        if (message.sender === sender) highest = Math.max(highest, message.seq)
        // Before it goes out: it may be answered, and more be sent, before that call returns.
        sent += 1
        message.sends += 1
        isTaken = transmit(message, before && before.seq)
        if (!isTaken) {
          sent -= 1
          message.sends -= 1
        }
      }
      return isTaken
    },
    silentAtMs: () => (sent ? heardAtMs + ackTimeoutMs : Infinity),
    believe,
  }
}
