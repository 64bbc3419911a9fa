/** Faults of heartbeats: dead peers nobody notices, healthy ones that are declared dead, deadlines that outlive a link. */
import { describe, expect, test } from '@jest/globals'
import { createScene } from '../support/scene'
import { answerPings, liveTasks } from './server'

const FREEZE_MS = 300_000

describe('a dead peer', () => {
  test('C-7: a native close that never comes does not hold up the end and the retry', () => {
    const scene = createScene({ startConnected: true })
    scene.task(1).silent = true

    scene.advance(10_000 + 10_000)
    expect(scene.heard('close')).toMatchObject([
      { cause: 'heartbeat-timeout', willReconnect: true, wasClean: false },
    ])
    expect(scene.task(1).closeCalls).toHaveLength(1)

    scene.advance(5_000)
    scene.task(2).open()
    expect(scene.socket.state).toBe('open')
  })

  test('C-37: a ping that nothing follows ends the link at the deadline, not before', () => {
    const scene = createScene({ startConnected: true })

    scene.advance(9_999)
    expect(scene.task().sent).toEqual([])
    scene.advance(1)
    expect(scene.task().sent).toEqual(['ping'])
    scene.advance(9_999)
    expect(scene.socket.state).toBe('open')
    scene.advance(1)

    expect(scene.heard('error')).toMatchObject([{ code: 'E_HEARTBEAT' }])
    expect(scene.heard('close')).toMatchObject([{ cause: 'heartbeat-timeout' }])
  })

  test('C-37: any frame within the deadline is a sign of life', () => {
    const scene = createScene({ startConnected: true })
    scene.advance(10_000 + 9_999)
    scene.task().message('news')
    scene.advance(9_999)

    expect(scene.socket.state).toBe('open')
    expect(scene.heard('close')).toEqual([])
  })

  test('C-43: the close that a missed pong leads to is not taken for one of the app', () => {
    const scene = createScene({ startConnected: true })
    scene.advance(20_000)
    // The host now reports the close that we asked for, in the words of a close by the app.
    scene.advance(20)
    expect(scene.task(1).state).toBe('closed')

    expect(scene.heard('close')).toMatchObject([{ cause: 'heartbeat-timeout' }])
    expect(scene.socket.state).toBe('waiting')
    scene.advance(5_000)
    expect(scene.fake.tasks).toHaveLength(2)
  })
})

describe('a ping of an old link', () => {
  test('C-6: its deadline does not close the link that is connecting now', () => {
    const scene = createScene({ startConnected: true })
    scene.advance(10_000)
    expect(scene.task(1).sent).toEqual(['ping'])
    scene.advance(1_000)
    scene.task(1).close(1006)
    scene.advance(5_000)

    scene.advance(9_999)

    expect(scene.socket.state).toBe('connecting')
    expect(scene.task(2).closeCalls).toEqual([])
  })

  test('C-41: it does not count against the new link, whose first ping is not a missed one', () => {
    const scene = createScene({ startConnected: true })
    scene.advance(10_000)
    scene.socket.reconnect()
    scene.advance(0)
    scene.task(2).open()
    scene.forget()

    scene.advance(10_000)
    expect(scene.task(2).sent).toEqual(['ping'])
    expect(scene.heard('close')).toEqual([])
    scene.advance(9_999)
    expect(scene.socket.state).toBe('open')
  })

  test('C-41: its late answer is no answer of the new link', () => {
    const scene = createScene({ startConnected: true })
    scene.advance(10_000)
    scene.socket.reconnect()
    scene.advance(0)
    scene.task(2).open()
    scene.forget()

    scene.task(1).message('pong')
    scene.task(2).message('pong')

    expect(scene.heard('rtt')).toEqual([])
    expect(scene.heard('message')).toEqual(['pong'])
  })
})

describe.each(['android', 'ios'] as const)('a script that stood still, on %s', (profile) => {
  test('C-48: a healthy link is asked once and kept', () => {
    const scene = createScene({ profile, startConnected: true })
    answerPings(scene.task())

    scene.clock.freeze(FREEZE_MS)
    scene.advance(0)
    expect(scene.task().sent).toEqual(['ping'])
    scene.advance(3_000)

    expect(scene.socket.state).toBe('open')
    expect(scene.fake.tasks).toHaveLength(1)
    expect(scene.heard('close')).toEqual([])
  })

  test('C-48: a ping and its deadline that both fell due meanwhile do not kill the link', () => {
    const scene = createScene({ profile, startConnected: true })
    scene.advance(10_000)
    expect(scene.task().sent).toEqual(['ping'])

    scene.clock.freeze(FREEZE_MS)
    scene.advance(0)
    expect(scene.socket.state).toBe('open')
    expect(scene.task().sent).toEqual(['ping', 'ping'])
    scene.task().message('pong')
    scene.advance(5_000)

    expect(scene.socket.state).toBe('open')
  })

  test('C-48: a dead link is replaced within the short deadline, not after a whole interval', () => {
    const scene = createScene({ profile, startConnected: true })

    scene.clock.freeze(FREEZE_MS)
    scene.advance(2_999)
    expect(scene.socket.state).toBe('open')
    scene.advance(1)
    expect(scene.heard('close')).toMatchObject([{ cause: 'heartbeat-timeout' }])
    scene.advance(0)

    expect(scene.fake.tasks).toHaveLength(2)
    expect(liveTasks(scene.fake)).toEqual([scene.task(2)])
  })
})
