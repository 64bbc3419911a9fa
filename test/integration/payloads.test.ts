/** What is sent is what arrives: large, binary, and a great deal of it. */
import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import type { Sendable, SocketOptions } from '../../src/index'
import type { WsServer } from '../support/ws-server'
import { createLiveScene, serveThroughProxy, until, type LiveSocket } from './live-scene'

const MEGABYTE = 1_000_000
const BURST = 10_000

async function openThroughProxy(
  options: Partial<SocketOptions> = {},
): Promise<LiveSocket & { server: WsServer }> {
  const { server, proxy } = await serveThroughProxy()
  const live = createLiveScene().createSocket({ url: proxy.url, ...options })
  await live.open()
  return { ...live, server }
}

/** Text that no part of equals another, with characters of every length in UTF-8. */
function createText(length: number): string {
  let text = ''
  for (let nth = 0; text.length < length; nth += 1) text += `${nth}é中🙂`
  return text.slice(0, length)
}

/** Every byte value, in an order that shows a shift. */
function createBytes(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  for (let nth = 0; nth < length; nth += 1) bytes[nth] = (nth * 31 + (nth >> 8)) & 255
  return bytes
}

/** Large data is compared by digest: a failure that prints megabytes helps nobody. */
function digest(data: unknown): string {
  const isBuffer = Object.prototype.toString.call(data) === '[object ArrayBuffer]'
  const bytes = isBuffer ? new Uint8Array(data as ArrayBuffer) : (data as string | Uint8Array)
  return `${bytes.length} ${createHash('sha256').update(bytes).digest('hex')}`
}

describe.each([1, 10])('a message of %d MB', (megabytes) => {
  test.each<[string, () => string | Uint8Array<ArrayBuffer>]>([
    ['text', () => createText(megabytes * MEGABYTE)],
    ['bytes', () => createBytes(megabytes * MEGABYTE)],
  ])('of %s goes both ways unchanged', async (_, create) => {
    const { socket, server, heard } = await openThroughProxy()
    const data = create()
    server.onMessage = ({ socket: visitor }, message) => visitor.send(message)
    expect(socket.send(data)).toBe('sent')
    await until('it came back', () => heard('message').length === 1)
    expect(digest(server.received[0])).toBe(digest(data))
    expect(digest(heard('message')[0])).toBe(digest(data))
    expect(heard('close')).toEqual([])
  })

  test('that was queued is delivered whole when the queue allows it, and dropped alone when not', async () => {
    const { server, proxy } = await serveThroughProxy()
    const { createSocket } = createLiveScene()
    const text = 'x'.repeat(megabytes * MEGABYTE)
    const wide = createSocket({ url: proxy.url, queue: { maxBytes: 20 * MEGABYTE } })
    const narrow = createSocket({ url: proxy.url, queue: { maxBytes: MEGABYTE - 1 } })
    expect([wide.socket.send(text), narrow.socket.send(text)]).toEqual(['queued', 'dropped'])
    narrow.socket.send('small')
    await wide.open()
    await narrow.open()
    await until('both arrived', () => server.received.length === 2)
    expect(server.received.map((data) => data.length)).toEqual([text.length, 'small'.length])
    expect(narrow.heard('drop').map(({ why }) => why)).toEqual(['overflow'])
  })
})

describe('bytes', () => {
  test('S3 C-29: a view is sent as exactly its bytes, as they were when send() was called', async () => {
    const { socket, server } = await openThroughProxy()
    const buffer = createBytes(64).buffer
    const expected = Buffer.from(buffer.slice(0))
    const views: Sendable[] = [
      new Uint8Array(buffer, 4, 3),
      new DataView(buffer, 10, 5),
      new Float32Array(buffer, 8, 2),
      Buffer.from(buffer, 60, 4),
      new Uint8Array(buffer, 7, 0),
      buffer,
    ]
    views.forEach((view) => socket.send(view))
    new Uint8Array(buffer).fill(0)
    await until('all arrived', () => server.received.length === views.length)
    expect(server.received.map((data) => [...Buffer.from(data)])).toEqual([
      [...expected.subarray(4, 7)],
      [...expected.subarray(10, 15)],
      [...expected.subarray(8, 16)],
      [...expected.subarray(60, 64)],
      [],
      [...expected],
    ])
  })

  test('S3: a view that waits in the queue is kept as it was', async () => {
    const { server, proxy } = await serveThroughProxy()
    const { socket, open } = createLiveScene().createSocket({ url: proxy.url })
    const bytes = createBytes(16)
    expect(socket.send(bytes.subarray(2, 6))).toBe('queued')
    const expected = [...bytes.subarray(2, 6)]
    bytes.fill(0)
    await open()
    await until('it arrived', () => server.received.length === 1)
    expect([...Buffer.from(server.received[0] ?? '')]).toEqual(expected)
  })

  test('text and bytes stay what they are, empty ones and a NUL included', async () => {
    const { server, heard } = await openThroughProxy()
    const frames = ['', '\n', 'STOMP\u0000', Buffer.alloc(0), Buffer.from([0, 255])]
    frames.forEach((frame) => server.send(frame))
    await until('all arrived', () => heard('message').length === frames.length)
    const arrived = heard('message').map((data) =>
      typeof data === 'string' ? data : Buffer.from(data as ArrayBuffer),
    )
    expect(arrived).toEqual(frames)
  })
})

describe(`a burst of ${BURST} messages`, () => {
  const burst = Array.from({ length: BURST }, (_, nth) => `message ${nth}`)

  test('S1: goes up in order', async () => {
    const { socket, server } = await openThroughProxy()
    const answers = new Set(burst.map((text) => socket.send(text)))
    await until('all arrived', () => server.received.length === BURST)
    expect([...answers]).toEqual(['sent'])
    expect(server.received).toEqual(burst)
    expect(socket.stats().messagesSent).toBe(BURST)
  })

  test('S1: comes down in order', async () => {
    const { socket, server, heard } = await openThroughProxy()
    burst.forEach((text) => server.send(text))
    await until('all arrived', () => heard('message').length === BURST)
    expect(heard('message')).toEqual(burst)
    expect(socket.stats().messagesReceived).toBe(BURST)
  })

  test('S1: goes both ways at once, and the link lives', async () => {
    const { socket, server, heard } = await openThroughProxy({
      heartbeat: { intervalMs: 100, timeoutMs: 3_000 },
    })
    server.onMessage = ({ socket: visitor }, text) => visitor.send(`echo ${String(text)}`)
    burst.forEach((text) => socket.send(text))
    await until('all came back', () => heard('message').length === BURST)
    expect(heard('message')).toEqual(burst.map((text) => `echo ${text}`))
    expect([socket.stats().links, heard('close')]).toEqual([1, []])
  })

  test('S1: goes out of the queue in order, before what is sent afterwards', async () => {
    const { server, proxy } = await serveThroughProxy()
    const { socket, open } = createLiveScene().createSocket({
      url: proxy.url,
      queue: { maxMessages: BURST, maxBytes: 10 * MEGABYTE },
    })
    const answers = new Set(burst.map((text) => socket.send(text)))
    await open()
    socket.send('after')
    await until('all arrived', () => server.received.length === BURST + 1)
    expect([...answers]).toEqual(['queued'])
    expect(server.received).toEqual([...burst, 'after'])
  })
})
