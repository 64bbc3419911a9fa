/** Faults of background and network: links that die without a word, and returns that start two connections or none. */
import { describe, expect, test } from '@jest/globals'
import type { HostProfileName } from '../../src/testing'
import { createScene } from '../support/scene'
import { answerPings, liveTasks, playServer, refuseAll } from './server'

const PROBE_MS = 3_000
const HOUR_MS = 3_600_000

describe('a background cut that only the global close reports', () => {
  test('C-44: it makes every socket of the process ask, and the dead ones reconnect', () => {
    const scene = createScene({ profile: 'global-close-only', startConnected: true })
    const other = scene.entry.createSocket({ url: 'wss://example.com/other' })
    const ends: string[] = []
    other.on('close', ({ cause }) => ends.push(cause))
    other.on('error', () => undefined)
    other.connect()
    scene.task(2).open()

    scene.fake.globalClose()
    expect([scene.task(1).sent, scene.task(2).sent]).toEqual([['ping'], ['ping']])
    scene.advance(PROBE_MS)
    scene.advance(0)

    expect(scene.heard('close')).toMatchObject([{ cause: 'heartbeat-timeout' }])
    expect(ends).toEqual(['heartbeat-timeout'])
    expect(liveTasks(scene.fake)).toEqual([scene.task(3), scene.task(4)])
  })

  test('C-44: a socket that answers is left alone', () => {
    const scene = createScene({ profile: 'global-close-only', startConnected: true })
    answerPings(scene.task())

    scene.fake.globalClose()
    scene.advance(PROBE_MS + 5_000)

    expect(scene.socket.state).toBe('open')
    expect(scene.fake.tasks).toHaveLength(1)
  })

  test('C-44: a link that cannot be asked is replaced when no socket of ours explains the cut', () => {
    const scene = createScene({
      profile: 'global-close-only',
      startConnected: true,
      options: { heartbeat: false },
    })

    scene.fake.globalClose()
    scene.advance(200)
    scene.advance(0)

    expect(scene.heard('close')).toMatchObject([{ cause: 'interrupted', willReconnect: true }])
    expect(liveTasks(scene.fake)).toEqual([scene.task(2)])
  })
})

/** What happened to the link while the app was hidden. */
type Fate = 'alive' | 'cut' | 'cut-unreported'

const fates: readonly Fate[] = ['alive', 'cut', 'cut-unreported']
const absences = [
  ['3 s', 3_000],
  ['8 s', 8_000],
  ['40 s', 40_000],
  ['31 min', 31 * 60_000],
] as const
const profiles: readonly HostProfileName[] = ['android', 'ios', 'global-close-only', 'devtools']

const returns = profiles.flatMap((profile) =>
  absences.flatMap(([absence, hiddenMs]) =>
    fates.map((fate) => ({ profile, absence, hiddenMs, fate })),
  ),
)

describe('coming back from the background', () => {
  test.each(returns)(
    'C-55: after $absence on $profile with a link that is $fate there is one socket, ready in time',
    ({ profile, hiddenMs, fate }) => {
      const scene = createScene({ profile })
      const server = playServer(scene.fake)
      scene.socket.connect()
      scene.advance(0)
      expect(scene.socket.state).toBe('open')
      const first = scene.task(1)

      scene.fake.hide({ cut: false })
      scene.advance(hiddenMs / 2)
      if (fate !== 'alive') server.isMute = (task) => task === first
      if (fate === 'cut') first.close(1000, 'interrupted')
      scene.advance(hiddenMs / 2)
      expect(scene.fake.tasks).toHaveLength(1)
      scene.fake.show()
      scene.advance(PROBE_MS)
      scene.advance(0)

      expect(scene.socket.state).toBe('open')
      expect(liveTasks(scene.fake)).toHaveLength(1)
      expect(scene.fake.tasks).toHaveLength(fate === 'alive' ? 1 : 2)
      expect(scene.socket.send('hello')).toBe('sent')
      expect(scene.task().sent).toContain('hello')
      scene.advance(HOUR_MS)
      expect(scene.fake.tasks).toHaveLength(fate === 'alive' ? 1 : 2)
    },
  )

  test.each(['android', 'ios', 'global-close-only'] as const)(
    'C-55: the cut that %s makes by itself is recovered from, once',
    (profile) => {
      const scene = createScene({ profile })
      const server = playServer(scene.fake)
      server.isMute = ({ state }) => state !== 'open'
      scene.socket.connect()
      scene.advance(0)

      scene.fake.hide()
      scene.advance(40_000)
      scene.fake.show()
      scene.advance(PROBE_MS)
      scene.advance(0)

      expect(scene.socket.state).toBe('open')
      expect(scene.fake.tasks.map(({ state }) => state)).toEqual(['closed', 'open'])
    },
  )

  test.each(absences)('C-55: a retry that waited makes one attempt after %s', (_, hiddenMs) => {
    const scene = createScene()
    playServer(scene.fake)
    scene.socket.connect()
    scene.advance(0)
    scene.task(1).close(1006)
    scene.advance(1_000)

    scene.fake.hide()
    scene.advance(hiddenMs)
    expect(scene.fake.tasks).toHaveLength(1)
    scene.fake.show()
    scene.advance(PROBE_MS)

    expect(scene.socket.state).toBe('open')
    expect(scene.fake.tasks).toHaveLength(2)
  })

  test('C-55: a retry that the background interrupts is begun anew on return, and not counted twice', () => {
    const scene = createScene({ startConnected: true })
    scene.task(1).close(1006)
    scene.advance(5_000)
    scene.task(2).silent = true
    expect(scene.socket.status).toMatchObject({ state: 'connecting', retry: 1 })

    scene.fake.hide({ cut: false })
    scene.advance(8_000)
    scene.fake.show()
    scene.advance(0)

    expect(scene.fake.tasks).toHaveLength(3)
    expect(liveTasks(scene.fake)).toEqual([scene.task(3)])
    expect(scene.socket.status).toMatchObject({ state: 'connecting', retry: 0 })
  })

  test('C-55: while hidden nothing is tried and nothing is announced', () => {
    const scene = createScene({ startConnected: true })
    scene.fake.hide({ cut: false })
    scene.advance(1_000)
    scene.task(1).close(1006)
    scene.advance(3_000)
    scene.fake.network({ isConnected: true })
    scene.advance(500)

    expect(scene.heard('retry')).toEqual([])
    expect(scene.socket.status).toMatchObject({ state: 'suspended', why: 'background', retry: 0 })
    expect(scene.clock.pending).toBe(0)
    expect(scene.fake.tasks).toHaveLength(1)
  })

  test('C-55: a probe that was out when the app was hidden does not end the link on return', () => {
    const scene = createScene({ startConnected: true })
    scene.socket.probe()
    scene.advance(1_000)
    scene.fake.hide({ cut: false })
    scene.advance(3_500)
    scene.fake.show()
    scene.advance(0)
    expect(scene.task(1).sent).toEqual(['ping', 'ping'])
    scene.task(1).message('pong')
    scene.advance(PROBE_MS)

    expect(scene.socket.state).toBe('open')
    expect(scene.fake.tasks).toHaveLength(1)
  })

  test('C-55: a second hide and show within the probe time does not start a second connection', () => {
    const scene = createScene()
    const server = playServer(scene.fake)
    scene.socket.connect()
    scene.advance(0)
    server.isMute = (task) => task === scene.task(1)

    scene.fake.hide({ cut: false })
    scene.advance(8_000)
    scene.fake.show()
    scene.advance(1_000)
    scene.fake.hide({ cut: false })
    scene.advance(8_000)
    scene.fake.show()
    scene.fake.show()
    scene.advance(PROBE_MS)
    scene.advance(0)

    expect(scene.socket.state).toBe('open')
    expect(scene.fake.tasks).toHaveLength(2)
    expect(liveTasks(scene.fake)).toHaveLength(1)
  })
})

describe('a network that flaps', () => {
  const flapping = [
    { isConnected: false, networkType: 'none' },
    { isConnected: true, networkType: 'wifi' },
    { isConnected: true, networkType: '4g' },
    { isConnected: false, networkType: 'none' },
    { isConnected: true, networkType: 'wifi' },
  ]

  test('C-47: during a retry delay it makes one attempt and spends no retry', () => {
    const scene = createScene({ startConnected: true })
    scene.task(1).close(1006)
    scene.forget()

    for (const change of flapping) {
      scene.fake.network(change)
      scene.advance(400)
    }

    expect(scene.fake.tasks).toHaveLength(2)
    expect(scene.socket.state).toBe('connecting')
    expect(scene.socket.status.retry).toBe(0)
    scene.task(2).open()
    expect(scene.heard('retry')).toEqual([])
    expect(scene.socket.stats().retries).toBe(0)
  })

  test('C-47: attempts that fail while it flaps come one at a time', () => {
    const scene = createScene({ startConnected: true })
    scene.fake.onTask((task) => task.error('network is down'))
    scene.task(1).close(1006)

    for (const change of flapping) {
      scene.fake.network(change)
      scene.advance(400)
      expect(liveTasks(scene.fake).length).toBeLessThanOrEqual(1)
    }

    // Each of the three that say connected counts, and nothing else does (L4).
    expect(scene.fake.tasks).toHaveLength(1 + 3)
    expect(scene.socket.status.retry).toBe(1)
  })

  test('C-47: an open link is asked, not killed, and asked once at a time', () => {
    const scene = createScene({ startConnected: true })
    scene.task().onSent(() => scene.task().message('pong'))

    for (const change of flapping) scene.fake.network(change)
    expect(scene.task().sent).toEqual(['ping'])
    scene.advance(PROBE_MS)

    expect(scene.socket.state).toBe('open')
    expect(scene.fake.tasks).toHaveLength(1)
  })

  test('C-47: a switch that froze the link is noticed within the probe time', () => {
    const scene = createScene({ startConnected: true })

    scene.fake.network({ isConnected: true, networkType: '4g' })
    scene.advance(PROBE_MS)
    scene.advance(0)

    expect(scene.heard('close')).toMatchObject([{ cause: 'heartbeat-timeout' }])
    expect(liveTasks(scene.fake)).toEqual([scene.task(2)])
  })

  test('C-47: without a network it waits, and does not count the time as retries', () => {
    const scene = createScene({ startConnected: true })
    scene.task(1).close(1006)
    scene.fake.network({ isConnected: false })

    expect(scene.socket.status).toMatchObject({ state: 'suspended', why: 'offline', online: false })
    scene.advance(29_999)
    expect(scene.fake.tasks).toHaveLength(1)
    // Offline is not believed for ever: the event is sometimes wrong.
    scene.advance(1)
    expect(scene.fake.tasks).toHaveLength(2)
    expect(scene.socket.stats().retries).toBe(0)
  })

  test('C-47: a network that returns revives a socket that gave up, with a fresh count', () => {
    const scene = createScene({ options: { reconnect: { limit: 2 } } })
    refuseAll(scene.fake)
    scene.socket.connect()
    scene.advance(60_000)
    expect(scene.socket.state).toBe('gave-up')
    scene.forget()

    scene.fake.network({ isConnected: true, networkType: 'wifi' })
    scene.advance(60_000)

    expect(scene.fake.tasks).toHaveLength(3 + 3)
    expect(scene.heard('retry').map(({ retry }) => retry)).toEqual([1, 2])
    expect(scene.heard('giveup')).toMatchObject([{ retries: 2 }])
  })
})
