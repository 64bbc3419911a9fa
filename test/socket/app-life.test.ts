import { describe, expect, test } from '@jest/globals'
import { hostProfiles, type HostProfile } from '../../src/testing'
import { createScene, type Scene } from '../support/scene'

/** A host that neither stops the script nor cuts sockets, so that only the socket itself can stop something. */
const wakeful: HostProfile = {
  ...hostProfiles.android,
  suspendAfterMs: Infinity,
  backgroundCut: null,
  connectWhileHidden: null,
}

const brokenLink = [1006, 'abnormal closure'] as const

function pingsOf(scene: Scene): number {
  return scene.task().sent.filter((data) => data === 'ping').length
}

/** The link breaks; the socket waits 5 s for its first retry. */
function startWaiting(scene: Scene): void {
  scene.openLink()
  scene.task().close(...brokenLink)
  expect(scene.socket.state).toBe('waiting')
  scene.forget()
}

/** Known to be offline, with no link. */
function startOffline(scene: Scene): void {
  startWaiting(scene)
  scene.fake.network({ isConnected: false })
  expect(scene.socket.status).toMatchObject({ state: 'suspended', why: 'offline' })
  scene.forget()
}

function giveUp(scene: Scene): void {
  scene.openLink()
  scene.task().close(...brokenLink)
  expect(scene.socket.state).toBe('gave-up')
  scene.forget()
}

describe('L1: hide', () => {
  test('L1: stops the heartbeat: no ping goes out and no timer is left while hidden', () => {
    const scene = createScene({ profile: wakeful, startConnected: true })
    scene.fake.hide()
    expect(scene.clock.pending).toBe(0)
    scene.advance(120_000)
    expect(scene.task().sent).toEqual([])
    expect(scene.socket.state).toBe('open')
  })

  test('L1: forgets the deadline of a ping that was on its way', () => {
    const scene = createScene({ profile: wakeful, startConnected: true })
    scene.advance(10_000)
    expect(scene.task().sent).toEqual(['ping'])
    scene.fake.hide()
    scene.advance(60_000)
    expect(scene.socket.state).toBe('open')
    expect(scene.log).toEqual([])
  })

  test('L1: stops the retry timer: nothing is tried while hidden', () => {
    const scene = createScene({ profile: wakeful })
    startWaiting(scene)
    scene.fake.hide()
    expect(scene.socket.status).toMatchObject({ state: 'suspended', why: 'background' })
    expect(scene.clock.pending).toBe(0)
    scene.advance(120_000)
    expect(scene.fake.tasks).toHaveLength(1)
  })

  test("L1: the default is 'keep': the link is not closed, however long it is hidden", () => {
    const scene = createScene({ profile: wakeful, startConnected: true })
    scene.fake.hide()
    scene.advance(3_600_000)
    expect(scene.task().closeCalls).toEqual([])
    expect(scene.socket.state).toBe('open')
  })

  test("L1: 'keep' still hears messages and sends while hidden", () => {
    const scene = createScene({ profile: wakeful, startConnected: true })
    scene.fake.hide()
    scene.task().message('still here')
    expect(scene.heard('message')).toEqual(['still here'])
    expect(scene.socket.send('me too')).toBe('sent')
    expect(scene.task().sent).toEqual(['me too'])
  })

  test("L1: 'close' ends the link after 3 s hidden, not before, as interrupted", () => {
    const options = { background: 'close' } as const
    const scene = createScene({ options, profile: wakeful, startConnected: true })
    scene.fake.hide()
    scene.advance(2_999)
    expect(scene.socket.state).toBe('open')
    expect(scene.task().closeCalls).toEqual([])
    scene.advance(1)
    expect(scene.task().closeCalls).toHaveLength(1)
    expect(scene.heard('close')).toMatchObject([{ cause: 'interrupted', willReconnect: true }])
    expect(scene.socket.status).toMatchObject({ state: 'suspended', why: 'background' })
  })

  test("L1: 'close' leaves no timer and no native socket behind while hidden", () => {
    const options = { background: 'close' } as const
    const scene = createScene({ options, profile: wakeful, startConnected: true })
    scene.fake.hide()
    scene.advance(10_000)
    expect(scene.leftovers()).toMatchObject({ timers: 0, sockets: 0 })
    expect(scene.fake.tasks).toHaveLength(1)
  })

  test("L1: 'close' connects anew on show, at once", () => {
    const options = { background: 'close' } as const
    const scene = createScene({ options, profile: wakeful, startConnected: true })
    scene.fake.hide()
    scene.advance(60_000)
    scene.fake.show()
    scene.advance(0)
    expect(scene.fake.tasks).toHaveLength(2)
    scene.task().open()
    expect(scene.socket.state).toBe('open')
    expect(scene.heard('close')).toHaveLength(1)
  })

  test("L1: 'close' keeps a link that was hidden for less than 3 s", () => {
    const options = { background: 'close' } as const
    const scene = createScene({ options, profile: wakeful, startConnected: true })
    scene.fake.hide()
    scene.advance(2_999)
    scene.fake.show()
    scene.task().message('pong')
    scene.advance(5_000)
    expect(scene.socket.state).toBe('open')
    expect(scene.fake.tasks).toHaveLength(1)
    expect(scene.heard('close')).toEqual([])
  })

  test("L1: 'close' counts the 3 s anew at every hide", () => {
    const options = { background: 'close' } as const
    const scene = createScene({ options, profile: wakeful, startConnected: true })
    scene.fake.hide()
    scene.advance(2_000)
    scene.fake.show()
    scene.task().message('pong')
    scene.fake.hide()
    scene.advance(2_999)
    expect(scene.socket.state).toBe('open')
    scene.advance(1)
    expect(scene.socket.state).toBe('suspended')
  })

  test("L1: 'close' ends an attempt under way too, for it is a link", () => {
    const scene = createScene({ options: { background: 'close' }, profile: wakeful })
    scene.socket.connect()
    scene.fake.hide()
    scene.advance(3_000)
    expect(scene.socket.status).toMatchObject({ state: 'suspended', why: 'background' })
    scene.task().open()
    expect(scene.heard('open')).toEqual([])
    expect(scene.task().closeCalls).not.toEqual([])
  })

  test("L1: 'close' keeps what is queued for the next link", () => {
    const options = { background: 'close' } as const
    const scene = createScene({ options, profile: wakeful, startConnected: true })
    scene.fake.hide()
    scene.advance(3_000)
    expect(scene.socket.send('later')).toBe('queued')
    scene.fake.show()
    scene.openLink()
    expect(scene.task().sent).toEqual(['later'])
  })

  test("L1: 'run' goes on with the heartbeat while hidden", () => {
    const options = { background: 'run' } as const
    const scene = createScene({ options, profile: wakeful, startConnected: true })
    scene.fake.hide()
    scene.advance(10_000)
    expect(scene.task().sent).toEqual(['ping'])
    scene.advance(10_000)
    expect(scene.heard('close')).toMatchObject([{ cause: 'heartbeat-timeout' }])
  })

  test("L1: 'run' retries while hidden", () => {
    const scene = createScene({ options: { background: 'run' }, profile: wakeful })
    startWaiting(scene)
    scene.fake.hide()
    expect(scene.socket.state).toBe('waiting')
    scene.advance(5_000)
    expect(scene.fake.tasks).toHaveLength(2)
  })

  test("L1: 'run' ignores show: no probe, no earlier retry, no revival", () => {
    const options = { background: 'run', reconnect: { limit: 1 } } as const
    const scene = createScene({ options, profile: wakeful, startConnected: true })
    scene.fake.hide()
    scene.fake.show()
    expect(scene.task().sent).toEqual([])
    scene.task().close(...brokenLink)
    scene.fake.show()
    scene.advance(0)
    expect(scene.socket.state).toBe('waiting')
    scene.advance(5_000)
    scene.task().error()
    expect(scene.socket.state).toBe('gave-up')
    scene.fake.show()
    scene.advance(0)
    expect(scene.socket.state).toBe('gave-up')
  })
})

describe('L2: show', () => {
  test('L2: probes an open link at once', () => {
    const scene = createScene({ profile: wakeful, startConnected: true })
    scene.fake.hide()
    scene.advance(1_000)
    scene.fake.show()
    expect(scene.task().sent).toEqual(['ping'])
  })

  test('L2: keeps a link that answers the probe, and goes on with its heartbeat', () => {
    const scene = createScene({ profile: wakeful, startConnected: true })
    scene.fake.hide()
    scene.advance(60_000)
    scene.fake.show()
    scene.advance(2_999)
    scene.task().message('pong')
    scene.advance(1)
    expect(scene.socket.state).toBe('open')
    expect(scene.fake.tasks).toHaveLength(1)
    scene.advance(9_999)
    expect(pingsOf(scene)).toBe(2)
  })

  test('L2: replaces a link that does not answer the probe, with no delay before its first retry', () => {
    const scene = createScene({ profile: wakeful, startConnected: true })
    scene.fake.hide()
    scene.advance(60_000)
    scene.fake.show()
    scene.advance(2_999)
    expect(scene.socket.state).toBe('open')
    scene.advance(1)
    expect(scene.heard('close')).toMatchObject([{ cause: 'heartbeat-timeout' }])
    expect(scene.heard('retry')).toMatchObject([{ retry: 1, delayMs: 0 }])
    scene.advance(0)
    expect(scene.fake.tasks).toHaveLength(2)
  })

  test('L2: waits as usual before the second retry of that outage', () => {
    const scene = createScene({ profile: wakeful, startConnected: true })
    scene.fake.show()
    scene.advance(3_000)
    scene.task().error()
    expect(scene.heard('retry')).toMatchObject([
      { retry: 1, delayMs: 0 },
      { retry: 2, delayMs: 5_000 },
    ])
  })

  test('L2: a probe asked for by the app that finds the link dead replaces it at once', () => {
    const scene = createScene({ startConnected: true })
    scene.socket.probe()
    scene.advance(3_000)
    expect(scene.heard('retry')).toMatchObject([{ delayMs: 0 }])
    scene.advance(0)
    expect(scene.fake.tasks).toHaveLength(2)
  })

  test('L2: a link that the heartbeat found dead waits as usual', () => {
    const scene = createScene({ startConnected: true })
    scene.advance(20_000)
    expect(scene.heard('close')).toMatchObject([{ cause: 'heartbeat-timeout' }])
    expect(scene.heard('retry')).toMatchObject([{ delayMs: 5_000 }])
  })

  test('L2: waiting connects at once on show, where the host reported no hide', () => {
    const scene = createScene()
    startWaiting(scene)
    scene.advance(1_000)
    scene.fake.show()
    scene.advance(0)
    expect(scene.socket.state).toBe('connecting')
    expect(scene.fake.tasks).toHaveLength(2)
  })

  test('L2: suspended connects at once on show', () => {
    const scene = createScene({ profile: wakeful })
    startWaiting(scene)
    scene.fake.hide()
    scene.advance(60_000)
    scene.fake.show()
    scene.advance(0)
    expect(scene.socket.state).toBe('connecting')
    expect(scene.fake.tasks).toHaveLength(2)
  })

  test('L2: gave-up connects at once on show', () => {
    const scene = createScene({ options: { reconnect: { limit: 0 } } })
    giveUp(scene)
    scene.fake.show()
    scene.advance(0)
    expect(scene.socket.state).toBe('connecting')
    expect(scene.fake.tasks).toHaveLength(2)
  })

  test('L2: a second show makes no second attempt', () => {
    const scene = createScene({ profile: wakeful })
    startWaiting(scene)
    scene.fake.hide()
    scene.fake.show()
    scene.fake.show()
    scene.advance(100)
    expect(scene.fake.tasks).toHaveLength(2)
    expect(scene.fake.openCount).toBe(1)
  })

  test('L2: an interrupted link is replaced at once, also long after show', () => {
    const scene = createScene({ startConnected: true })
    scene.task().close(1000, 'interrupted')
    expect(scene.heard('close')).toMatchObject([{ cause: 'interrupted', willReconnect: true }])
    expect(scene.heard('retry')).toMatchObject([{ retry: 1, delayMs: 0 }])
    scene.advance(0)
    expect(scene.fake.tasks).toHaveLength(2)
  })

  test('L2: a link that is interrupted again and again waits from the second retry on', () => {
    const scene = createScene({ startConnected: true })
    scene.task().close(1000, 'interrupted')
    scene.openLink()
    scene.task().close(1000, 'interrupted')
    expect(scene.heard('retry')).toMatchObject([
      { retry: 1, delayMs: 0 },
      { retry: 2, delayMs: 5_000 },
    ])
  })

  test.each([0, 1_000, 2_999])('L2: an end reported %i ms after show is replaced at once', (ms) => {
    const scene = createScene({ profile: wakeful, startConnected: true })
    scene.fake.hide()
    scene.advance(1_000)
    scene.fake.show()
    scene.advance(ms)
    scene.task().close(...brokenLink)
    expect(scene.heard('retry')).toMatchObject([{ retry: 1, delayMs: 0 }])
    scene.advance(0)
    expect(scene.fake.tasks).toHaveLength(2)
  })

  test('L2: an end reported more than 3 s after show waits as usual', () => {
    const scene = createScene({ profile: wakeful, startConnected: true })
    scene.fake.hide()
    scene.fake.show()
    scene.task().message('pong')
    scene.advance(3_001)
    scene.task().close(...brokenLink)
    expect(scene.heard('retry')).toMatchObject([{ delayMs: 5_000 }])
  })

  test('L2: a cut reported before onAppShow is replaced once, on show', () => {
    const profile: HostProfile = {
      ...hostProfiles.android,
      resumeSteps: ['events', 'show', 'timers'],
    }
    const scene = createScene({ profile, startConnected: true })
    scene.fake.hide()
    scene.advance(30_000)
    scene.fake.show()
    scene.advance(0)
    expect(scene.heard('close')).toMatchObject([{ cause: 'interrupted', willReconnect: true }])
    expect(scene.fake.tasks).toHaveLength(2)
    expect(scene.fake.openCount).toBe(1)
  })

  test('L2: a cut reported after onAppShow is replaced once, with no delay', () => {
    const profile: HostProfile = {
      ...hostProfiles.android,
      resumeSteps: ['show', 'timers', 'events'],
    }
    const scene = createScene({ profile, startConnected: true })
    scene.fake.hide()
    scene.advance(30_000)
    scene.fake.show()
    scene.advance(0)
    expect(scene.heard('close')).toMatchObject([{ cause: 'interrupted', willReconnect: true }])
    expect(scene.fake.tasks).toHaveLength(2)
    expect(scene.fake.openCount).toBe(1)
  })
})

describe('L3: the network is lost', () => {
  test('L3: waiting becomes suspended, and says why', () => {
    const scene = createScene()
    startWaiting(scene)
    scene.fake.network({ isConnected: false })
    expect(scene.heard('state')).toMatchObject([{ from: 'waiting', to: 'suspended' }])
    expect(scene.socket.status).toMatchObject({ state: 'suspended', why: 'offline', online: false })
    scene.advance(5_000)
    expect(scene.fake.tasks).toHaveLength(1)
  })

  test('L3: an open link is probed, not killed', () => {
    const scene = createScene({ startConnected: true })
    scene.fake.network({ isConnected: false })
    expect(scene.socket.state).toBe('open')
    expect(scene.task().sent).toEqual(['ping'])
    expect(scene.task().closeCalls).toEqual([])
  })

  test('L3: an open link that answers stays, for the event was wrong', () => {
    const scene = createScene({ startConnected: true })
    scene.fake.network({ isConnected: false })
    scene.advance(1_000)
    scene.task().message('pong')
    scene.advance(8_000)
    expect(scene.socket.state).toBe('open')
    expect(scene.socket.send('hello')).toBe('sent')
    expect(scene.names()).toEqual(['rtt'])
  })

  test('L3: an open link that does not answer dies of the probe, and then waits for the network', () => {
    const scene = createScene({ startConnected: true })
    scene.fake.network({ isConnected: false })
    scene.advance(3_000)
    expect(scene.heard('close')).toMatchObject([
      { cause: 'heartbeat-timeout', willReconnect: true },
    ])
    expect(scene.socket.status).toMatchObject({ state: 'suspended', why: 'offline' })
    expect(scene.heard('retry')).toEqual([])
    scene.advance(10_000)
    expect(scene.fake.tasks).toHaveLength(1)
  })

  test('L3: an attempt under way is left alone', () => {
    const scene = createScene()
    scene.socket.connect()
    scene.fake.network({ isConnected: false })
    expect(scene.socket.state).toBe('connecting')
    scene.task().open()
    expect(scene.socket.state).toBe('open')
  })
})

describe('L4: the network is there', () => {
  test('L4: waiting connects at once, though the network was never reported lost', () => {
    const scene = createScene()
    startWaiting(scene)
    scene.fake.network({ isConnected: true })
    scene.advance(0)
    expect(scene.fake.tasks).toHaveLength(2)
  })

  test('L4: suspended connects at once', () => {
    const scene = createScene()
    startOffline(scene)
    scene.fake.network({ isConnected: true })
    expect(scene.socket.status.online).toBe(true)
    scene.advance(0)
    expect(scene.socket.state).toBe('connecting')
    expect(scene.fake.tasks).toHaveLength(2)
  })

  test('L4: gave-up connects at once', () => {
    const scene = createScene({ options: { reconnect: { limit: 0 } } })
    giveUp(scene)
    scene.fake.network({ isConnected: true })
    scene.advance(0)
    expect(scene.fake.tasks).toHaveLength(2)
    scene.task().open()
    expect(scene.socket.state).toBe('open')
  })

  test('L4: an open link is probed every time, also by an event that repeats what was known', () => {
    const scene = createScene({ startConnected: true })
    scene.fake.network({ isConnected: true })
    expect(pingsOf(scene)).toBe(1)
    scene.task().message('pong')
    scene.advance(1)
    scene.fake.network({ isConnected: true })
    expect(pingsOf(scene)).toBe(2)
  })

  test('L4: a probed link that does not answer is replaced at once', () => {
    const scene = createScene({ startConnected: true })
    scene.fake.network({ isConnected: true, networkType: '4g' })
    scene.advance(3_000)
    expect(scene.heard('close')).toMatchObject([{ cause: 'heartbeat-timeout' }])
    scene.advance(0)
    expect(scene.fake.tasks).toHaveLength(2)
  })

  test.each(['wifi', 'none', 'offline', 'unknown', '6g', ''])(
    'L4: the type %j means nothing: only isConnected counts',
    (networkType) => {
      const scene = createScene()
      startWaiting(scene)
      scene.fake.network({ isConnected: true, networkType })
      scene.advance(0)
      expect(scene.fake.tasks).toHaveLength(2)
      expect(scene.socket.status.online).toBe(true)
    },
  )

  test('L4: flapping makes at most one attempt at a time', () => {
    const scene = createScene()
    startWaiting(scene)
    for (let flap = 0; flap < 20; flap += 1) {
      scene.fake.network({ isConnected: false })
      scene.fake.network({ isConnected: true })
      scene.advance(10)
      expect(scene.fake.openCount).toBe(1)
    }
    expect(scene.fake.tasks).toHaveLength(2)
    expect(scene.socket.state).toBe('connecting')
  })

  test('L4: flapping on an open link opens no second one', () => {
    const scene = createScene({ startConnected: true })
    for (let flap = 0; flap < 20; flap += 1) {
      scene.fake.network({ isConnected: false })
      scene.fake.network({ isConnected: true })
      scene.advance(10)
      scene.task().message('pong')
    }
    expect(scene.socket.state).toBe('open')
    expect(scene.fake.tasks).toHaveLength(1)
  })

  test('L4: an attempt for the network spends no retry', () => {
    const scene = createScene({ options: { reconnect: { limit: 1 } } })
    startWaiting(scene)
    for (let round = 0; round < 5; round += 1) {
      scene.fake.network({ isConnected: true })
      scene.advance(0)
      scene.task().error()
      expect(scene.socket.state).toBe('waiting')
    }
    expect(scene.heard('giveup')).toEqual([])
  })

  test('L4: while hidden nothing is tried before show', () => {
    const scene = createScene({ profile: wakeful })
    startOffline(scene)
    scene.fake.hide()
    scene.fake.network({ isConnected: true })
    scene.advance(60_000)
    expect(scene.fake.tasks).toHaveLength(1)
    scene.fake.show()
    scene.advance(0)
    expect(scene.fake.tasks).toHaveLength(2)
  })
})

describe('L5: offline is not believed for ever', () => {
  test('L5: an attempt is made every 30 s in the foreground', () => {
    const scene = createScene()
    startOffline(scene)
    for (let round = 1; round <= 3; round += 1) {
      scene.advance(29_999)
      expect(scene.fake.tasks).toHaveLength(round)
      scene.advance(1)
      expect(scene.fake.tasks).toHaveLength(round + 1)
      scene.task().error()
      expect(scene.socket.status).toMatchObject({ state: 'suspended', why: 'offline' })
    }
  })

  test('L5: those attempts spend no retry and never give up', () => {
    const scene = createScene({ options: { reconnect: { limit: 1 } } })
    startOffline(scene)
    for (let round = 0; round < 20; round += 1) {
      scene.advance(30_000)
      scene.task().error()
    }
    expect(scene.heard('giveup')).toEqual([])
    expect(scene.socket.state).toBe('suspended')
  })

  test('L5: a link opens that way, whatever the host says', () => {
    const scene = createScene()
    startOffline(scene)
    scene.advance(30_000)
    scene.task().open()
    expect(scene.socket.state).toBe('open')
    expect(scene.socket.send('hello')).toBe('sent')
  })

  test('L5: none is made while hidden', () => {
    const scene = createScene({ profile: wakeful })
    startOffline(scene)
    scene.fake.hide()
    expect(scene.clock.pending).toBe(0)
    scene.advance(300_000)
    expect(scene.fake.tasks).toHaveLength(1)
  })

  test('L5: on show one attempt is made whatever was known', () => {
    const scene = createScene({ profile: wakeful })
    startOffline(scene)
    scene.fake.hide()
    scene.advance(60_000)
    scene.fake.show()
    scene.advance(0)
    expect(scene.fake.tasks).toHaveLength(2)
    scene.task().error()
    expect(scene.socket.status).toMatchObject({ state: 'suspended', why: 'offline' })
    scene.advance(29_999)
    expect(scene.fake.tasks).toHaveLength(2)
  })

  test('L5: on show without a hide before it, too', () => {
    const scene = createScene()
    startOffline(scene)
    scene.fake.show()
    scene.advance(0)
    expect(scene.fake.tasks).toHaveLength(2)
  })

  test('L5: connect() assumes visible: a hide before it was not heard', () => {
    const scene = createScene({ profile: wakeful })
    scene.fake.hide()
    scene.openLink()
    expect(scene.socket.state).toBe('open')
    scene.advance(10_000)
    expect(scene.task().sent).toEqual(['ping'])
  })

  test('L5: connect() after close() assumes visible again', () => {
    const scene = createScene({ profile: wakeful, startConnected: true })
    scene.fake.hide()
    scene.socket.close()
    scene.task().close()
    expect(scene.socket.state).toBe('closed')
    scene.fake.show()
    scene.socket.connect()
    scene.advance(0)
    expect(scene.fake.tasks).toHaveLength(2)
  })

  test('L5: connect() after close() assumes online again', () => {
    const scene = createScene()
    startOffline(scene)
    scene.socket.close()
    expect(scene.socket.state).toBe('closed')
    scene.socket.connect()
    scene.advance(0)
    expect(scene.socket.status).toMatchObject({ state: 'connecting', online: true })
    scene.task().error()
    expect(scene.socket.state).toBe('waiting')
  })
})

describe('L6: listeners on the host', () => {
  const events = ['appShow', 'appHide', 'networkStatusChange'] as const
  const countsOf = ({ fake }: Scene) => events.map((event) => fake.listenerCount(event))

  test('L6: none before connect(), one of each after it', () => {
    const scene = createScene()
    expect(countsOf(scene)).toEqual([0, 0, 0])
    scene.socket.connect()
    expect(countsOf(scene)).toEqual([1, 1, 1])
  })

  test('L6: calling connect() and reconnect() again adds none', () => {
    const scene = createScene()
    scene.socket.connect()
    scene.socket.connect()
    scene.socket.reconnect()
    scene.openLink()
    scene.socket.reconnect()
    scene.advance(0)
    expect(countsOf(scene)).toEqual([1, 1, 1])
  })

  test('L6: they are removed once close() has come to its end', () => {
    const scene = createScene({ startConnected: true })
    scene.socket.close()
    scene.advance(2_000)
    expect(scene.socket.state).toBe('closed')
    expect(scene.leftovers()).toEqual({ timers: 0, sockets: 0, listeners: 0 })
  })

  test('L6: a final close removes them too', () => {
    const scene = createScene({ startConnected: true })
    scene.task().close(4500, 'kicked')
    expect(scene.socket.state).toBe('closed')
    expect(countsOf(scene)).toEqual([0, 0, 0])
  })

  test('L6: so does the first end with reconnect: false', () => {
    const scene = createScene({ options: { reconnect: false }, startConnected: true })
    scene.task().close(...brokenLink)
    expect(scene.socket.state).toBe('closed')
    expect(countsOf(scene)).toEqual([0, 0, 0])
  })

  test('L6: they stay in gave-up, which show and network revive', () => {
    const scene = createScene({ options: { reconnect: { limit: 0 } } })
    giveUp(scene)
    expect(countsOf(scene)).toEqual([1, 1, 1])
  })

  test('L6: a hundred connects and closes leave none', () => {
    const scene = createScene()
    for (let round = 0; round < 100; round += 1) {
      scene.socket.connect()
      scene.openLink()
      scene.socket.close()
      scene.advance(2_000)
    }
    expect(countsOf(scene)).toEqual([0, 0, 0])
  })

  test("L6: removing ours never removes the app's own listeners", () => {
    const scene = createScene()
    const { wx } = scene.fake
    const heard: string[] = []
    wx.onAppShow(() => heard.push('show'))
    wx.onAppHide(() => heard.push('hide'))
    wx.onNetworkStatusChange(() => heard.push('network'))
    scene.openLink()
    scene.socket.close()
    scene.advance(2_000)
    expect(countsOf(scene)).toEqual([1, 1, 1])
    scene.fake.hide()
    scene.fake.show()
    scene.fake.network({ isConnected: true })
    expect(heard).toEqual(['hide', 'show', 'network'])
  })

  test("L6: closing one socket leaves another socket's listeners", () => {
    const scene = createScene({ startConnected: true })
    const other = scene.entry.createSocket({ url: 'wss://example.com/other' })
    other.connect()
    scene.task().open()
    scene.socket.close()
    scene.advance(2_000)
    expect(countsOf(scene)).toEqual([1, 1, 1])
    const sentBefore = scene.task(2).sent.length
    scene.fake.show()
    expect(scene.task(2).sent.length).toBe(sentBefore + 1)
    other.close()
    scene.advance(2_000)
    expect(countsOf(scene)).toEqual([0, 0, 0])
  })

  test('L6: a closed socket does not hear show, hide or network', () => {
    const scene = createScene({ startConnected: true })
    scene.socket.close()
    scene.advance(2_000)
    scene.forget()
    scene.fake.hide()
    scene.fake.show()
    scene.fake.network({ isConnected: true })
    scene.advance(60_000)
    expect(scene.log).toEqual([])
    expect(scene.fake.tasks).toHaveLength(1)
  })
})
