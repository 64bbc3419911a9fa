/** `miniprogram-socket/delivery`: messages that arrive, over the socket of `miniprogram-socket`. */
import { createDeliveryOn } from './delivery/create-delivery'
import type { Delivery, DeliveryOptions } from './delivery/types'
import type { Storage } from './core/ports'
import { hostClock, hostLogger, hostRandom } from './platforms/host-clock'
import { type WxStorageHost, createWxStorage } from './platforms/wx/wx-storage'
import type { Socket } from './socket/types'

declare const wx: WxStorageHost | undefined

const host = { clock: hostClock, random: hostRandom, logger: hostLogger }

/**
 * Makes a delivery over a socket, which from now on carries the protocol of PROTOCOL.md and nothing else. Connecting,
 * retries and closing stay the socket's.
 *
 * @throws {@link SocketError} E_OPTION when it is no socket, or an option is unknown, missing or out of range.
 */
export const createDelivery = (socket: Socket, options?: DeliveryOptions): Delivery =>
  createDeliveryOn(host, socket, options)

/** The storage of the mini-program; the host is looked at when something is read or written. */
export const wxStorage = (): Storage =>
  createWxStorage(() => (typeof wx === 'undefined' ? undefined : wx))

export { memoryStorage } from './delivery/memory-storage'
export type {
  Delivery,
  DeliveryEvents,
  DeliveryOptions,
  PendingMessage,
  Receipt,
} from './delivery/types'
export type { Storage } from './core/ports'
export type { FrameNames } from './protocol/frame-codec'
export type { Unsubscribe } from './core/emitter'
