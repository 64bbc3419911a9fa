/** close(), reconnect() and the server's word, in the middle of everything. */
import { describe, expect, test } from '@jest/globals'
import type { SocketState, SocketOptions } from '../../src/index'
import type { FakeClock, FakeWx } from '../../src/testing'
import type { FaultProxy } from '../support/fault-proxy'
import type { WsServer } from '../support/ws-server'
import { createLiveScene, pause, serveThroughProxy, until, type LiveSocket } from './live-scene'

/** How long a thing that must not happen is watched for. */
const QUIET_MS = 200

interface Stage extends LiveSocket {
  readonly server: WsServer
  readonly proxy: FaultProxy
  readonly fake: FakeWx<FakeClock>
}

async function createStage(
  choose: (url: string) => Partial<SocketOptions> = () => ({}),
): Promise<Stage> {
  const { server, proxy } = await serveThroughProxy()
  const { fake, createSocket } = createLiveScene()
  const live = createSocket({ url: proxy.url, ...choose(proxy.url) })
  return { ...live, server, proxy, fake }
}

interface Moment {
  readonly name: string
  readonly state: SocketState
  readonly options?: (url: string) => Partial<SocketOptions>
  readonly reach: (stage: Stage) => Promise<void>
}

const hasState = (stage: Stage, state: SocketState) =>
  until(`the socket is ${state}`, () => stage.socket.state === state)

const moments: readonly Moment[] = [
  {
    name: 'while the url function is silent',
    state: 'connecting',
    options: (url) => {
      const answers = [new Promise<string>(() => undefined)]
      return { url: () => answers.pop() ?? url }
    },
    reach: async ({ socket }) => socket.connect(),
  },
  {
    name: 'in the tick of connect()',
    state: 'connecting',
    reach: async ({ socket }) => socket.connect(),
  },
  {
    name: 'in the handshake',
    state: 'connecting',
    reach: async ({ socket, proxy, server }) => {
      proxy.toClient.hold()
      socket.connect()
      await until('the server answered', () => server.visits.length === 1)
    },
  },
  { name: 'with an open link', state: 'open', reach: (stage) => stage.open() },
  {
    name: 'in a burst',
    state: 'open',
    reach: async (stage) => {
      await stage.open()
      for (let nth = 0; nth < 1_000; nth += 1) {
        stage.server.send(`down ${nth}`)
        stage.socket.send(`up ${nth}`)
      }
      await until('the burst is under way', () => stage.heard('message').length > 0)
    },
  },
  {
    name: 'in a black hole that nobody noticed',
    state: 'open',
    reach: async (stage) => {
      await stage.open()
      stage.proxy.blackHole()
    },
  },
  {
    name: 'while a retry is due later',
    state: 'waiting',
    options: () => ({ reconnect: { delayMs: 300, jitter: 0 } }),
    reach: async (stage) => {
      await stage.open()
      stage.server.closeAll(1011)
      await hasState(stage, 'waiting')
    },
  },
  {
    name: 'after giving up',
    state: 'gave-up',
    options: () => ({ reconnect: { limit: 0 } }),
    reach: async (stage) => {
      await stage.open()
      stage.proxy.reset()
      await hasState(stage, 'gave-up')
    },
  },
  {
    name: 'without a network',
    state: 'suspended',
    reach: async (stage) => {
      await stage.open()
      stage.fake.network({ isConnected: false })
      stage.proxy.reset()
      await hasState(stage, 'suspended')
    },
  },
  {
    name: 'while a close is not answered',
    state: 'closing',
    reach: async (stage) => {
      await stage.open()
      stage.proxy.blackHole()
      stage.socket.close(4000, 'first')
    },
  },
]

describe.each(moments)('$name', ({ state, options, reach }) => {
  test('R8: close() is prompt, says so once, and nothing comes after it', async () => {
    const stage = await createStage(options)
    const { socket, heard, proxy, server, fake } = stage
    await reach(stage)
    expect(socket.state).toBe(state)
    const closesBefore = heard('close').length
    const opensBefore = heard('open').length
    socket.close(4001, 'bye')
    socket.close()
    expect(socket.send('too late')).toBe('dropped')
    await hasState(stage, 'closed')
    proxy.heal()
    const calls = fake.connectCalls.length
    await until('the server has no link', () => server.openCount === 0)
    await pause(QUIET_MS)

    expect([socket.state, heard('open').length, server.openCount]).toEqual([
      'closed',
      opensBefore,
      0,
    ])
    expect(fake.connectCalls.length).toBe(calls)
    expect(heard('close').slice(closesBefore)).toEqual([
      expect.objectContaining({ cause: 'app', willReconnect: false }),
    ])
  })

  test('R7: reconnect() replaces whatever there is by one link', async () => {
    const stage = await createStage(options)
    const { socket, heard, proxy, server } = stage
    await reach(stage)
    const opensBefore = heard('open').length
    proxy.heal()
    socket.reconnect()
    socket.reconnect()
    await until('a new link is open', () => heard('open').length === opensBefore + 1)
    await until('the server has one link', () => server.openCount === 1)
    socket.send('here')
    await until('it works', () => server.received.includes('here'))
    await pause(QUIET_MS)
    expect([heard('open').length, server.openCount]).toEqual([opensBefore + 1, 1])
  })
})

describe('reconnect()', () => {
  test('R7: ends the old link with one close that says so, and asks for a fresh address', async () => {
    const stage = await createStage()
    const { socket, heard, server, fake } = stage
    await stage.open()
    for (let times = 0; times < 5; times += 1) socket.reconnect()
    await until('a new link is open', () => heard('open').length === 2)
    await until('the old one is over', () => server.visits[0]?.closed !== null)
    expect(heard('close')).toEqual([expect.objectContaining({ cause: 'app', willReconnect: true })])
    expect([server.visits.length, fake.connectCalls.length]).toEqual([2, 2])
  })

  test('R7: makes no wait for an old link that cannot be closed', async () => {
    const { server, proxy } = await serveThroughProxy()
    const other = await serveThroughProxy()
    const urls = [proxy.url, other.proxy.url]
    const { socket, heard, open } = createLiveScene().createSocket({
      url: () => urls.shift() ?? '',
      closeTimeoutMs: 30_000,
    })
    await open()
    proxy.blackHole()
    socket.reconnect()
    await until('a new link is open', () => heard('open').length === 2)
    expect([server.openCount, other.server.openCount]).toEqual([1, 1])
    proxy.heal()
    await until('the old one is over', () => server.openCount === 0)
    expect(heard('close')).toHaveLength(1)
    socket.close()
    await until('it is closed', () => other.server.openCount === 0)
    // With a server that answers, a close needs no timeout.
    expect(socket.state).toBe('closed')
  })

  test('R1: called all the time, leaves one link in the end', async () => {
    const stage = await createStage()
    const { socket, heard, server } = stage
    socket.connect()
    for (let times = 0; times < 12; times += 1) {
      await pause(times)
      socket.reconnect()
    }
    await hasState(stage, 'open')
    await until('the server has one link', () => server.openCount === 1)
    await pause(QUIET_MS)
    expect([socket.state, server.openCount]).toEqual(['open', 1])
    expect(heard('giveup')).toEqual([])
  })
})

describe('close()', () => {
  test('carries code and reason to the server, and tells how it ended', async () => {
    const stage = await createStage()
    await stage.open()
    stage.socket.close(4321, 'logout')
    await hasState(stage, 'closed')
    await until('the server heard', () => stage.server.visits[0]?.closed !== null)
    expect(stage.server.visits[0]?.closed).toEqual({ code: 4321, reason: 'logout' })
    expect(stage.heard('close')).toEqual([
      { code: 4321, reason: 'logout', wasClean: true, cause: 'app', willReconnect: false },
    ])
  })

  test('C-8: connect() works again after it, from closing and from closed', async () => {
    const stage = await createStage()
    await stage.open()
    stage.socket.close()
    stage.socket.connect()
    await until('it is open again', () => stage.heard('open').length === 2)
    stage.socket.close()
    await hasState(stage, 'closed')
    stage.socket.connect()
    await until('it is open again', () => stage.heard('open').length === 3)
    await until('the server has one link', () => stage.server.openCount === 1)
    expect(stage.heard('close').map(({ cause }) => cause)).toEqual(['app', 'app'])
  })
})

describe('a close by the server', () => {
  test.each([
    [1000, 'server', true],
    [1001, 'server', true],
    [1011, 'server', true],
    [1012, 'server', true],
    [3000, 'server', true],
    [4401, 'server', true],
    [undefined, 'network', false],
  ] as const)('C-45 R9: with code %s leads to a new link', async (code, cause, wasClean) => {
    const stage = await createStage()
    await stage.open()
    stage.server.closeAll(code)
    await until('it is open again', () => stage.heard('open').length === 2)
    expect(stage.heard('close')).toEqual([
      expect.objectContaining({ code: code ?? 1005, cause, wasClean, willReconnect: true }),
    ])
  })

  test.each([4501, 3500])(
    'R6 C-56: with code %d is final: only a call brings it back',
    async (code) => {
      const stage = await createStage(() => ({ reconnect: { delayMs: 5, limit: Infinity } }))
      const { socket, heard, server, fake } = stage
      await stage.open()
      server.closeAll(code, 'kicked')
      await hasState(stage, 'closed')
      fake.network({ isConnected: true })
      fake.hide()
      fake.show()
      await pause(QUIET_MS)
      expect([socket.state, server.visits.length, fake.connectCalls.length]).toEqual([
        'closed',
        1,
        1,
      ])
      expect(heard('close')).toEqual([
        { code, reason: 'kicked', wasClean: true, cause: 'server', willReconnect: false },
      ])
      expect([heard('retry'), heard('giveup'), socket.send('x')]).toEqual([[], [], 'dropped'])
      socket.connect()
      await until('it is open again', () => heard('open').length === 2)
    },
  )
})
