/** What the hub remembers, and where. One contract suite runs over every store. */
import type { Body, Resume } from '../protocol/frames'

/** A store that has its memory at hand answers at once: for every message, a promise would cost more than the answer. */
export type Answer<T> = T | Promise<T>

/** A message before it has a number. */
export interface Draft {
  /** The JSON text of its payload, or bytes; undefined only with `error`. */
  readonly body: Body | undefined
  /** The message this replies to, as `sender:seq`. */
  readonly re?: string
  /** With `re`: why there is no reply. */
  readonly error?: string
}

/** A message of a session. */
export interface Entry extends Draft {
  /** Its number in the session, from 1. */
  readonly seq: number
}

/** Where a client's session stands. */
export interface SessionInfo {
  /** Its name; another one after its memory was lost. */
  readonly session: string
  /** What the client shows to resume. */
  readonly secret: string
  /** Whether the wish to resume was granted. */
  readonly resumed: boolean
  /** The number of the first message that the client will get. */
  readonly next: number
}

/** What to do with a message from a client. */
export type Verdict =
  /** Deal with it, then call `finish`. */
  | { readonly is: 'new' }
  /** Dealt with before: acknowledge again, or reject again for the reason. */
  | { readonly is: 'seen'; readonly reason?: string }
  /** A message of this stream is being dealt with now, here or in another process: ask again soon. */
  | { readonly is: 'busy' }
  /** One before it is missing. */
  | { readonly is: 'early' }

/** How a claimed message was dealt with. An empty one: taken. */
export interface Outcome {
  /** It was rejected, and why. */
  readonly reason?: string
  /** The answer to it, appended to the client's session in the same step. */
  readonly reply?: Draft
}

/** A client's presence. */
export interface Presence {
  /** Whether it has a connection now, to any process. */
  readonly online: boolean
  /** When it was last known to be connected, wall clock in milliseconds; `null` when never, or too long ago. */
  readonly lastSeenAtMs: number | null
}

/** Where a message went. */
export interface Place {
  /** Whose session. */
  readonly clientId: string
  /** The session it was appended to. */
  readonly session: string
  /** The number it got there. */
  readonly seq: number
}

/** What one process tells the others; but for bytes in `draft.body`, JSON. */
export type Notice =
  /** These sessions have a new message; `draft`, the same for all, may be there to spare a read. */
  | { readonly type: 'appended'; readonly places: readonly Place[]; readonly draft?: Draft }
  /** Close the client's connections. */
  | {
      readonly type: 'close'
      readonly clientId: string
      readonly code: number
      readonly reason: string
    }
  /** A connection is there: older ones of its sender, or with `isAlone` all older ones of its client, are to go. */
  | {
      readonly type: 'took-over'
      readonly clientId: string
      readonly sender: string
      readonly linkId: string
      readonly isAlone: boolean
    }
  /** Notices may have been lost: look at every session again. */
  | { readonly type: 'resync' }

/**
 * The memory of one or several hubs. Every method may reject when the store cannot be reached (none throws); the hub then closes
 * the links it cannot serve, and clients come back. Calls of one process take effect in the order in which they were made.
 */
export interface Store {
  /**
   * Opens the client's session, makes one where there is none, and grants or refuses the wish to resume. Granted: the same
   * session and secret, and `last` not beyond the newest message; then `next` is `last + 1`, or the oldest message
   * still held if that is later. Otherwise `next` is the newest message's number plus 1.
   */
  openSession(clientId: string, resume: Resume | undefined): Promise<SessionInfo>
  /**
   * Appends a message to the session of each client and tells every process. A client without a session gets one: the
   * message waits there. What exceeds the store's limits on messages, bytes and age is dropped from the old end; the
   * newest message is always held.
   */
  append(clientIds: readonly string[], draft: Draft): Answer<void>
  /**
   * Messages with a number greater than `after`, oldest first, at most `limit`; the first may be further than `after + 1`
   * where older ones are held no more. `undefined` when this is not the client's session any more.
   */
  read(
    clientId: string,
    session: string,
    after: number,
    limit: number,
  ): Promise<readonly Entry[] | undefined>

  /**
   * Claims a message of a stream. In this order: not greater than the last finished number: 'seen'; another claim on the
   * stream is neither finished nor older than its lease: 'busy'; `after` greater than the last finished: 'early'; else 'new',
   * and the claim is this process's for `leaseMs`.
   */
  claim(
    clientId: string,
    sender: string,
    seq: number,
    after: number,
    leaseMs: number,
  ): Answer<Verdict>
  /**
   * The message has been dealt with. When its number is not greater than the last finished one, nothing happens (no second
   * reply): the call may be repeated when its answer was lost.
   */
  finish(clientId: string, sender: string, seq: number, outcome: Outcome): Answer<void>
  /** Takes back a claim of this process that is not finished; another process's claim stays. May be repeated. */
  release(clientId: string, sender: string, seq: number): Promise<void>

  /** The client is in the room, for as long as its session lives. */
  join(clientId: string, room: string): Promise<void>
  /** The client is not in the room. */
  leave(clientId: string, room: string): Promise<void>
  /** The room's clients; without a room every client that has a session. */
  members(room?: string): Promise<readonly string[]>

  /**
   * These clients are connected to this process; they count as online for `forMs` unless seen again or gone. Called on
   * every connection and again well within `forMs`; what the store holds of them starts its time to live anew.
   */
  seen(clientIds: readonly string[], forMs: number): Promise<void>
  /** The client's last connection to this process ended. Connections to other processes still count. */
  gone(clientId: string): Promise<void>
  /** Whether the client is connected anywhere, and when it last was. */
  presence(clientId: string): Promise<Presence>
  /** Clients that are connected, at most `limit`. */
  online(limit: number): Promise<readonly string[]>

  /** Tells every process, this one included, in the order of the calls. */
  tell(notice: Notice): Promise<void>
  /** Hears what is told; returns the stop. */
  listen(listener: (notice: Notice) => void): () => void
  /** Ends timers and connections of its own; the hub calls it only for a store that it made itself. */
  close(): Promise<void>
}
