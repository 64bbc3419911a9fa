/** A real server for the conformance suite, on any free port, that does to a connection what the suite says. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import type { Answer, Peer } from '../world'

export interface LivePeer extends Peer {
  /** The header of the request. */
  readonly header: IncomingMessage['headers']
}

export interface ConformanceServer {
  readonly origin: string
  readonly peers: readonly LivePeer[]
  answer: Answer
  chooseProtocol: (protocols: readonly string[]) => string | null
  /** Ends everything at once. */
  kill(): Promise<void>
}

const HOST = '127.0.0.1'

export async function startConformanceServer(): Promise<ConformanceServer> {
  const peers: LivePeer[] = []
  const http = createServer()
  const streams = new Set<Duplex>()
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (protocols) => server.chooseProtocol([...protocols]) ?? false,
  })

  http.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    streams.add(stream)
    // A client that leaves before it was answered resets the connection.
    stream.on('error', () => undefined)
    if (server.answer === 'hang') return
    if (server.answer === 'refuse') {
      stream.end('HTTP/1.1 404 No\r\nConnection: close\r\n\r\n', () => stream.destroy())
      return
    }
    sockets.handleUpgrade(request, stream, head, (socket) => {
      peers.push(createPeer(socket, request))
    })
  })

  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(0, HOST, resolve)
  })
  const { port } = http.address() as AddressInfo

  const server: ConformanceServer = {
    origin: `ws://${HOST}:${port}`,
    peers,
    answer: 'open',
    chooseProtocol: ([first]) => first ?? null,
    async kill() {
      const stopped = new Promise((resolve) => http.close(resolve))
      streams.forEach((stream) => stream.destroy())
      http.closeAllConnections()
      await stopped
    },
  }
  return server
}

function createPeer(socket: WebSocket, request: IncomingMessage): LivePeer {
  const received: (string | Uint8Array)[] = []
  let closed: Peer['closed'] = null
  socket.on('message', (raw: RawData, isBinary) => {
    received.push(isBinary ? new Uint8Array(raw as Buffer) : String(raw))
  })
  socket.on('close', (code, reason) => (closed = { code, reason: String(reason) }))
  // A reset is an error first; the close that follows is what counts.
  socket.on('error', () => undefined)

  const asked = request.headers['sec-websocket-protocol'] ?? ''
  return {
    protocols: asked.split(',').flatMap((protocol) => protocol.trim() || []),
    path: request.url ?? '',
    header: request.headers,
    received,
    get closed() {
      return closed
    },
    send: (data) => socket.send(data),
    close: (code, reason) => socket.close(code, reason),
    drop: () => socket.terminate(),
    mute: () => socket.pause(),
  }
}
