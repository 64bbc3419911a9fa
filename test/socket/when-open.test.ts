import { describe, expect, test } from '@jest/globals'
import type { SocketOptions } from '../../src/index'
import { createScene, type Scene } from '../support/scene'

type Outcome = 'pending' | 'open' | { readonly code: string; readonly isSocketError: boolean }

/** What has become of `whenOpen()` each time it is asked, after promises had time to settle. */
function watch(scene: Scene): () => Promise<Outcome> {
  let outcome: Outcome = 'pending'
  scene.socket.whenOpen().then(
    () => (outcome = 'open'),
    (error) => (outcome = { code: error.code, isSocketError: scene.entry.isSocketError(error) }),
  )
  return async () => {
    await scene.settle()
    return outcome
  }
}

const closed = { code: 'E_CLOSED', isSocketError: true }
const gaveUp = { code: 'E_GAVE_UP', isSocketError: true }

function start(options: Partial<SocketOptions> = {}): Scene {
  return createScene({ options, startConnected: true })
}

describe('whenOpen', () => {
  test('pends in idle, and does not connect', async () => {
    const scene = createScene()
    const outcome = watch(scene)
    expect(await outcome()).toBe('pending')
    expect(scene.fake.tasks).toEqual([])
    expect(scene.socket.state).toBe('idle')
  })

  test('resolves when the link opens', async () => {
    const scene = createScene()
    const outcome = watch(scene)
    scene.socket.connect()
    expect(await outcome()).toBe('pending')
    scene.openLink()
    expect(await outcome()).toBe('open')
  })

  test('resolves at once with an open link', async () => {
    expect(await watch(start())()).toBe('open')
  })

  test('resolves with nothing', async () => {
    await expect(start().socket.whenOpen()).resolves.toBe(undefined)
  })

  test('pends through failures and retries', async () => {
    const scene = createScene()
    scene.socket.connect()
    const outcome = watch(scene)
    scene.task().error()
    expect(scene.socket.state).toBe('waiting')
    expect(await outcome()).toBe('pending')
    scene.advance(5_000)
    scene.openLink()
    expect(await outcome()).toBe('open')
  })

  test('pends in suspended, until the app or the network is back', async () => {
    const scene = start()
    scene.task().close(1006, '')
    scene.fake.network({ isConnected: false })
    const outcome = watch(scene)
    expect(await outcome()).toBe('pending')
    scene.fake.network({ isConnected: true })
    scene.openLink()
    expect(await outcome()).toBe('open')
  })

  test('pends through reconnect()', async () => {
    const scene = createScene()
    scene.socket.connect()
    const outcome = watch(scene)
    scene.socket.reconnect()
    expect(await outcome()).toBe('pending')
    scene.openLink()
    expect(await outcome()).toBe('open')
  })

  test.each(['connecting', 'waiting'])('rejects with E_CLOSED on close() in %s', async (state) => {
    const scene = createScene()
    scene.socket.connect()
    if (state === 'waiting') scene.task().error()
    expect(scene.socket.state).toBe(state)
    const outcome = watch(scene)
    scene.socket.close()
    expect(await outcome()).toEqual(closed)
  })

  test('rejects with E_CLOSED on a final close', async () => {
    const scene = createScene()
    scene.socket.connect()
    const outcome = watch(scene)
    scene.task().close(4500, 'kicked')
    expect(await outcome()).toEqual(closed)
  })

  test('rejects with E_CLOSED on the end of a socket that does not reconnect', async () => {
    const scene = createScene({ options: { reconnect: false } })
    scene.socket.connect()
    const outcome = watch(scene)
    scene.task().error()
    expect(await outcome()).toEqual(closed)
  })

  test('rejects with E_CLOSED at once in closing and in closed', async () => {
    const scene = start()
    scene.socket.close()
    expect(scene.socket.state).toBe('closing')
    expect(await watch(scene)()).toEqual(closed)
    scene.advance(2_000)
    expect(scene.socket.state).toBe('closed')
    expect(await watch(scene)()).toEqual(closed)
  })

  test('rejects with E_GAVE_UP when the limit is used up', async () => {
    const scene = createScene({ options: { reconnect: { limit: 1 } } })
    scene.socket.connect()
    const outcome = watch(scene)
    scene.task().error()
    expect(await outcome()).toBe('pending')
    scene.advance(5_000)
    scene.task().error()
    expect(await outcome()).toEqual(gaveUp)
  })

  test('rejects with E_GAVE_UP at once in gave-up', async () => {
    const scene = createScene({ options: { reconnect: { limit: 0 } } })
    scene.socket.connect()
    scene.task().error()
    expect(scene.socket.state).toBe('gave-up')
    expect(await watch(scene)()).toEqual(gaveUp)
  })

  test('pends again after close() and connect()', async () => {
    const scene = start()
    scene.socket.close()
    scene.advance(2_000)
    scene.socket.connect()
    const outcome = watch(scene)
    expect(await outcome()).toBe('pending')
    scene.openLink()
    expect(await outcome()).toBe('open')
  })

  test('settles everybody who waits, and settles once', async () => {
    const scene = createScene()
    const outcomes = [watch(scene), watch(scene), watch(scene)]
    scene.openLink()
    scene.socket.close()
    scene.advance(2_000)
    for (const outcome of outcomes) expect(await outcome()).toBe('open')
  })

  test('costs no timer', () => {
    const scene = createScene()
    void scene.socket.whenOpen()
    expect(scene.clock.calls.set).toBe(0)
  })
})
