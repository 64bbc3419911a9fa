/** What only the Redis store has to prove: a Redis that is killed, frozen or emptied, and what it leaves there. */
import { describe, expect, test } from '@jest/globals'
import { createClient } from 'redis'
import type { Store } from '../../src/server/store'
import { redisStore } from '../../src/server/stores/redis-store'
import { cleanUp, pause, until } from '../integration/live-scene'
import { startFaultProxy } from '../support/fault-proxy'
import { hear, storeOn, storeWith, untilBack, useRedis } from './redis-world'

const text = (body: string) => ({ body: JSON.stringify(body) })

/** How long a call took to reject, and with what. */
async function rejection(call: () => unknown): Promise<{ tookMs: number; error: Error }> {
  const sinceMs = Date.now()
  const error = await Promise.resolve(call()).then(
    () => new Error('it did not reject'),
    (reason: Error) => reason,
  )
  return { tookMs: Date.now() - sinceMs, error }
}

/** One call of every kind. */
async function useEverything(store: Store): Promise<void> {
  const { session, secret } = await store.openSession('ann', undefined)
  await store.append(['ann'], text('one'))
  await store.append(['ann', 'bob'], text('two'))
  await store.openSession('ann', { session, secret, last: 1 })
  await store.read('ann', session, 0, 10)
  await store.claim('ann', 'run', 1, 0, 1_000)
  await store.finish('ann', 'run', 1, { reply: { ...text('re'), re: 'run:1' } })
  await store.claim('ann', 'run', 2, 1, 1_000)
  await store.release('ann', 'run', 2)
  await store.join('ann', 'lobby')
  await store.join('ann', 'attic')
  await store.leave('ann', 'attic')
  await store.members('lobby')
  await store.members()
  await store.seen(['ann', 'bob'], 5_000)
  await store.presence('ann')
  await store.online(10)
  await store.gone('bob')
  await store.tell({ type: 'close', clientId: 'ann', code: 4501, reason: 'kicked' })
}

describe('while Redis is away', () => {
  test('every call rejects at once, and nothing is done later', async () => {
    const redis = await useRedis({ isPersistent: true })
    const store = storeOn(redis)
    const { session } = await store.openSession('ann', undefined)

    await redis.kill()
    const { tookMs, error } = await rejection(() => store.append(['ann'], text('lost')))
    expect(error.message).not.toBe('it did not reject')
    expect(tookMs).toBeLessThan(500)
    const calls: (() => unknown)[] = [
      () => store.openSession('ann', undefined),
      () => store.append(['ann', 'bob'], text('lost as well')),
      () => store.read('ann', session, 0, 10),
      () => store.claim('ann', 'run', 1, 0, 1_000),
      () => store.finish('ann', 'run', 1, {}),
      () => store.join('ann', 'lobby'),
      () => store.members(),
      () => store.seen(['ann'], 1_000),
      () => store.gone('ann'),
      () => store.presence('ann'),
      () => store.online(10),
      () => store.tell({ type: 'resync' }),
    ]
    for (const call of calls) {
      const { error, tookMs } = await rejection(call)
      expect(error.message).toBe('Redis cannot be reached')
      expect(tookMs).toBeLessThan(100)
    }

    await redis.start()
    await untilBack(store)
    expect(await store.read('ann', session, 0, 10)).toEqual([])
  })

  test('a store that was made meanwhile works as soon as Redis is there', async () => {
    const redis = await useRedis()
    await redis.kill()
    const errors: unknown[] = []
    const store = storeOn(redis, { onError: (error) => void errors.push(error) })
    const { error, tookMs } = await rejection(() => store.presence('ann'))
    expect(error.message).toBe('Redis cannot be reached')
    expect(tookMs).toBeLessThan(500)
    expect(errors.length).toBeGreaterThan(0)

    await redis.start()
    await untilBack(store)
    expect(await store.presence('ann')).toEqual({ online: false, lastSeenAtMs: null })
  })

  test('what is asked in the first moments waits for the connection', async () => {
    const store = storeOn(await useRedis())
    expect(await store.openSession('ann', undefined)).toMatchObject({ resumed: false, next: 1 })
  })
})

describe('when Redis comes back', () => {
  test('with its data, sessions go on and every process looks again', async () => {
    const redis = await useRedis({ isPersistent: true })
    const [one, two] = [storeOn(redis), storeOn(redis)]
    const { session, secret } = await one.openSession('ann', undefined)
    await one.append(['ann'], text('before'))
    await one.claim('ann', 'run', 7, 0, 1_000)
    await one.finish('ann', 'run', 7, {})
    const heard = await Promise.all([hear(one), hear(two)])

    await redis.kill()
    await redis.start()
    await until('both look again', () => heard.every(([first]) => first?.type === 'resync'))
    await untilBack(one)

    expect(await one.openSession('ann', { session, secret, last: 0 })).toEqual({
      ...{ session, secret },
      ...{ resumed: true, next: 1 },
    })
    expect(await one.claim('ann', 'run', 7, 0, 1_000)).toEqual({ is: 'seen' })
    await one.append(['ann'], text('after'))
    expect(await one.read('ann', session, 0, 10)).toEqual([
      { seq: 1, ...text('before') },
      { seq: 2, ...text('after') },
    ])
    await until('the other one hears of it', () =>
      (heard[1] ?? []).some(({ type }) => type === 'appended'),
    )
  })

  test('without its data, a session is another one', async () => {
    const redis = await useRedis()
    const store = storeOn(redis)
    const { session, secret } = await store.openSession('ann', undefined)
    await store.append(['ann'], text('before'))

    await redis.kill()
    redis.forget()
    await redis.start()
    await untilBack(store)

    expect(await store.read('ann', session, 0, 10)).toBeUndefined()
    const again = await store.openSession('ann', { session, secret, last: 1 })
    expect(again).toMatchObject({ resumed: false, next: 1 })
    expect(again.session).not.toBe(session)
    expect(again.secret).not.toBe(secret)
  })
})

describe('when Redis answers nothing', () => {
  test('calls reject after the deadline, later ones at once, and all is well when it answers', async () => {
    const redis = await useRedis()
    const store = storeOn(redis, { commandTimeoutMs: 300 })
    const heard = await hear(store)

    redis.freeze()
    const first = await rejection(() => store.presence('ann'))
    expect(first.error.message).toBe('Redis did not answer within 300 ms')
    expect(first.tookMs).toBeGreaterThanOrEqual(300)
    const second = await rejection(() => store.presence('ann'))
    expect(second.error.message).toBe('Redis cannot be reached')
    expect(second.tookMs).toBeLessThan(100)

    redis.thaw()
    await untilBack(store)
    await store.append(['ann'], text('hello'))
    await until('the message is told', () => heard.some(({ type }) => type === 'appended'))
  })

  test('a listening connection that has gone deaf is replaced', async () => {
    const redis = await useRedis({ port: true })
    const proxy = await startFaultProxy(redis.port)
    cleanUp(proxy.close)
    const errors: string[] = []
    const viaProxy = createClient({ socket: { host: '127.0.0.1', port: proxy.port } })
    const direct = createClient({ socket: { path: redis.socketPath, tls: false } })
    // The first duplicate sends commands, the second listens.
    let made = 0
    const client = {
      duplicate: (overrides: { disableOfflineQueue: boolean }) =>
        (made += 1) === 1 ? direct.duplicate(overrides) : viaProxy.duplicate(overrides),
    }
    const store = storeWith(client, {
      checkMs: 50,
      onError: (error) => void errors.push((error as Error).message),
    })
    const heard = await hear(store)

    // What is open stays open and is silent; who connects now gets through.
    proxy.blackHole()
    await until('it is noticed', () => errors.length > 0)
    expect(errors).toContain('Redis delivers no notices; listening again')
    proxy.heal()
    await until('it listens again', () => heard.some(({ type }) => type === 'resync'))
    await store.append(['ann'], text('hello'))
    await until('the message is told', () => heard.some(({ type }) => type === 'appended'))
  })
})

describe('several processes', () => {
  const LEASE_MS = 60_000

  test('deal with a message in one of them', async () => {
    const redis = await useRedis()
    const [one, two] = [storeOn(redis), storeOn(redis)]
    const verdicts = await Promise.all(
      [one, two, one, two].map((store) => store.claim('ann', 'run', 1, 0, LEASE_MS)),
    )
    expect(verdicts.map(({ is }) => is).sort()).toEqual(['busy', 'busy', 'busy', 'new'])
    await two.finish('ann', 'run', 1, {})
    expect(await one.claim('ann', 'run', 1, 0, LEASE_MS)).toEqual({ is: 'seen' })
  })

  test('release only what they claimed themselves', async () => {
    const redis = await useRedis()
    const [one, two] = [storeOn(redis), storeOn(redis)]
    await one.claim('ann', 'run', 1, 0, LEASE_MS)
    await two.release('ann', 'run', 1)
    expect(await two.claim('ann', 'run', 1, 0, LEASE_MS)).toEqual({ is: 'busy' })
    await one.release('ann', 'run', 1)
    expect(await two.claim('ann', 'run', 1, 0, LEASE_MS)).toEqual({ is: 'new' })
  })

  test('take over what a process that is gone had claimed, and answer it once', async () => {
    const redis = await useRedis()
    const [one, two] = [storeOn(redis), storeOn(redis)]
    const { session } = await two.openSession('ann', undefined)
    await one.claim('ann', 'run', 1, 0, 100)
    await one.close()
    expect(await two.claim('ann', 'run', 1, 0, LEASE_MS)).toEqual({ is: 'busy' })
    await pause(150)
    expect(await two.claim('ann', 'run', 1, 0, LEASE_MS)).toEqual({ is: 'new' })
    const three = storeOn(redis)
    const reply = { ...text('yes'), re: 'run:1' }
    await Promise.all([two, three].map((store) => store.finish('ann', 'run', 1, { reply })))
    expect(await two.read('ann', session, 0, 10)).toEqual([{ seq: 1, ...reply }])
  })

  test('number the messages of a session together', async () => {
    const redis = await useRedis()
    const stores = [storeOn(redis), storeOn(redis), storeOn(redis)]
    const { session } = await (stores[0] as Store).openSession('ann', undefined)
    const heard = await hear(stores[0] as Store)
    await Promise.all(
      stores.flatMap((store, place) =>
        Array.from({ length: 50 }, (_, n) => store.append(['ann'], text(`${place}:${n}`))),
      ),
    )
    const entries = (await (stores[1] as Store).read('ann', session, 0, 1_000)) ?? []
    expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 150 }, (_, i) => i + 1))
    // What one process appends stays in its order.
    for (const place of ['0', '1', '2']) {
      const mine = entries.map(({ body }) => JSON.parse(body as string) as string)
      expect(mine.filter((one) => one.startsWith(`${place}:`))).toEqual(
        Array.from({ length: 50 }, (_, n) => `${place}:${n}`),
      )
    }
    await until('each was told', () => heard.length === 150)
  })

  test('know together who is online; of one that is gone without a word it is forgotten', async () => {
    const redis = await useRedis()
    const [one, two] = [storeOn(redis), storeOn(redis)]
    await one.seen(['ann', 'bob'], LEASE_MS)
    await two.seen(['ann', 'cem'], 300)
    expect([...(await two.online(10))].sort()).toEqual(['ann', 'bob', 'cem'])
    await one.gone('ann')
    expect(await one.presence('ann')).toMatchObject({ online: true })
    await two.close()
    await pause(400)
    expect(await one.presence('ann')).toMatchObject({ online: false })
    expect(await one.online(10)).toEqual(['bob'])
  })

  test('keep the rooms of clients that stay connected, and forget those of clients that are gone', async () => {
    const redis = await useRedis()
    const store = storeOn(redis, { sessionTtlMs: 600 })
    await store.join('ann', 'lobby')
    await store.join('bob', 'lobby')
    for (let i = 0; i < 10; i += 1) {
      await store.seen(['ann'], 1_000)
      await pause(100)
    }
    expect(await store.members('lobby')).toEqual(['ann'])
    expect(await store.members()).toEqual(['ann'])
  })
})

describe('what lies in Redis', () => {
  test('every key begins with the prefix and has an expiry', async () => {
    const redis = await useRedis()
    await useEverything(storeOn(redis, { prefix: 'shop' }))
    const keys = redis.cli('keys', '*').trim().split('\n').sort()
    expect(keys).toEqual([
      'shop:client:{ann}:rooms',
      'shop:client:{ann}:senders',
      'shop:client:{ann}:session',
      'shop:client:{ann}:stream',
      'shop:client:{bob}:session',
      'shop:client:{bob}:stream',
      'shop:clients',
      'shop:room:lobby',
      'shop:{presence}:connections',
      'shop:{presence}:last-seen',
      'shop:{presence}:processes',
    ])
    const withoutExpiry = keys.filter((key) => Number(redis.cli('pttl', key)) <= 0)
    expect(withoutExpiry).toEqual([])
  })

  test('no step touches two slots of a Redis Cluster', async () => {
    const redis = await useRedis({ cluster: true })
    expect(redis.cli('mget', 'a', 'b')).toContain('CROSSSLOT')
    await useEverything(storeOn(redis))
  })

  test('two prefixes on one Redis hear and see nothing of each other', async () => {
    const redis = await useRedis()
    const [shop, forum] = [storeOn(redis, { prefix: 'shop' }), storeOn(redis, { prefix: 'forum' })]
    const heard = await hear(forum)
    await shop.append(['ann'], text('one'))
    await shop.seen(['ann'], 1_000)
    expect(await forum.members()).toEqual([])
    expect(await forum.presence('ann')).toEqual({ online: false, lastSeenAtMs: null })
    await forum.append(['ann'], text('mine'))
    await until('its own is heard', () => heard.length > 0)
    expect(heard).toMatchObject([{ type: 'appended', draft: text('mine') }])
  })

  test('ids that differ only in what UTF-8 or a key cannot hold are different clients', async () => {
    const store = storeOn(await useRedis())
    const ids = ['\ud800', '\ud801', '�', '{a}', '}a{', '%007b', '{', '{}', ' x', 'x y', '界']
    for (const id of ids) await store.append([id], text(id))
    expect([...(await store.members())].sort()).toEqual([...ids].sort())
    for (const id of ids) {
      const { session, next } = await store.openSession(id, undefined)
      expect(next).toBe(2)
      expect(await store.read(id, session, 0, 10)).toEqual([{ seq: 1, ...text(id) }])
      await store.seen([id], 5_000)
      await store.join(id, `room of ${id}`)
      expect(await store.members(`room of ${id}`)).toEqual([id])
    }
    expect([...(await store.online(100))].sort()).toEqual([...ids].sort())
  })

  test('scripts that somebody flushed are sent again', async () => {
    const redis = await useRedis()
    const store = storeOn(redis)
    await useEverything(store)
    redis.cli('script', 'flush')
    await useEverything(store)
  })

  test('numbers beyond 2^52 are kept to the last digit', async () => {
    const redis = await useRedis()
    const store = storeOn(redis)
    const { session } = await store.openSession('ann', undefined)
    redis.cli('hset', 'miniprogram-socket:client:{ann}:session', 'last', '9007199254740989')
    await store.append(['ann'], text('nearly the last'))
    expect(await store.read('ann', session, 9007199254740989, 1)).toEqual([
      { seq: 9007199254740990, ...text('nearly the last') },
    ])
    await store.claim('ann', 'run', 9007199254740990, 0, 1_000)
    await store.finish('ann', 'run', 9007199254740990, {})
    expect(await store.claim('ann', 'run', 9007199254740990, 0, 1_000)).toEqual({ is: 'seen' })
    expect(await store.claim('ann', 'run', 9007199254740991, 9007199254740990, 1_000)).toEqual({
      is: 'new',
    })
  })

  test('a client with a thousand app starts leaves a bounded trace', async () => {
    const redis = await useRedis()
    const store = storeOn(redis, { maxStreams: 10 })
    for (let run = 0; run < 200; run += 1) {
      await store.claim('ann', `run-${run}`, 1, 0, 1_000)
      await store.finish('ann', `run-${run}`, 1, {})
    }
    // The count of turns is the eleventh.
    expect(Number(redis.cli('hlen', 'miniprogram-socket:client:{ann}:senders'))).toBe(11)
    expect(await store.claim('ann', 'run-199', 1, 0, 1_000)).toEqual({ is: 'seen' })
  })

  test('a body too large for a notice is left to be read', async () => {
    const redis = await useRedis()
    const store = storeOn(redis)
    const heard = await hear(store)
    const body = JSON.stringify('x'.repeat(20_000))
    await store.append(['ann'], { body })
    await until('it is told', () => heard.length > 0)
    expect(heard).toEqual([
      { type: 'appended', places: [{ clientId: 'ann', session: expect.any(String), seq: 1 }] },
    ])
  })

  test('what is no notice is reported and harms nobody', async () => {
    const redis = await useRedis()
    const errors: unknown[] = []
    const onError = (error: unknown) => {
      errors.push(error)
      throw new Error('the log is broken')
    }
    const store = storeOn(redis, { onError })
    const heard = await hear(store)
    redis.cli('publish', 'miniprogram-socket:notices', 'not ours')
    await until('it is reported', () => errors.length > 0)
    await store.append(['ann'], text('hello'))
    await until('what is ours is heard', () => heard.length > 0)
  })
})

describe('options', () => {
  const client = createClient()
  test.each([
    [{ prefix: '' }, 'prefix must be a text without { and }, got a string of length 0'],
    [{ prefix: 'a{b}' }, 'prefix must be a text without { and }, got a string of length 4'],
    [{ maxMessages: 0 }, 'maxMessages must be a whole number from 1 to 100000000000000, got 0'],
    [
      { sessionTtlMs: 1.5 },
      'sessionTtlMs must be a whole number from 1 to 100000000000000, got 1.5',
    ],
    [{ checkMs: Infinity }, 'checkMs must be a whole number from 1 to 2147483647, got Infinity'],
    [{ onError: 1 }, 'onError must be a function, got 1'],
    [
      { maxMesages: 1 },
      'maxMesages is no option; there are prefix, maxMessages, maxBytes, maxAgeMs, sessionTtlMs, maxStreams, maxRooms, lastSeenTtlMs, commandTimeoutMs, checkMs, onError',
    ],
    [null, 'options must be an object, got null'],
  ])('%j is refused by name', (options, message) => {
    expect(() => redisStore(client, options as never)).toThrow(
      expect.objectContaining({ code: 'E_OPTION', message }),
    )
  })
})
