/** The hub over real sockets: what only a network and `ws` can show. */
import { describe, expect, test } from '@jest/globals'
import { createServer } from 'node:http'
import { connect as connectTcp, type AddressInfo } from 'node:net'
import WebSocket, { WebSocketServer } from 'ws'
import { createHub, Refusal, type Message } from '../../src/server'
import { startFaultProxy } from '../support/fault-proxy'
import { connectRaw, createWholeClient, joinRaw, serveHub, userOf } from './hub-scene'
import { cleanUp, createLiveScene, pause, until } from './live-scene'

const range = (count: number) => Array.from({ length: count }, (_, i) => i + 1)

describe('a hub and whole clients', () => {
  test('bring messages, replies and refusals both ways', async () => {
    const taken: unknown[] = []
    const { hub, url, errors } = await serveHub({
      onMessage({ clientId, body, isRequest }) {
        if (body === 'rude') throw new Refusal('too rude')
        taken.push(body)
        return isRequest ? `hello ${clientId}` : undefined
      },
    })
    const { delivery, bodies } = createWholeClient(createLiveScene(), { url: url('ann') })
    await delivery.send({ text: 'hi' })
    await delivery.send(new Uint8Array([1, 2, 255]))
    await expect(delivery.send('rude')).rejects.toMatchObject({ code: 'E_REFUSED' })
    await expect(delivery.request('rude')).rejects.toMatchObject({ code: 'E_REFUSED' })
    expect(await delivery.request('who am I')).toBe('hello ann')
    await hub.send('ann', 'from the server')
    await hub.send('ann', new Uint8Array([7]))
    await until('both have come', () => bodies.length === 2)
    expect(bodies[0]).toBe('from the server')
    expect(new Uint8Array(bodies[1] as ArrayBuffer)).toEqual(new Uint8Array([7]))
    expect(taken[0]).toEqual({ text: 'hi' })
    expect(new Uint8Array(taken[1] as ArrayBuffer)).toEqual(new Uint8Array([1, 2, 255]))
    expect(errors).toEqual([])
  })

  test('D2, D3: lose and double nothing over links that are reset again and again', async () => {
    const taken: unknown[] = []
    const { hub, port } = await serveHub({ onMessage: ({ body }) => void taken.push(body) })
    const proxy = await startFaultProxy(port)
    cleanUp(proxy.close)
    const client = createWholeClient(createLiveScene(), { url: `${proxy.url}?user=ann` })
    const numbers = range(1_000)
    await client.delivery.send(0)
    for (const number of numbers) {
      client.delivery.send(number).catch(() => undefined)
      void hub.send('ann', number)
      if (number % 100 === 50) {
        const { accepted } = proxy
        proxy.reset()
        await until('it is back', () => proxy.accepted > accepted)
      }
    }
    await until('all is acknowledged', () => client.delivery.pending.length === 0)
    await until('all has arrived', () => client.bodies.length >= numbers.length)
    expect(taken).toEqual([0, ...numbers])
    expect(client.bodies).toEqual(numbers)
    expect([client.gaps, proxy.accepted]).toEqual([0, 11])
  })

  test('C-56, D8: who is kicked stays away until the app connects again', async () => {
    const { hub, url } = await serveHub()
    const { live, delivery } = createWholeClient(createLiveScene(), { url: url('ann') })
    await delivery.send('hello')
    await hub.kick('ann', 'was rude')
    await until('it is closed', () => live.socket.state === 'closed')
    expect(live.heard('close')).toMatchObject([
      { code: 4501, reason: 'was rude', willReconnect: false },
    ])
    await pause(300)
    expect(hub.stats()).toMatchObject({ accepted: 1, connections: 0 })
    live.socket.connect()
    await delivery.send('sorry')
    expect(hub.stats().accepted).toBe(2)
  })

  test("'one': the second device signs the first one out, and neither comes back by itself", async () => {
    const { hub, url } = await serveHub({ connections: 'one' })
    const phone = createWholeClient(createLiveScene(), { url: url('ann') })
    await phone.delivery.send('from the phone')
    const tablet = await joinRaw(url('ann'), 'tablet')
    await until('the phone is signed out', () => phone.live.socket.state === 'closed')
    expect(phone.live.heard('close')).toMatchObject([{ code: 4502, reason: 'signed in elsewhere' }])
    await pause(300)
    expect([tablet.closed, hub.stats().accepted]).toEqual([null, 2])
  })

  test('close: clients come back after the time that each was told', async () => {
    const first = await serveHub()
    const client = createWholeClient(createLiveScene(), { url: first.url('ann') })
    await client.delivery.send('hello')
    const closedAtMs = Date.now()
    await first.hub.close({ spreadMs: 600 })
    expect(Date.now() - closedAtMs).toBeLessThan(3_000)
    await until('it is closed', () => client.live.heard('close').length > 0)
    const [close] = client.live.heard('close')
    expect(close).toMatchObject({ code: 1012, willReconnect: true })
    const [, told] = /^retry-after-ms=(\d+)$/.exec(close?.reason ?? '') ?? []
    await until('a retry is planned', () => client.live.heard('retry').length > 0)
    expect(client.live.heard('retry')[0]?.delayMs).toBe(Number(told))
  })

  test('1,000 missed messages are there after one resume', async () => {
    const { hub, port } = await serveHub()
    const proxy = await startFaultProxy(port)
    cleanUp(proxy.close)
    const client = createWholeClient(createLiveScene(), { url: `${proxy.url}?user=ann` })
    await client.delivery.send('hello')
    client.live.socket.close()
    await until('it is gone', () => hub.stats().connections === 0)
    for (const number of range(1_000)) await hub.send('ann', number)
    client.live.socket.connect()
    await until('all has arrived', () => client.bodies.length === 1_000)
    expect([client.bodies, client.gaps]).toEqual([range(1_000), 0])
  })
})

describe('a hub and ws', () => {
  test('accept takes what handleUpgrade gives', async () => {
    const hub = createHub({ authenticate: userOf })
    const sockets = new WebSocketServer({ noServer: true })
    const http = createServer().on('upgrade', (request, stream, head) =>
      sockets.handleUpgrade(request, stream, head, (socket) => hub.accept(socket, request)),
    )
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
    cleanUp(async () => {
      await hub.close({ spreadMs: 0 })
      http.closeAllConnections()
      http.close()
    })
    const { port } = http.address() as AddressInfo
    const { welcome } = await joinRaw(`ws://127.0.0.1:${port}/?user=ann`)
    expect(welcome).toMatchObject({ client: 'ann', resumed: false })
  })

  test('attach returns what ends it: later connections are nobody’s', async () => {
    const hub = createHub({ authenticate: userOf })
    const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    cleanUp(() => {
      sockets.clients.forEach((socket) => socket.terminate())
      sockets.close()
    })
    await until('it listens', () => sockets.address() !== null)
    const detach = hub.attach(sockets)
    detach()
    detach()
    const { port } = sockets.address() as AddressInfo
    await connectRaw(`ws://127.0.0.1:${port}/?user=ann`)
    expect([hub.stats().accepted, sockets.listenerCount('connection')]).toEqual([0, 0])
  })

  test('a browser’s origin is checked, and no origin is none', async () => {
    const { url, port } = await serveHub()
    const same = await connectRaw(url('ann'), { origin: `http://127.0.0.1:${port}` })
    const other = await connectRaw(url('ann'), { origin: 'https://evil.example' })
    await until('it is closed', () => other.closed !== null)
    expect(other.closed).toEqual({ code: 4503, reason: 'origin not allowed (option allowOrigin)' })
    expect(other.frames).toMatchObject([{ type: 'bye', code: 4503 }])
    expect(same.closed).toBe(null)
  })

  test('a link that a resend comes over, while its message is still being dealt with, waits for it', async () => {
    const messages: Message[] = []
    let finish: (value?: unknown) => void = () => undefined
    const { url } = await serveHub({
      onMessage(message) {
        messages.push(message)
        return new Promise((resolve) => (finish = resolve))
      },
    })
    const first = await joinRaw(url('ann'))
    first.say({ type: 'data', seq: 1, body: 1 })
    await until('it is being dealt with', () => messages.length === 1)
    first.ws.terminate()
    const second = await joinRaw(url('ann'))
    second.say({ type: 'data', seq: 1, body: 1 })
    await pause(150)
    finish()
    expect(await second.next('ack')).toEqual({ type: 'ack', ack: 1 })
    expect(messages).toHaveLength(1)
  })

  test('a half-open connection is noticed and cut', async () => {
    const { hub, port } = await serveHub({ idleMs: 1_000 })
    const proxy = await startFaultProxy(port)
    cleanUp(proxy.close)
    await joinRaw(`${proxy.url}?user=ann`)
    proxy.blackHole()
    await until('it is cut', () => hub.stats().connections === 0)
    expect(hub.stats().closed).toEqual({ 4002: 1 })
    expect(await hub.presence('ann')).toMatchObject({ online: false })
  })

  test('a client that never reads is bounded, cut with 4001, and nobody else waits for it', async () => {
    const { hub, url } = await serveHub({ maxBufferedBytes: 500_000, ackTimeoutMs: 2_000 })
    const slow = await joinRaw(url('slow'))
    slow.ws.pause()
    const quick = await joinRaw(url('quick'))
    for (const number of range(200)) {
      await hub.send('slow', 'x'.repeat(100_000))
      await hub.send('quick', number)
      if (number % 30 === 0) {
        await until('the quick one has it', () => quick.frames.length === number)
        quick.say({ type: 'ack', ack: number })
      }
      expect(hub.stats().bufferedBytes).toBeLessThan(700_000)
    }
    await until('the quick one has all', () => quick.frames.length === 200)
    quick.say({ type: 'ack', ack: 200 })
    await until('the slow one is cut', () => hub.stats().connections === 1)
    expect(hub.stats().closed).toEqual({ 4001: 1 })
    expect([quick.closed, quick.frames.length]).toEqual([null, 200])
  })

  test('a flood of frames is not read further than the window, and everything is dealt with', async () => {
    let isOpen = false
    const waiting: (() => void)[] = []
    const { hub, url } = await serveHub({
      window: 8,
      onMessage: () => (isOpen ? undefined : new Promise<void>((resolve) => waiting.push(resolve))),
    })
    const client = await joinRaw(url('ann'))
    const body = 'x'.repeat(1_000)
    for (const seq of range(2_000)) client.say({ type: 'data', seq, body })
    await until('some wait', () => hub.stats().waiting > 8)
    await pause(100)
    // What the network had handed over in one piece is held; the other megabytes wait in the network.
    expect(hub.stats().waiting).toBeLessThan(300)
    isOpen = true
    waiting.forEach((resolve) => resolve())
    await until('all is acknowledged', () => client.frames.some(({ ack }) => ack === 2_000))
    expect(hub.stats().received).toBe(2_000)
  })

  test('a connection that never says a word is closed, and one that dies in the handshake harms nobody', async () => {
    const { hub, url, port, errors } = await serveHub({ helloTimeoutMs: 1_000 })
    const silent = await connectRaw(url('ann'))
    const stream = connectTcp(port, '127.0.0.1')
    stream.write('GET / HTTP/1.1\r\nUpgrade: websocket\r\n')
    stream.destroy()
    await until('it is closed', () => silent.closed !== null)
    expect(silent.closed?.code).toBe(4002)
    await joinRaw(url('bob'))
    expect([hub.stats().connections, errors]).toEqual([1, []])
  })

  test('bytes that are no WebSocket frame, and a frame above the limit, end that connection alone', async () => {
    const { hub, url, errors } = await serveHub({ maxFrameBytes: 1_000 })
    const bystander = await joinRaw(url('bob'))
    const broken = await joinRaw(url('ann'), 'a')
    const { _socket: stream } = broken.ws as unknown as { _socket: { write(data: Buffer): void } }
    stream.write(Buffer.from([0xff, 0xff, 0xff, 0xff]))
    const large = await joinRaw(url('ann'), 'b')
    large.say({ type: 'data', seq: 1, body: 'x'.repeat(1_000) })
    await until('both are closed', () => broken.closed !== null && large.closed !== null)
    expect(large.closed?.code).toBe(1009)
    expect(large.frames).toMatchObject([{ type: 'bye', code: 1009 }])
    await hub.send('bob', 'still here')
    expect(await bystander.next('data')).toMatchObject({ body: 'still here' })
    expect(errors).toEqual([])
  })

  test('100,000 pings at once are answered, and keep no memory', async () => {
    const { hub, url } = await serveHub()
    const { ws } = await joinRaw(url('ann'))
    let pongs = 0
    ws.on('message', (raw: Buffer) => (pongs += String(raw) === 'pong' ? 1 : 0))
    for (let i = 0; i < 100_000; i += 1) ws.send('ping')
    await until('all are answered', () => pongs === 100_000)
    expect(hub.stats()).toMatchObject({ bufferedBytes: 0, waiting: 0, closed: {} })
  })

  test('connections come and go and leave nothing behind', async () => {
    const { hub, url } = await serveHub()
    for (let round = 0; round < 10; round += 1) {
      const clients = await Promise.all(range(20).map((n) => joinRaw(url(`u${n}`), `run-${round}`)))
      for (const [i, { ws }] of clients.entries()) {
        if (i % 2) ws.close()
        else ws.terminate()
      }
      await until('all are gone', () => hub.stats().connections === 0)
    }
    expect(hub.stats()).toMatchObject({ accepted: 200, clients: 0, bufferedBytes: 0, waiting: 0 })
    expect(await hub.online()).toEqual([])
  })

  test('a socket that closes while it is being authenticated is nobody', async () => {
    let answer: (clientId: string) => void = () => undefined
    const { hub, url } = await serveHub({
      authenticate: () => new Promise((resolve) => (answer = resolve)),
    })
    const { ws } = await connectRaw(url('ann'))
    ws.send('{"type":"hello","v":1,"sender":"run"}')
    ws.close()
    await until('it is gone', () => ws.readyState === WebSocket.CLOSED && !hub.stats().connections)
    answer('ann')
    await pause(20)
    expect(await hub.presence('ann')).toEqual({ online: false, lastSeenAtMs: null })
  })
})
