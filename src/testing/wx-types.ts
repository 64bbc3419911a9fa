/**
 * The fake `wx`, typed by itself: the official typings are global and change between versions. A type test proves
 * that the fake can stand where `wx` of miniprogram-api-typings stands.
 */

/** What a socket carries. */
export type SocketPayload = string | ArrayBuffer

/** What `fail` and `onError` are called with. `errno` and `errCode` are seen on some clients and typed on none. */
export interface Failure {
  readonly errMsg: string
  readonly errno?: number
  readonly errCode?: number
}

/** The three callbacks that most of `wx` takes. */
export interface CallbackOptions<Result = { errMsg: string }> {
  success?: (result: Result) => void
  fail?: (failure: Failure) => void
  complete?: (result: { errMsg: string }) => void
}

/* eslint-disable @typescript-eslint/no-explicit-any -- only the same words make the same type as the official one */
/** A promise when no callback is passed, nothing otherwise: the official rule, in the official typings' words. */
export type Promisified<Options, Result> = Options extends { success: any }
  ? void
  : Options extends { fail: any }
    ? void
    : Options extends { complete: any }
      ? void
      : Promise<Result>
/* eslint-enable @typescript-eslint/no-explicit-any */

/** What `wx.connectSocket` takes. */
export interface ConnectSocketOptions extends CallbackOptions {
  url: string
  header?: Record<string, unknown>
  protocols?: string[]
  /** How long the host waits for the handshake, in ms. @default 60_000 */
  timeout?: number
  tcpNoDelay?: boolean
  perMessageDeflate?: boolean
  forceCellularNetwork?: boolean
  /** Alipay's: a socket beside the one of the app. */
  multiple?: boolean
}

/** What `SocketTask.send` and `wx.sendSocketMessage` take. */
export interface SendOptions extends CallbackOptions {
  data: string | ArrayBuffer
}

/** What `SocketTask.close` and `wx.closeSocket` take. */
export interface CloseOptions extends CallbackOptions {
  /** @default 1000 */
  code?: number
  /** At most 123 bytes of UTF-8. @default '' */
  reason?: string
}

/** When each part of the handshake happened, as `onOpen` says it. All in ms. */
export interface SocketProfile {
  fetchStart: number
  domainLookUpStart: number
  domainLookUpEnd: number
  connectStart: number
  connectEnd: number
  rtt: number
  handshakeCost: number
  cost: number
}

/** What `onOpen` is called with. */
export interface SocketOpen {
  header: Record<string, unknown>
  profile: SocketProfile
}

/** What `onClose` is called with. */
export interface SocketClose {
  code: number
  reason: string
}

/** What `onMessage` is called with. */
export interface SocketMessage {
  data: string | ArrayBuffer
}

/** What `wx.connectSocket` returns: six methods, no `off*`, no `readyState`. */
export interface SocketTask {
  send(options: SendOptions): void
  close(options: CloseOptions): void
  onOpen(listener: (open: SocketOpen) => void): void
  onMessage(listener: (message: SocketMessage) => void): void
  onError(listener: (failure: Failure) => void): void
  onClose(listener: (close: SocketClose) => void): void
}

/** The kinds of network that are documented. */
export type NetworkType = 'wifi' | '2g' | '3g' | '4g' | '5g' | 'unknown' | 'none'

/** What `wx.onNetworkStatusChange` is called with. */
export interface NetworkStatus {
  isConnected: boolean
  networkType: NetworkType
}

/** What `wx.getNetworkType` answers. */
export interface NetworkTypeResult {
  networkType: NetworkType
  hasSystemProxy: boolean
  signalStrength: number
  weakNet: boolean
  errMsg: string
}

/** What `wx.onAppShow` is called with. */
export interface AppShow {
  path: string
  query: Record<string, string>
  scene: number
  referrerInfo: { appId: string; extraData: Record<string, unknown> }
  apiCategory: 'default' | 'nativeFunctionalized' | 'browseOnly' | 'embedded' | 'chatTool'
  forwardMaterials: { name: string; path: string; size: number; type: string }[]
  hostExtraData: { host_scene: string }
}

/** What `wx.onAppHide` is called with: 0 the user left, 1 another mini-program, 2 a native page, 3 anything else. */
export interface AppHide {
  reason: 0 | 1 | 2 | 3
}

/** Any listener will do for an `off*`: it is only compared, never called. */
type AnyListener = (result: never) => void

/** The parts of `wx` that code with a socket uses: sockets, the life of the app, the network, and who the host is. */
export interface FakeHost {
  connectSocket(options: ConnectSocketOptions): SocketTask
  /** The legacy API: it follows the socket that was created last. */
  onSocketOpen(listener: (open: { header: Record<string, unknown> }) => void): void
  onSocketMessage(listener: (message: SocketMessage) => void): void
  onSocketError(listener: (failure: Failure) => void): void
  onSocketClose(listener: (close: SocketClose) => void): void
  sendSocketMessage<Options extends SendOptions = SendOptions>(
    options: Options,
  ): Promisified<Options, { errMsg: string }>
  closeSocket<Options extends CloseOptions = CloseOptions>(
    options?: Options,
  ): Promisified<Options, { errMsg: string }>

  onAppShow(listener: (show: AppShow) => void): void
  /** Without an argument it removes everybody's listeners, as the platform does. So do the other `off*`. */
  offAppShow(listener?: AnyListener): void
  onAppHide(listener: (hide: AppHide) => void): void
  offAppHide(listener?: AnyListener): void
  onNetworkStatusChange(listener: (status: NetworkStatus) => void): void
  offNetworkStatusChange(listener?: AnyListener): void
  getNetworkType<Options extends CallbackOptions<NetworkTypeResult>>(
    options?: Options,
  ): Promisified<Options, NetworkTypeResult>

  getAppBaseInfo(): { SDKVersion: string; version: string; language: string }
  getDeviceInfo(): { platform: 'ios' | 'android' | 'devtools'; system: string; model: string }
}
