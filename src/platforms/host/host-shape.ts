/**
 * The parts of the hosts that look like `wx`, as structural interfaces of our own: what all of them have in common, so
 * that `tt`, `swan`, `qq`, `ks` and `jd` fit as they are.
 */
import type {
  WxConnectSocketOptions,
  WxFailure,
  WxHost,
  WxSocketOpen,
  WxSocketTask,
} from '../wx/wx-host'

/** A host object, whichever parts of it exist. Only `connectSocket` is needed; the rest are hints. */
export interface LookAlikeHost extends Pick<
  WxHost,
  'onAppShow' | 'offAppShow' | 'onAppHide' | 'offAppHide'
> {
  /** Makes a socket; the options that it does not know are passed over. */
  readonly connectSocket: (options: WxConnectSocketOptions) => LookAlikeTask
  /** The host reports an end for no socket in particular. */
  readonly onSocketClose?: (listener: (close: LookAlikeClose) => void) => void
  /** The network changed. */
  readonly onNetworkStatusChange?: WxHost['onNetworkStatusChange']
  /** No longer listens to that. */
  readonly offNetworkStatusChange?: WxHost['offNetworkStatusChange']
}

/** What `connectSocket` returns. */
export interface LookAlikeTask {
  /** Sends text or bytes. */
  send(options: Parameters<WxSocketTask['send']>[0]): unknown
  /** Closes the socket. */
  close(options: Parameters<WxSocketTask['close']>[0]): unknown
  /** The socket is open. */
  onOpen(listener: (open: WxSocketOpen) => void): unknown
  /** The socket is closed. */
  onClose(listener: (close: LookAlikeClose) => void): unknown
  /** Something failed. */
  onError(listener: (failure: WxFailure) => void): unknown
  /** Something arrived. */
  onMessage(listener: (message: { readonly data: string | ArrayBuffer }) => void): unknown
}

/** How a close is told: Douyin's code is a text at times, and not there before its base library 1.81. */
export interface LookAlikeClose {
  /** The close code, where there is one. */
  readonly code?: number | string
  /** The close reason, where there is one. */
  readonly reason?: string
}
