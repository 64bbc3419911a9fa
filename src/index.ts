/** The main entry: the socket over `wx`. */
import { currentWx } from './platforms/wx/current-wx'
import { createSocketOn } from './socket/create-socket'
import type { Socket, SocketOptions } from './socket/types'
import type { Sendable, SocketData } from './core/ports'

/**
 * Makes a socket over `wx.connectSocket`. Nothing starts, and the host is not looked at, before `connect()`.
 *
 * @throws {@link SocketError} E_OPTION when an option is unknown, missing or out of range; the message names it.
 */
export function createSocket<In = SocketData, Out = Sendable>(
  options: SocketOptions<In, Out>,
): Socket<In, Out> {
  return createSocketOn(currentWx, options)
}

export { exponentialBackoff, linearBackoff } from './core/backoff'
export { SocketError, isSocketError } from './core/errors'
export { jsonCodec } from './socket/codec'
export type { ExponentialBackoffOptions, LinearBackoffOptions } from './core/backoff'
export type { CloseCause, CloseInfo } from './core/close'
export type { SocketErrorCode } from './core/errors'
export type { SocketEvents } from './core/events'
export type { AttemptInfo, Logger, Sendable, SocketData } from './core/ports'
export type { DropReason } from './core/outbox'
export type { Codec } from './core/settings'
export type { GiveUpInfo, OpenInfo, RetryInfo, SocketState, StateChange } from './core/states'
export type { HistoryEntry, SocketStats } from './core/stats'
export type {
  HeartbeatOptions,
  HostOptions,
  QueueOptions,
  ReconnectOptions,
  Socket,
  SocketOptions,
  SocketStatus,
  UrlAnswer,
} from './socket/types'
