/** The socket over Alipay's `my`. */
import { createAlipayPlatform } from './platforms/alipay/alipay-platform'
import type { MyHost } from './platforms/alipay/my-host'
import { type BoundSocket, bindSocket } from './socket/bound-socket'

declare const my: MyHost | undefined

const bound = bindSocket(createAlipayPlatform(() => (typeof my === 'undefined' ? undefined : my)))

/**
 * Makes a socket over `my.connectSocket`, with `multiple: true`. Nothing starts, and the host is not looked at, before
 * `connect()`.
 *
 * @throws {@link SocketError} E_OPTION when an option is unknown, missing or out of range; the message names it.
 */
export const createSocket: BoundSocket['createSocket'] = bound.createSocket

/** Alipay as this package sees it, for `createWebSocketClass`. */
export const platform: BoundSocket['platform'] = bound.platform

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
