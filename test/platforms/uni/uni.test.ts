/** `miniprogram-socket/uni` over `uni`, and what its targets make of a task. */
import { afterEach, describe, expect, test } from '@jest/globals'
import { createFakeWx } from '../../../src/testing'
import { forUni, type CloseInfo, type SocketError } from '../../../src/uni'
import { createUni } from '../../support/frameworks'

const options = { url: 'wss://example.com/ws', reconnect: { jitter: 0 } }

const endings: (() => void)[] = []
afterEach(() => {
  for (const end of endings.splice(0).reverse()) end()
})

function stageUni() {
  const fake = createFakeWx()
  endings.push(fake.install())
  return { fake, ...forUni(createUni(fake.wx)) }
}

describe('uni', () => {
  test('C-49: gives a task to every call of ours, and the socket opens, talks and closes', () => {
    const { fake, createSocket } = stageUni()
    const socket = createSocket(options)
    const heard: unknown[] = []
    socket.on('message', (data) => heard.push(data))
    socket.connect()
    fake.tasks[0]?.open()
    fake.tasks[0]?.message('hello')
    socket.send('hi')
    expect([heard, fake.tasks[0]?.sent]).toEqual([['hello'], ['hi']])
    socket.close()
    fake.clock.advance(2_000)
    expect([socket.state, fake.openCount, fake.clock.pending]).toEqual(['closed', 0, 0])
  })

  test('tells an error without a word (an app’s is {}) as one that says so', () => {
    const { fake, createSocket } = stageUni()
    const socket = createSocket(options)
    const errors: SocketError[] = []
    socket.on('error', (error) => errors.push(error))
    socket.connect()
    fake.tasks[0]?.error({} as never)
    expect(errors.map(({ code, message }) => [code, message])).toEqual([
      ['E_CONNECT', 'connect-failed: the host does not say why'],
    ])
    socket.close()
  })

  test('reads a code that comes as a text', () => {
    const { fake, createSocket } = stageUni()
    const socket = createSocket(options)
    const closes: CloseInfo[] = []
    socket.on('close', (close) => closes.push(close))
    socket.connect()
    fake.tasks[0]?.open()
    fake.tasks[0]?.close('4500' as never, 'kicked')
    expect(closes).toEqual([
      { code: 4500, reason: 'kicked', wasClean: true, cause: 'server', willReconnect: false },
    ])
  })
})

describe('forUni', () => {
  test.each([undefined, null, 'uni'])('refuses %p at once', (uni) => {
    expect(() => forUni(uni as never)).toThrow(
      expect.objectContaining({
        code: 'E_OPTION',
        message: expect.stringContaining('uni must be'),
      }),
    )
  })

  test('looks at the object when connect() is called', () => {
    const socket = forUni({} as never).createSocket(options)
    expect(() => socket.connect()).toThrow(expect.objectContaining({ code: 'E_HOST' }))
  })
})
