/** What is remembered of a socket, for the timeline. */
import type { CloseInfo, SocketState } from 'miniprogram-socket'

/** Something that happened at a time, wall clock in milliseconds. */
export type RecordedEvent = { readonly atMs: number } & (
  | { readonly type: 'state'; readonly state: SocketState }
  | { readonly type: 'rtt'; readonly rttMs: number }
  | { readonly type: 'retry'; readonly retry: number }
  | { readonly type: 'close'; readonly code: number; readonly cause: CloseInfo['cause'] }
  /** Something from outside of the socket: the app was hidden, a button was pressed. */
  | { readonly type: 'mark'; readonly text: string }
)

/** What is remembered. */
export interface SocketRecord {
  /** The latest last. */
  readonly events: readonly RecordedEvent[]
  /** The state before the first of them, and from when on it is known. */
  readonly before: { readonly state: SocketState; readonly sinceMs: number }
  /** Changes with every event. */
  readonly version: number
}

/** A record that goes on. */
export interface SocketRecorder extends SocketRecord {
  /** Notes something that the socket does not know of. */
  mark(text: string): void
  /** Hears nothing more. */
  stop(): void
}
