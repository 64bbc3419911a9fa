/** Faults that a review found in this package itself. */
import { describe, expect, test } from '@jest/globals'
import type { SocketOptions } from '../../src/index'
import { createScene } from '../support/scene'

type Url = SocketOptions['url']

/** A url function that answers with a thenable of the test's own making. */
const answering = (
  then: (resolve: (url: string) => void, reject: (reason: unknown) => void) => void,
): Url => (() => ({ then })) as unknown as Url

describe('a url function', () => {
  test('C7: that rejects after it answered does not end the attempt', () => {
    const url = answering((resolve, reject) => {
      resolve('wss://a.example/')
      reject(new Error('late'))
    })
    const scene = createScene({ options: { url } })
    scene.socket.connect()
    scene.advance(0)
    expect(scene.names()).toEqual(['state'])
  })

  test('C7: that rejects long after it answered does not end an open link', () => {
    let reject: (reason: unknown) => void = () => undefined
    const url = answering((resolve, no) => {
      reject = no
      resolve('wss://a.example/')
    })
    const scene = createScene({ options: { url } })
    scene.openLink()
    reject(new Error('late'))
    expect(scene.socket.state).toBe('open')
  })

  test('C7: that answers and then throws does not end the attempt', () => {
    const url = answering((resolve) => {
      resolve('wss://a.example/')
      throw new Error('after the answer')
    })
    const scene = createScene({ options: { url } })
    scene.socket.connect()
    scene.advance(0)
    expect(scene.heard('close')).toEqual([])
  })
})

describe('a native socket', () => {
  test.each(['error', 'fail'] as const)('C4: that opens after %s is closed', (how) => {
    const scene = createScene()
    scene.socket.connect()
    const task = scene.task()
    task[how]('connectSocket:fail')
    task.open()
    expect(task.closeCalls).toHaveLength(1)
    expect(scene.heard('open')).toEqual([])
  })

  test('C2: that is none fails the attempt, and nothing is thrown', () => {
    const scene = createScene()
    scene.fake.nextConnect({ returns: 'nothing' })
    expect(() => scene.socket.connect()).not.toThrow()
    expect(scene.heard('close')).toMatchObject([{ cause: 'connect-failed' }])
  })

  test('E2: whose error was reported is heard of, though the app closes before its close comes', () => {
    const scene = createScene({ startConnected: true })
    scene.task().error('boom')
    scene.socket.close()
    expect(scene.heard('error')).toMatchObject([{ code: 'E_NETWORK' }])
  })
})

describe('the heartbeat', () => {
  test('H6: a ping that the host refused is not waited for, and the next round trip is right', () => {
    const scene = createScene({ startConnected: true })
    scene.task().failSends()
    scene.advance(15_000)
    scene.task().message('news')
    scene.advance(10_000)
    scene.advance(50)
    scene.task().message('pong')
    expect(scene.heard('rtt')).toEqual([{ rttMs: 50 }])
  })

  test('H7: a ping that was never answered, while data came, swallows no later frame', () => {
    const scene = createScene({ startConnected: true })
    for (let i = 0; i < 20; i += 1) {
      scene.advance(10_000)
      scene.task().message('news')
    }
    scene.forget()
    scene.task().message('pong')
    scene.task().message('pong')
    expect(scene.names()).toEqual(['rtt', 'message'])
  })

  test('H8: reconnect() does not make the advice come again', () => {
    const scene = createScene({ startConnected: true })
    for (let i = 0; i < 6; i += 1) {
      scene.advance(20_000)
      scene.socket.reconnect()
      scene.openLink()
    }
    const advice = scene.heard('error').filter(({ code }) => code === 'E_HEARTBEAT_UNANSWERED')
    expect(advice).toHaveLength(1)
  })

  test('H4: the longest times are no overflow', () => {
    const longest = 2_147_483_647
    const heartbeat = { message: null, intervalMs: longest, timeoutMs: longest }
    const scene = createScene({ startConnected: true, options: { heartbeat } })
    scene.advance(longest)
    expect(scene.socket.state).toBe('open')
    scene.advance(longest)
    expect(scene.heard('close')).toMatchObject([{ cause: 'heartbeat-timeout' }])
  })
})

describe('sending', () => {
  test.each(['isFinal', 'delayMs'] as const)(
    'E7: from %s does not use the link that ended',
    (name) => {
      const results: string[] = []
      const scene = createScene({
        startConnected: true,
        options: {
          reconnect: {
            [name]: () => {
              results.push(scene.socket.send('x'))
              return name === 'delayMs' ? 5_000 : false
            },
          },
        },
      })
      scene.advance(20_000)
      expect(results).toEqual(['queued'])
      expect(scene.task(1).sent).toEqual(['ping'])
    },
  )

  test('S2: what fails after close() does not come back in the next session', () => {
    const scene = createScene({ startConnected: true })
    scene.task().failSends({ afterMs: 100 })
    scene.socket.send('of the session before')
    scene.socket.close()
    scene.advance(50)
    scene.socket.connect()
    scene.openLink()
    scene.advance(100)
    scene.task().message('news')
    expect(scene.task().sent).toEqual([])
    expect(scene.heard('drop')).toEqual([{ data: 'of the session before', why: 'closed' }])
  })
})

describe('secrets', () => {
  test.each(["'", '"'])('E6: a %s in the address hides nothing behind it', (quote) => {
    const url = `wss://example.com/ws?name=${quote}O${quote}&token=S3CRET`
    const scene = createScene({ options: { url } })
    scene.openLink()
    expect(scene.heard('open')).toMatchObject([{ url: 'wss://example.com' }])
  })

  test('E6: an address in the reason of a close is cut', () => {
    const scene = createScene({ startConnected: true })
    scene.task().close(1006, 'failed: wss://example.com/ws?token=S3CRET')
    expect(scene.heard('close')).toMatchObject([{ reason: 'failed: wss://example.com' }])
  })

  test('E6: the text of an error that the url function throws stays in cause', () => {
    const theirs = Object.assign(new Error('S3CRET'), { isSocketError: true })
    const url: Url = () => {
      throw theirs
    }
    const scene = createScene({ options: { url } })
    scene.socket.connect()
    expect(scene.heard('error')[0]?.message).not.toContain('S3CRET')
  })
})

test('C5: a lone surrogate costs only itself', () => {
  const scene = createScene({ options: { url: 'wss://example.com/\u00e9\ud800\u4e2d' } })
  scene.socket.connect()
  expect(scene.task().url).toBe('wss://example.com/%C3%A9%EF%BF%BD%E4%B8%AD')
})

test('the size of text counts lone surrogates that ASCII keeps apart', () => {
  const scene = createScene()
  scene.socket.send('\ud800a\udc00')
  expect(scene.socket.queued.bytes).toBe(7)
})

test('isReconnect counts from connect(), also while the last close is still under way', () => {
  const scene = createScene({ startConnected: true })
  scene.socket.close()
  scene.socket.connect()
  scene.openLink()
  expect(scene.heard('open')).toMatchObject([{ isReconnect: false }])
})

test('L2: the show of a launch does not hurry the first retry', () => {
  const scene = createScene()
  scene.socket.connect()
  scene.fake.show()
  scene.task().error('refused')
  expect(scene.heard('retry')).toMatchObject([{ delayMs: 5_000 }])
})
