/**
 * The parts of the standard `WebSocket` and of a page that this package uses, as structural interfaces of our own: so
 * the DOM's types are not needed, and the classes of `ws` and undici fit as they are.
 */

/** A standard `WebSocket`, as far as it is used. https://websockets.spec.whatwg.org/#the-websocket-interface */
export interface StandardWebSocket {
  /** 0 connecting, 1 open, 2 closing, 3 closed. */
  readonly readyState: number
  /** Bytes that `send()` took and the network did not; it does not go back to 0 when the connection closes. */
  readonly bufferedAmount: number
  /** The sub-protocol that the server chose, `''` for none. */
  readonly protocol: string
  /** The extensions that the server chose, `''` for none. */
  readonly extensions: string
  /** Set to `'arraybuffer'`, so that no Blob arrives. */
  binaryType: string
  /** Called once, when the connection is open. */
  onopen: ((event: never) => unknown) | null
  /** Called with every frame. */
  onmessage: ((event: never) => unknown) | null
  /** Called when the connection failed, before the close. */
  onerror: ((event: never) => unknown) | null
  /** Called once, when the connection is over. */
  onclose: ((event: never) => unknown) | null
  /** Throws while connecting; silently drops the data once closing. */
  send(data: string | ArrayBuffer): void
  /** Takes 1000 and 3000–4999; while connecting it fails the connection. */
  close(code?: number, reason?: string): void
}

/** A class of such sockets: a browser's, Node's from version 22, undici's, or that of the package `ws`. */
export type StandardWebSocketClass = new (url: string, protocols?: string[]) => StandardWebSocket

/** What a socket is asked for with. */
export interface WebRequest {
  /** Where to. */
  readonly url: string
  /** Sub-protocols, empty for none. */
  readonly protocols: string[]
  /** The request header, empty for none. */
  readonly header: Record<string, string>
}

/** How sockets are made where `new WebSocket(url, protocols)` is not enough. */
export interface WebOptions {
  /**
   * Makes a socket with more than a browser takes: a header, an agent, certificates. With it the option `header` is
   * allowed. What it throws fails the attempt. @default a call of the class with url and protocols
   */
  readonly construct?: ((request: WebRequest) => StandardWebSocket) | undefined
}

/** Something that events are listened to on. */
export interface PageEvents {
  addEventListener(type: string, listener: () => void): void
  removeEventListener(type: string, listener: () => void): void
}

/** The page around the socket, whichever parts of it there are: none in Node, no document in a worker. */
export interface WebPage {
  readonly document?: (PageEvents & { readonly visibilityState?: string }) | undefined
  /** The window, or a worker's global object. */
  readonly self?: PageEvents | undefined
}
