/** Redis servers and stores for one test; all of them end after it. */
import { createClient } from 'redis'
import { type RedisServer, startRedis } from '../../scripts/servers/redis.mjs'
import type { Notice, Store } from '../../src/server/store'
import type { RedisStoreOptions } from '../../src/server/stores/redis-options'
import { redisStore } from '../../src/server/stores/redis-store'
import { cleanUp, pause, until } from '../integration/live-scene'

/** A Redis that is gone after the test. */
export async function useRedis(
  wanted: Parameters<typeof startRedis>[0] = {},
): Promise<RedisServer> {
  const server = await startRedis(wanted)
  cleanUp(server.stop)
  return server
}

/** A store that is closed after the test. */
export function storeOn(
  { socketPath }: Pick<RedisServer, 'socketPath'>,
  options: RedisStoreOptions = {},
): Store {
  return storeWith(createClient({ socket: { path: socketPath, tls: false } }), options)
}

/** The same for any client. */
export function storeWith(
  client: Parameters<typeof redisStore>[0],
  options: RedisStoreOptions = {},
): Store {
  const store = redisStore(client, { commandTimeoutMs: 1_000, ...options })
  cleanUp(store.close)
  return store
}

/** What a store tells from now on; resolves when it hears. */
export async function hear(store: Store): Promise<Notice[]> {
  const heard: Notice[] = []
  let hasHeard = false
  store.listen((notice) => {
    if (notice.type === 'close' && notice.clientId === 'nobody') hasHeard = true
    else heard.push(notice)
  })
  // Whether it listens already shows only when something is told.
  const knock = { type: 'close', clientId: 'nobody', code: 4501, reason: 'knock' } as const
  for (let i = 0; i < 1_000 && !hasHeard; i += 1) {
    await store.tell(knock)
    await pause(5)
  }
  await until('the store listens', () => hasHeard)
  heard.length = 0
  return heard
}

/** Waits until calls succeed again. */
export async function untilBack(store: Store): Promise<void> {
  let isBack = false
  const ask = (): void =>
    void store.presence('anybody').then(
      () => (isBack = true),
      () => setTimeout(ask, 10),
    )
  ask()
  await until('Redis is back', () => isBack)
}
