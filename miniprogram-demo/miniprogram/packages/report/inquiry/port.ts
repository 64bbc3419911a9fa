/**
 * What the questions need of the world: the host as it is, and time. The page gives them the phone's own; a test gives
 * them a fake. They use nothing else, so the same code runs in both.
 */

/** What `fail` and `onError` are called with. */
export interface HostFailure {
  readonly errMsg?: string
  readonly errno?: number
  readonly errCode?: number
}

export interface HostCallbacks {
  success?: (result: { errMsg: string }) => void
  fail?: (failure: HostFailure) => void
}

/** The task that the host gives, without this package between. */
export interface HostTask {
  send(options: HostCallbacks & { data: string | ArrayBuffer }): unknown
  close(options: HostCallbacks & { code?: number; reason?: string }): unknown
  onOpen(listener: (open: { header?: object; profile?: object }) => void): void
  onMessage(listener: (message: { data: string | ArrayBuffer }) => void): void
  onError(listener: (failure: HostFailure) => void): void
  onClose(listener: (close: { code?: number; reason?: string }) => void): void
}

export interface ConnectOptions {
  readonly header?: Record<string, string>
  readonly protocols?: string[]
  readonly timeout?: number
}

/** What `wx.onSocket…` tells, whichever socket it belongs to. */
export type GlobalEvent =
  | { readonly type: 'message'; readonly data: string | ArrayBuffer }
  | { readonly type: 'close'; readonly code: number | null; readonly reason: string | null }

export interface ReportPort {
  /** Where the demo's server is: `ws://192.168.1.20:8080`. */
  readonly server: string
  connectSocket(options: HostCallbacks & ConnectOptions & { url: string }): unknown
  /** Calls back when the app is hidden and shown; returns how to stop it. */
  watchApp(hidden: () => void, shown: () => void): () => void
  /** Calls back with what `wx.onSocketMessage` and `wx.onSocketClose` tell; returns how to stop it. */
  watchGlobals(listener: (event: GlobalEvent) => void): () => void
  /** Calls back when something was thrown or rejected that nobody caught; returns how to stop it. */
  watchUncaught(listener: () => void): () => void
  /** The host's own `Promise`, which is not the engine's everywhere. */
  readonly Promise: PromiseConstructor
  nowMs(): number
  setTimeout(run: () => void, delayMs: number): number
  clearTimeout(id: number): void
  setInterval(run: () => void, periodMs: number): number
  clearInterval(id: number): void
  /** Tells the person with the phone what to do; an empty text when it is done. */
  guide(text: string): void
}
