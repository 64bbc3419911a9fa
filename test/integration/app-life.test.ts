/** The app goes to the background and comes back, while real links live and die. */
import { describe, expect, test } from '@jest/globals'
import { hostProfiles, type HostProfile } from '../../src/testing'
import { createLiveScene, pause, serve, serveThroughProxy, until } from './live-scene'

/** A host whose background cut comes after milliseconds instead of seconds. */
const hasty = (profile: HostProfile): HostProfile => ({
  ...profile,
  suspendAfterMs: 30,
  backgroundCut: profile.backgroundCut === null ? null : { ...profile.backgroundCut, afterMs: 45 },
})

/** A retry that is not owed at once would not come within the test. */
const never = { delayMs: 600_000, jitter: 0, limit: 3 }

const cutProfiles: [string, HostProfile][] = [
  ['android', hasty(hostProfiles.android)],
  ['ios', hasty(hostProfiles.ios)],
  ['ios15', hasty(hostProfiles.ios15)],
  ['global-close-only', hasty(hostProfiles['global-close-only'])],
  [
    'a host that reports nothing',
    hasty({
      ...hostProfiles.android,
      backgroundCut: { afterMs: 0, report: 'none', close: { code: 1000, reason: 'interrupted' } },
    }),
  ],
]

describe('a background cut', () => {
  test.each(cutProfiles)(
    'L2 R9 C-18 C-55: on %s is followed by one new link, at once on return',
    async (_, profile) => {
      const server = await serve()
      const { fake, createSocket } = createLiveScene({ profile })
      const { socket, heard, open } = createSocket({
        url: server.url,
        heartbeat: { intervalMs: 60_000, probeTimeoutMs: 200 },
        reconnect: never,
      })
      await open()
      fake.hide()
      await until('the link was cut', () => server.openCount === 0)
      await pause(40)
      const callsWhileHidden = fake.connectCalls.length
      fake.show()
      await until('it is open again', () => heard('open').length === 2)
      await pause(150)
      expect(callsWhileHidden).toBe(1)
      expect([server.openCount, server.visits.length]).toEqual([1, 2])
      expect(heard('close')).toEqual([expect.objectContaining({ willReconnect: true })])
      expect([socket.state, heard('giveup')]).toEqual(['open', []])
    },
  )

  test('S4: what is sent after the return goes out once, in order', async () => {
    const server = await serve()
    const { fake, createSocket } = createLiveScene({ profile: hasty(hostProfiles.ios) })
    const { socket, open } = createSocket({ url: server.url, reconnect: never })
    await open()
    fake.hide()
    await until('the link was cut', () => server.openCount === 0)
    await pause(40)
    fake.show()
    const texts = ['one', 'two', 'three']
    texts.forEach((text) => socket.send(text))
    await until('all arrived', () => server.received.length >= texts.length)
    expect(server.received).toEqual(texts)
  })

  test('R1: ten of them in a row leave one link', async () => {
    const server = await serve()
    const { fake, createSocket } = createLiveScene({ profile: hasty(hostProfiles.android) })
    const { heard, open } = createSocket({
      url: server.url,
      // Each link lives until the cut, which is long enough here to count as a new outage.
      reconnect: { ...never, stableAfterMs: 30 },
    })
    await open()
    for (let times = 1; times <= 10; times += 1) {
      fake.hide()
      await until('the link was cut', () => server.openCount === 0)
      fake.show()
      await until('it is open again', () => heard('open').length === times + 1)
    }
    expect([server.openCount, server.visits.length, heard('giveup')]).toEqual([1, 11, []])
  })
})

describe('in the background', () => {
  test('L1 L2: a link that survived is asked on return, and kept', async () => {
    const server = await serve()
    const { fake, createSocket } = createLiveScene()
    const { socket, heard, open } = createSocket({
      url: server.url,
      heartbeat: { intervalMs: 60, timeoutMs: 2_000 },
    })
    await open()
    let pings = 0
    server.visits[0]?.socket.on('message', (data) => (pings += String(data) === 'ping' ? 1 : 0))
    fake.hide({ cut: false })
    await pause(250)
    const pingsWhileHidden = pings
    fake.show()
    await until('it was asked', () => pings > 0)
    await until('it answered', () => heard('rtt').length > 0)
    expect([pingsWhileHidden, socket.stats().links, heard('close')]).toEqual([0, 1, []])
  })

  test('R4: a server that dies meanwhile is looked for on return only, and found', async () => {
    const { server, proxy } = await serveThroughProxy()
    const { fake, createSocket } = createLiveScene()
    const { socket, heard, open } = createSocket({ url: proxy.url })
    await open()
    fake.hide({ cut: false })
    proxy.reset()
    await until('it is suspended', () => socket.state === 'suspended')
    socket.send('meanwhile')
    await pause(200)
    expect([socket.status.why, proxy.accepted, heard('retry')]).toEqual(['background', 1, []])
    fake.show()
    await until('it is open again', () => heard('open').length === 2)
    await until('the message arrived', () => server.received.length === 1)
    expect([proxy.accepted, server.received]).toEqual([2, ['meanwhile']])
  })

  test('L2: a link that went dead meanwhile is found out by the question on return', async () => {
    const { server, proxy } = await serveThroughProxy()
    const { fake, createSocket } = createLiveScene()
    const { heard, lastAtMs, open } = createSocket({
      url: proxy.url,
      heartbeat: { intervalMs: 60_000, timeoutMs: 60_000, probeTimeoutMs: 200 },
      reconnect: never,
    })
    await open()
    fake.hide({ cut: false })
    proxy.blackHole()
    const sinceMs = Date.now()
    fake.show()
    await until('it was found out', () => heard('close').length === 1)
    expect(heard('close')[0]).toMatchObject({ cause: 'heartbeat-timeout' })
    expect(lastAtMs('close') - sinceMs).toBeLessThan(1_700)
    proxy.heal()
    await until('it is open again', () => heard('open').length === 2)
    await until('the server has only the new link', () => server.openCount === 1)
  })

  test("L1: background: 'close' cuts the link after three seconds, and returns on show", async () => {
    const server = await serve()
    const { fake, createSocket } = createLiveScene()
    const { socket, heard, lastAtMs, open } = createSocket({
      url: server.url,
      background: 'close',
      reconnect: never,
    })
    await open()
    const sinceMs = Date.now()
    fake.hide({ cut: false })
    await until('the link is cut', () => heard('close').length === 1)
    expect(lastAtMs('close') - sinceMs).toBeGreaterThanOrEqual(2_990)
    expect(heard('close')[0]).toMatchObject({ cause: 'interrupted', willReconnect: true })
    await until('the server heard', () => server.visits[0]?.closed !== null)
    expect([socket.state, socket.status.why]).toEqual(['suspended', 'background'])
    fake.show()
    await until('it is open again', () => heard('open').length === 2)
  })

  test("L1: background: 'run' keeps asking, and replaces a link while hidden", async () => {
    const { server, proxy } = await serveThroughProxy()
    const { fake, createSocket } = createLiveScene()
    const { heard, open } = createSocket({
      url: proxy.url,
      background: 'run',
      heartbeat: { intervalMs: 50, timeoutMs: 2_000 },
    })
    await open()
    fake.hide({ cut: false })
    await until('it asks on', () => heard('rtt').length >= 2)
    proxy.reset()
    await until('it is open again', () => heard('open').length === 2)
    expect([fake.isHidden, server.openCount]).toEqual([true, 1])
  })
})

describe('the network', () => {
  test('L3 L4 C-47: gone and back again and again, makes one link', async () => {
    const { server, proxy } = await serveThroughProxy()
    const { fake, createSocket } = createLiveScene()
    const { socket, heard, open } = createSocket({ url: proxy.url, reconnect: never })
    await open()
    fake.network({ isConnected: false })
    proxy.reset()
    await until('it is suspended', () => socket.state === 'suspended')
    for (let times = 0; times < 5; times += 1) {
      fake.network({ isConnected: true, networkType: 'wifi' })
      fake.network({ isConnected: false, networkType: 'none' })
    }
    fake.network({ isConnected: true, networkType: '4g' })
    await until('it is open again', () => heard('open').length === 2)
    await pause(150)
    expect([server.openCount, heard('open').length]).toEqual([1, 2])
  })

  test('L4: its return ends a long wait for the next retry', async () => {
    const { server, proxy } = await serveThroughProxy()
    const { fake, createSocket } = createLiveScene()
    const { socket, heard, open } = createSocket({ url: proxy.url, reconnect: never })
    await open()
    proxy.reset()
    await until('it waits', () => socket.state === 'waiting')
    fake.network({ isConnected: true })
    await until('it is open again', () => heard('open').length === 2)
    expect(server.openCount).toBe(1)
  })
})
