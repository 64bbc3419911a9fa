/**
 * The parts of `wx` that this package uses, as structural interfaces of our own: the official typings
 * changed incompatibly in 4.0 and 5.0 and are global. `test/types` proves that they are assignable.
 */

/** The host object, whichever parts of it exist. Only `connectSocket` is needed; the rest are hints. */
export interface WxHost {
  readonly connectSocket: (options: WxConnectSocketOptions) => WxSocketTask
  readonly onSocketClose?: (listener: (close: WxSocketClose) => void) => void
  readonly onAppShow?: (listener: () => void) => void
  readonly offAppShow?: (listener: () => void) => void
  readonly onAppHide?: (listener: () => void) => void
  readonly offAppHide?: (listener: () => void) => void
  readonly onNetworkStatusChange?: (listener: (change: WxNetworkChange) => void) => void
  // The official typings give its listener another payload than `on` does.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly offNetworkStatusChange?: (listener: (change: any) => void) => void
}

/** What `wx.connectSocket` takes. `success` only says that the call was accepted, never that a link is open. */
export interface WxConnectSocketOptions {
  url: string
  header?: Record<string, string>
  protocols?: string[]
  timeout?: number
  tcpNoDelay?: boolean
  perMessageDeflate?: boolean
  forceCellularNetwork?: boolean
  success: () => void
  fail: (failure: WxFailure) => void
}

/** What `fail` and `onError` carry. `errno` and `errCode` are seen on some clients and typed on none. */
export interface WxFailure {
  readonly errMsg?: string
  readonly errno?: number
  readonly errCode?: number
}

export interface WxSocketClose {
  readonly code?: number
  readonly reason?: string
}

export interface WxNetworkChange {
  readonly isConnected: boolean
  readonly networkType: string
}

/** `SocketTask`: six methods, no `off*`, no `readyState` to rely on. */
export interface WxSocketTask {
  send(options: {
    data: string | ArrayBuffer
    success: () => void
    fail: (failure: WxFailure) => void
  }): unknown
  close(options: {
    code: number
    reason: string
    success: () => void
    fail: (failure: WxFailure) => void
  }): unknown
  onOpen(listener: (open: WxSocketOpen) => void): unknown
  onClose(listener: (close: WxSocketClose) => void): unknown
  onError(listener: (failure: WxFailure) => void): unknown
  onMessage(listener: (message: { readonly data: string | ArrayBuffer }) => void): unknown
}

export interface WxSocketOpen {
  readonly header?: Record<string, unknown>
  readonly profile?: object
}
