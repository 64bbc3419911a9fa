/** The socket over Taro, whatever the app was built for. */
import { checkGivenHost } from './platforms/given-host'
import { type TaroObject, createTaroPlatform, isTaroWeb } from './platforms/taro/taro-platform'
import { refuseHeader } from './platforms/web/web-platform'
import { type BoundSocket, bindSocket } from './socket/bound-socket'

/**
 * Binds `createSocket` to what Taro runs on.
 *
 * @param Taro The default export of `@tarojs/taro`.
 * @throws {@link SocketError} E_OPTION when it is no object.
 */
export function forTaro(Taro: TaroObject): BoundSocket {
  checkGivenHost('Taro', "the framework's object", Taro)
  const isWeb = isTaroWeb(Taro)
  return bindSocket(createTaroPlatform(Taro), ({ header }) => {
    if (isWeb) refuseHeader(header, {})
  })
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
export type { TaroObject } from './platforms/taro/taro-platform'
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
