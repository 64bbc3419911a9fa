import { describe, expect, test } from '@jest/globals'
import type { CloseCause, CloseInfo, SocketOptions } from '../../src/index'
import { hostProfiles, type FailureInput } from '../../src/testing'
import { createScene, type Scene } from '../support/scene'

/** What the platform says of the end of a link, in this order. */
interface Report {
  readonly fail?: FailureInput
  readonly error?: FailureInput
  readonly close?: readonly [code: number, reason: string]
}

interface Outcome {
  readonly code?: number
  readonly reason?: string
  readonly wasClean?: boolean
  readonly willReconnect?: boolean
  /** Of the one `error` event that the platform's `fail` or `onError` leads to. */
  readonly error?: string
}

type Row = readonly [report: Report, cause: CloseCause, outcome?: Outcome]

function say(scene: Scene, { fail, error, close }: Report): void {
  const task = scene.task()
  if (fail !== undefined) task.fail(fail)
  if (error !== undefined) task.error(error)
  if (close !== undefined) task.close(close[0], close[1])
  scene.advance(200)
}

/** The end of a link as the table says it; what is left out follows from the report. */
function expectOutcome(scene: Scene, [report, cause, outcome = {}]: Row): void {
  const { fail, error, close } = report
  const expected: CloseInfo = {
    code: outcome.code ?? close?.[0] ?? 1006,
    reason: outcome.reason ?? close?.[1] ?? '',
    wasClean: outcome.wasClean ?? false,
    cause,
    willReconnect: outcome.willReconnect ?? true,
  }
  expect(scene.heard('close')).toEqual([expected])
  expect(scene.socket.status.lastClose).toEqual(expected)
  const isReported = fail !== undefined || error !== undefined
  expect(scene.heard('error').map((heard) => heard.code)).toEqual(isReported ? [outcome.error] : [])
  // L2: what the platform interrupted is replaced without a delay.
  const next = cause === 'interrupted' ? 'connecting' : 'waiting'
  expect(scene.socket.state).toBe(expected.willReconnect ? next : 'closed')
}

const title = ([report, cause]: Row): string => `${JSON.stringify(report)} → ${cause}`

const interrupted: Outcome = { error: 'E_INTERRUPTED' }
const tooMany: Outcome = { error: 'E_TOO_MANY_SOCKETS' }
const domain: Outcome = { error: 'E_DOMAIN', willReconnect: false }
const timeout: Outcome = { error: 'E_CONNECT_TIMEOUT' }
const failed: Outcome = { error: 'E_CONNECT' }

const beforeOpen: readonly Row[] = [
  [{ fail: 'connectSocket:fail interrupted' }, 'interrupted', interrupted],
  [{ error: 'connectSocket:fail interrupted' }, 'interrupted', interrupted],
  [{ fail: { errMsg: 'connectSocket:fail', errno: 600003 } }, 'interrupted', interrupted],
  [{ error: { errMsg: 'timeout', errno: 600003 } }, 'interrupted', interrupted],

  [{ error: 'exceed max task count' }, 'too-many-sockets', tooMany],
  [
    { fail: 'createSocketTask:fail wcwss taskID=9 exceed max concurrent count' },
    'too-many-sockets',
    tooMany,
  ],
  [
    { fail: 'connectSocket:fail fail reach max websocket connect count 5' },
    'too-many-sockets',
    tooMany,
  ],
  [{ error: 'over the max task count' }, 'too-many-sockets', tooMany],
  [{ fail: { errMsg: 'connectSocket:fail', errno: 600007 } }, 'too-many-sockets', tooMany],

  [{ fail: 'connectSocket:fail url not in domain list' }, 'domain-not-allowed', domain],
  [{ error: 'connectSocket:fail url not in domain list' }, 'domain-not-allowed', domain],
  [{ fail: { errMsg: 'connectSocket:fail', errno: 600002 } }, 'domain-not-allowed', domain],

  [{ error: 'Timed out connecting to server.' }, 'connect-timeout', timeout],
  [{ error: 'timed out' }, 'connect-timeout', timeout],
  [{ fail: 'connectSocket:fail timeout' }, 'connect-timeout', timeout],
  [{ error: 'exception onOpen fail code:9, msg:Timer Expired' }, 'connect-timeout', timeout],

  [{ error: 'exception onOpen fail code:111, msg:Connection refused' }, 'connect-failed', failed],
  [{ error: 'exception onOpen fail code:20, msg:Invalid HTTP status.' }, 'connect-failed', failed],
  [
    { error: { errMsg: 'open fail: _code:20,_msg:Invalid HTTP status.', errCode: 1004 } },
    'connect-failed',
    failed,
  ],
  [{ error: 'network is down' }, 'connect-failed', failed],
  [{ error: '未完成的操作' }, 'connect-failed', failed],
  [{ fail: 'connectSocket:fail' }, 'connect-failed', failed],
  // App-plus reports {} without errMsg: dcloudio/uni-app#4894.
  [{ error: {} as never }, 'connect-failed', failed],
  [{ error: { errMsg: '', errno: 1 } }, 'connect-failed', failed],

  [{ close: [1006, 'abnormal closure'] }, 'connect-failed'],
  [{ close: [1001, 'Stream end encountered'] }, 'connect-failed'],
  [{ close: [4001, 'who are you'] }, 'connect-failed'],
  [{ close: [1000, 'interrupted'] }, 'interrupted'],
  [{ close: [1006, 'exceed max task count'] }, 'too-many-sockets'],
  [{ close: [1006, 'url not in domain list'] }, 'domain-not-allowed', { willReconnect: false }],
  [{ close: [1006, 'connect timeout'] }, 'connect-timeout'],
  [{ close: [4501, 'kicked'] }, 'connect-failed', { willReconnect: false }],
]

const network: Outcome = { wasClean: false, error: 'E_NETWORK' }
const server: Outcome = { wasClean: true, error: 'E_NETWORK' }

const afterOpen: readonly Row[] = [
  [{ close: [1005, ''] }, 'network', network],
  [{ close: [1006, 'abnormal closure'] }, 'network', network],
  [{ close: [1015, 'tls handshake'] }, 'network', network],
  [{ close: [1001, 'Stream end encountered'] }, 'network', network],
  [{ error: 'broken' }, 'network', network],
  [{ error: 'connection timeout' }, 'network', network],
  [{ error: 'exceed max task count' }, 'network', network],
  [{ error: 'url not in domain list' }, 'network', network],

  [{ close: [1000, 'normal closure'] }, 'server', server],
  [{ close: [1000, ''] }, 'server', server],
  [{ close: [1001, 'going away'] }, 'server', server],
  [{ close: [1011, 'internal server error'] }, 'server', server],
  [{ close: [1012, 'service restart'] }, 'server', server],
  [{ close: [3000, 'timeout'] }, 'server', server],
  [{ close: [4000, 'max task'] }, 'server', server],
  [{ close: [4501, 'kicked'] }, 'server', { ...server, willReconnect: false }],

  [{ close: [1000, 'interrupted'] }, 'interrupted', network],
  [{ close: [1006, 'interrupted'] }, 'interrupted', network],
  [{ error: 'fail interrupted' }, 'interrupted', interrupted],
  [{ error: { errMsg: 'broken', errno: 600003 } }, 'interrupted', interrupted],

  // Code and reason come from the close, a specific cause from the error.
  [{ error: 'broken', close: [4401, 'token expired'] }, 'server', server],
  [{ error: 'broken', close: [1006, 'abnormal closure'] }, 'network', network],
  [{ error: 'broken', close: [1000, 'interrupted'] }, 'interrupted', interrupted],
  [{ error: 'fail interrupted', close: [1006, 'abnormal'] }, 'interrupted', interrupted],
  [{ error: 'fail interrupted', close: [1000, 'normal closure'] }, 'interrupted', interrupted],
  [
    { error: { errMsg: 'broken', errno: 600003 }, close: [4000, 'moved'] },
    'interrupted',
    interrupted,
  ],
  [{ error: 'broken', close: [4501, 'kicked'] }, 'server', { ...server, willReconnect: false }],
]

describe('before open', () => {
  test.each(beforeOpen.map((row) => [title(row), row] as const))('R13: %s', (_, row) => {
    const scene = createScene()
    scene.socket.connect()
    say(scene, row[0])
    expectOutcome(scene, row)
  })
})

describe('after open', () => {
  test.each(afterOpen.map((row) => [title(row), row] as const))('R13: %s', (_, row) => {
    const scene = createScene({ startConnected: true })
    say(scene, row[0])
    expectOutcome(scene, row)
  })

  test('R13: a close without code and reason is 1006 of the network', () => {
    const nothing = { code: undefined as never, reason: undefined as never }
    const scene = createScene({
      startConnected: true,
      profile: { ...hostProfiles.android, brokenLink: nothing },
    })
    scene.task().close()
    expectOutcome(scene, [{}, 'network'])
  })
})

describe('ends that we declare', () => {
  function connect(options: Partial<SocketOptions>): Scene {
    const scene = createScene({ options })
    scene.socket.connect()
    return scene
  }

  const declared = { code: 1006, reason: '', wasClean: false, willReconnect: true }

  test('R13: our own connect timeout is connect-timeout', () => {
    const scene = connect({})
    scene.task().silent = true
    scene.advance(10_000)
    expect(scene.heard('close')).toEqual([{ ...declared, cause: 'connect-timeout' }])
    expect(scene.heard('error').map(({ code }) => code)).toEqual(['E_CONNECT_TIMEOUT'])
  })

  test('R13: silence past the deadline is heartbeat-timeout', () => {
    const scene = createScene({ startConnected: true })
    scene.advance(20_000)
    expect(scene.heard('close')).toEqual([{ ...declared, cause: 'heartbeat-timeout' }])
    expect(scene.heard('error').map(({ code }) => code)).toEqual(['E_HEARTBEAT'])
  })

  test.each([
    [
      'throws',
      () => {
        throw new Error('no')
      },
    ],
    ['answers nothing', () => undefined as never],
    ['answers what is no address', () => 'example.com'],
    ['answers an object without url', () => ({}) as never],
  ])('R13: a url function that %s is url-failed', (_, url) => {
    const scene = connect({ url })
    expect(scene.heard('close')).toEqual([{ ...declared, cause: 'url-failed' }])
    expect(scene.heard('error')).toMatchObject([{ code: 'E_URL', retryable: true }])
  })

  test('R13: our own close is app, with the requested code and reason', () => {
    const scene = createScene({ startConnected: true })
    scene.socket.close(4_001, 'bye')
    scene.task().close(1005, 'whatever the platform says')
    expect(scene.heard('close')).toMatchObject([
      { cause: 'app', code: 4_001, reason: 'bye', willReconnect: false },
    ])
  })

  test('R13: our own close stays app when the platform calls it interrupted', () => {
    const scene = createScene({ startConnected: true })
    scene.socket.close()
    scene.task().close(1000, 'interrupted')
    expect(scene.heard('close')).toMatchObject([{ cause: 'app', code: 1000, reason: '' }])
  })
})

describe('the errors of causes', () => {
  test('R13: the one of domain-not-allowed says where the domain must be registered', () => {
    const scene = createScene()
    scene.socket.connect()
    scene.task().fail('connectSocket:fail url not in domain list')
    const [error] = scene.heard('error')
    expect(error).toMatchObject({ code: 'E_DOMAIN', retryable: false })
    // The console's own words: 开发设置 > 服务器域名 > socket 合法域名.
    expect(error?.message).toMatch(/console/i)
    expect(error?.message).toMatch(/development settings/i)
    expect(error?.message).toMatch(/socket/i)
  })

  test.each([
    ['connectSocket:fail interrupted', 'E_INTERRUPTED'],
    ['exceed max task count', 'E_TOO_MANY_SOCKETS'],
    ['timeout', 'E_CONNECT_TIMEOUT'],
    ['refused', 'E_CONNECT'],
  ])('R13: the one of "%s" is %s, retryable, with the platform in its cause', (errMsg, code) => {
    const scene = createScene()
    scene.socket.connect()
    scene.task().error(errMsg)
    expect(scene.heard('error')).toMatchObject([{ code, retryable: true }])
    const [error] = scene.heard('error')
    expect(JSON.stringify(error?.cause) ?? String(error?.cause)).toContain(errMsg)
  })
})
