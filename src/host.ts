/** The socket over a host that looks like `wx`: Douyin, Baidu, QQ, Kuaishou, JD. */
import { checkGivenHost } from './platforms/given-host'
import { createHostPlatform } from './platforms/host/host-platform'
import type { LookAlikeHost } from './platforms/host/host-shape'
import { type BoundSocket, bindSocket } from './socket/bound-socket'

/**
 * Binds `createSocket` to the object of a host: `tt`, `swan`, `qq`, `ks` or `jd`. Only at `connect()` is it looked at.
 * What is known about each of them is in docs/platforms.md.
 *
 * @throws {@link SocketError} E_OPTION when it is no object.
 */
export function forHost(host: LookAlikeHost): BoundSocket {
  checkGivenHost('host', "the host's object (tt, swan, qq, ks, jd)", host)
  return bindSocket(createHostPlatform(host))
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
export type { LookAlikeClose, LookAlikeHost, LookAlikeTask } from './platforms/host/host-shape'
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
