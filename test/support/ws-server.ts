/** A WebSocket server on a real port, built on `ws`, that answers pings and remembers what it was told. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'

/** One connection, as the server saw it. */
export interface Visit {
  readonly socket: WebSocket
  readonly request: IncomingMessage
  /** The messages that came over it, without pings. */
  readonly received: (string | Buffer)[]
  /** How it ended; `null` while it is open. */
  closed: { readonly code: number; readonly reason: string } | null
}

export interface WsServer {
  readonly port: number
  /** `ws://` address of the server. */
  readonly url: string
  /** Every connection there was, oldest first. */
  readonly visits: readonly Visit[]
  /** How many of them are open. */
  readonly openCount: number
  /** The messages of all connections in the order of arrival, without pings. */
  readonly received: readonly (string | Buffer)[]
  /** Whether a 'ping' is answered. @default true */
  answersPings: boolean
  /** Answers an upgrade with this HTTP status instead of 101; `null` accepts. @default null */
  refuseWith: 404 | 503 | null
  /** What is done with a new connection. @default nothing */
  onVisit: (visit: Visit) => void
  /** What is done with a message, pings aside. @default nothing */
  onMessage: (visit: Visit, data: string | Buffer) => void
  /** Sends to everybody who is connected. */
  send(data: string | Buffer): void
  /** Closes every connection in the proper way. */
  closeAll(code?: number, reason?: string): void
  /** Ends everything at once: connections without a close frame, and the port. */
  kill(): Promise<void>
}

const HOST = '127.0.0.1'

/** Listens on `port`, or on any free one. */
export async function startWsServer(port = 0): Promise<WsServer> {
  const visits: Visit[] = []
  const received: (string | Buffer)[] = []
  const http = createServer()
  const sockets = new WebSocketServer({ noServer: true })

  const server: Omit<WsServer, 'port' | 'url' | 'openCount'> = {
    visits,
    received,
    answersPings: true,
    refuseWith: null,
    onVisit: () => undefined,
    onMessage: () => undefined,
    send: (data) => sockets.clients.forEach((socket) => socket.send(data)),
    closeAll: (code, reason) => sockets.clients.forEach((socket) => socket.close(code, reason)),
    async kill() {
      const stopped = new Promise((resolve) => http.close(resolve))
      sockets.clients.forEach((socket) => socket.terminate())
      http.closeAllConnections()
      await stopped
    },
  }

  http.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    if (server.refuseWith !== null) {
      const answer = `HTTP/1.1 ${server.refuseWith} No\r\nConnection: close\r\n\r\n`
      stream.end(answer, () => stream.destroy())
      return
    }
    sockets.handleUpgrade(request, stream, head, (socket) => welcome(socket, request))
  })

  function welcome(socket: WebSocket, request: IncomingMessage): void {
    const visit: Visit = { socket, request, received: [], closed: null }
    visits.push(visit)
    socket.on('message', (raw: RawData, isBinary) => {
      const data = isBinary ? (raw as Buffer) : String(raw)
      if (data === 'ping') {
        if (server.answersPings) socket.send('pong')
        return
      }
      visit.received.push(data)
      received.push(data)
      server.onMessage(visit, data)
    })
    socket.on('close', (code, reason) => (visit.closed = { code, reason: String(reason) }))
    // A reset is an error first; the close that follows is what counts.
    socket.on('error', () => undefined)
    server.onVisit(visit)
  }

  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(port, HOST, resolve)
  })
  const address = http.address() as AddressInfo
  return Object.defineProperties(server, {
    port: { value: address.port },
    url: { value: `ws://${HOST}:${address.port}/` },
    openCount: { get: () => sockets.clients.size },
  }) as WsServer
}
