/** Both ends of a WebSocket without a network: the hub holds one, a test the other. */
import { EventEmitter } from 'node:events'
import type { HubWebSocket } from '../../src/server/types'

/** What a client sees of its connection. */
export interface ClientEnd {
  /** The frames that came, oldest first: texts as they are, bytes as they are. */
  readonly received: (string | ArrayBuffer)[]
  /** How it ended; `null` while it has not. */
  readonly closed: { readonly code: number; readonly reason: string } | null
  /** Whether the hub cut it without a farewell. */
  readonly isTerminated: boolean
  /** Whether the hub has stopped reading. */
  readonly isPaused: boolean
  /** How often the hub asked for a sign of life. */
  readonly pings: number
  /** While `false`, what the hub sends piles up in its buffer. @default true */
  reads: boolean
  /** Whether its WebSocket answers pings and closes. @default true */
  answers: boolean
  send(data: string | Uint8Array): void
  /** A ping of the WebSocket protocol itself. */
  ping(): void
  close(code?: number, reason?: string): void
}

const OPEN = 1
const CLOSING = 2
const CLOSED = 3

/** A new connection; what the client sends while the hub does not read waits, as it does on a real one. */
export function createFakeWebSocket(): { socket: HubWebSocket; client: ClientEnd } {
  const events = new EventEmitter()
  const waiting: (string | Uint8Array)[] = []
  let piled: { data: string | ArrayBuffer; sent: (() => void) | undefined }[] = []
  let piledBytes = 0
  let readyState = OPEN

  const hear = (data: string | Uint8Array): void => {
    if (readyState === CLOSED) return
    const isBinary = typeof data !== 'string'
    events.emit('message', isBinary ? Buffer.from(data) : Buffer.from(data, 'utf8'), isBinary)
  }

  function end(code: number, reason: string): void {
    if (readyState === CLOSED) return
    readyState = CLOSED
    piled = []
    piledBytes = 0
    client.closed ??= { code, reason }
    events.emit('close', code, Buffer.from(reason))
  }

  function deliver(): void {
    for (const { data, sent } of piled.splice(0)) {
      piledBytes -= lengthOf(data)
      client.received.push(data)
      sent?.()
    }
  }

  const client = {
    received: [] as (string | ArrayBuffer)[],
    closed: null as ClientEnd['closed'],
    isTerminated: false,
    isPaused: false,
    pings: 0,
    isReading: true,
    answers: true,
    get reads() {
      return client.isReading
    },
    set reads(reads) {
      client.isReading = reads
      if (reads) deliver()
    },
    send(data: string | Uint8Array) {
      if (client.isPaused) waiting.push(data)
      else hear(data)
    },
    ping: () => void events.emit('ping'),
    close: (code = 1005, reason = '') => end(code, reason),
  }

  const socket: HubWebSocket = {
    get readyState() {
      return readyState
    },
    get bufferedAmount() {
      return piledBytes
    },
    binaryType: 'nodebuffer',
    on: (event, listener) => events.on(event, listener as () => void),
    send(data, sent) {
      if (readyState !== OPEN) return
      piled.push({ data, sent })
      piledBytes += lengthOf(data)
      if (client.isReading) deliver()
    },
    ping() {
      client.pings += 1
      if (client.answers) events.emit('pong')
    },
    close(code, reason) {
      if (readyState !== OPEN) return
      readyState = CLOSING
      if (client.isReading) client.closed ??= { code, reason }
      if (client.isReading && client.answers) queueMicrotask(() => end(code, reason))
    },
    terminate() {
      client.isTerminated = true
      end(1006, '')
    },
    pause: () => void (client.isPaused = true),
    resume() {
      client.isPaused = false
      while (!client.isPaused && waiting.length > 0) hear(waiting.shift() as string)
    },
  }
  return { socket, client }
}

const lengthOf = (data: string | ArrayBuffer): number =>
  typeof data === 'string' ? Buffer.byteLength(data) : data.byteLength
