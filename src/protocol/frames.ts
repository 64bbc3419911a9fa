/** The frames of the delivery protocol, version 1. PROTOCOL.md is the contract; this is its shape in code. */

/** The version that this package speaks. */
export const PROTOCOL_VERSION = 1

/** What a client sends to prove that it is alive, and what it hears back: bare texts, no frames. */
export const PING = 'ping'
export const PONG = 'pong'

/** A payload as it travels: the text of a JSON value, or bytes. */
export type Body = string | ArrayBuffer

/** The first frame of a client on every link. */
export interface Hello {
  readonly type: 'hello'
  /** The version of the protocol. */
  readonly v: number
  /** Names this run of the client; its numbers count from 1. */
  readonly sender: string
  /** Where a session goes on; left out by a client that has none. */
  readonly resume?: Resume
}

/** Where a client wants to go on. */
export interface Resume {
  /** The session, as `welcome` named it. */
  readonly session: string
  /** The session's secret, as `welcome` gave it. */
  readonly secret: string
  /** The number of the last message that the client has seen; 0 for none. */
  readonly last: number
}

/** The server's answer to `hello`; from here on both sides send messages. */
export interface Welcome {
  readonly type: 'welcome'
  /** The version of the protocol. */
  readonly v: number
  /** Whose connection this is, as the server authenticated it. */
  readonly client: string
  /** Names the server's memory of this client; another name after that memory was lost. */
  readonly session: string
  /** What to show to resume. */
  readonly secret: string
  /** Whether the wish to resume was granted; `false` too when there was none. */
  readonly resumed: boolean
  /** The number of the first message that will follow. */
  readonly next: number
  /** How many messages the client may have sent without an acknowledgement. */
  readonly window: number
  /** The largest frame that the server takes, in bytes. */
  readonly maxFrameBytes: number
}

/** A message, in either direction. Its `body` travels beside it, as JSON or as bytes. */
export interface Data {
  readonly type: 'data'
  /** Its number in the stream, from 1. */
  readonly seq: number
  /** Client only: the stream it belongs to, where that is not the one of `hello` (left over by an earlier run). */
  readonly sender?: string
  /** Client only: the message before it that is still under way; left out when there is none. */
  readonly after?: number
  /** Client only: a reply is wanted. */
  readonly ask?: boolean
  /** Server only: the message that this replies to, as `sender:seq`. */
  readonly re?: string
  /** Server only, with `re`: no reply can be given, and why. */
  readonly error?: string
  /** As in `ack`. */
  readonly ack?: number
}

/** What has arrived: every message of the stream up to a number. */
export interface Ack {
  readonly type: 'ack'
  /** The highest number that arrived, with everything before it. */
  readonly ack: number
  /** Server only: the stream, where it is not the one of `hello`. */
  readonly sender?: string
}

/** The server will not have a message; it counts as settled, like an acknowledged one. */
export interface Reject {
  readonly type: 'reject'
  /** The message's number. */
  readonly seq: number
  /** The stream, where it is not the one of `hello`. */
  readonly sender?: string
  /** Why, for people. */
  readonly reason: string
}

/** Announces the close that follows: some phones lose a close's code and reason. */
export interface Bye {
  readonly type: 'bye'
  /** The close code. */
  readonly code: number
  /** The close's reason. */
  readonly reason: string
}

/** Any frame, without its body. */
export type Frame = Hello | Welcome | Data | Ack | Reject | Bye

/** A frame as read; `body` is the text or bytes of a `data`, undefined where there is none. */
export interface Received {
  readonly frame: Frame
  /** The JSON value, or the bytes. */
  readonly body?: unknown
}
