/** Servers that die, return, refuse, answer nonsense, or accept and drop. */
import { describe, expect, test } from '@jest/globals'
import { createLiveScene, pause, serve, serveThroughProxy, until } from './live-scene'
import { startServerProcess } from './server-process'

const TEN = Array.from({ length: 10 }, (_, nth) => `message ${nth}`)

describe('a server that dies', () => {
  test('R1: a killed server process is noticed at once, and one link leads to its successor', async () => {
    const first = await startServerProcess()
    const { socket, heard, open } = createLiveScene().createSocket({ url: first.url })
    await open()
    await first.kill()
    await until('the end is noticed and a retry was refused', () => heard('close').length >= 2)
    const second = await startServerProcess(first.port)
    await until('it is open again', () => heard('open').length === 2)
    socket.send('back')
    await until('the server hears it', () => second.received.length === 1)

    const [killed, refused] = heard('close')
    expect(killed).toMatchObject({ code: 1006, cause: 'network', wasClean: false })
    expect(refused).toMatchObject({ cause: 'connect-failed', willReconnect: true })
    expect(heard('error')[0]).toMatchObject({ code: 'E_CONNECT', retryable: true })
    expect(heard('open').map(({ isReconnect }) => isReconnect)).toEqual([false, true])
    expect(socket.stats().links).toBe(2)
  })

  test('C-9b S1: ten messages of an outage are delivered once and in order', async () => {
    const first = await startServerProcess()
    const { socket, heard, open } = createLiveScene().createSocket({ url: first.url })
    await open()
    await first.kill()
    await until('the end is noticed', () => heard('close').length > 0)
    const answers = TEN.map((text) => socket.send(text))
    const second = await startServerProcess(first.port)
    await until('all arrived', () => second.received.length >= TEN.length)
    socket.send('after')
    await until('the next one arrived', () => second.received.includes('after'))

    expect(new Set(answers)).toEqual(new Set(['queued']))
    expect(second.received).toEqual([...TEN, 'after'])
    expect([socket.queued.messages, heard('drop')]).toEqual([0, []])
  })

  test('R1: a server that restarts at once is found again, three times in a row', async () => {
    let server = await serve()
    const { port, url } = server
    const { heard, open } = createLiveScene().createSocket({ url })
    await open()
    for (const restarts of [1, 2, 3]) {
      await server.kill()
      server = await serve(port)
      await until('it is open again', () => heard('open').length === restarts + 1)
    }
    await pause(150)
    expect([server.openCount, server.visits.length]).toEqual([1, 1])
  })

  test('C-36: a proxy whose server is gone resets every attempt, and each is one retry', async () => {
    const { server, proxy } = await serveThroughProxy()
    const { heard, open } = createLiveScene().createSocket({ url: proxy.url })
    await open()
    await server.kill()
    await until('several attempts failed', () => heard('retry').length >= 4)
    expect(
      heard('retry')
        .map(({ retry }) => retry)
        .slice(0, 4),
    ).toEqual([1, 2, 3, 4])
    expect(
      heard('close')
        .slice(1, 4)
        .map(({ cause }) => cause),
    ).toEqual(Array.from({ length: 3 }, () => 'connect-failed'))
    proxy.targetPort = (await serve()).port
    await until('it is open again', () => heard('open').length === 2)
  })
})

describe('a server that refuses', () => {
  test('R2 C-4: gives up once when the limit is used up, and leaves nothing behind', async () => {
    const { proxy } = await serveThroughProxy()
    await proxy.refuse()
    const scene = createLiveScene()
    const { socket, heard } = scene.createSocket({
      url: proxy.url,
      reconnect: { delayMs: 20, jitter: 0, limit: 3 },
    })
    socket.connect()
    await until('it gives up', () => socket.state === 'gave-up')
    await pause(150)
    expect(heard('giveup')).toEqual([{ retries: 3, close: heard('close')[3] }])
    expect(heard('retry').map(({ retry, limit }) => `${retry}/${limit}`)).toEqual([
      '1/3',
      '2/3',
      '3/3',
    ])
    expect([scene.fake.connectCalls.length, scene.fake.openCount]).toEqual([4, 0])
  })

  test('R5: is revived from gave-up by the network, and what was queued goes out', async () => {
    const { server, proxy } = await serveThroughProxy()
    await proxy.refuse()
    const { fake, createSocket } = createLiveScene()
    const { socket } = createSocket({ url: proxy.url, reconnect: { limit: 0 } })
    socket.connect()
    await until('it gives up', () => socket.state === 'gave-up')
    socket.send('kept')
    await proxy.accept()
    fake.network({ isConnected: true })
    await until('the message arrived', () => server.received.length === 1)
    expect([socket.state, server.received]).toEqual(['open', ['kept']])
  })

  test('R5: connect() and reconnect() start a fresh round from gave-up', async () => {
    const { proxy } = await serveThroughProxy()
    await proxy.refuse()
    const { socket, heard } = createLiveScene().createSocket({
      url: proxy.url,
      reconnect: { delayMs: 10, limit: 1 },
    })
    for (const call of ['connect', 'reconnect'] as const) {
      const rounds = heard('giveup').length
      socket[call]()
      await until('it gives up', () => heard('giveup').length === rounds + 1)
    }
    await proxy.accept()
    socket.connect()
    await until('it is open', () => socket.state === 'open')
    expect(heard('giveup').map(({ retries }) => retries)).toEqual([1, 1])
  })

  test('C6: a list is tried in turn, and the one that opened is tried first after a drop', async () => {
    const { proxy } = await serveThroughProxy()
    await proxy.refuse()
    const server = await serve()
    const { fake, createSocket } = createLiveScene()
    const { heard, open } = createSocket({ url: [proxy.url, server.url] })
    await open()
    server.closeAll(1012)
    await until('it is open again', () => heard('open').length === 2)
    expect(fake.connectCalls.map(({ task }) => task?.options.url)).toEqual([
      proxy.url,
      server.url,
      server.url,
    ])
  })
})

describe('a server that answers something else', () => {
  test.each([404, 503] as const)(
    'C2: %d instead of 101 is a failed attempt, and the next one may succeed',
    async (status) => {
      const server = await serve()
      server.refuseWith = status
      const { socket, heard } = createLiveScene().createSocket({ url: server.url })
      socket.connect()
      await until('two attempts failed', () => heard('close').length >= 2)
      server.refuseWith = null
      await until('it is open', () => socket.state === 'open')
      expect(heard('close')[0]).toMatchObject({ cause: 'connect-failed', willReconnect: true })
      expect(heard('error')).toHaveLength(heard('close').length)
      expect(server.visits).toHaveLength(1)
    },
  )

  test('E6: a refused address is told by scheme and host, never with its token', async () => {
    const server = await serve()
    server.refuseWith = 503
    const { socket, log, heard } = createLiveScene().createSocket({
      url: `${server.url}room?token=secret-1`,
      header: { Authorization: 'secret-2' },
    })
    socket.connect()
    await until('an attempt failed', () => heard('close').length > 0)
    server.refuseWith = null
    await until('it is open', () => socket.state === 'open')
    const errors = heard('error').map(({ message, stack }) => [message, stack])
    const told = JSON.stringify([log, errors, socket.stats(), socket.history()])
    expect(told).not.toMatch(/secret|token/)
    expect(heard('open')[0]?.url).toBe(server.url.replace(/\/$/, ''))
    expect(server.visits[0]?.request.headers.authorization).toBe('secret-2')
  })

  test('C7: the url function is asked before every attempt, and its answer reaches the server', async () => {
    const server = await serve()
    const { heard, open } = createLiveScene().createSocket({
      url: async ({ attempt, lastClose }) => ({
        url: `${server.url}?attempt=${attempt}&last=${lastClose?.code ?? 'none'}`,
        header: { 'X-Attempt': String(attempt) },
      }),
    })
    await open()
    server.closeAll(4000)
    await until('it is open again', () => heard('open').length === 2)
    const requests = server.visits.map(({ request }) => [request.url, request.headers['x-attempt']])
    expect(requests).toEqual([
      ['/?attempt=1&last=none', '1'],
      ['/?attempt=2&last=4000', '2'],
    ])
  })
})

describe('a server that accepts and drops', () => {
  test('R3 C-5: the limit counts although every attempt opens', async () => {
    const server = await serve()
    server.onVisit = ({ socket }) => socket.close(1011, 'no')
    const { socket, heard } = createLiveScene().createSocket({
      url: server.url,
      reconnect: { delayMs: 10, jitter: 0, limit: 4 },
    })
    socket.connect()
    await until('it gives up', () => socket.state === 'gave-up')
    await pause(100)
    expect([server.visits.length, heard('open').length]).toEqual([5, 5])
    expect(heard('giveup').map(({ retries }) => retries)).toEqual([4])
  })

  test('R3: a link that stayed long enough starts the count again', async () => {
    const server = await serve()
    const { heard, open } = createLiveScene().createSocket({
      url: server.url,
      reconnect: { delayMs: 10, jitter: 0, limit: 1, stableAfterMs: 60 },
    })
    await open()
    for (const drops of [1, 2, 3]) {
      await pause(80)
      server.closeAll(1011)
      await until('it is open again', () => heard('open').length === drops + 1)
    }
    expect([heard('giveup'), heard('retry').map(({ retry }) => retry)]).toEqual([[], [1, 1, 1]])
  })
})
