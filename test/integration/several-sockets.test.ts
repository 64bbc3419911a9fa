/** Sockets that share a process and a host, and nothing else. */
import { describe, expect, test } from '@jest/globals'
import { createLiveScene, pause, serve, serveThroughProxy, until } from './live-scene'

describe('two sockets', () => {
  test('C8 C-33: what one sends, hears and suffers does not touch the other', async () => {
    const one = await serveThroughProxy()
    const two = await serveThroughProxy()
    const { createSocket } = createLiveScene()
    const first = createSocket({ url: one.proxy.url })
    const second = createSocket({ url: two.proxy.url })
    await Promise.all([first.open(), second.open()])
    first.socket.send('for one')
    second.socket.send('for two')
    one.server.send('from one')
    two.server.send('from two')
    await until(
      'all arrived',
      () => first.heard('message').length + one.server.received.length === 2,
    )
    await until(
      'all arrived',
      () => second.heard('message').length + two.server.received.length === 2,
    )

    one.proxy.reset()
    await until('the first is open again', () => first.heard('open').length === 2)
    first.socket.close()
    await until('the first is closed', () => first.socket.state === 'closed')
    second.socket.send('still here')
    await until('the second still works', () => two.server.received.includes('still here'))

    expect([first.heard('message'), second.heard('message')]).toEqual([['from one'], ['from two']])
    expect([one.server.received, two.server.received]).toEqual([
      ['for one'],
      ['for two', 'still here'],
    ])
    expect([second.heard('close'), second.socket.stats().links]).toEqual([[], 1])
  })

  test('C8 C-23: of one frozen options object count their own retries', async () => {
    const { proxy } = await serveThroughProxy()
    await proxy.refuse()
    const { createSocket } = createLiveScene()
    const reconnect = Object.freeze({ delayMs: 10, jitter: 0, limit: 3 })
    const options = Object.freeze({ url: proxy.url, reconnect })
    const sockets = [createSocket(options), createSocket(options)]
    sockets.forEach(({ socket }) => socket.connect())
    await until('both gave up', () => sockets.every(({ socket }) => socket.state === 'gave-up'))
    expect(sockets.map(({ heard }) => heard('giveup').map(({ retries }) => retries))).toEqual([
      [3],
      [3],
    ])
  })

  test('of one server survive a half-open link of only one of them', async () => {
    const server = await serve()
    const { proxy } = await serveThroughProxy()
    proxy.targetPort = server.port
    const { createSocket } = createLiveScene()
    const heartbeat = { intervalMs: 100, timeoutMs: 200 }
    const direct = createSocket({ url: server.url, heartbeat: { ...heartbeat, timeoutMs: 3_000 } })
    const broken = createSocket({ url: proxy.url, heartbeat })
    await Promise.all([direct.open(), broken.open()])
    proxy.blackHole()
    await until('it is noticed', () => broken.heard('close').length > 0)
    proxy.heal()
    await until('it is open again', () => broken.heard('open').length === 2)
    await until('the server has two links', () => server.openCount === 2)
    expect(direct.heard('close')).toEqual([])
  })
})

describe('five sockets', () => {
  test('R12 C-46: each can reconnect, although the host allows five and old ones close slowly', async () => {
    const { server, proxy } = await serveThroughProxy()
    const { fake, createSocket } = createLiveScene()
    const sockets = Array.from({ length: 5 }, () => createSocket({ url: proxy.url }))
    await Promise.all(sockets.map(({ open }) => open()))
    proxy.toServer.delayMs = 40
    sockets.forEach(({ socket }) => socket.reconnect())
    await until('all are open again', () =>
      sockets.every(({ heard }) => heard('open').length === 2),
    )
    await until('the server has five links', () => server.openCount === 5)
    const causes = sockets.flatMap(({ heard }) => heard('close').map(({ cause }) => cause))
    expect([causes, fake.openCount]).toEqual([Array.from({ length: 5 }, () => 'app'), 5])
  })

  test('R13: a sixth is told that there are too many, and gets in when there is room', async () => {
    const server = await serve()
    const { createSocket } = createLiveScene()
    const sockets = Array.from({ length: 5 }, () => createSocket({ url: server.url }))
    await Promise.all(sockets.map(({ open }) => open()))
    const sixth = createSocket({ url: server.url })
    sixth.socket.connect()
    await until('it is refused', () => sixth.heard('close').length > 0)
    expect(sixth.heard('close')[0]).toMatchObject({
      cause: 'too-many-sockets',
      willReconnect: true,
    })
    sockets[0]?.socket.close()
    await until('it is in', () => sixth.socket.state === 'open')
    await pause(50)
    expect(server.openCount).toBe(5)
  })

  test('R1: all come back after their server restarted, five links and no more', async () => {
    const server = await serve()
    const { fake, createSocket } = createLiveScene()
    const sockets = Array.from({ length: 5 }, () => createSocket({ url: server.url }))
    await Promise.all(sockets.map(({ open }) => open()))
    await server.kill()
    await until('all noticed', () => sockets.every(({ heard }) => heard('retry').length > 0))
    const next = await serve(server.port)
    await until('all are open again', () =>
      sockets.every(({ heard }) => heard('open').length === 2),
    )
    await pause(150)
    expect([next.openCount, next.visits.length, fake.openCount]).toEqual([5, 5, 5])
  })
})
