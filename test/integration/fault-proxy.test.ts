import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy'
import { pause, until } from './live-scene'

/** One end of a connection, and what it heard, in order. */
interface End {
  readonly socket: Socket
  text: string
  readonly events: string[]
}

let target: Server
let proxy: FaultProxy
let servers: End[]
let clients: End[]

beforeEach(async () => {
  servers = []
  clients = []
  target = createServer({ allowHalfOpen: true }, (socket) => servers.push(watch(socket)))
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve))
  proxy = await startFaultProxy((target.address() as AddressInfo).port)
})

afterEach(async () => {
  for (const { socket } of [...clients, ...servers]) socket.destroy()
  await proxy.close()
  await new Promise((resolve) => target.close(resolve))
})

function watch(socket: Socket): End {
  const end: End = { socket, text: '', events: [] }
  socket.on('data', (bytes) => (end.text += bytes.toString()))
  socket.on('end', () => end.events.push('fin'))
  socket.on('error', (error: NodeJS.ErrnoException) => end.events.push(String(error.code)))
  return end
}

function dial(): End {
  const client = watch(connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true }))
  clients.push(client)
  return client
}

async function join(): Promise<{ client: End; server: End }> {
  const client = dial()
  await until('the server has a connection', () => servers.length === 1)
  return { client, server: servers[0] as End }
}

describe('the fault proxy', () => {
  test('carries bytes and ends both ways', async () => {
    const { client, server } = await join()
    client.socket.write('hello')
    server.socket.write('welcome')
    await until('both arrived', () => server.text === 'hello' && client.text === 'welcome')
    server.socket.end()
    await until('the end arrived', () => client.events.length > 0)
    client.socket.end()
    await until('the connection is over', () => proxy.openCount === 0 && server.events.length > 0)
    expect([client.events, server.events]).toEqual([['fin'], ['fin']])
  })

  test('delays one direction and leaves the other alone', async () => {
    const { client, server } = await join()
    proxy.toServer.delayMs = 120
    const sinceMs = Date.now()
    client.socket.write('late')
    server.socket.write('soon')
    await until('the quick one arrived', () => client.text === 'soon')
    expect(server.text).toBe('')
    await until('the slow one arrived', () => server.text === 'late')
    expect(Date.now() - sinceMs).toBeGreaterThanOrEqual(119)
  })

  test('swallows bytes and ends in a black hole, and lets them out when it is healed', async () => {
    const { client, server } = await join()
    proxy.blackHole()
    client.socket.write('lost?')
    server.socket.end('over')
    await pause(60)
    expect([server.text, client.text, client.events]).toEqual(['', '', []])
    proxy.heal()
    await until('it arrived', () => client.events.length === 1)
    expect([server.text, client.text, client.events]).toEqual(['lost?', 'over', ['fin']])
  })

  test('trickles', async () => {
    const { client, server } = await join()
    proxy.toClient.trickle = { bytes: 2, everyMs: 10 }
    server.socket.write('0123456789')
    await until('the first bytes arrived', () => client.text.length > 0)
    expect(client.text.length).toBeLessThan(10)
    await until('all arrived', () => client.text === '0123456789')
  })

  test('resets both sides', async () => {
    const { client, server } = await join()
    proxy.reset()
    await until('both heard', () => client.events.length === 1 && server.events.length === 1)
    expect([client.events, server.events]).toEqual([['ECONNRESET'], ['ECONNRESET']])
    expect(proxy.openCount).toBe(0)
  })

  test('half-closes towards one side', async () => {
    const { client, server } = await join()
    proxy.halfClose('client')
    await until('the client heard', () => client.events.length === 1)
    client.socket.write('still here')
    await until('the server hears on', () => server.text === 'still here')
    expect([client.events, server.events]).toEqual([['fin'], []])
  })

  test('refuses, keeps what is open, and accepts again on the same port', async () => {
    const { client, server } = await join()
    await proxy.refuse()
    const refused = dial()
    await until('it was refused', () => refused.events.length === 1)
    client.socket.write('through')
    await until('the old connection lives', () => server.text === 'through')
    await proxy.accept()
    dial()
    await until('it was accepted', () => servers.length === 2)
    expect([refused.events, proxy.accepted]).toEqual([['ECONNREFUSED'], 2])
  })

  test('resets who comes for a server that is not there', async () => {
    await new Promise((resolve) => target.close(resolve))
    const client = dial()
    await until('it heard', () => client.events.length === 1)
    expect(client.events).toEqual(['ECONNRESET'])
  })
})
