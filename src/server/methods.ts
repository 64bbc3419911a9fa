/** What the program calls: messages to clients, rooms, presence, kick. */
import { CLOSE_CODES } from '../protocol/close-codes'
import { toBody } from './body'
import { HubError, isHubError } from './errors'
import type { Settings } from './options'
import type { Answer, Draft } from './store'
import type { Hub, HubRequest } from './types'
import { isThenable } from './when'
import { cut } from './wire'

/** Clients that a broadcast appends to in one step. */
const MAX_APPEND = 500

const MAX_ONLINE = 10_000

const FINAL_CODES = { min: 4_500, max: 4_999 } as const

type Methods = Pick<
  Hub<never>,
  'send' | 'broadcast' | 'join' | 'leave' | 'kick' | 'presence' | 'online'
>

export interface MethodsParts<Request extends HubRequest> {
  readonly settings: Settings<Request>
  readonly report: (error: HubError) => void
  readonly isClosed: () => boolean
}

export function createMethods<Request extends HubRequest>(parts: MethodsParts<Request>): Methods {
  const { settings, report, isClosed } = parts
  const { store, maxFrameBytes } = settings

  function fail(thrown: unknown): never {
    const error = isHubError(thrown)
      ? thrown
      : new HubError('E_STORE', 'the store could not be reached', thrown)
    report(error)
    throw error
  }

  /** A call that nobody waits for must not end the process when it fails: that is what `error` is for. */
  function safely<T>(act: () => Answer<T>): Promise<T> {
    let promise: Promise<T>
    try {
      if (isClosed()) throw new HubError('E_CLOSED', 'the hub is closed')
      const answer = act()
      if (!isThenable(answer)) return Promise.resolve(answer)
      promise = answer.catch(fail)
    } catch (thrown) {
      promise = new Promise(() => fail(thrown))
    }
    promise.catch(() => undefined)
    return promise
  }

  async function appendAll(clientIds: readonly string[], draft: Draft): Promise<void> {
    for (let from = 0; from < clientIds.length; from += MAX_APPEND) {
      await store.append(clientIds.slice(from, from + MAX_APPEND), draft)
    }
  }

  return {
    send: (clientId, body) =>
      safely(() => {
        name('clientId', clientId)
        return store.append([clientId], { body: toBody(body, maxFrameBytes) })
      }),
    broadcast: (body, { room, except } = {}) =>
      safely(async () => {
        const draft = { body: toBody(body, maxFrameBytes) }
        if (room !== undefined) name('room', room)
        const members = await store.members(room)
        await appendAll(
          members.filter((clientId) => clientId !== except),
          draft,
        )
      }),
    join: (clientId, room) =>
      safely(() => store.join(name('clientId', clientId), name('room', room))),
    leave: (clientId, room) =>
      safely(() => store.leave(name('clientId', clientId), name('room', room))),
    kick: (clientId, reason = 'kicked', code = CLOSE_CODES.kicked) =>
      safely(() => {
        const { min, max } = FINAL_CODES
        if (!(Number.isInteger(code) && code >= min && code <= max)) {
          throw new HubError('E_ARGUMENT', `code must be a whole number from ${min} to ${max}`)
        }
        if (typeof reason !== 'string') throw new HubError('E_ARGUMENT', 'reason must be a string')
        name('clientId', clientId)
        return store.tell({ type: 'close', clientId, code, reason: cut(reason) })
      }),
    presence: (clientId) => safely(() => store.presence(name('clientId', clientId))),
    online: () => safely(() => store.online(MAX_ONLINE)),
  }
}

/** @throws {@link HubError} E_ARGUMENT when it is no string of 1 to 256 characters. */
function name(argument: string, value: unknown): string {
  if (typeof value === 'string' && value.length > 0 && value.length <= 256) return value
  throw new HubError('E_ARGUMENT', `${argument} must be a string of 1 to 256 characters`)
}
