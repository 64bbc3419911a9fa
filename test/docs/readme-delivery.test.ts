/** The code of delivery and server in the READMEs, against each other: the app on a fake wx, a hub in process. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type Stage, createStage } from './readme-delivery-stage'
import { DELIVERY_SECTIONS, createPlayer } from './readme-player'
import { READMES } from './readme-tables'

describe.each(READMES)('delivery and its server (%s)', (_, path) => {
  const player = createPlayer(path, (heading) => DELIVERY_SECTIONS.includes(heading))
  let stage: Stage
  beforeEach(() => {
    stage = createStage(player)
  })
  afterEach(() => stage.dispose())

  test('bring a message to the others, a receipt to the sender and a reply to the request', async () => {
    const server = stage.serve()
    const ann = stage.open('ann')
    await stage.settle()
    const bob = stage.open('bob')
    await stage.settle()
    const saved = server.called.map(([, , clientId, body]) => [clientId, body])
    expect(saved).toEqual([
      ['ann', { text: 'hello' }],
      ['bob', { text: 'hello' }],
    ])
    // Bob was not there yet when Ann spoke; she hears him, and he does not hear himself.
    expect(ann.calls('show')).toEqual([[expect.any(String), { from: 'bob', text: 'hello' }]])
    expect(bob.calls('show')).toEqual([])
    const [id] = server.called[0]?.slice(1) ?? []
    expect(ann.calls('mark')).toEqual([
      [id, 'delivered'],
      [id, 'delivered'],
    ])
    expect(ann.calls('showOnline')).toEqual([[['ann']]])
    expect([...bob.calls('showOnline')].flat(2).sort()).toEqual(['ann', 'bob'])
    expect([ann, bob].flatMap(({ calls }) => calls('showError'))).toEqual([])
    expect(server.warnings).toEqual([])
  })

  test('deal with a message once, though its receipt was lost and it was sent again', async () => {
    const server = stage.serve()
    stage.losesAnswers = true
    const ann = stage.open('ann')
    await stage.settle()
    expect([server.called.length, ann.calls('mark')]).toEqual([1, []])
    stage.fake.tasks[0]?.close(1006)
    stage.losesAnswers = false
    await stage.pass(6_500)
    const [, again] = stage.fake.tasks
    expect(again?.sent).toContainEqual(expect.stringContaining('"text":"hello"'))
    expect(server.called).toHaveLength(1)
    expect(ann.calls('mark')).toEqual(Array(2).fill([server.called[0]?.[1], 'delivered']))
    // The reply to the request had been lost with the first link.
    expect(ann.calls('showOnline')).toEqual([[['ann']]])
    expect(ann.calls('reload')).toEqual([])
  })

  test('send what a killed app left behind, first', async () => {
    // As good as killed: no time passes in which it would try again.
    stage.open('ann')
    await stage.settle()
    const server = stage.serve()
    const second = stage.open('ann')
    await stage.settle()
    expect(server.called.map(([, , , body]) => body)).toEqual([
      { text: 'hello' },
      { text: 'hello' },
    ])
    expect(new Set(server.called.map(([, id]) => id)).size).toBe(2)
    expect(second.calls('mark').map(([id]) => id)).toContain(server.called[0]?.[1])
  })

  test('tell of a gap when the server lost its memory', async () => {
    stage.serve()
    const ann = stage.open('ann')
    await stage.settle()
    expect(ann.calls('reload')).toEqual([])
    stage.serve()
    stage.fake.tasks[0]?.close(1006)
    await stage.pass(6_500)
    expect(ann.calls('reload')).toEqual([[]])
  })

  test('say that a message was refused, and why', async () => {
    const server = stage.serve(() => {
      throw new Error('the disk is full')
    })
    const ann = stage.open('ann')
    await stage.settle()
    expect(ann.calls('mark')).toEqual([[expect.any(String), 'internal error']])
    expect(ann.calls('showError')).toMatchObject([[{ code: 'E_REFUSED' }]])
    expect(server.warnings).toHaveLength(1)
  })

  test('say after a day that a message expired', async () => {
    const ann = stage.open('ann')
    await stage.pass(86_399_000, 3_600_000)
    expect(ann.calls('mark')).toEqual([])
    await stage.pass(2_000)
    expect(ann.calls('mark')).toEqual([[expect.any(String), 'failed']])
    expect(ann.calls('showError')).toMatchObject([[{ code: 'E_TIMEOUT' }], [{ code: 'E_EXPIRED' }]])
  })

  test('keep out whom the server does not know', async () => {
    const server = stage.serve()
    const eve = stage.open('eve')
    await stage.settle()
    expect(eve.socket.status).toMatchObject({ state: 'closed', lastClose: { code: 4503 } })
    expect({ called: server.called, warnings: server.warnings }).toEqual({
      called: [],
      warnings: [],
    })
  })

  test('end in peace: clients are told when to come back, and the process ends', async () => {
    const server = stage.serve()
    const ann = stage.open('ann')
    await stage.settle()
    server.terminate()
    stage.stopServing()
    await stage.settle()
    // 15 s is the middle of 30.
    expect(ann.socket.status).toMatchObject({
      state: 'waiting',
      dueAtMs: stage.fake.clock.nowMs() + 15_000,
      lastClose: { code: 1012 },
    })
    await stage.pass(1_000, 20)
    expect(server.called.pop()).toEqual(['exit'])
  })

  test('were all played', () => {
    expect(player.left()).toEqual([])
  })
})
