/** `miniprogram-socket/web` in Node, over each real class, against a real server. */
import { describe, expect, test } from '@jest/globals'
import WebSocket from 'ws'
import { forWebSocket } from '../../src/web'
import { cleanUp, serve, serveThroughProxy, until } from './live-scene'
import { createWebScene, webClasses } from './web-scene'

describe.each(webClasses)('%s', (_, bind) => {
  test('connects, talks in text and bytes, and closes for good', async () => {
    const server = await serve()
    server.onMessage = ({ socket }, data) => socket.send(data)
    const { socket, heard, open } = createWebScene(bind(), { url: server.url })
    await open()
    const bytes = new Uint8Array([0, 1, 254, 255])
    expect(['中文 🙂\0', bytes.subarray(1), ''].map((data) => socket.send(data))).toEqual(
      Array(3).fill('sent'),
    )
    await until('all came back', () => heard('message').length === 3)
    const [text, echoed, empty] = heard('message')
    expect([text, empty]).toEqual(['中文 🙂\0', ''])
    expect([...new Uint8Array(echoed as ArrayBuffer)]).toEqual([1, 254, 255])

    socket.close(4000, 'done')
    await until('it is closed', () => socket.state === 'closed')
    expect(heard('close')).toEqual([
      { code: 4000, reason: 'done', wasClean: true, cause: 'app', willReconnect: false },
    ])
    await until('the server knows', () => server.visits[0]?.closed !== null)
    expect(server.visits[0]?.closed).toEqual({ code: 4000, reason: 'done' })
    expect(heard('error')).toEqual([])
  })

  test('tells the sub-protocol that the server chose', async () => {
    const server = await serve()
    const { heard, open } = createWebScene(bind(), { url: server.url, protocols: ['v1', 'v2'] })
    await open()
    expect(heard('open')[0]?.header).toMatchObject({ 'Sec-WebSocket-Protocol': 'v1' })
  })

  test('R1: finds a server again that restarts, and delivers what was said meanwhile', async () => {
    const first = await serve()
    const { socket, heard, open } = createWebScene(bind(), { url: first.url })
    await open()
    await first.kill()
    await until('the loss is noticed', () => heard('close').length > 0)
    expect(heard('close')[0]).toMatchObject({ code: 1006, cause: 'network', willReconnect: true })
    expect(socket.send('meanwhile')).toBe('queued')
    const second = await serve(first.port)
    await until('it arrives', () => second.received.length > 0)
    expect(second.received).toEqual(['meanwhile'])
    expect(heard('open').map(({ isReconnect }) => isReconnect)).toEqual([false, true])
  })

  test.each([404, 503] as const)(
    'R13: a server that answers %i is an attempt that failed',
    async (status) => {
      const server = await serve()
      server.refuseWith = status
      const { socket, heard } = createWebScene(bind(), { url: server.url })
      socket.connect()
      await until('two attempts failed', () => heard('retry').length === 2)
      expect(heard('close')[0]).toMatchObject({ cause: 'connect-failed', willReconnect: true })
      expect(heard('error')).toHaveLength(heard('close').length)
      server.refuseWith = null
      await until('it is open', () => socket.state === 'open')
    },
  )

  test('R6: a final code of the server is the end', async () => {
    const server = await serve()
    const { socket, heard, open } = createWebScene(bind(), { url: server.url })
    await open()
    server.closeAll(4500, 'kicked')
    await until('it is closed', () => socket.state === 'closed')
    expect(heard('close')).toEqual([
      { code: 4500, reason: 'kicked', wasClean: true, cause: 'server', willReconnect: false },
    ])
  })

  test('H3: a link that is half open is noticed and replaced', async () => {
    const { proxy } = await serveThroughProxy()
    const { heard, open } = createWebScene(bind(), {
      url: proxy.url,
      heartbeat: { intervalMs: 100, timeoutMs: 200 },
      connectTimeoutMs: 400,
    })
    await open()
    proxy.blackHole()
    await until('the silence is noticed', () => heard('close').length > 0)
    expect(heard('close')[0]).toMatchObject({ cause: 'heartbeat-timeout' })
    await until('an attempt into the silence is given up', () => heard('close').length > 1)
    expect(heard('close')[1]).toMatchObject({ cause: 'connect-timeout' })
    proxy.heal()
    await until('it is open again', () => heard('open').length === 2)
  })

  test('R8: close() while connecting leaves no connection', async () => {
    const { server, proxy } = await serveThroughProxy()
    proxy.blackHole()
    const { socket, heard } = createWebScene(bind(), { url: proxy.url })
    socket.connect()
    await until('the proxy has it', () => proxy.openCount === 1)
    socket.close()
    await until('it is closed', () => socket.state === 'closed')
    expect(heard('close')).toEqual([expect.objectContaining({ cause: 'app' })])
    proxy.heal()
    await until('the connection is gone', () => proxy.openCount === 0)
    expect(server.openCount).toBe(0)
  })

  test('R8: close() is prompt on a link that is half open', async () => {
    const { proxy } = await serveThroughProxy()
    const { socket, heard, open } = createWebScene(bind(), { url: proxy.url, closeTimeoutMs: 200 })
    await open()
    proxy.blackHole()
    const sinceMs = Date.now()
    socket.close()
    await until('it is closed', () => socket.state === 'closed')
    expect(Date.now() - sinceMs).toBeLessThan(1_500)
    expect(heard('close')).toEqual([
      expect.objectContaining({ cause: 'app', wasClean: false, code: 1000 }),
    ])
  })
})

describe('a class with more than a browser has', () => {
  test('sends the header of each attempt through `construct`', async () => {
    const server = await serve()
    const bound = forWebSocket(WebSocket, {
      construct: ({ url, protocols, header }) => new WebSocket(url, protocols, { headers: header }),
    })
    let asked = 0
    const { heard, open } = createWebScene(bound, {
      header: { 'x-app': 'demo' },
      url: () => ({ url: server.url, header: { 'x-token': `token ${(asked += 1)}` } }),
    })
    await open()
    server.closeAll(1012)
    await until('it is open again', () => heard('open').length === 2)
    expect(server.visits.map(({ request }) => request.headers)).toEqual([
      expect.objectContaining({ 'x-app': 'demo', 'x-token': 'token 1' }),
      expect.objectContaining({ 'x-app': 'demo', 'x-token': 'token 2' }),
    ])
  })

  test('keeps no process alive and no error uncaught when a refused attempt is closed', async () => {
    const server = await serve()
    await server.kill()
    const uncaught: unknown[] = []
    const note = (error: unknown) => void uncaught.push(error)
    process.on('uncaughtException', note)
    cleanUp(() => void process.off('uncaughtException', note))
    const { socket, heard } = createWebScene(forWebSocket(WebSocket), { url: server.url })
    socket.connect()
    socket.close()
    await until('it is closed', () => socket.state === 'closed')
    socket.connect()
    await until('it was refused', () => heard('error').length > 0)
    expect(heard('error')[0]?.message).toContain('ECONNREFUSED')
    expect(uncaught).toEqual([])
  })
})
