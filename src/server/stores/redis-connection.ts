/** A connection to Redis that fails at once while there is none, and is replaced when it answers nothing. */
import { asBytes } from './redis-bytes'

declare const setTimeout: (callback: () => void, delayMs: number) => unknown
declare const clearTimeout: (timer: unknown) => void

/** What is sent to Redis. */
export type RedisArgument = string | Uint8Array

/** What is used of a client of `redis` (node-redis) 5 or later: it is duplicated, and not used itself. */
export interface RedisClient {
  /** Another client with the same options, but for these. */
  duplicate(overrides: { readonly disableOfflineQueue: boolean }): RedisDuplicate
}

/** What is used of a duplicate. */
export interface RedisDuplicate {
  /** Whether commands can be sent. */
  readonly isReady: boolean
  /** Connects, and again after every loss. */
  connect(): Promise<unknown>
  /** Sends one command. */
  sendCommand(args: readonly RedisArgument[], options?: object): Promise<unknown>
  /** Hears a channel, as bytes. */
  subscribe(
    channel: string,
    listener: (message: Uint8Array) => void,
    asBytes: true,
  ): Promise<unknown>
  /** Hears of `ready` and `error`. */
  on(event: string, listener: (error: unknown) => void): unknown
  /** Ends it now; what has no answer yet is rejected. */
  destroy(): void
}

/** What a connection tells. */
export interface RedisConnectionEvents {
  /** It is there, for the first time or again. */
  onReady(duplicate: RedisDuplicate): void
  /** It was lost, or could not be made; it tries again. */
  onError(error: unknown): void
}

/** A connection that lasts until it is closed. */
export interface RedisConnection {
  /** Sends a command; every string in its answer is bytes. Rejects when Redis is away, or silent for `commandTimeoutMs`. */
  send(args: readonly RedisArgument[]): Promise<unknown>
  /** Gives up the duplicate of now and makes another. */
  replace(): void
  /** Ends it. */
  close(): void
}

/** RESP's mark of a bulk string is `$`: bodies are bytes, and no string would hold them. */
const ANSWER_IN_BYTES = { typeMapping: { ['$'.charCodeAt(0)]: asBytes } }
/** Answers that came while this process itself was busy are read before the deadline is believed. */
const GRACE_MS = 50

/** Keeps a duplicate of the client connected; nothing is ever queued until Redis is back. */
export function createRedisConnection(
  client: RedisClient,
  commandTimeoutMs: number,
  { onReady, onError }: RedisConnectionEvents,
): RedisConnection {
  let isClosed = false
  let firstTry: Promise<void> | undefined
  let duplicate = start()
  // What is asked in the first moments waits until it is known whether Redis is there.
  firstTry = settled(duplicate, commandTimeoutMs).then(() => void (firstTry = undefined))

  function start(): RedisDuplicate {
    const fresh = client.duplicate({ disableOfflineQueue: true })
    fresh.on('error', onError)
    fresh.on('ready', () => onReady(fresh))
    // It rejects when it was given up, and when its reconnectStrategy gave up: `error` has told the latter.
    fresh.connect().catch(() => undefined)
    return fresh
  }

  function replace(): void {
    if (isClosed) return
    duplicate.destroy()
    duplicate = start()
  }

  return {
    async send(args) {
      if (firstTry) await firstTry
      if (isClosed) throw new Error('the store is closed')
      if (!duplicate.isReady) throw new Error('Redis cannot be reached')
      const asked = duplicate
      return withDeadline(asked.sendCommand(args, ANSWER_IN_BYTES), commandTimeoutMs, () => {
        // Whatever else it was asked has waited too: a half-open link never answers.
        if (asked === duplicate) replace()
      })
    },
    replace,
    close() {
      isClosed = true
      duplicate.destroy()
    },
  }
}

function settled(duplicate: RedisDuplicate, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, timeoutMs)
    const done = (): void => {
      clearTimeout(timer)
      resolve()
    }
    duplicate.on('ready', done)
    duplicate.on('error', done)
  })
}

function withDeadline<T>(answer: Promise<T>, timeoutMs: number, onTimeout: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      reject(new Error(`Redis did not answer within ${timeoutMs} ms`))
      onTimeout()
    }
    let timer = setTimeout(() => (timer = setTimeout(giveUp, GRACE_MS)), timeoutMs)
    const stop = (): void => clearTimeout(timer)
    answer.then(resolve, reject).then(stop, stop)
  })
}
