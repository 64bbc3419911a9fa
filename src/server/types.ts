/** What users of the hub touch, besides its options. */
import type { HubError } from './errors'
import type { Presence } from './store'

/** A WebSocket as the package `ws` makes it: the part that the hub uses. */
export interface HubWebSocket {
  /** 1 while it is open. */
  readonly readyState: number
  /** Bytes that were handed over and are not yet on their way. */
  readonly bufferedAmount: number
  /** Set to 'nodebuffer', the default of `ws`. */
  binaryType: string
  /** Listens to `message`, `close`, `error` and `pong`. */
  on(event: string, listener: (...args: never[]) => void): unknown
  /** Sends a text or bytes; `sent` is called when the network took them, or with an error. */
  send(data: string | ArrayBuffer, sent?: (error?: Error) => void): void
  /** Asks the other side's WebSocket, not its program, for a sign of life. */
  ping(): void
  /** Ends it with a close frame. */
  close(code: number, reason: string): void
  /** Ends it without a farewell. */
  terminate(): void
  /** Stops reading. */
  pause(): void
  /** Goes on reading. */
  resume(): void
}

/** An HTTP upgrade request: the part that the hub uses. Node's `IncomingMessage` fits. */
export interface HubRequest {
  /** Path and query, as asked for. */
  readonly url?: string | undefined
  /** By name in small letters. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** The connection that it came over. */
  readonly socket?: { readonly remoteAddress?: string | undefined }
}

/** A server that emits `connection`, as the `WebSocketServer` of `ws` does. */
export interface HubWebSocketServer<Request> {
  /** Listens to new connections. */
  on(event: 'connection', listener: (webSocket: HubWebSocket, request: Request) => void): unknown
  /** Takes the listener away. */
  off(event: 'connection', listener: (webSocket: HubWebSocket, request: Request) => void): unknown
}

/** A message from a client. */
export interface Message {
  /** Who sent it, as authenticated. */
  readonly clientId: string
  /** Names the message among all of this client: the same again if it had to be dealt with twice. */
  readonly id: string
  /** The payload: a JSON value, or bytes as an `ArrayBuffer`. It comes from outside: check it. */
  readonly body: unknown
  /** Whether the sender waits for what `onMessage` returns. */
  readonly isRequest: boolean
}

/** Who a broadcast goes to. */
export interface BroadcastOptions {
  /** Only clients that joined this room. @default every client that has a session */
  readonly room?: string | undefined
  /** A client that is left out: often the one whose message it was. */
  readonly except?: string | undefined
}

/** How a hub ends. */
export interface CloseOptions {
  /** Clients are told to come back after a time drawn for each from 0 to this, so that they do not all come at once. @default 30_000 */
  readonly spreadMs?: number | undefined
}

/** What a hub counts. JSON-safe; totals since the hub was made. */
export interface HubStats {
  /** Connections now, those that are closing or not authenticated yet included. */
  readonly connections: number
  /** Clients with a live connection to this process now. */
  readonly clients: number
  /** Connections so far. */
  readonly accepted: number
  /** Connections that the hub closed so far, by close code. */
  readonly closed: Readonly<Record<number, number>>
  /** Messages from clients that came in, repetitions included. */
  readonly received: number
  /** Of these: seen before. */
  readonly repeated: number
  /** Messages that went out to clients, repetitions included. */
  readonly sent: number
  /** Bytes handed to sockets that the network has not taken yet. */
  readonly bufferedBytes: number
  /** Messages from clients that wait to be dealt with. */
  readonly waiting: number
}

/** A client of this process. */
export interface ClientEvent {
  /** As `authenticate` named it. */
  readonly clientId: string
}

/** A connection that the hub closed. */
export interface LinkClosed {
  /** Whose it was; `null` when it was not authenticated. */
  readonly clientId: string | null
  /** The close code: see PROTOCOL.md. */
  readonly code: number
  /** Why. */
  readonly reason: string
}

/** The events of a hub. */
export interface HubEvents {
  /** A client's first connection to this process went live. */
  online: ClientEvent
  /** A client's last connection to this process ended. */
  offline: ClientEvent
  /** The hub closed a connection. */
  closed: LinkClosed
  /** Something failed; without a listener it is written to the console. */
  error: HubError
}

/** The server's half of the delivery protocol, over any number of connections. */
export interface Hub<Request> {
  /**
   * Takes every connection of a WebSocket server. Returns the stop: later connections are the caller's again.
   */
  attach(server: HubWebSocketServer<Request>): () => void
  /** Takes one open WebSocket, for those who call `handleUpgrade` themselves. */
  accept(webSocket: HubWebSocket, request: Request): void
  /**
   * Sends a message to a client, connected or not: what cannot be delivered now waits in its session, within the store's
   * limits. Resolves when the store has it.
   *
   * @throws {@link HubError} (as a rejection) E_BODY when `body` is no JSON value and no bytes, or larger than `maxFrameBytes`;
   *   E_STORE when the store cannot be reached; E_CLOSED after `close()`.
   */
  send(clientId: string, body: unknown): Promise<void>
  /** Sends a message to many. Resolves and rejects as `send` does. */
  broadcast(body: unknown, options?: BroadcastOptions): Promise<void>
  /** Puts a client in a room, for as long as its session lives. @throws {@link HubError} (as a rejection) E_STORE, E_LIMIT */
  join(clientId: string, room: string): Promise<void>
  /** Takes a client out of a room. */
  leave(clientId: string, room: string): Promise<void>
  /**
   * Closes every connection of a client, in every process. It stays away until its app connects again: whether that is
   * let in is for `authenticate` to say.
   *
   * @param reason At most 123 bytes of it reach the client.
   * @param code 4500 to 4999. @default 4501
   */
  kick(clientId: string, reason?: string, code?: number): Promise<void>
  /** Whether a client is connected to any process, and when it last was. */
  presence(clientId: string): Promise<Presence>
  /** The clients that are connected to any process, at most 10,000. */
  online(): Promise<readonly string[]>
  /** Adds a listener; returns what takes it away. */
  on<Name extends keyof HubEvents>(
    name: Name,
    listener: (event: HubEvents[Name]) => void,
  ): () => void
  /** What was counted. */
  stats(): HubStats
  /**
   * Says goodbye: every client is told to come back, spread over time, and is closed with 1012. Resolves when all are gone,
   * at the latest after 5 s, and what `onMessage` was doing is finished. The WebSocket server and a given store stay open.
   */
  close(options?: CloseOptions): Promise<void>
}
