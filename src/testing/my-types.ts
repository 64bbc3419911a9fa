/**
 * The fake `my`, typed by itself, after @mini-types/my 3.0.14 and
 * https://opendocs.alipay.com/mini/api/vx19c3.
 */

/** What `fail` is called with. */
export interface MyFailure {
  readonly error: number
  readonly errorMessage: string
}

/** The three callbacks that most of `my` takes. */
export interface MyCallbackOptions<Result = object> {
  success?: (result: Result) => void
  fail?: (failure: MyFailure) => void
  complete?: (result: object) => void
}

/** What `my.connectSocket` takes. */
export interface MyConnectSocketOptions extends MyCallbackOptions {
  url: string
  /** A task of its own, instead of the one socket of the app. @default false */
  multiple?: boolean
  header?: Record<string, string>
  protocols?: string[]
  /** How long the host waits for the handshake, in ms. @default 30_000 */
  timeout?: number
}

/** What `send` takes: a text, or bytes as base64. */
export interface MySendOptions extends MyCallbackOptions<{ success: boolean }> {
  data: string
  /** `data` is base64. @default false */
  isBuffer?: boolean
}

/** What `close` takes. */
export interface MyCloseOptions extends MyCallbackOptions<{ message: string }> {
  code?: number
  reason?: string
}

/** What arrives: a text, or bytes as base64. */
export interface MySocketMessage {
  data: string
  isBuffer: boolean
}

/** What the listeners of a task are called with. */
export interface MyTaskEvent<Data = object> {
  data: Data & { socketTaskID: string }
}

/** What `my.connectSocket` returns with `multiple: true`. */
export interface MySocketTask {
  send(options: MySendOptions): Promise<{ success: boolean }>
  close(options?: MyCloseOptions): Promise<{ message: string }>
  onOpen(listener: (open: MyTaskEvent) => void): void
  onMessage(listener: (message: MyTaskEvent<MySocketMessage>) => void): void
  onError(listener: (failure: MyTaskEvent & { error: number }) => void): void
  onClose(listener: (close: MyTaskEvent) => void): void
  offOpen(listener?: (open: MyTaskEvent) => void): void
  offMessage(listener?: (message: MyTaskEvent<MySocketMessage>) => void): void
  offError(listener?: (failure: MyTaskEvent & { error: number }) => void): void
  offClose(listener?: (close: MyTaskEvent) => void): void
}

/** What `my.onNetworkStatusChange` is called with. */
export interface MyNetworkStatus {
  isConnected: boolean
  networkType: string
}

/** The parts of `my` that code with a socket uses. */
export interface FakeMy {
  /** With `multiple: true` a task; without, one socket for the whole app and nothing at all. */
  connectSocket(options: MyConnectSocketOptions): MySocketTask
  /** What follows belongs to the one socket that is made without `multiple`. */
  onSocketOpen(listener: () => void): void
  onSocketMessage(listener: (message: MySocketMessage) => void): void
  onSocketError(listener: (failure: MyFailure) => void): void
  onSocketClose(listener: (close: { reason: string }) => void): void
  sendSocketMessage(options: MySendOptions): Promise<{ success: boolean }>
  closeSocket(options?: MyCallbackOptions): Promise<object>

  onAppShow(listener: (show: object) => void): void
  offAppShow(listener?: (show: never) => void): void
  onAppHide(listener: () => void): void
  offAppHide(listener?: () => void): void
  onNetworkStatusChange(listener: (status: MyNetworkStatus) => void): void
  offNetworkStatusChange(listener?: (status: never) => void): void
}
