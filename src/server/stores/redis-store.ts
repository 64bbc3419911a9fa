/** A store for several processes: sessions in Redis streams, notices over its publish and subscribe. */
import { nodePorts } from '../host'
import type { Entry, Place, Store, Verdict } from '../store'
import { createRedisBus } from './redis-bus'
import { type Bytes, joinBytes } from './redis-bytes'
import { createOrder } from './redis-order'
import type { RedisArgument, RedisClient } from './redis-connection'
import { createRedisKeys } from './redis-keys'
import {
  NOTICE_HEAD,
  type PackedDraft,
  isBodyInNotice,
  noticeTail,
  packDraft,
  packNotice,
  packPlace,
  unpackDraft,
} from './redis-notices'
import { type RedisStoreOptions, readRedisOptions } from './redis-options'
import { createRedisPresence } from './redis-presence'
import { createRedisRunner } from './redis-runner'

/** Why messages were rejected is kept for the latest numbers of a stream: more than are ever under way by default. */
const REASONS = '256'

/** Places in one notice. */
const MAX_PLACES = 500

/**
 * Keeps what hubs remember in Redis, so that several processes act as one.
 *
 * It makes two connections of its own with the client's options, and never queues: while Redis is away every call
 * rejects at once, hubs close links with 4005, and clients come back. The client itself is not used and need not be connected.
 *
 * @param client A client of the package `redis` (node-redis), 5 or later.
 * @throws {@link HubError} E_OPTION when an option is not what it must be.
 */
export function redisStore(client: RedisClient, options: RedisStoreOptions = {}): Store {
  const settings = readRedisOptions(options)
  const { token, clock } = nodePorts
  const keys = createRedisKeys(settings.prefix)
  const process = token()
  const runner = createRedisRunner(client, settings)
  const publish = (parts: RedisArgument): Promise<unknown> =>
    runner.send(['PUBLISH', keys.channel, parts])
  const bus = createRedisBus({ client, channel: keys.channel, process, publish, ...settings })
  const presence = createRedisPresence({
    runner,
    keys,
    settings,
    process,
    token,
    elapsedMs: () => clock.elapsedMs(),
  })
  const order = createOrder()

  /** What a script needs to append a message and, with a channel, to tell of it. */
  const appendArgs = (clientId: string, draft: PackedDraft, channel: string): RedisArgument[] => [
    ...[token(), token(), String(draft.bytes), draft.head, draft.body, channel],
    ...[`${NOTICE_HEAD}[${JSON.stringify(clientId)}`, `]${noticeTail(draft)}`],
    isBodyInNotice(draft) ? '1' : '',
  ]

  const toPlace = async (clientId: string, answer: Promise<unknown>): Promise<Place> => {
    const [session, seq, created] = (await answer) as [unknown, unknown, number]
    if (created === 1) await presence.enlisted([clientId])
    return { clientId, session: String(session), seq: Number(seq) }
  }

  const appendTo = (clientId: string, draft: PackedDraft, channel: string): Promise<Place> =>
    toPlace(
      clientId,
      runner.run('append', keys.client(clientId), appendArgs(clientId, draft, channel)),
    )

  /** One notice for many, so that the body goes out once. Who got the message hears of it even if others did not. */
  async function appendToMany(clientIds: readonly string[], draft: PackedDraft): Promise<void> {
    const failures: unknown[] = []
    const fail = (error: unknown): void => void failures.push(error)
    const appended = clientIds.map((id) => appendTo(id, draft, '').catch(fail))
    await order.after(Promise.all(appended), (places) =>
      publishPlaces(
        places.filter((place) => place !== undefined),
        draft,
      ),
    )
    if (failures.length > 0) throw failures[0]
  }

  async function publishPlaces(places: readonly Place[], draft: PackedDraft): Promise<void> {
    const sent: Promise<unknown>[] = []
    const tail = noticeTail(draft)
    for (let i = 0; i < places.length; i += MAX_PLACES) {
      const some = places
        .slice(i, i + MAX_PLACES)
        .map(packPlace)
        .join()
      const line = `${NOTICE_HEAD}${some}${tail}`
      sent.push(publish(isBodyInNotice(draft) ? joinBytes(line, draft.body) : line))
    }
    await Promise.all(sent)
  }

  return {
    async openSession(clientId, resume) {
      const { session = '', secret = '', last = 0 } = resume ?? {}
      const [name, key, resumed, next, created] = (await runner.run('open', keys.client(clientId), [
        ...[token(), token(), session, secret, String(last)],
      ])) as [unknown, unknown, number, unknown, number]
      if (created === 1) await presence.enlisted([clientId])
      return {
        session: String(name),
        secret: String(key),
        resumed: resumed === 1,
        next: Number(next),
      }
    },
    async append(clientIds, draft) {
      const packed = packDraft(draft)
      const [first] = clientIds
      if (first === undefined) return
      if (clientIds.length > 1) return appendToMany(clientIds, packed)
      await appendTo(first, packed, keys.channel)
    },
    async read(clientId, session, after, limit) {
      const args = [session, String(after), String(limit)]
      const answer = await runner.run('read', keys.client(clientId), args)
      return answer === null ? undefined : (answer as RawEntry[]).map(toEntry)
    },
    async claim(clientId, sender, seq, after, leaseMs) {
      const args = [sender, String(seq), String(after), process, String(leaseMs)]
      const [is, reason] = (await runner.run(
        'claim',
        keys.client(clientId),
        args,
      )) as readonly Bytes[]
      return { is: String(is), ...(reason ? { reason: String(reason) } : {}) } as Verdict
    },
    async finish(clientId, sender, seq, { reason = '', reply }) {
      const args = [sender, String(seq), reason, REASONS]
      const more = reply ? appendArgs(clientId, packDraft(reply), keys.channel) : []
      const answer = runner.run('finish', keys.client(clientId), [...args, ...more])
      if ((await answer) !== null) await toPlace(clientId, answer)
    },
    async release(clientId, sender, seq) {
      await runner.run('release', keys.client(clientId), [sender, String(seq), process])
    },
    join: presence.join,
    leave: presence.leave,
    members: presence.members,
    seen: presence.seen,
    gone: presence.gone,
    presence: presence.presence,
    online: presence.online,
    tell: (notice) => order.next(() => publish(packNotice(notice))),
    listen: bus.listen,
    async close() {
      bus.close()
      await runner.close()
    },
  }
}

type RawEntry = readonly [id: unknown, fields: readonly Bytes[]]

function toEntry([id, fields]: RawEntry): Entry {
  // By place: names and values of at, size, head and body.
  const [head, body] = [fields[5], fields[7]] as [Bytes, Bytes]
  return { seq: parseInt(String(id), 10), ...unpackDraft(String(head), body) }
}
