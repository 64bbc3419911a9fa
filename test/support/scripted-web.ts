/** A standard `WebSocket` class and a page, driven by hand, on the virtual clock. */
import { createFakeWx, type VirtualClock } from '../../src/testing'
import type { SocketData } from '../../src/core/ports'
import { stage } from './stage-globals'

type Handler = ((event: object) => void) | null

/** One socket as the standard has it: events come in their order, and it ends once. */
export class ScriptedWebSocket {
  readyState = 0
  bufferedAmount = 0
  protocol = ''
  extensions = ''
  binaryType = 'blob'
  onopen: Handler = null
  onmessage: Handler = null
  onerror: Handler = null
  onclose: Handler = null
  /** What was handed over while open, copied. */
  readonly sent: SocketData[] = []
  /** Every call of `close()`, also those without effect. */
  readonly closes: { readonly code: number; readonly reason: string }[] = []
  /** It never answers a close of its own accord. */
  isSilent = false
  /** The network takes nothing: what is sent stays in `bufferedAmount`. */
  isClogged = false
  /** `send()` and `close()` throw. */
  isBroken = false

  constructor(
    readonly url: string,
    readonly args: readonly unknown[],
    private readonly later: (callback: () => void) => void,
  ) {}

  send(data: SocketData): void {
    if (this.isBroken) throw new Error('the host throws')
    if (this.readyState === 0) throw new Error('InvalidStateError')
    if (this.readyState > 1 || this.isClogged) this.bufferedAmount += sizeOf(data)
    if (this.readyState === 1) this.sent.push(typeof data === 'string' ? data : data.slice(0))
  }

  close(code = 1005, reason = ''): void {
    this.closes.push({ code, reason })
    if (this.isBroken) throw new Error('the host throws')
    if (this.readyState > 1) return
    const wasConnecting = this.readyState === 0
    this.readyState = 2
    if (this.isSilent) return
    this.later(() => (wasConnecting ? this.fail() : this.end(code, reason)))
  }

  /** The handshake is through; after a `close()` only a look-alike gets this far. */
  open(): void {
    this.readyState = 1
    this.onopen?.({ type: 'open' })
  }

  message(data: SocketData): void {
    this.onmessage?.({ type: 'message', data })
  }

  /** An error, and then its close, as every failure of the standard. */
  fail(event: object = {}): void {
    if (this.readyState === 3) return
    this.error(event)
    this.end(1006, '')
  }

  /** An error alone. */
  error(event: object = {}): void {
    this.onerror?.({ type: 'error', ...event })
  }

  end(code: number, reason = ''): void {
    if (this.readyState === 3) return
    this.readyState = 3
    this.onclose?.({ type: 'close', code, reason, wasClean: code !== 1006 })
  }
}

const sizeOf = (data: SocketData): number =>
  typeof data === 'string' ? Buffer.byteLength(data) : data.byteLength

/** A window or a document, as far as events go. */
export class ScriptedTarget {
  visibilityState = 'visible'
  private readonly listeners: [string, () => void][] = []

  get listenerCount(): number {
    return this.listeners.length
  }

  addEventListener = (type: string, listener: () => void): void => {
    this.listeners.push([type, listener])
  }

  removeEventListener = (type: string, listener: () => void): void => {
    const at = this.listeners.findIndex((held) => held[0] === type && held[1] === listener)
    if (at >= 0) this.listeners.splice(at, 1)
  }

  emit(type: string): void {
    for (const [held, listener] of [...this.listeners]) if (held === type) listener()
  }
}

export interface ScriptedWeb {
  readonly clock: VirtualClock
  readonly document: ScriptedTarget
  readonly self: ScriptedTarget
  /** Every socket that was made, oldest first. */
  readonly sockets: readonly ScriptedWebSocket[]
  /** What `new WebSocket` makes of a call; may throw, or return what is none. */
  construct: (make: () => ScriptedWebSocket) => unknown
  /** The class, which the scene also puts in the place of the global one. */
  readonly WebSocket: new (url: string, protocols?: string[]) => ScriptedWebSocket
  /** Another tab is looked at, or this one. */
  look(state: 'visible' | 'hidden'): void
  /** Takes what was put on the globals off again. */
  dispose(): void
}

/** A browser: the class, `document`, `self`, and time. */
export function createScriptedWeb(): ScriptedWeb {
  // For its clock alone: it stages setTimeout and Date.
  const fake = createFakeWx()
  const uninstall = fake.install()
  const sockets: ScriptedWebSocket[] = []
  const document = new ScriptedTarget()
  const self = new ScriptedTarget()

  class StagedWebSocket {
    constructor(...args: [string, string[]?]) {
      const make = (): ScriptedWebSocket => {
        const made = new ScriptedWebSocket(args[0], args, (callback) => {
          fake.clock.setTimeout(callback, 0)
        })
        sockets.push(made)
        return made
      }
      return web.construct(make) as StagedWebSocket
    }
  }

  const web: ScriptedWeb = {
    clock: fake.clock,
    document,
    self,
    sockets,
    construct: (make) => make(),
    WebSocket: StagedWebSocket as unknown as ScriptedWeb['WebSocket'],
    look(state) {
      document.visibilityState = state
      document.emit('visibilitychange')
    },
    dispose() {
      restore()
      fake.dispose()
      uninstall()
    },
  }
  const restore = stage({ WebSocket: web.WebSocket, document, self })
  return web
}
