/** What a socket tells. */
import type { CloseInfo } from './close'
import type { SocketError } from './errors'
import type { DropReason } from './outbox'
import type { GiveUpInfo, OpenInfo, RetryInfo, StateChange } from './states'

/** The events of a socket and what each carries. */
export interface SocketEvents<In> {
  /** The socket moved from one state to another. */
  state: StateChange
  /** A link is open. Runs before the queue goes out: what is sent here precedes it. */
  open: OpenInfo
  /** A frame arrived, decoded. */
  message: In
  /** A link ended; once per link, and once for `close()`. */
  close: CloseInfo
  /** A retry is scheduled. */
  retry: RetryInfo
  /** The limit is used up; once per outage. */
  giveup: GiveUpInfo
  /** Something failed that no call could throw. */
  error: SocketError
  /** A message was given up on. */
  drop: { readonly data: unknown; readonly why: DropReason }
  /** A ping was answered. */
  rtt: { readonly rttMs: number }
}
