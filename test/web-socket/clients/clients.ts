/** Each protocol client with its own package: how it is given our class, and what its server says. */
import { jest } from '@jest/globals'
import { HubConnectionBuilder, HttpTransportType, LogLevel } from '@microsoft/signalr'
import { Client as StompClient } from '@stomp/stompjs'
import { Centrifuge } from 'centrifuge'
import { WebSocket as EngineTransport } from 'engine.io-client'
import { createClient as createGraphqlClient } from 'graphql-ws/client'
import mqtt from 'mqtt'
import PartySocket from 'partysocket/ws'
import { Socket as PhoenixSocket } from 'phoenix'
import ReconnectingWebSocket from 'reconnecting-websocket'
import { io } from 'socket.io-client'
import WebSocketAsPromised from 'websocket-as-promised'
import type { Peer, WebSocketClass, World } from '../conformance/world'

/** What is used of nats.ws, whose own types do not compile under this project's settings. */
interface Nats {
  connect(options: object): Promise<{
    subscribe(
      subject: string,
      options: { callback(error: unknown, message: { readonly data: Uint8Array }): void },
    ): void
    publish(subject: string, data: Uint8Array): void
    close(): Promise<void>
  }>
}

const { connect: connectNats } = jest.requireActual<Nats>('nats.ws')

/** One conversation: connect, one message each way, goodbye. Resolves with what the client was told. */
export type Conversation = (WebSocket: WebSocketClass, world: World) => Promise<unknown>

const text = (data: string | Uint8Array | undefined): string =>
  typeof data === 'string' ? data : Buffer.from(data ?? []).toString('latin1')

/** The nth connection. */
async function peerOf(world: World, nth = 1): Promise<Peer> {
  await world.until(`connection ${nth} is there`, () => world.peers.length >= nth)
  return world.peers[nth - 1] as Peer
}

/** Waits until the server has something that matches. */
async function hears(world: World, peer: Peer, pattern: RegExp): Promise<string> {
  const find = () => peer.received.map(text).find((data) => pattern.test(data))
  await world.until(`the server hears ${String(pattern)}`, () => find() !== undefined)
  return find() as string
}

/** Lets time pass until a promise is settled. */
async function settled<T>(world: World, what: string, promise: Promise<T>): Promise<T> {
  let isSettled = false
  promise.then(
    () => (isSettled = true),
    () => (isSettled = true),
  )
  await world.until(what, () => isSettled)
  return promise
}

const isOver = (peer: Peer) => () => peer.closed !== null

const stompjs: Conversation = async (WebSocket, world) => {
  const told: string[] = []
  const client = new StompClient({
    webSocketFactory: () => new WebSocket(`${world.origin}/ws`, ['v12.stomp']),
    heartbeatIncoming: 0,
    heartbeatOutgoing: 0,
    onConnect: () => {
      client.subscribe('/queue/a', ({ body }) => void told.push(body))
      client.publish({ destination: '/queue/a', body: 'hello' })
    },
  })
  client.activate()
  const peer = await peerOf(world)
  await hears(world, peer, /^CONNECT\n/)
  peer.send('CONNECTED\nversion:1.2\n\n\0')
  await hears(world, peer, /^SEND\n[^]*hello\0$/)
  peer.send('MESSAGE\nsubscription:sub-0\nmessage-id:1\ndestination:/queue/a\n\nhello yourself\0')
  await world.until('it is told', () => told.length === 1)
  const gone = client.deactivate()
  const [, receipt] = /receipt:(.*)\n/.exec(await hears(world, peer, /^DISCONNECT\n/)) ?? []
  peer.send(`RECEIPT\nreceipt-id:${receipt ?? ''}\n\n\0`)
  await settled(world, 'it is gone', gone)
  return told
}

const socketIo: Conversation = async (WebSocket, world) => {
  const told: unknown[] = []
  class Transport extends EngineTransport {
    createSocket(uri: string, protocols: string | string[] | undefined) {
      return new WebSocket(uri, protocols ?? [])
    }
    doWrite(_: unknown, data: string) {
      ;(this as unknown as { ws: WebSocket }).ws.send(data)
    }
  }
  const socket = io(world.origin.replace('ws:', 'http:'), {
    transports: [Transport as never],
    reconnection: false,
    forceNew: true,
  })
  socket.on('hello', (data: unknown) => void told.push(data))
  const peer = await peerOf(world)
  peer.send('0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000}')
  await hears(world, peer, /^40/)
  peer.send('40{"sid":"b"}')
  socket.emit('hello', 'world')
  await hears(world, peer, /^42\["hello","world"\]$/)
  peer.send('42["hello","yourself"]')
  await world.until('it is told', () => told.length === 1)
  socket.disconnect()
  await world.until('it is closed', isOver(peer))
  return told
}

const centrifuge: Conversation = async (WebSocket, world) => {
  const told: unknown[] = []
  const client = new Centrifuge(`${world.origin}/connection/websocket`, { websocket: WebSocket })
  client.on('message', ({ data }) => void told.push(data))
  client.connect()
  const peer = await peerOf(world)
  await hears(world, peer, /"connect"/)
  peer.send('{"id":1,"connect":{"client":"c","version":"1","ping":25,"pong":true}}')
  const sent = client.send('hello')
  await hears(world, peer, /"send":\{"data":"hello"\}/)
  await settled(world, 'it is sent', sent)
  peer.send('{"push":{"message":{"data":"hello yourself"}}}')
  await world.until('it is told', () => told.length === 1)
  client.disconnect()
  await world.until('it is closed', isOver(peer))
  return told
}

const phoenix: Conversation = async (WebSocket, world) => {
  const told: unknown[] = []
  const socket = new PhoenixSocket(`${world.origin}/socket`, { transport: WebSocket })
  socket.connect()
  const channel = socket.channel('room', {})
  channel.on('hello', (data: unknown) => void told.push(data))
  channel.join()
  const peer = await peerOf(world)
  const [joinRef, ref] = JSON.parse(await hears(world, peer, /phx_join/)) as string[]
  peer.send(JSON.stringify([joinRef, ref, 'room', 'phx_reply', { status: 'ok', response: {} }]))
  channel.push('hello', {})
  await hears(world, peer, /"room","hello"/)
  peer.send(JSON.stringify([null, null, 'room', 'hello', 'yourself']))
  await world.until('it is told', () => told.length === 1)
  await new Promise<void>((resolve) => {
    socket.disconnect(resolve)
    void world.until('it is closed', isOver(peer)).then(() => world.settle())
  })
  return told
}

const graphqlWs: Conversation = async (WebSocket, world) => {
  const told: unknown[] = []
  const client = createGraphqlClient({
    url: `${world.origin}/graphql`,
    webSocketImpl: WebSocket,
    generateID: () => 'one',
  })
  let isComplete = false
  client.subscribe<unknown>(
    { query: '{ hello }' },
    {
      next: ({ data }) => void told.push(data),
      error: (error) => void told.push(error),
      complete: () => void (isComplete = true),
    },
  )
  const peer = await peerOf(world)
  await hears(world, peer, /connection_init/)
  peer.send('{"type":"connection_ack"}')
  await hears(world, peer, /"subscribe"/)
  peer.send('{"id":"one","type":"next","payload":{"data":"hello yourself"}}')
  peer.send('{"id":"one","type":"complete"}')
  await world.until('it is complete', () => isComplete)
  await client.dispose()
  await world.until('it is closed', isOver(peer))
  return told
}

const signalr: Conversation = async (WebSocket, world) => {
  const told: unknown[] = []
  const connection = new HubConnectionBuilder()
    .withUrl(`${world.origin.replace('ws:', 'http:')}/hub`, {
      // An option that its types do not show.
      ...({ WebSocket } as object),
      skipNegotiation: true,
      transport: HttpTransportType.WebSockets,
      logger: LogLevel.None,
    })
    .build()
  connection.on('hello', (data: unknown) => void told.push(data))
  const started = connection.start()
  const peer = await peerOf(world)
  await hears(world, peer, /"protocol":"json"/)
  peer.send('{}\x1e')
  await settled(world, 'it has started', started)
  void connection.send('hello', 'world')
  await hears(world, peer, /"target":"hello"/)
  peer.send('{"type":1,"target":"hello","arguments":["yourself"]}\x1e')
  await world.until('it is told', () => told.length === 1)
  await settled(world, 'it has stopped', connection.stop())
  return told
}

const mqttJs: Conversation = async (WebSocket, world) => {
  const told: string[] = []
  const client = mqtt.connect(`${world.origin}/mqtt`, {
    forceNativeWebSocket: true,
    createWebsocket: (url, protocols) => new WebSocket(url, protocols),
    timerVariant: 'native',
    reconnectPeriod: 0,
    keepalive: 0,
  })
  client.on('message', (topic, payload) => void told.push(`${topic} ${String(payload)}`))
  const peer = await peerOf(world)
  await hears(world, peer, /^\x10.*MQTT/s)
  peer.send(Uint8Array.of(0x20, 2, 0, 0))
  await world.until('it is connected', () => client.connected)
  client.publish('a', 'hello')
  await hears(world, peer, /^\x30.*hello$/s)
  peer.send(Uint8Array.of(0x30, 4, 0, 1, 0x62, 0x63))
  await world.until('it is told', () => told.length === 1)
  const ended = client.endAsync()
  await world.until('it is closed', isOver(peer))
  await settled(world, 'it has ended', ended)
  return told
}

const natsWs: Conversation = async (WebSocket, world) => {
  const told: string[] = []
  const connecting = connectNats({
    servers: [world.origin],
    reconnect: false,
    wsFactory: (url: string) => Promise.resolve({ socket: new WebSocket(url), encrypted: false }),
  })
  const peer = await peerOf(world)
  peer.send(Buffer.from('INFO {"version":"2.10.0","proto":1,"max_payload":1048576}\r\n'))
  await hears(world, peer, /^PING\r\n$/)
  peer.send(Buffer.from('PONG\r\n'))
  const client = await settled(world, 'it is connected', connecting)
  client.subscribe('a', { callback: (_, { data }) => void told.push(text(data)) })
  client.publish('a', Buffer.from('hello'))
  await hears(world, peer, /PUB a 5\r\nhello\r\n/)
  peer.send(Buffer.from('MSG a 1 8\r\nyourself\r\n'))
  await world.until('it is told', () => told.length === 1)
  await settled(world, 'it is closed', client.close())
  await world.until('the server hears of it', isOver(peer))
  return told
}

interface Reconnecting {
  onmessage: ((event: MessageEvent) => void) | null
  send(data: string): void
  close(): void
}

/** Loses the first connection and goes on with the second. */
const talkTwice = async (socket: Reconnecting, world: World): Promise<unknown> => {
  const told: unknown[] = []
  socket.onmessage = ({ data }) => void told.push(data)
  const first = await peerOf(world)
  first.send('first')
  await world.until('the first is told', () => told.length === 1)
  first.drop()
  const second = await peerOf(world, 2)
  socket.send('hello')
  await hears(world, second, /^hello$/)
  second.send('second')
  await world.until('the second is told', () => told.length === 2)
  socket.close()
  await world.until('it is closed', isOver(second))
  return told
}

const reconnectingWebsocket: Conversation = (WebSocket, world) =>
  talkTwice(new ReconnectingWebSocket(world.origin, [], { WebSocket }), world)

const partysocket: Conversation = (WebSocket, world) =>
  talkTwice(new PartySocket(world.origin, [], { WebSocket }) as Reconnecting, world)

const websocketAsPromised: Conversation = async (WebSocket, world) => {
  const socket = new WebSocketAsPromised(world.origin, {
    createWebSocket: (url) => new WebSocket(url),
    packMessage: (data) => JSON.stringify(data),
    unpackMessage: (data) => JSON.parse(String(data)) as object,
    attachRequestId: (data, id) => ({ ...(data as object), id }),
    extractRequestId: (data) => (data as { id: string }).id,
  })
  await settled(world, 'it is open', socket.open())
  const answering = socket.sendRequest({ hello: 'world' }, { requestId: 'one' })
  const peer = await peerOf(world)
  await hears(world, peer, /"id":"one"/)
  peer.send('{"id":"one","hello":"yourself"}')
  const answer = await settled(world, 'it is answered', answering)
  await settled(world, 'it is closed', socket.close())
  return answer
}

export const conversations = {
  '@stomp/stompjs': stompjs,
  'socket.io-client': socketIo,
  centrifuge,
  phoenix,
  'graphql-ws': graphqlWs,
  '@microsoft/signalr': signalr,
  mqtt: mqttJs,
  'nats.ws': natsWs,
  'reconnecting-websocket': reconnectingWebsocket,
  partysocket,
  'websocket-as-promised': websocketAsPromised,
} as const satisfies Record<string, Conversation>
