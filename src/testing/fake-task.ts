import type { FailureInput } from './failure'
import type {
  ConnectSocketOptions,
  SocketClose,
  SocketPayload,
  SocketProfile,
  SocketTask,
} from './wx-types'

/** The four native events of a task. */
export type TaskEvent = 'open' | 'message' | 'error' | 'close'

/** What became of one call of the native `send`. */
export interface SendCall {
  /** What was handed over, copied when it was. */
  readonly data: SocketPayload
  /** `'sent'`: it is on the wire. `'failed'`: `fail` was or will be called. `'threw'`: the call itself threw. */
  readonly outcome: 'sent' | 'failed' | 'threw'
}

/** How the next sends go wrong. */
export interface SendFault {
  /** What `fail` is called with. @default the host's "not connected" text */
  readonly failure?: FailureInput
  /** `'fail'` calls `fail`, `'throw'` throws from `send`. @default 'fail' */
  readonly how?: 'fail' | 'throw'
  /** How much later `fail` is called, in ms. @default 0 */
  readonly afterMs?: number
  /** How many sends go wrong; 0 takes back an earlier fault. @default 1 */
  readonly times?: number
}

/**
 * One native socket, driven by hand. The events of a native side cannot be prevented by a state: `open`, `message`,
 * `error`, `close` and `fail` always call their listeners, in any order and number, so late and doubled events are
 * one call away. Only `state` follows what can really happen.
 */
export interface FakeTask {
  /** 1 for the first task of this fake, then counting. */
  readonly id: number
  /** The URL as it was passed. */
  readonly url: string
  /** Everything that was passed to `connectSocket`: header, protocols, timeout, the callbacks, … */
  readonly options: ConnectSocketOptions
  /** When `connectSocket` was called, on the wall clock. */
  readonly createdAtMs: number
  /** The `SocketTask` that the code under test holds; of the host's own shape, whatever the type says. */
  readonly native: SocketTask
  /** Whether the native side is alive: everything but `'closed'` counts toward the host's limit. */
  readonly state: 'connecting' | 'open' | 'closing' | 'closed'
  /** What went out on the wire, in order, copied when it was handed over. Failed sends are not in it. */
  readonly sent: readonly SocketPayload[]
  /** Every call of the native `send`, in order. */
  readonly sendCalls: readonly SendCall[]
  /** Every call of the native `close`, in order. */
  readonly closeCalls: readonly SocketClose[]
  /** How many listeners an event has, or all events together. */
  listenerCount(event?: TaskEvent): number

  /** The host says nothing of its own accord any more: no answer to `close()`, no connect timeout. @default false */
  silent: boolean
  /** Lets the next sends go wrong. */
  failSends(fault?: SendFault): void
  /** Calls back whenever something goes out on the wire, for a server played by the test. Returns the unsubscribe. */
  onSent(listener: (data: SocketPayload) => void): () => void

  /** The link is open. @default an empty header and a plausible profile */
  open(info?: { header?: Record<string, unknown>; profile?: Partial<SocketProfile> }): void
  /** A message arrives. */
  message(data: SocketPayload): void
  /** `onError`. A task that was connecting is closed by it, an open one is not: hosts say so by `onClose`. */
  error(failure?: FailureInput): void
  /** `onClose`. @default what the native `close()` asked for, else the host's words for a broken link */
  close(code?: number, reason?: string): void
  /** The `fail` callback of `connectSocket`. */
  fail(failure?: FailureInput): void
}
