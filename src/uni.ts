/** The socket over uni-app. */
import { checkGivenHost } from './platforms/given-host'
import { type UniObject, createUniPlatform } from './platforms/uni/uni-platform'
import { type BoundSocket, bindSocket } from './socket/bound-socket'

/**
 * Binds `createSocket` to `uni`.
 *
 * @param uni The global `uni` of uni-app.
 * @throws {@link SocketError} E_OPTION when it is no object.
 */
export function forUni(uni: UniObject): BoundSocket {
  checkGivenHost('uni', "the framework's object", uni)
  return bindSocket(createUniPlatform(uni))
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
export type { Ports as Platform } from './core/ports'
export type { UniObject } from './platforms/uni/uni-platform'
export type { BoundSocket } from './socket/bound-socket'
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
