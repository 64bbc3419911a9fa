import type { SocketPayload } from './wx-types'

/** What lies under a task: nothing at all in scripted mode, a real WebSocket in live mode. */
export interface Wire {
  /** Takes one frame. */
  send(data: SocketPayload): void
  /** Begins to close; the task hears `closed` from whoever made the wire. */
  close(code: number, reason: string): void
  /** Ends it at once and without a word. */
  destroy(): void
}

/** What a wire tells its task. */
export interface WireEvents {
  open(header: Record<string, unknown>): void
  message(data: SocketPayload): void
  /** The connect failed, in the host's words. */
  failed(errMsg: string): void
  closed(code: number, reason: string): void
}
