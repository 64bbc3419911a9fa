/** What the conformance suite needs of an implementation and of a server at the other end. */
import type { DeviationName } from './differences'

/** The standard's own type: what does not fit it is found by the tests. */
export type WebSocketClass = typeof WebSocket

/** How the server answers a connect. `refuse`: in any way but with a WebSocket. `hang`: never. */
export type Answer = 'open' | 'refuse' | 'hang'

/** The server's end of one connection. */
export interface Peer {
  /** The sub-protocols that were asked for. */
  readonly protocols: readonly string[]
  /** Path and query that were asked for. */
  readonly path: string
  /** What arrived, in order; text as text, binary as bytes. */
  readonly received: readonly (string | Uint8Array)[]
  /** How the client closed it; `null` until then. Code 1005 stands for none. */
  readonly closed: { readonly code: number; readonly reason: string } | null
  send(data: string | Uint8Array): void
  /** Closes in the proper way; without a code the close frame is empty. */
  close(code?: number, reason?: string): void
  /** Is gone without a close frame. */
  drop(): void
  /** Takes nothing and answers nothing any more, not even a close. */
  mute(): void
}

/** One implementation on one host, with a server. */
export interface World {
  readonly WebSocket: WebSocketClass
  /** Where the server is: scheme, host and port, without a slash at the end. */
  readonly origin: string
  /** Every connection that was established, oldest first. */
  readonly peers: readonly Peer[]
  /** What listeners threw and nobody caught. */
  readonly uncaught: readonly unknown[]
  /** Whether this implementation departs from the standard here. */
  differs(name: DeviationName): boolean
  /** How connects are answered from now on. @default 'open' */
  answerWith(answer: Answer): void
  /** Which of the sub-protocols asked for the server takes; `null` none. @default the first */
  chooseProtocol(choose: (protocols: readonly string[]) => string | null): void
  /** Waits until `check` holds, and fails with `what` when that takes too long. */
  until(what: string, check: () => boolean): Promise<void>
  /** Lets everything arrive that is under way: for what must not happen. */
  settle(): Promise<void>
  /** Ends every connection and puts everything back. */
  dispose(): Promise<void>
}
