/** Two hub processes, one Redis, nginx in front: to clients they are one server. */
import { describe, expect, jest, test } from '@jest/globals'
import { createLiveScene, until } from '../integration/live-scene'
import { type Farm, startFarm } from './hub-process'
import { useRedis } from './redis-world'
import {
  type Client,
  connectAll,
  createClient,
  keepHopping,
  numbersDealt,
  numbersFrom,
  pushAll,
  sendAll,
  upTo,
  wait,
} from './traffic'

jest.setTimeout(120_000)

/** As many sockets as the platform allows, but one: a socket that hops holds two for a moment. */
const NAMES = ['ann', 'bob', 'cem', 'dee'] as const
const COUNT = 200

interface Stage {
  readonly redis: Awaited<ReturnType<typeof useRedis>>
  readonly farm: Farm
  readonly clients: readonly Client[]
}

async function createStage(options: Parameters<typeof useRedis>[0] = {}): Promise<Stage> {
  const redis = await useRedis(options)
  const farm = await startFarm(redis.socketPath)
  const scene = createLiveScene()
  const clients = NAMES.map((id) => createClient(scene, id, () => farm.url))
  await connectAll(clients)
  return { redis, farm, clients }
}

/** Every client sends, and every process sends to every client, while something happens. */
async function runTraffic({ farm, clients }: Stage, meanwhile: () => Promise<void>) {
  const [outcomes, pushed] = await Promise.all([
    Promise.all(clients.map((client) => sendAll(client, COUNT))),
    Promise.all(
      clients.map(({ id }) => Promise.all(farm.hubs.map((hub) => pushAll(hub, id, COUNT)))),
    ),
    meanwhile(),
  ])
  // One more from each process, which nothing disturbs: what was sent before it has come before it.
  for (const { id } of clients) {
    for (const hub of farm.hubs) await hub.call('send', id, { by: hub.port, n: COUNT + 1 })
  }
  await until(
    'the last message arrived',
    () =>
      clients.every((client) =>
        farm.hubs.every((hub) => numbersFrom(client, hub).includes(COUNT + 1)),
      ),
    30_000,
  )
  return { outcomes, pushed }
}

/** How often a client's message was dealt with by another process than the one before it. */
const hopsOf = (farm: Farm): number =>
  NAMES.map((name) => farm.dealt().filter(({ clientId }) => clientId === name)).flatMap((mine) =>
    mine.filter(({ by }, i) => i > 0 && by !== mine[i - 1]?.by),
  ).length

const isRising = (numbers: readonly number[]): boolean =>
  numbers.every((n, i) => i === 0 || n > (numbers[i - 1] as number))

describe('clients that hop between two processes', () => {
  test('lose nothing and see nothing twice, in both directions', async () => {
    const stage = await createStage()
    const { farm, clients } = stage
    const stopHopping = keepHopping(clients, 60)
    const { outcomes } = await runTraffic(stage, async () => undefined)
    stopHopping()

    for (const [i, client] of clients.entries()) {
      expect(new Set(outcomes[i])).toEqual(new Set(['delivered']))
      expect(numbersDealt(farm, client)).toEqual(upTo(COUNT))
      for (const hub of farm.hubs) expect(numbersFrom(client, hub)).toEqual(upTo(COUNT + 1))
      expect(client).toMatchObject({ gaps: [], errors: [] })
      expect(client.live.heard('open').length).toBeGreaterThan(3)
    }
    expect(hopsOf(farm)).toBeGreaterThanOrEqual(NAMES.length)
  })

  test('go on at the other process when theirs is shut down, spread over time', async () => {
    const stage = await createStage()
    const { farm, clients } = stage
    const [first] = farm.hubs
    await runTraffic(stage, async () => {
      await wait(200)
      await first.call('close').catch(() => undefined)
      await until('the process has ended', () => !first.isRunning())
      await first.start()
    })
    const closes = clients.flatMap(({ live }) => live.heard('close'))
    expect(closes.filter(({ code }) => code !== 1012)).toEqual([])
    expect(closes.length).toBeGreaterThan(0)
    for (const client of clients) {
      expect(numbersDealt(farm, client)).toEqual(upTo(COUNT))
      expect(client).toMatchObject({ gaps: [], errors: [] })
    }
  })
})

describe('when a process is killed in the middle of traffic', () => {
  test('clients go on at the other one; only what it was dealing with is dealt with again', async () => {
    const stage = await createStage()
    const { farm, clients } = stage
    const [victim] = farm.hubs
    const { outcomes, pushed } = await runTraffic(stage, async () => {
      await wait(250)
      await victim.kill()
      await wait(500)
      await victim.start()
    })

    for (const [i, client] of clients.entries()) {
      expect(new Set(outcomes[i])).toEqual(new Set(['delivered']))
      const dealt = numbersDealt(farm, client)
      expect(isRising(dealt.filter((n, place) => dealt.indexOf(n) === place))).toBe(true)
      expect(new Set(dealt).size).toBe(COUNT)
      // The message whose outcome the process could not tell any more: one of a client at most.
      expect(dealt.length - COUNT).toBeLessThanOrEqual(1)
      // The same message has the same id, by which an application tells.
      const mine = farm.dealt().filter(({ clientId }) => clientId === client.id)
      expect(new Set(mine.map(({ id }) => id)).size).toBe(COUNT)
      expectArrived(stage, client, pushed[i] ?? [])
      expect(client).toMatchObject({ gaps: [], errors: [] })
    }
  })
})

/** What a hub said it has arrived once and in order; of what it could not say, at most once. */
function expectArrived({ farm }: Stage, client: Client, pushed: readonly (readonly number[])[]) {
  for (const [place, hub] of farm.hubs.entries()) {
    const numbers = numbersFrom(client, hub)
    expect(isRising(numbers)).toBe(true)
    const missing = (pushed[place] ?? []).filter((n) => !numbers.includes(n))
    expect(missing).toEqual([])
  }
}

describe('when Redis is killed in the middle of traffic', () => {
  test('and comes back with its data, nothing is lost and nothing comes twice', async () => {
    const stage = await createStage({ isPersistent: true })
    const { farm, clients, redis } = stage
    const { outcomes, pushed } = await runTraffic(stage, async () => {
      await wait(250)
      await redis.kill()
      await wait(1_000)
      await redis.start()
    })

    for (const [i, client] of clients.entries()) {
      expect(new Set(outcomes[i])).toEqual(new Set(['delivered']))
      expect(numbersDealt(farm, client)).toEqual(upTo(COUNT))
      expectArrived(stage, client, pushed[i] ?? [])
      expect(client).toMatchObject({ gaps: [], errors: [] })
      expect(client.live.heard('close').map(({ code }) => code)).toContain(4005)
    }
    for (const hub of farm.hubs) {
      const errors = (await hub.call('errors')) as string[]
      expect(errors.length).toBeGreaterThan(0)
      expect(errors.filter((error) => !error.startsWith('E_STORE'))).toEqual([])
    }
  })

  test('and comes back without its data, clients are told of the gap and nothing of theirs is lost', async () => {
    const stage = await createStage()
    const { farm, clients, redis } = stage
    const { outcomes } = await runTraffic(stage, async () => {
      await wait(250)
      await redis.kill()
      redis.forget()
      await wait(500)
      await redis.start()
    })

    for (const [i, client] of clients.entries()) {
      expect(new Set(outcomes[i])).toEqual(new Set(['delivered']))
      expect(new Set(numbersDealt(farm, client)).size).toBe(COUNT)
      expect(client.gaps).toEqual([{ reason: 'memory-lost', missed: null }])
      expect(client.errors).toEqual([])
      for (const hub of farm.hubs) {
        const numbers = numbersFrom(client, hub)
        expect(new Set(numbers).size).toBe(numbers.length)
        expect(numbers).toContain(COUNT + 1)
      }
    }
  })

  test('when Redis answers nothing for a while, nothing is lost and nothing comes twice', async () => {
    const stage = await createStage()
    const { farm, clients, redis } = stage
    const { outcomes, pushed } = await runTraffic(stage, async () => {
      await wait(250)
      redis.freeze()
      await wait(2_500)
      redis.thaw()
    })
    for (const [i, client] of clients.entries()) {
      expect(new Set(outcomes[i])).toEqual(new Set(['delivered']))
      expect(numbersDealt(farm, client)).toEqual(upTo(COUNT))
      expectArrived(stage, client, pushed[i] ?? [])
      expect(client).toMatchObject({ gaps: [], errors: [] })
    }
  })
})
