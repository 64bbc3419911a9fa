/** The surface of the standard `WebSocket`, over an engine that does the work (rule W1). */
import { type Event, EventTarget } from './event-target'
import { defineHandler } from './handlers'
import type { CloseEvent, ErrorEvent, MessageEvent } from './events'
import type { ReadyState, WebSocketSurface } from './types'

export const CONNECTING = 0
export const OPEN = 1
export const CLOSING = 2
export const CLOSED = 3

/** What is behind the surface. */
export interface Engine {
  readonly readyState: ReadyState
  readonly url: string
  /** The sub-protocols that were asked for. */
  readonly asked: readonly string[]
  /** The header that the server answered with, where the host shows it; there is none before the first open. */
  readonly header?: object | null
  readonly bufferedAmount: number
}

/** The value under a name in lower case, which hosts spell in any case; `''` where there is none. */
function answered(header: object | null | undefined, name: string): string {
  const found = Object.keys(header || {}).find((key) => key.toLowerCase() === name)
  return found ? String((header as Record<string, unknown>)[found]) : ''
}

export const engine = Symbol()

/** What both classes have in common. */
export abstract class SocketFace<E extends Engine> extends EventTarget implements WebSocketSurface {
  abstract readonly [engine]: E

  declare static readonly CONNECTING: 0
  declare static readonly OPEN: 1
  declare static readonly CLOSING: 2
  declare static readonly CLOSED: 3
  declare readonly CONNECTING: 0
  declare readonly OPEN: 1
  declare readonly CLOSING: 2
  declare readonly CLOSED: 3

  get readyState(): ReadyState {
    return this[engine].readyState
  }
  get url(): string {
    return this[engine].url
  }
  get protocol(): string {
    const { header, asked } = this[engine]
    // Some hosts show no header: then it is the only one that was asked for.
    const only = header && asked.length === 1 ? (asked[0] as string) : ''
    return answered(header, 'sec-websocket-protocol') || only
  }
  get extensions(): string {
    return answered(this[engine].header, 'sec-websocket-extensions')
  }
  get bufferedAmount(): number {
    return this[engine].bufferedAmount
  }
  get binaryType(): 'arraybuffer' {
    return 'arraybuffer'
  }
  // 'blob' is as unknown here as any other word, and the standard has unknown words ignored.
  set binaryType(_: string) {}

  declare onopen: ((event: Event) => unknown) | null
  declare onmessage: ((event: MessageEvent) => unknown) | null
  declare onerror: ((event: ErrorEvent) => unknown) | null
  declare onclose: ((event: CloseEvent) => unknown) | null
}

;['open', 'message', 'error', 'close'].forEach((type) => defineHandler(SocketFace.prototype, type))
;['CONNECTING', 'OPEN', 'CLOSING', 'CLOSED'].forEach((name, value) => {
  ;[SocketFace, SocketFace.prototype].forEach((owner) => {
    Object.defineProperty(owner, name, { value })
  })
})
