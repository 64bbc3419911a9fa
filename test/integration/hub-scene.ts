/** A hub on a real port, and real clients: frame by frame over `ws`, or `createDelivery` over a live fake `wx`. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import WebSocket, { WebSocketServer } from 'ws'
import { createDelivery, type Delivery, type DeliveryOptions } from '../../src/delivery'
import {
  createHub,
  type Hub,
  type HubError,
  type HubOptions,
  type HubRequest,
} from '../../src/server'
import type { SocketOptions } from '../../src/index'
import { cleanUp, createLiveScene, until, type LiveSocket } from './live-scene'

export interface LiveHub {
  readonly hub: Hub<HubRequest>
  readonly port: number
  /** The address for a client id. */
  url(clientId: string): string
  /** What the hub reported. */
  readonly errors: readonly HubError[]
  /** The WebSocket server that the hub is attached to. */
  readonly sockets: WebSocketServer
}

/** The user is in the query: a test needs no better secret. */
export const userOf = ({ url = '' }: Pick<HubRequest, 'url'>): string =>
  new URL(url, 'ws://x').searchParams.get('user') ?? ''

/** A hub that is gone after the test. */
export async function serveHub(options: Partial<HubOptions> = {}): Promise<LiveHub> {
  const http = createServer()
  const sockets = new WebSocketServer({ server: http, maxPayload: 20_000_000 })
  const hub = createHub({ authenticate: userOf, ...options })
  const errors: HubError[] = []
  hub.on('error', (error) => errors.push(error))
  hub.attach(sockets)
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  cleanUp(async () => {
    sockets.clients.forEach((socket) => socket.terminate())
    await hub.close({ spreadMs: 0 })
    await new Promise((resolve) => http.close(resolve))
  })
  const { port } = http.address() as AddressInfo
  return { hub, port, sockets, errors, url: (user) => `ws://127.0.0.1:${port}/?user=${user}` }
}

/** One connection, frame by frame. */
export interface RawClient {
  readonly ws: WebSocket
  readonly frames: Record<string, unknown>[]
  closed: { readonly code: number; readonly reason: string } | null
  say(frame: object): void
  /** Waits for the first frame of a type, and takes it. */
  next(type: string): Promise<Record<string, unknown>>
}

export async function connectRaw(
  url: string,
  headers: Record<string, string> = {},
): Promise<RawClient> {
  const ws = new WebSocket(url, { headers })
  const client: RawClient = {
    ws,
    frames: [],
    closed: null,
    say: (frame) => ws.send(JSON.stringify(frame)),
    async next(type) {
      const find = () => client.frames.findIndex((frame) => frame['type'] === type)
      await until(`a ${type} comes`, () => find() >= 0)
      return client.frames.splice(find(), 1)[0] as Record<string, unknown>
    },
  }
  ws.on('message', (raw: Buffer, isBinary) => {
    const text = String(raw)
    if (!isBinary && text !== 'pong') {
      client.frames.push(JSON.parse(text) as Record<string, unknown>)
    }
  })
  ws.on('close', (code, reason) => (client.closed = { code, reason: String(reason) }))
  ws.on('error', () => undefined)
  cleanUp(() => ws.terminate())
  // One that was refused may be closed again by now.
  await until('it is open', () => ws.readyState !== WebSocket.CONNECTING)
  return client
}

/** A raw connection that was welcomed. */
export async function joinRaw(
  url: string,
  sender = 'run',
  resume?: object,
): Promise<RawClient & { readonly welcome: Record<string, unknown> }> {
  const client = await connectRaw(url)
  client.say({ type: 'hello', v: 1, sender, resume })
  const welcome = await client.next('welcome')
  // Onto the same object: what it says of its end is to be seen later, too.
  return Object.assign(client, { welcome })
}

/** A whole client, and what it heard. */
export interface WholeClient {
  readonly delivery: Delivery
  readonly live: LiveSocket
  /** The bodies of the messages that arrived. */
  readonly bodies: unknown[]
  /** How often a gap was told. */
  gaps: number
}

/** The mini-program's half over a live fake `wx`, connected. */
export function createWholeClient(
  scene: ReturnType<typeof createLiveScene>,
  socket: SocketOptions,
  options: DeliveryOptions = {},
): WholeClient {
  const live = scene.createSocket(socket)
  const delivery = createDelivery(live.socket, options)
  const client: WholeClient = { delivery, live, bodies: [], gaps: 0 }
  delivery.on('message', ({ body }) => client.bodies.push(body))
  delivery.on('gap', () => (client.gaps += 1))
  cleanUp(() => delivery.stop())
  live.socket.connect()
  return client
}
