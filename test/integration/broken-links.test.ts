/** Links that go silent, slow or half dead between two healthy ends. */
import { describe, expect, test } from '@jest/globals'
import type { SocketOptions } from '../../src/index'
import type { FaultProxy } from '../support/fault-proxy'
import type { WsServer } from '../support/ws-server'
import {
  cleanUp,
  createLiveScene,
  pause,
  serveThroughProxy,
  until,
  type LiveSocket,
} from './live-scene'

const INTERVAL_MS = 150
const TIMEOUT_MS = 250
/** What a busy machine may add. */
const SLACK_MS = 1_500

const heartbeat = { intervalMs: INTERVAL_MS, timeoutMs: TIMEOUT_MS, probeTimeoutMs: 200 }

interface Broken extends LiveSocket {
  readonly server: WsServer
  readonly proxy: FaultProxy
}

/** An open link through a proxy, with a quick heartbeat. */
async function openThroughProxy(options: Partial<SocketOptions> = {}): Promise<Broken> {
  const { server, proxy } = await serveThroughProxy()
  const live = createLiveScene().createSocket({ url: proxy.url, heartbeat, ...options })
  await live.open()
  return { ...live, server, proxy }
}

/** Waits for the death of the first link and says how long the silence lasted. */
async function noticedAfterMs({ heard, lastAtMs }: Broken, sinceMs: number): Promise<number> {
  await until('the dead link is noticed', () => heard('close').length > 0)
  return lastAtMs('close') - sinceMs
}

/** Does something again and again until it is stopped, or the test is over. */
function repeat(act: () => void, everyMs: number): () => void {
  const timer = setInterval(act, everyMs)
  const stop = () => clearInterval(timer)
  cleanUp(stop)
  return stop
}

describe('a black hole', () => {
  const holes: [string, (proxy: FaultProxy) => void][] = [
    ['both ways', (proxy) => proxy.blackHole()],
    ['towards the client', (proxy) => proxy.toClient.hold()],
    ['towards the server', (proxy) => proxy.toServer.hold()],
  ]

  test.each(holes)(
    'H3: %s is noticed by the heartbeat within interval and timeout, and the link is replaced when it is gone',
    async (_, begin) => {
      const broken = await openThroughProxy()
      const { heard, proxy, server, socket } = broken
      const sinceMs = Date.now()
      begin(proxy)
      const afterMs = await noticedAfterMs(broken, sinceMs)
      expect(heard('close')[0]).toMatchObject({
        cause: 'heartbeat-timeout',
        wasClean: false,
        willReconnect: true,
      })
      expect(heard('error')[0]).toMatchObject({ code: 'E_HEARTBEAT', retryable: true })
      expect(afterMs).toBeGreaterThanOrEqual(TIMEOUT_MS)
      expect(afterMs).toBeLessThan(INTERVAL_MS + TIMEOUT_MS + SLACK_MS)
      proxy.heal()
      await until('it is open again', () => heard('open').length === 2)
      await until('the server has only the new link', () => server.openCount === 1)
      socket.send('found')
      await until('the message arrived', () => server.received.includes('found'))
      expect(server.visits[server.visits.length - 1]?.received).toEqual(['found'])
    },
  )

  test('H3 C-7: the close event does not wait for a close that can never be answered', async () => {
    const broken = await openThroughProxy({ closeTimeoutMs: 5_000, reconnect: false })
    broken.proxy.blackHole()
    const sinceMs = Date.now()
    await noticedAfterMs(broken, sinceMs)
    expect(broken.socket.state).toBe('closed')
    expect(Date.now() - sinceMs).toBeLessThan(INTERVAL_MS + TIMEOUT_MS + SLACK_MS)
  })

  test('H4: a listen-only heartbeat notices a server that stopped pinging', async () => {
    const broken = await openThroughProxy({ heartbeat: { ...heartbeat, message: null } })
    const { server, proxy, socket, heard } = broken
    repeat(() => server.send('server ping'), 50)
    await pause(2 * (INTERVAL_MS + TIMEOUT_MS))
    expect([socket.state, heard('close')]).toEqual(['open', []])
    proxy.blackHole()
    await noticedAfterMs(broken, Date.now())
    expect(heard('close')[0]).toMatchObject({ cause: 'heartbeat-timeout' })
  })

  test('H1 H2: a link that carries data is never asked, and a quiet one that answers lives', async () => {
    const { server, heard, socket } = await openThroughProxy()
    let pings = 0
    server.visits[0]?.socket.on('message', (data) => (pings += String(data) === 'ping' ? 1 : 0))
    const stopTalking = repeat(() => server.send('data'), 20)
    await pause(3 * INTERVAL_MS)
    stopTalking()
    const whileTalking = pings
    await until('pings are answered', () => heard('rtt').length >= 2)
    expect([whileTalking, socket.stats().links, heard('close')]).toEqual([0, 1, []])
    expect(heard('message')).not.toContain('pong')
  })

  test('probe() finds a black hole long before the heartbeat would', async () => {
    const broken = await openThroughProxy({
      heartbeat: { intervalMs: 60_000, timeoutMs: 60_000, probeTimeoutMs: 150 },
    })
    broken.proxy.blackHole()
    const sinceMs = Date.now()
    broken.socket.probe()
    const afterMs = await noticedAfterMs(broken, sinceMs)
    expect(afterMs).toBeLessThan(150 + SLACK_MS)
    broken.proxy.heal()
    await until('it is open again', () => broken.heard('open').length === 2)
  })

  test('L3: the loss of the network makes an open link be asked, and a dead one is replaced on its return', async () => {
    const { server, proxy } = await serveThroughProxy()
    const { fake, createSocket } = createLiveScene()
    const { socket, heard, open } = createSocket({
      url: proxy.url,
      heartbeat: { intervalMs: 60_000, probeTimeoutMs: 150 },
      reconnect: { delayMs: 60_000 },
    })
    await open()
    proxy.blackHole()
    fake.network({ isConnected: false })
    await until('it is suspended', () => socket.state === 'suspended')
    expect(socket.status).toMatchObject({ why: 'offline', online: false })
    proxy.heal()
    fake.network({ isConnected: true })
    await until('it is open again', () => heard('open').length === 2)
    await until('the server has only the new link', () => server.openCount === 1)
  })

  test('H6: what the dead link still had to say is heard by nobody', async () => {
    const broken = await openThroughProxy()
    const { proxy, server, heard } = broken
    proxy.blackHole()
    server.send('from the grave')
    await noticedAfterMs(broken, Date.now())
    proxy.heal()
    await until('it is open again', () => heard('open').length === 2)
    await until('the old link is gone', () => server.openCount === 1)
    server.send('alive')
    await until('the new link speaks', () => heard('message').length > 0)
    expect(heard('message')).toEqual(['alive'])
  })

  test('a server that dies unheard is noticed too', async () => {
    const broken = await openThroughProxy()
    broken.proxy.blackHole()
    await broken.server.kill()
    await noticedAfterMs(broken, Date.now())
    expect(broken.heard('close')[0]).toMatchObject({ cause: 'heartbeat-timeout' })
  })
})

describe('a cut', () => {
  test.each(['reset', 'half-close of the client', 'half-close of the server'])(
    'R13: a %s is a network failure, and one link takes its place',
    async (cut) => {
      const { proxy, server, heard, socket } = await openThroughProxy()
      if (cut === 'reset') proxy.reset()
      else proxy.halfClose(cut.endsWith('client') ? 'client' : 'server')
      await until('it is open again', () => heard('open').length === 2)
      await until('the server has only the new link', () => server.openCount === 1)
      expect(heard('close')).toEqual([
        {
          code: 1006,
          reason: expect.any(String),
          wasClean: false,
          cause: 'network',
          willReconnect: true,
        },
      ])
      socket.send('back')
      await until('it works', () => server.received.includes('back'))
      expect(server.visits).toHaveLength(2)
    },
  )

  test('S1: what is sent across many cuts arrives in order and never twice, and what was queued always arrives', async () => {
    const { proxy, server, heard, socket } = await openThroughProxy({
      reconnect: { delayMs: 5, jitter: 0, limit: Infinity },
    })
    let nth = 0
    const sendSome = () => Array.from({ length: 50 }, () => socket.send(String((nth += 1))))
    const answers: string[] = []
    for (const cuts of [1, 2, 3, 4, 5]) {
      sendSome()
      proxy.reset()
      // Until the client hears of it, these go into a link that is gone.
      sendSome()
      await until('the cut is noticed', () => heard('close').length === cuts)
      const firstQueued = nth + 1
      answers.push(...sendSome())
      const isHere = (text: number) => server.received.includes(String(text))
      await until('what was queued arrived', () => isHere(nth))
      for (let queued = firstQueued; queued <= nth; queued += 1) expect(isHere(queued)).toBe(true)
    }
    const arrived = server.received.map(Number)
    expect(new Set(answers)).toEqual(new Set(['queued']))
    expect(arrived).toEqual([...new Set(arrived)].sort((one, other) => one - other))
    expect(heard('drop')).toEqual([])
  })
})

describe('a slow way', () => {
  test('C3: a handshake that is never answered ends at the connect timeout, and the next attempt opens', async () => {
    const { server, proxy } = await serveThroughProxy()
    proxy.toClient.hold()
    const { socket, heard, lastAtMs } = createLiveScene().createSocket({
      url: proxy.url,
      connectTimeoutMs: 200,
    })
    const sinceMs = Date.now()
    socket.connect()
    await until('the attempt failed', () => heard('close').length > 0)
    const afterMs = lastAtMs('close') - sinceMs
    expect(heard('close')[0]).toMatchObject({ cause: 'connect-timeout', willReconnect: true })
    expect(heard('error')[0]).toMatchObject({ code: 'E_CONNECT_TIMEOUT' })
    expect(afterMs).toBeGreaterThanOrEqual(195)
    expect(afterMs).toBeLessThan(200 + SLACK_MS)
    proxy.heal()
    await until('it is open', () => socket.state === 'open')
    await until('the server has only one link', () => server.openCount === 1)
    await pause(100)
    expect([heard('open').length, server.openCount]).toEqual([1, 1])
  })

  test('C4: an answer that comes after the timeout opens nothing', async () => {
    const { server, proxy } = await serveThroughProxy()
    proxy.toClient.delayMs = 400
    const { socket, heard } = createLiveScene().createSocket({
      url: proxy.url,
      connectTimeoutMs: 150,
      reconnect: false,
    })
    socket.connect()
    await until('it is closed', () => socket.state === 'closed')
    await until('the server lost its link', () => server.visits[0]?.closed !== null)
    await pause(300)
    expect([heard('open'), heard('close').length, server.openCount]).toEqual([[], 1, 0])
  })

  test('a delay below the deadline is a round trip time, not a death', async () => {
    const { proxy, heard, socket } = await openThroughProxy({
      heartbeat: { intervalMs: 80, timeoutMs: 2_000 },
    })
    proxy.toClient.delayMs = 60
    proxy.toServer.delayMs = 60
    await until('several pings are answered', () => heard('rtt').length >= 4)
    const [slowest] = heard('rtt')
      .map(({ rttMs }) => rttMs)
      .sort((one, other) => other - one)
    expect(slowest).toBeGreaterThanOrEqual(118)
    expect([socket.stats().links, heard('close')]).toEqual([1, []])
    expect(socket.stats().rttMs).toBe(heard('rtt').pop()?.rttMs)
  })

  test('a trickle carries handshake and frames', async () => {
    const { server, proxy } = await serveThroughProxy()
    proxy.toClient.trickle = { bytes: 3, everyMs: 1 }
    const { socket, heard } = createLiveScene().createSocket({ url: proxy.url })
    socket.connect()
    await until('it is open', () => socket.state === 'open')
    server.send('drop by drop, and yet whole')
    await until('the message arrived', () => heard('message').length === 1)
    expect(heard('message')).toEqual(['drop by drop, and yet whole'])
  })
})
