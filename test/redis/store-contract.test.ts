/** The contract of every store, on a real Redis; and on one that is part of a Redis Cluster. */
import { afterAll, beforeAll } from '@jest/globals'
import { type RedisServer, startRedis } from '../../scripts/servers/redis.mjs'
import { describeStore } from '../contracts/store-contract'
import { pause, until } from '../integration/live-scene'
import { storeOn } from './redis-world'

const servers: { [name: string]: RedisServer } = {}

beforeAll(async () => {
  servers['Redis'] = await startRedis()
  servers['Redis Cluster'] = await startRedis({ cluster: true })
}, 30_000)

afterAll(async () => {
  for (const server of Object.values(servers)) await server.stop()
})

let opened = 0

for (const name of ['Redis', 'Redis Cluster']) {
  describeStore(name, {
    async open(limits) {
      const server = servers[name] as RedisServer
      const prefix = `test-${(opened += 1)}`
      let stores = 1
      return {
        store: storeOn(server, { ...limits, prefix }),
        async another() {
          stores += 1
          return storeOn(server, { ...limits, prefix })
        },
        pass: pause,
        async settle() {
          const listening = () =>
            Number(server.cli('pubsub', 'numsub', `${prefix}:notices`).split('\n')[1])
          await until('every store listens', () => listening() === stores)
          // What was published before is on its way to all of them.
          await pause(50)
        },
      }
    },
  })
}
