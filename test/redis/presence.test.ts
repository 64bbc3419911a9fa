/** Presence, kick and rooms, where the client is connected to one process and asked about at the other. */
import { describe, expect, test } from '@jest/globals'
import { createLiveScene, until, pause } from '../integration/live-scene'
import { type HubProcessOptions, startFarm } from './hub-process'
import { useRedis } from './redis-world'
import { connectAll, createClient } from './traffic'

async function createStage(options: HubProcessOptions = {}) {
  const redis = await useRedis()
  const farm = await startFarm(redis.socketPath, options)
  return { farm, hubs: farm.hubs, scene: createLiveScene() }
}

describe('across processes', () => {
  test('a client is online for both, and last seen when it left', async () => {
    const { hubs, scene } = await createStage()
    const [here, there] = hubs
    expect(await there.call('presence', 'ann')).toEqual({ online: false, lastSeenAtMs: null })

    const ann = createClient(scene, 'ann', () => here.url)
    await connectAll([ann])
    expect(await there.call('presence', 'ann')).toMatchObject({ online: true })
    expect(await there.call('online')).toEqual(['ann'])

    const leftAtMs = Date.now()
    ann.live.socket.close()
    let presence: unknown
    await until('it is offline', () => {
      void there.call('presence', 'ann').then((answer) => (presence = answer))
      return (presence as { online?: boolean } | undefined)?.online === false
    })
    const { lastSeenAtMs } = presence as { lastSeenAtMs: number }
    expect(lastSeenAtMs - leftAtMs).toBeGreaterThanOrEqual(-50)
    expect(lastSeenAtMs - leftAtMs).toBeLessThan(5_000)
    expect(await there.call('online')).toEqual([])
  })

  test('a client with a connection to each is online until the last one ends', async () => {
    const { hubs, scene } = await createStage()
    const [here, there] = hubs
    const phone = createClient(scene, 'ann', () => here.url)
    const tablet = createClient(scene, 'ann', () => there.url)
    await connectAll([phone, tablet])
    phone.live.socket.close()
    await until('the phone is gone', () => phone.live.socket.state === 'closed')
    await pause(100)
    expect(await here.call('presence', 'ann')).toMatchObject({ online: true })
  })

  test('D8: a kick at one process ends the connection to the other, and the client stays away', async () => {
    const { hubs, scene } = await createStage()
    const [here, there] = hubs
    const ann = createClient(scene, 'ann', () => here.url)
    const bob = createClient(scene, 'bob', () => here.url)
    await connectAll([ann, bob])
    await there.call('kick', 'ann', 'bye for now', 4555)
    await until('it is out', () => ann.live.socket.state === 'closed')
    expect(ann.live.heard('close')).toMatchObject([
      { code: 4555, reason: 'bye for now', willReconnect: false },
    ])
    await pause(300)
    expect([ann.live.socket.state, bob.live.socket.state]).toEqual(['closed', 'open'])
  })

  test('with one connection for each client, signing in at one process signs out at the other', async () => {
    const { hubs, scene } = await createStage({ connections: 'one' })
    const [here, there] = hubs
    const phone = createClient(scene, 'ann', () => here.url)
    await connectAll([phone])
    const tablet = createClient(scene, 'ann', () => there.url)
    await connectAll([tablet])
    await until('the phone is out', () => phone.live.socket.state === 'closed')
    expect(phone.live.heard('close')).toMatchObject([{ code: 4502, willReconnect: false }])
    await pause(300)
    expect(tablet.live.socket.state).toBe('open')
  })

  test('a broadcast to a room reaches its clients at both, once each', async () => {
    const { hubs, scene } = await createStage()
    const [here, there] = hubs
    const ann = createClient(scene, 'ann', () => here.url)
    const bob = createClient(scene, 'bob', () => there.url)
    const cem = createClient(scene, 'cem', () => there.url)
    await connectAll([ann, bob, cem])
    await here.call('join', 'ann', 'lobby')
    await here.call('join', 'bob', 'lobby')
    await there.call('broadcast', { text: 'hello' }, { room: 'lobby' })
    await here.call('broadcast', { text: 'and all' })
    const hasAll = () =>
      [ann, bob, cem].every(({ received }) => JSON.stringify(received).includes('and all'))
    await until('all heard the last one', hasAll)
    await pause(100)
    expect(ann.received).toEqual([{ text: 'hello' }, { text: 'and all' }])
    expect(bob.received).toEqual([{ text: 'hello' }, { text: 'and all' }])
    expect(cem.received).toEqual([{ text: 'and all' }])
  })

  test('a request is answered over the link that is there when the answer is', async () => {
    const { farm, scene } = await createStage()
    const ann = createClient(scene, 'ann', () => farm.url)
    await connectAll([ann])
    const answers = Array.from({ length: 20 }, () => ann.delivery.request({ n: 1 }))
    ann.live.socket.reconnect()
    const by = (await Promise.all(answers)) as { by: string }[]
    expect(by.length).toBe(20)
    expect(farm.dealt().length).toBe(20)
  })
})
