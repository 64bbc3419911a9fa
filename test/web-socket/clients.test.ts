/** The table "what each client touches": read off each client's own package while it talks over our class. */
import { afterEach, describe, expect, test } from '@jest/globals'
import { Client as StompClient } from '@stomp/stompjs'
import { createClient as createGraphqlClient } from 'graphql-ws/client'
import { Socket as PhoenixSocket } from 'phoenix'
import ReconnectingWebSocket from 'reconnecting-websocket'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { conversations } from './clients/clients'
import { createRecorder } from './clients/recorder'
import { createScriptedWorld } from './conformance/scripted-world'
import type { World } from './conformance/world'
import { createWxRealm } from '../support/wx-realm'

type ClientName = keyof typeof conversations

interface Touches {
  /** What the client was told by the server. */
  readonly told: unknown
  /** Members that are read or called. */
  readonly read: readonly string[]
  /** Members that are written. */
  readonly written: readonly string[]
  /** Static members that are read. */
  readonly onClass?: readonly string[]
  /** What is looked for and need not be there. */
  readonly absent?: readonly string[]
}

const HANDLERS = ['onclose', 'onerror', 'onmessage', 'onopen']
const LISTENERS = ['addEventListener', 'removeEventListener']

const touches: Record<ClientName, Touches> = {
  '@stomp/stompjs': {
    told: ['hello yourself'],
    read: ['close', 'readyState', 'send', 'url'],
    written: ['binaryType', ...HANDLERS],
  },
  'socket.io-client': {
    told: ['yourself'],
    read: ['close', 'send'],
    written: ['binaryType', ...HANDLERS],
  },
  centrifuge: { told: ['hello yourself'], read: ['close', 'send'], written: HANDLERS },
  phoenix: {
    told: ['yourself'],
    read: ['bufferedAmount', 'close', 'readyState', 'send', 'skipHeartbeat'],
    written: ['binaryType', ...HANDLERS, 'timeout'],
    absent: ['skipHeartbeat'],
  },
  'graphql-ws': {
    told: ['hello yourself'],
    read: ['close', 'readyState', 'send'],
    written: HANDLERS,
    onClass: ['CLOSING', 'OPEN'],
  },
  '@microsoft/signalr': {
    told: ['yourself'],
    read: ['close', 'readyState', 'send'],
    written: HANDLERS,
    onClass: ['OPEN'],
  },
  mqtt: {
    told: ['b c'],
    read: ['OPEN', 'addEventListener', 'bufferedAmount', 'close', 'readyState', 'send'],
    written: ['binaryType'],
  },
  'nats.ws': {
    told: ['yourself'],
    read: ['bufferedAmount', 'close', 'send'],
    written: ['binaryType', ...HANDLERS],
  },
  'reconnecting-websocket': {
    told: ['first', 'second'],
    read: [...LISTENERS, 'close', 'readyState', 'send'],
    written: ['binaryType'],
    onClass: ['CLOSING'],
  },
  partysocket: {
    told: ['first', 'second'],
    read: [...LISTENERS, 'close', 'readyState', 'send'],
    written: ['binaryType'],
  },
  'websocket-as-promised': {
    told: { id: 'one', hello: 'yourself' },
    read: [...LISTENERS, 'addListener', 'close', 'readyState', 'removeListener', 'send'],
    written: [],
    absent: ['addListener', 'removeListener'],
  },
}

const worlds: World[] = []
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.dispose()
})

function createWorld(): World {
  const world = createScriptedWorld()
  worlds.push(world)
  return world
}

describe.each(Object.entries(touches))('%s', (name, expected) => {
  const { told, read, written, onClass = [], absent = [] } = expected

  test('connects, talks both ways and says goodbye over our class', async () => {
    const world = createWorld()
    const recorder = createRecorder(world.WebSocket)
    expect(await conversations[name as ClientName](recorder.WebSocket, world)).toEqual(told)
    await world.settle()
    expect(recorder.sockets.map(({ readyState }) => readyState)).toEqual(
      recorder.sockets.map(() => 3),
    )
    expect(world.uncaught).toEqual([])
  })

  test('touches what the table says, and all of it is there', async () => {
    const world = createWorld()
    const recorder = createRecorder(world.WebSocket)
    await conversations[name as ClientName](recorder.WebSocket, world)
    expect({
      read: recorder.read,
      written: recorder.written,
      onClass: recorder.onClass,
    }).toEqual({ read: [...read].sort(), written: [...written].sort(), onClass })

    const [socket] = recorder.sockets
    expect(read.filter((member) => !((socket as object) && member in (socket as object)))).toEqual(
      absent,
    )
    expect(onClass.filter((member) => !(member in world.WebSocket))).toEqual([])
  })
})

describe('what a client needs beyond being there', () => {
  test('phoenix: the timeout that it writes is kept, and disconnect waits until all is sent and closed', async () => {
    const world = createWorld()
    const recorder = createRecorder(world.WebSocket)
    const socket = new PhoenixSocket(`${world.origin}/socket`, {
      transport: recorder.WebSocket,
      longpollerTimeout: 7_000,
    })
    socket.connect()
    await world.until('it is open', () => socket.isConnected())
    const [made] = recorder.sockets as [WebSocket]
    expect(made).toMatchObject({ timeout: 7_000 })

    socket.channel('room', {}).join()
    expect(made.bufferedAmount).toBeGreaterThan(0)
    const states: unknown[] = []
    socket.disconnect(() => void states.push(made.readyState, made.bufferedAmount))
    await world.until('it is gone', () => states.length > 0)
    expect(states).toEqual([3, 0])
  })

  test('graphql-ws: a fatal close reaches the subscriber with its code and reason', async () => {
    const world = createWorld()
    const client = createGraphqlClient({
      url: `${world.origin}/graphql`,
      webSocketImpl: world.WebSocket,
    })
    const errors: unknown[] = []
    client.subscribe(
      { query: '{ hello }' },
      {
        next: () => undefined,
        error: (error) => void errors.push(error),
        complete: () => undefined,
      },
    )
    await world.until('it is connected', () => world.peers.length === 1)
    world.peers[0]?.close(4401, 'Unauthorized')
    await world.until('it is told', () => errors.length === 1)
    expect(errors).toMatchObject([{ code: 4401, reason: 'Unauthorized', wasClean: true }])
  })

  test('graphql-ws: asks for its sub-protocol as one string', async () => {
    const world = createWorld()
    const recorder = createRecorder(world.WebSocket)
    await conversations['graphql-ws'](recorder.WebSocket, world)
    expect(recorder.made).toEqual([[`${world.origin}/graphql`, 'graphql-transport-ws']])
    expect(world.peers[0]?.protocols).toEqual(['graphql-transport-ws'])
  })

  test('reconnecting-websocket: takes a class by its CLOSING, which must be 2', async () => {
    const world = createWorld()
    const connect = (WebSocket: unknown) =>
      new ReconnectingWebSocket(world.origin, [], { WebSocket, startClosed: true }).reconnect()
    expect(() => connect({ ...world.WebSocket, CLOSING: 3 })).toThrow('No valid WebSocket class')
    expect(() => connect(world.WebSocket)).not.toThrow()
  })

  test('C-29: mqtt: a packet goes out as its own bytes, and none of the buffer behind it', async () => {
    const world = createWorld()
    await conversations.mqtt(createRecorder(world.WebSocket).WebSocket, world)
    const [first] = world.peers[0]?.received as Uint8Array[]
    // The second byte of a packet says how many follow.
    expect(first?.length).toBe(2 + (first?.[1] ?? 0))
  })

  test('nats.ws: closes only when all is sent', async () => {
    const world = createWorld()
    const recorder = createRecorder(world.WebSocket)
    await conversations['nats.ws'](recorder.WebSocket, world)
    expect(recorder.sockets.map(({ bufferedAmount }) => bufferedAmount)).toEqual([0])
  })

  test('ably: cannot be loaded in a mini-program, so there is nothing to hand the class to', () => {
    const source = readFileSync(join(__dirname, '../../node_modules/ably/build/ably.js'), 'utf8')
    const wrapped = `(function (module, exports) {${source}\n})`
    const load = createWxRealm().run(wrapped, 'ably.js') as (...args: object[]) => void
    expect(() => load({ exports: {} }, {})).toThrow(/is not defined/)
  })
})

describe('W4: clients of different protocols at the same time', () => {
  /** What one client sees of the world: the connections under its own path. */
  const viewOf = (world: World, path: string): World => ({
    ...world,
    get peers() {
      return world.peers.filter((peer) => peer.path.startsWith(path))
    },
  })

  const together = {
    '@stomp/stompjs': { path: '/ws', speaks: /^(CONNECT|SEND|SUBSCRIBE|DISCONNECT)\n/ },
    mqtt: { path: '/mqtt', speaks: /^[\x10\x30\xe0]/ },
    'graphql-ws': { path: '/graphql', speaks: /^\{/ },
    phoenix: { path: '/socket', speaks: /^\[/ },
  } as const

  test('C-33: four of them talk and leave, each to its own server, and nothing crosses over', async () => {
    const world = createWorld()
    const { WebSocket } = createRecorder(world.WebSocket)
    const names = Object.keys(together) as (keyof typeof together)[]
    const told = await Promise.all(
      names.map((name) => conversations[name](WebSocket, viewOf(world, together[name].path))),
    )
    expect(told).toEqual(names.map((name) => touches[name].told))

    expect(world.peers).toHaveLength(names.length)
    for (const name of names) {
      const { path, speaks } = together[name]
      const received = viewOf(world, path).peers.flatMap((peer) => peer.received)
      expect(received.length).toBeGreaterThan(1)
      for (const data of received) {
        expect(typeof data === 'string' ? data : Buffer.from(data).toString('latin1')).toMatch(
          speaks,
        )
      }
    }
  })

  test('C-33: one leaves, and the other talks on', async () => {
    const world = createWorld()
    const stomp = new StompClient({
      webSocketFactory: () => new world.WebSocket(`${world.origin}/ws`),
    })
    stomp.activate()
    await world.until('stompjs is there', () => world.peers[0]?.received.length === 1)
    world.peers[0]?.send('CONNECTED\nversion:1.2\n\n\0')

    const mqttTold = await conversations.mqtt(world.WebSocket, viewOf(world, '/mqtt'))
    expect(mqttTold).toEqual(touches.mqtt.told)
    await world.settle()
    expect([world.peers[0]?.closed, stomp.connected]).toEqual([null, true])

    stomp.publish({ destination: '/queue/a', body: 'still here' })
    await world.until('it arrives', () => world.peers[0]?.received.length === 2)
    expect(world.peers[0]?.received[1]).toMatch(/^SEND\n[^]*still here\0$/)
    void stomp.deactivate({ force: true })
  })
})

describe('W2: clients that wait for ever on a silent platform go on', () => {
  function connectStomp(world: World, options: object = {}) {
    const recorder = createRecorder(world.WebSocket)
    const client = new StompClient({
      webSocketFactory: () => new recorder.WebSocket(world.origin),
      ...options,
    })
    client.activate()
    return { client, recorder }
  }

  test('stompjs as it comes: a connect that is never answered is tried again', async () => {
    const world = createWorld()
    world.answerWith('hang')
    const { client, recorder } = connectStomp(world)
    await world.until('there is a second try', () => recorder.sockets.length === 2)
    expect(recorder.sockets[0]?.readyState).toBe(3)
    void client.deactivate({ force: true })
  })

  test('stompjs as it comes: a server that falls silent, and a close that is never answered, lead to a new connection', async () => {
    const world = createWorld()
    const { client, recorder } = connectStomp(world)
    await world.until('it is open', () => world.peers[0]?.received.length === 1)
    world.peers[0]?.send('CONNECTED\nversion:1.2\nheart-beat:10000,10000\n\n\0')
    world.peers[0]?.mute()
    await world.until('there is a second connection', () => world.peers.length === 2)
    expect(recorder.sockets[0]?.readyState).toBe(3)
    void client.deactivate({ force: true })
  })

  test('stompjs, told to discard: it hangs its own terminate on the socket, which it can', async () => {
    const world = createWorld()
    const { client, recorder } = connectStomp(world, { discardWebsocketOnCommFailure: true })
    await world.until('it is open', () => world.peers[0]?.received.length === 1)
    world.peers[0]?.send('CONNECTED\nversion:1.2\nheart-beat:10000,10000\n\n\0')
    world.peers[0]?.mute()
    await world.until('there is a second connection', () => world.peers.length === 2)
    expect(recorder.written).toContain('terminate')
    expect(recorder.sockets[0]?.readyState).toBe(3)
    void client.deactivate({ force: true })
  })
})
