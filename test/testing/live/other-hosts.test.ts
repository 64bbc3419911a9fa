/** The sockets of other hosts over their live fakes, against a real server. */
import { afterEach, describe, expect, test } from '@jest/globals'
import type { AddressInfo } from 'node:net'
import WebSocket, { WebSocketServer, type RawData } from 'ws'
import { createSocket } from '../../../src/alipay'
import type { CloseInfo, Socket, SocketData } from '../../../src/index'
import { forHost } from '../../../src/host'
import type { LookAlikeHost } from '../../../src/host'
import { createFakeWx, type HostProfileName } from '../../../src/testing'

const cleanups: (() => void)[] = []

afterEach(() => {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup()
})

async function until(check: () => boolean, expiryMs = 5_000): Promise<void> {
  const startAtMs = Date.now()
  while (!check()) {
    if (Date.now() - startAtMs > expiryMs) throw new Error(`waited for ${String(check)}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** A server on a free port that echoes, and remembers how it was asked and left. */
async function serve() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  const headers: unknown[] = []
  const closes: (readonly [number, string])[] = []
  server.on('connection', (client, { headers: { token } }) => {
    headers.push(token)
    client.on('message', (data: RawData, isBinary) => client.send(isBinary ? data : String(data)))
    client.on('close', (code, reason) => closes.push([code, String(reason)]))
    client.on('error', () => undefined)
  })
  await new Promise((resolve) => server.once('listening', resolve))
  cleanups.push(() => {
    for (const client of server.clients) client.terminate()
    server.close()
  })
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return { url, headers, closes, clients: server.clients }
}

type Bind = (
  profile: HostProfileName,
) => (options: {
  url: string
  header: Record<string, string>
  reconnect: { delayMs: number }
}) => Socket

const bindHost: Bind = (profile) => {
  const globals = globalThis as unknown as Record<string, LookAlikeHost>
  return forHost(globals[profile] as LookAlikeHost).createSocket
}

const hosts: readonly { profile: HostProfileName; bind: Bind; told: object }[] = [
  {
    profile: 'alipay',
    bind: () => createSocket,
    told: { code: 1006, reason: '', cause: 'network' },
  },
  ...(['tt', 'swan', 'qq', 'ks', 'jd'] as const).map((profile) => ({
    profile,
    bind: bindHost,
    told: { code: 4100, reason: 'moved', cause: 'server' },
  })),
]

describe.each(hosts)('$profile, live', ({ profile, bind, told }) => {
  test('carries text and every byte both ways, comes back, and closes', async () => {
    const server = await serve()
    const fake = createFakeWx({ profile, live: { WebSocket } })
    cleanups.push(fake.dispose, fake.install())
    const socket = bind(profile)({
      url: server.url,
      header: { token: 'secret' },
      reconnect: { delayMs: 20 },
    })
    const received: SocketData[] = []
    const closes: CloseInfo[] = []
    socket.on('message', (data) => received.push(data))
    socket.on('close', (close) => closes.push(close))
    cleanups.push(() => socket.close())
    socket.connect()
    await until(() => socket.state === 'open')

    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte)
    const frames = ['', '中文 🙂\0', bytes.buffer, new ArrayBuffer(0), bytes.slice(0, 2).buffer]
    for (const frame of frames) expect(socket.send(frame)).toBe('sent')
    await until(() => received.length === frames.length)
    expect(received).toEqual(frames)
    expect([...new Uint8Array(received[2] as ArrayBuffer)]).toEqual([...bytes])

    for (const client of server.clients) client.close(4100, 'moved')
    await until(() => server.headers.length === 2 && socket.state === 'open')
    expect(closes).toMatchObject([told])
    expect(server.headers).toEqual(['secret', 'secret'])

    socket.close(4000, 'done')
    await until(() => closes.length === 2 && server.closes.length === 2)
    expect(closes[1]).toMatchObject({ code: 4000, reason: 'done', cause: 'app' })
    expect(server.closes[1]).toEqual([4000, 'done'])
  })

  test('tells a server that is not there', async () => {
    const fake = createFakeWx({ profile, live: { WebSocket } })
    cleanups.push(fake.dispose, fake.install())
    const { url } = await serve()
    cleanups.pop()?.()
    const socket = bind(profile)({ url, header: {}, reconnect: { delayMs: 60_000 } })
    const closes: CloseInfo[] = []
    socket.on('error', () => undefined)
    socket.on('close', (close) => closes.push(close))
    cleanups.push(() => socket.close())
    socket.connect()
    await until(() => closes.length === 1)
    expect(closes).toMatchObject([{ cause: 'connect-failed', willReconnect: true }])
  })
})
