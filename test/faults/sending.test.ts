/** Faults of sending that a plain socket can answer for: what was accepted is neither lost nor doubled nor cut. */
import { describe, expect, test } from '@jest/globals'
import type { FakeTask } from '../../src/testing'
import { createScene, type Scene } from '../support/scene'
import { answerPings } from './server'

const STEADY = { heartbeat: false } as const

/** Everything that reached a wire, link by link. */
const wires = ({ fake }: Scene) => fake.tasks.map(({ sent }) => sent)

/** Lets the nth send of a task go wrong. */
function failNth(task: FakeTask, nth: number, how: 'fail' | 'throw'): void {
  const { native } = task
  const send = native.send.bind(native)
  let calls = 0
  native.send = (options) => {
    calls += 1
    if (calls === nth) task.failSends({ how })
    return send(options)
  }
}

test('C-9b: ten messages sent during a 5 s outage arrive once each, in order', () => {
  const scene = createScene({ startConnected: true, options: STEADY })
  scene.task(1).close(1006)

  const results = []
  for (let number = 1; number <= 10; number += 1) {
    results.push(scene.socket.send(`m${number}`))
    scene.advance(500)
  }
  scene.task(2).open()
  scene.advance(60_000)

  expect(results).toEqual(Array(10).fill('queued'))
  expect(wires(scene)).toEqual([[], ['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8', 'm9', 'm10']])
  expect(scene.heard('drop')).toEqual([])
})

test('C-17: the message that does not fit is called dropped, and there is an event for it', () => {
  const scene = createScene({ options: { queue: { maxMessages: 2 } } })
  scene.socket.connect()

  const results = ['a', 'b', 'c'].map((data) => scene.socket.send(data))

  expect(results).toEqual(['queued', 'queued', 'dropped'])
  expect(scene.heard('drop')).toEqual([{ data: 'c', why: 'overflow' }])
  scene.task().open()
  expect(wires(scene)).toEqual([['a', 'b']])
})

test('C-17: with drop-oldest, the message that gives way has its event', () => {
  const scene = createScene({ options: { queue: { maxMessages: 2, overflow: 'drop-oldest' } } })
  scene.socket.connect()

  const results = ['a', 'b', 'c'].map((data) => scene.socket.send(data))

  expect(results).toEqual(['queued', 'queued', 'queued'])
  expect(scene.heard('drop')).toEqual([{ data: 'a', why: 'overflow' }])
})

describe.each(['fail', 'throw'] as const)('a native send that reports by %s', (how) => {
  test('C-14: what went out before the failure is not sent again', () => {
    const scene = createScene({ options: STEADY })
    scene.socket.connect()
    failNth(scene.task(1), 2, how)
    for (const data of ['1', '2', '3']) scene.socket.send(data)

    scene.task(1).open()
    scene.task(1).close(1006)
    scene.advance(5_000)
    scene.task(2).open()
    scene.advance(60_000)

    const wire = wires(scene).flat()
    expect(wire.filter((data) => data === '1')).toHaveLength(1)
    expect([...wire].sort()).toEqual(['1', '2', '3'])
  })

  test('C-22: the message that failed is not lost', () => {
    const scene = createScene()
    scene.socket.connect()
    answerPings(scene.task(1))
    failNth(scene.task(1), 2, how)
    for (const data of ['1', '2', '3']) scene.socket.send(data)

    scene.task(1).open()
    scene.advance(1_000)

    const wire = scene.task(1).sent.filter((data) => data !== 'ping')
    expect([...wire].sort()).toEqual(['1', '2', '3'])
    expect(scene.heard('drop')).toEqual([])
  })
})

test('C-22: a throw in the middle of the queue keeps the order', () => {
  const scene = createScene({ options: STEADY })
  scene.socket.connect()
  failNth(scene.task(1), 2, 'throw')
  for (const data of ['1', '2', '3']) scene.socket.send(data)

  scene.task(1).open()
  expect(wires(scene)).toEqual([['1']])
  scene.advance(1_000)

  expect(wires(scene)).toEqual([['1', '2', '3']])
})

test('C-6b: a message whose failure the host reports after the drop goes out on the next link, once', () => {
  const scene = createScene({ startConnected: true, options: STEADY })
  scene.task(1).failSends({ afterMs: 50 })
  expect(scene.socket.send('late')).toBe('sent')
  scene.task(1).close(1006)
  expect(scene.socket.queued.messages).toBe(0)

  scene.advance(50)
  expect(scene.socket.queued.messages).toBe(1)
  scene.advance(5_000)
  scene.task(2).open()
  scene.advance(60_000)

  expect(wires(scene)).toEqual([[], ['late']])
  expect(scene.heard('drop')).toEqual([])
})

test('C-6b: what is sent between the error of a link and its close waits for the next link', () => {
  const scene = createScene({ startConnected: true, options: STEADY })
  scene.task(1).error('broken')
  expect(scene.socket.send('just in time')).toBe('queued')
  scene.task(1).close(1006)
  scene.advance(5_000)
  scene.task(2).open()

  expect(wires(scene)).toEqual([[], ['just in time']])
})

test('C-6b: a message that the host took is not sent a second time after the drop', () => {
  const scene = createScene({ startConnected: true, options: STEADY })
  scene.socket.send('taken')
  scene.task(1).close(1006)
  scene.advance(5_000)
  scene.task(2).open()
  scene.advance(60_000)

  expect(wires(scene)).toEqual([['taken'], []])
})

test('C-29: of a view, exactly its bytes reach the host', () => {
  const scene = createScene({ startConnected: true, options: STEADY })
  const pool = Uint8Array.from({ length: 8_192 }, (_, index) => index % 251)

  scene.socket.send(new Uint8Array(pool.buffer, 4, 3))
  scene.socket.send(new DataView(pool.buffer, 10, 2))
  pool.fill(0)

  expect(scene.task().sent.map((data) => [...new Uint8Array(data as ArrayBuffer)])).toEqual([
    [4, 5, 6],
    [10, 11],
  ])
})

test('C-29: a queued view keeps the bytes that it had when it was sent', () => {
  const scene = createScene({ options: STEADY })
  scene.socket.connect()
  const view = new Uint8Array([1, 2, 3, 4]).subarray(1, 3)
  scene.socket.send(view)
  view.fill(0)

  scene.task().open()

  expect([...new Uint8Array(scene.task().sent[0] as ArrayBuffer)]).toEqual([2, 3])
})
