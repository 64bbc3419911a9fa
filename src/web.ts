/** The socket over the standard `WebSocket`: a browser's, Node's from version 22, or that of a class. */
import {
  checkWebOptions,
  createWebPlatform,
  globalWebSocket,
  refuseHeader,
} from './platforms/web/web-platform'
import type { StandardWebSocketClass, WebOptions } from './platforms/web/web-host'
import { type BoundSocket, bindSocket } from './socket/bound-socket'

const bound = bindSocket(createWebPlatform(globalWebSocket), ({ header }) =>
  refuseHeader(header, {}),
)

/**
 * Makes a socket over the global `WebSocket`. Nothing starts, and the host is not looked at, before `connect()`.
 *
 * @throws {@link SocketError} E_OPTION when an option is unknown, missing or out of range, and for a header, which a
 *   browser cannot send; the message names it.
 */
export const createSocket: BoundSocket['createSocket'] = bound.createSocket

/** The global `WebSocket` and its page, as this package sees them. */
export const platform: BoundSocket['platform'] = bound.platform

/**
 * The same over a class of your own: that of `ws` or undici where there is no global one.
 *
 * @throws {@link SocketError} E_OPTION when it is no class, or an option is none.
 */
export function forWebSocket(Class: StandardWebSocketClass, options: WebOptions = {}): BoundSocket {
  checkWebOptions(Class, options)
  const given = createWebPlatform(() => Class, options)
  return bindSocket(given, ({ header }) => refuseHeader(header, options))
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
export type {
  StandardWebSocket,
  StandardWebSocketClass,
  WebOptions,
  WebRequest,
} from './platforms/web/web-host'
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
