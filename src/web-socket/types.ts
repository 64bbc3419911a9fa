/** What users of the two classes see. */
import type { HostOptions } from '../socket/types'
import type { Event, EventListener, ListenerOptions } from './event-target'
import type { CloseEvent, ErrorEvent, MessageEvent } from './events'

/** What `readyState` can be: CONNECTING, OPEN, CLOSING, CLOSED. */
export type ReadyState = 0 | 1 | 2 | 3

/** The events of a socket. */
export interface WebSocketEvents {
  /** The connection is open. */
  open: Event
  /** A frame arrived. */
  message: MessageEvent
  /** The connection failed; `close` follows. */
  error: ErrorEvent
  /** The connection is over. */
  close: CloseEvent
}

/** The surface of the standard `WebSocket`. */
export interface WebSocketSurface {
  /** 0 */
  readonly CONNECTING: 0
  /** 1 */
  readonly OPEN: 1
  /** 2 */
  readonly CLOSING: 2
  /** 3 */
  readonly CLOSED: 3
  /** The state of the connection, one of the constants. */
  readonly readyState: ReadyState
  /** The address, in its one form. */
  readonly url: string
  /** The sub-protocol in use: what the open header says, else the requested one if it was exactly one, else `''`. */
  readonly protocol: string
  /** The extensions in use, where the host tells them; else `''`. */
  readonly extensions: string
  /** Bytes handed to `send()` that the host has not taken yet. What is sent too late stays in it, as in the standard. */
  readonly bufferedAmount: number
  /** Binary frames arrive as `ArrayBuffer`. Any other word, `'blob'` too, is ignored: there is no Blob here. */
  get binaryType(): 'arraybuffer'
  set binaryType(type: string)
  /** Called on `open`, in its place among the listeners. */
  onopen: ((event: Event) => unknown) | null
  /** Called on `message`. */
  onmessage: ((event: MessageEvent) => unknown) | null
  /** Called on `error`. */
  onerror: ((event: ErrorEvent) => unknown) | null
  /** Called on `close`. */
  onclose: ((event: CloseEvent) => unknown) | null
  /** Adds a listener, unless it is there already. */
  addEventListener<Type extends keyof WebSocketEvents>(
    type: Type,
    listener: EventListener<WebSocketEvents[Type]> | null,
    options?: boolean | ListenerOptions,
  ): void
  addEventListener(
    type: string,
    listener: EventListener<Event> | null,
    options?: boolean | ListenerOptions,
  ): void
  /** Removes exactly that listener. */
  removeEventListener<Type extends keyof WebSocketEvents>(
    type: Type,
    listener: EventListener<WebSocketEvents[Type]> | null,
    options?: boolean | ListenerOptions,
  ): void
  removeEventListener(
    type: string,
    listener: EventListener<Event> | null,
    options?: boolean | ListenerOptions,
  ): void
  /** Calls the listeners of an event; one that throws stops nobody, and its error reaches the host's `onError`. */
  dispatchEvent(event: Event): boolean
}

/** What can be sent; of anything else its text is. */
export type SendData = string | ArrayBuffer | ArrayBufferView

/** A standard `WebSocket`: one connection, one native socket. It never reconnects, repeats or keeps anything. */
export interface WebSocket extends WebSocketSurface {
  /**
   * Sends; the bytes are copied. After the end it does nothing.
   * @throws InvalidStateError while connecting.
   */
  send(data: SendData): void
  /**
   * Ends the connection, whatever it is doing. A platform that stays silent is waited for `closeTimeoutMs`.
   * @param code 1000 or 3000–4999. @default 1000
   * @param reason At most 123 bytes of UTF-8. @default ''
   * @throws InvalidAccessError for another code, SyntaxError for a longer reason.
   */
  close(code?: number, reason?: string): void
}

/** The third argument of the constructor: what a browser has no word for. */
export interface WebSocketOptions {
  /** Request header. `Referer` is the host's own and is refused. @default {} */
  readonly header?: Readonly<Record<string, string>>
  /** Milliseconds for the handshake, then `error` and `close`. @default 10_000 */
  readonly connectTimeoutMs?: number
  /** Milliseconds that `close()` waits for the platform, then `close` comes by itself. @default 2_000 */
  readonly closeTimeoutMs?: number
  /** Handed to `connectSocket` as they are. @default {} */
  readonly host?: HostOptions
}

/** The constants, which stand on the class too. */
export interface ReadyStates {
  /** 0 */
  readonly CONNECTING: 0
  /** 1 */
  readonly OPEN: 1
  /** 2 */
  readonly CLOSING: 2
  /** 3 */
  readonly CLOSED: 3
}

/** The class of {@link WebSocket}. */
export interface WebSocketClass extends ReadyStates {
  /**
   * Starts connecting.
   * @throws SyntaxError for an address or sub-protocols that the standard refuses, SocketError E_OPTION naming what is
   * wrong with the third argument, E_HOST when the host has no sockets.
   */
  new (url: string, protocols?: string | readonly string[], options?: WebSocketOptions): WebSocket
  /** The prototype of all instances. */
  readonly prototype: WebSocket
}
