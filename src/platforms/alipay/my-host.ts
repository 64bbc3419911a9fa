/**
 * The parts of `my` that this package uses, as structural interfaces of our own, after @mini-types/my 3.0.14 and the
 * documents (https://opendocs.alipay.com/mini/api/vx19c3).
 */

/** Alipay's host object, whichever parts of it exist. Only `connectSocket` is needed; the rest are hints. */
export interface MyHost {
  /** With `multiple: true` it returns a task; without, one socket for the whole app and nothing at all. */
  readonly connectSocket: (options: MyConnectSocketOptions) => MySocketTask
  /** The app was shown. */
  readonly onAppShow?: (listener: () => void) => void
  /** No longer listens to that. */
  readonly offAppShow?: (listener: () => void) => void
  /** The app was hidden. */
  readonly onAppHide?: (listener: () => void) => void
  /** No longer listens to that. */
  readonly offAppHide?: (listener: () => void) => void
  /** The network changed. */
  readonly onNetworkStatusChange?: (listener: (change: MyNetworkChange) => void) => void
  /** No longer listens to that. */
  readonly offNetworkStatusChange?: (listener: (change: MyNetworkChange) => void) => void
}

/** What `my.connectSocket` takes. */
export interface MyConnectSocketOptions {
  url: string
  multiple: true
  header?: Record<string, string>
  protocols?: string[]
  /** From Alipay 10.3.30 on. @default 30_000 */
  timeout?: number
  success: () => void
  fail: (failure: MyFailure) => void
}

/** What `fail` and `onError` carry: both parts, or the number alone. */
export interface MyFailure {
  readonly error?: number
  readonly errorMessage?: string
}

/** A text, or bytes as base64. */
export interface MyPayload {
  readonly data: string | ArrayBuffer
  readonly isBuffer?: boolean
}

/** What a listener of a task is called with: the types and the Android client wrap it in `data`, the documents do not. */
export type MyEvent<Payload> = Payload | { readonly data: Payload }

/** A socket made with `multiple: true`. */
export interface MySocketTask {
  send(options: {
    data: string
    isBuffer?: boolean
    success: () => void
    fail: (failure: MyFailure) => void
  }): unknown
  close(options: {
    code: number
    reason: string
    success: () => void
    fail: (failure: MyFailure) => void
  }): unknown
  onOpen(listener: () => void): unknown
  onMessage(listener: (message: MyEvent<MyPayload>) => void): unknown
  onError(listener: (failure: MyFailure) => void): unknown
  onClose(listener: () => void): unknown
}

export interface MyNetworkChange {
  readonly isConnected: boolean
  readonly networkType: string
}
