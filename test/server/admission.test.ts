import { describe, expect, test } from '@jest/globals'
import { Refusal } from '../../src/server'
import { createHubScene } from './hub-scene'

describe('authenticate', () => {
  test.each([401, 3_999, 5_000, 4_400.5, NaN, '4444' as never])(
    'a Refusal with closeCode %p, which no close can carry, keeps the client out and says so',
    async (closeCode) => {
      const { connect, settle, events } = createHubScene({
        authenticate: () => {
          throw new Refusal('not you', closeCode)
        },
      })
      const client = connect()
      await settle()
      expect(client.closed).toEqual({ code: 4503, reason: 'not you' })
      expect(events()).toContainEqual([
        'error',
        expect.stringContaining('E_AUTHENTICATE: closeCode of a Refusal must be a whole number'),
      ])
    },
  )

  test('what looks like a Refusal and has no text is a failure like any other', async () => {
    const { connect, settle } = createHubScene({
      authenticate: () => Promise.reject({ isRefusal: true, message: 5 }),
    })
    const client = connect()
    await settle()
    expect(client.closed).toEqual({ code: 4503, reason: 'not authenticated' })
  })
})

test('allowOrigin that answers a promise lets nobody in: a promise is not true', async () => {
  const { connect, settle } = createHubScene({
    allowOrigin: (() => Promise.resolve(false)) as never,
  })
  const client = connect('ann', { origin: 'https://evil.example' })
  await settle()
  expect(client.closed?.code).toBe(4503)
})

test('D8: a kick also closes a connection that was let in and has not said hello', async () => {
  const { hub, connect, settle } = createHubScene()
  const client = connect('ann')
  await settle()
  await hub.kick('ann', 'banned')
  expect(client.closed).toEqual({ code: 4501, reason: 'banned' })
})

describe('an acknowledgement', () => {
  test('of what was sent before a second hello is none of what was never sent', async () => {
    const { hub, join, settle } = createHubScene()
    const client = await join('ann')
    const [welcome] = client.frames() as { session: string; secret: string }[]
    await hub.send('ann', 1)
    await hub.send('ann', 2)
    await settle()
    const resume = { session: welcome?.session, secret: welcome?.secret, last: 0 }
    client.say({ type: 'hello', v: 1, sender: 'run', resume })
    // Until the session is open nothing is heard; then nothing is sent again yet.
    for (let turn = 0; turn < 8; turn += 1) {
      await Promise.resolve()
      client.say({ type: 'ack', ack: 2 })
    }
    await settle()
    await hub.send('ann', 3)
    await settle()
    expect(client.closed).toBeNull()
    expect(client.frames().filter(({ seq }) => seq === 3)).toHaveLength(1)
  })

  test('of what was never sent ends the connection, and the message that it came with is not dealt with', async () => {
    const dealt: unknown[] = []
    const { join, settle } = createHubScene({ onMessage: ({ body }) => void dealt.push(body) })
    const client = await join('ann')
    client.say({ type: 'data', seq: 1, ack: 9, body: 'forged' })
    await settle()
    expect(client.closed?.code).toBe(4500)
    expect(dealt).toEqual([])
  })
})
