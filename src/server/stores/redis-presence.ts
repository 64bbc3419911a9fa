/** Who is connected, who has a session, and who is in which room. */
import type { Presence, Store } from '../store'
import { HubError } from '../errors'
import { type RedisKeys, escapeId, unescapeId } from './redis-keys'
import type { RedisStoreSettings } from './redis-options'
import type { RedisRunner } from './redis-runner'

/** The part of a store that is about whereabouts. */
export type RedisPresence = Pick<
  Store,
  'join' | 'leave' | 'members' | 'seen' | 'gone' | 'presence' | 'online'
> & {
  /** The client has got a session. */
  enlisted(clientIds: readonly string[]): Promise<void>
}

/** What it is made of. */
export interface RedisPresenceParts {
  readonly runner: RedisRunner
  readonly keys: RedisKeys
  readonly settings: RedisStoreSettings
  /** The name of this process. */
  readonly process: string
  /** A name that nobody can guess. */
  readonly token: () => string
  /** A clock that never jumps. */
  readonly elapsedMs: () => number
}

/** What goes into one command: enough to be fast, and little enough that others get a turn. */
const MAX_BATCH = 500
/** A client's time to live begins anew after this part of it has passed: not at every sign of life. */
const RENEWALS = 8

/** Whereabouts in Redis. */
export function createRedisPresence(parts: RedisPresenceParts): RedisPresence {
  const { runner, keys, settings, process, token, elapsedMs } = parts
  const sessionTtlMs = String(settings.sessionTtlMs)
  /** When the time to live of a client of this process began. */
  const renewedAtMs = new Map<string, number>()

  const enlist = (index: string, clientIds: readonly string[]): Promise<unknown> =>
    Promise.all(
      inBatches(clientIds).map((batch) =>
        runner.run('enlist', [index], [sessionTtlMs, ...batch.map(escapeId)]),
      ),
    )

  async function renew(clientIds: readonly string[]): Promise<void> {
    const nowMs = elapsedMs()
    const dueMs = nowMs - settings.sessionTtlMs / RENEWALS
    const due = clientIds.filter((id) => (renewedAtMs.get(id) ?? -Infinity) <= dueMs)
    const answers = (await Promise.all(
      due.map((id) => runner.run('touch', keys.client(id), [token(), token()])),
    )) as (readonly unknown[])[]
    const byRoom = new Map<string, string[]>()
    answers.forEach((rooms, i) => {
      const id = due[i] as string
      for (const room of rooms.map(String)) byRoom.set(room, [...(byRoom.get(room) ?? []), id])
    })
    const rooms = [...byRoom].map(([room, ids]) => enlist(keys.room(unescapeId(room)), ids))
    await Promise.all([enlist(keys.clients, due), ...rooms])
    for (const id of due) renewedAtMs.set(id, nowMs)
  }

  return {
    async enlisted(clientIds) {
      await enlist(keys.clients, clientIds)
    },
    async join(clientId, room) {
      const [joined] = await Promise.all([
        runner.run('join', keys.client(clientId), [token(), token(), escapeId(room)]),
        enlist(keys.room(room), [clientId]),
        enlist(keys.clients, [clientId]),
      ])
      if (joined === 1) return
      await runner.send(['ZREM', keys.room(room), escapeId(clientId)])
      throw new HubError('E_LIMIT', `a client may be in ${settings.maxRooms} rooms`)
    },
    async leave(clientId, room) {
      const [, , , rooms] = keys.client(clientId)
      await Promise.all([
        runner.send(['SREM', rooms, escapeId(room)]),
        runner.send(['ZREM', keys.room(room), escapeId(clientId)]),
      ])
    },
    async members(room) {
      const index = room === undefined ? keys.clients : keys.room(room)
      return toIds(await runner.run('members', [index], []))
    },
    async seen(clientIds, forMs) {
      const head = [process, String(forMs), String(settings.lastSeenTtlMs)]
      const said = inBatches(clientIds).map((batch) =>
        runner.run('seen', keys.presence, [...head, ...batch.map(escapeId)]),
      )
      await Promise.all([...said, renew(clientIds)])
    },
    async gone(clientId) {
      renewedAtMs.delete(clientId)
      await runner.run('gone', keys.presence, [
        process,
        escapeId(clientId),
        String(settings.lastSeenTtlMs),
      ])
    },
    async presence(clientId): Promise<Presence> {
      const [online, lastSeen] = (await runner.run('where', keys.presence, [
        escapeId(clientId),
      ])) as [number, unknown]
      return { online: online === 1, lastSeenAtMs: lastSeen === null ? null : Number(lastSeen) }
    },
    async online(limit) {
      const found = new Set<string>()
      // A client may be connected to several processes, and then is met several times.
      for (let offset = 0; found.size < limit; offset += MAX_BATCH) {
        const page = toIds(
          await runner.run('online', keys.presence, [String(offset), String(MAX_BATCH)]),
        )
        for (const connection of page) found.add(connection.slice(connection.indexOf(' ') + 1))
        if (page.length < MAX_BATCH) break
      }
      return [...found].slice(0, limit)
    },
  }
}

const toIds = (answer: unknown): string[] => (answer as unknown[]).map(String).map(unescapeId)

function inBatches(ids: readonly string[]): (readonly string[])[] {
  const batches: (readonly string[])[] = []
  for (let i = 0; i < ids.length; i += MAX_BATCH) batches.push(ids.slice(i, i + MAX_BATCH))
  return batches
}
