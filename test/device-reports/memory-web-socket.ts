/** The demo's probe reached without a network: a WebSocket class whose other end is the probe itself, on virtual time. */
import { EventEmitter } from 'node:events'
import type { LiveWebSocket, VirtualClock, WebSocketClass } from '../../src/testing'

/** The parts of server/probe.js that are used. */
export interface Probe {
  planFor(
    url: string,
  ):
    | { readonly then: 'status'; readonly status: number }
    | { readonly then: 'hang'; readonly forMs: number }
    | { readonly then: 'open'; readonly afterMs: number }
  choose(asked: readonly string[], url: string): string | false
  accept(socket: object, url: string, header: string | null): void
}

/** Where the probe is; every other port of this computer is closed, and no other computer exists. */
export const PROBE_URL = 'ws://probe.example'
const LATENCY_MS = 2

const isCodeAllowed = (code: number): boolean =>
  (code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code)) ||
  (code >= 3000 && code <= 4999)

type Data = string | ArrayBuffer

/** Behaves like the class of the package `ws`, whose events and errors it has. */
export function createMemoryWebSocket(probe: Probe, clock: VirtualClock): WebSocketClass {
  return class MemoryWebSocket implements LiveWebSocket {
    binaryType = 'arraybuffer'
    protocol = ''
    onopen: LiveWebSocket['onopen'] = null
    onmessage: LiveWebSocket['onmessage'] = null
    onerror: LiveWebSocket['onerror'] = null
    onclose: LiveWebSocket['onclose'] = null
    private readonly server = new EventEmitter()
    private state: 'connecting' | 'open' | 'closing' | 'closed' = 'connecting'

    constructor(url: string, protocols: string[] = [], { headers = {} } = { headers: {} }) {
      const { host, hostname, pathname, search } = new URL(url)
      const known = new URL(PROBE_URL)
      const path = pathname + search
      if (hostname !== known.hostname) this.later(() => this.fail('getaddrinfo ENOTFOUND'))
      else if (host !== known.host) this.later(() => this.fail('connect ECONNREFUSED'))
      else this.connect(path, protocols, headers as { [name: string]: string })
    }

    private connect(path: string, asked: string[], headers: { [name: string]: string }): void {
      const plan = probe.planFor(path)
      if (plan.then === 'status') {
        return this.later(() => this.fail(`Unexpected server response: ${plan.status}`))
      }
      if (plan.then === 'hang') return this.later(() => this.fail('socket hang up'), plan.forMs)
      return this.later(() => {
        if (this.state !== 'connecting') return
        const chosen = probe.choose(asked, path)
        if (asked.length > 0 && chosen === false) return this.fail('Server sent no subprotocol')
        this.protocol = asked.length > 0 ? String(chosen) : ''
        this.state = 'open'
        this.tell(this.onopen, {})
        probe.accept(this.createServerEnd(), path, headers['x-probe'] ?? null)
      }, plan.afterMs)
    }

    private createServerEnd(): object {
      return {
        bufferedAmount: 0,
        on: (event: string, listener: () => void) => this.server.on(event, listener),
        send: (data: string | Buffer, { binary = false } = {}) => {
          const copy = binary ? new Uint8Array(data as Buffer).buffer : String(data)
          this.later(() => this.tell(this.onmessage, { data: copy }))
        },
        close: (code = 1005, reason = '') => this.endByServer(code, reason),
        terminate: () => this.endByServer(1006, ''),
      }
    }

    send(data: Data): void {
      const isBinary = typeof data !== 'string'
      const frame = Buffer.from(isBinary ? new Uint8Array(data) : Buffer.from(data, 'utf8'))
      this.later(() => void this.server.emit('message', frame, isBinary))
    }

    close(code?: number, reason = ''): void {
      if (code !== undefined && !isCodeAllowed(code)) throw new TypeError('invalid code')
      if (this.state === 'connecting') {
        return this.later(() =>
          this.fail('WebSocket was closed before the connection was established'),
        )
      }
      if (this.state !== 'open') return
      this.state = 'closing'
      this.later(() => {
        this.server.emit('close', code ?? 1005, Buffer.from(reason))
        this.later(() => this.end(code ?? 1005, reason))
      })
    }

    /** Ends it at once, as the package's own does; the server notices. */
    terminate(): void {
      if (this.state === 'open') {
        this.later(() => void this.server.emit('close', 1006, Buffer.alloc(0)))
      }
      this.state = 'closed'
    }

    private endByServer(code: number, reason: string): void {
      if (this.state !== 'open') return
      this.state = 'closing'
      this.later(() => {
        this.end(code, reason)
        this.later(() => void this.server.emit('close', code, Buffer.from(reason)))
      })
    }

    private fail(message: string): void {
      if (this.state !== 'connecting') return
      this.tell(this.onerror, { message })
      this.end(1006, '')
    }

    private end(code: number, reason: string): void {
      if (this.state === 'closed') return
      this.state = 'closed'
      this.tell(this.onclose, { code, reason })
    }

    private tell(listener: ((event: never) => void) | null, event: object): void {
      listener?.(event as never)
    }

    private later(act: () => void, delayMs = 0): void {
      clock.setTimeout(act, delayMs + LATENCY_MS)
    }
  }
}
