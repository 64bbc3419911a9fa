/** What the processes tell each other, over a connection that does nothing but listen. */
import type { Notice } from '../store'
import { type RedisClient, type RedisDuplicate, createRedisConnection } from './redis-connection'
import { packMark, unpackNotice } from './redis-notices'

declare const setInterval: (callback: () => void, delayMs: number) => { unref(): unknown }
declare const clearInterval: (timer: unknown) => void

/** What a bus is made of. */
export interface RedisBusParts {
  readonly client: RedisClient
  readonly channel: string
  /** The name of this process. */
  readonly process: string
  readonly commandTimeoutMs: number
  /** How often it is tried whether this process still hears. */
  readonly checkMs: number
  /** Publishes over the other connection. */
  readonly publish: (message: string) => Promise<unknown>
  readonly onError: (error: unknown) => void
}

/** The listening half. */
export interface RedisBus {
  /** Hears every notice; returns the stop. */
  listen(listener: (notice: Notice) => void): () => void
  /** Ends it. */
  close(): void
}

/** Listens until it is closed. After every gap in listening, `resync` is heard. */
export function createRedisBus(parts: RedisBusParts): RedisBus {
  const { client, channel, process, commandTimeoutMs, checkMs, publish, onError } = parts
  const listeners = new Set<(notice: Notice) => void>()
  /** Marks that were published and not heard. */
  let unheard = 0

  function tell(notice: Notice): void {
    for (const listener of [...listeners]) {
      try {
        listener(notice)
      } catch (error) {
        onError(error)
      }
    }
  }

  function onMessage(message: Uint8Array): void {
    try {
      const heard = unpackNotice(message)
      if (heard.type !== 'mark') tell(heard)
      else if (heard.by === process) unheard = 0
    } catch (error) {
      // Not ours: the channel is open to whoever can reach this Redis.
      onError(error)
    }
  }

  function onReady(duplicate: RedisDuplicate): void {
    unheard = 0
    // After a reconnect it has subscribed by itself, and this returns at once.
    duplicate.subscribe(channel, onMessage, true).then(() => tell({ type: 'resync' }), onError)
  }

  const connection = createRedisConnection(client, commandTimeoutMs, { onReady, onError })

  // A half-open link is silent as a quiet one is: only a message that must come tells them apart.
  const timer = setInterval(() => {
    if (unheard > 1) {
      unheard = 0
      onError(new Error('Redis delivers no notices; listening again'))
      connection.replace()
    }
    unheard += 1
    publish(packMark(process)).catch(() => (unheard = 0))
  }, checkMs)
  timer.unref()

  return {
    listen(listener) {
      // One of its own for each call: the same function may listen twice, and stop twice.
      const own = (notice: Notice): void => listener(notice)
      listeners.add(own)
      return () => void listeners.delete(own)
    },
    close() {
      clearInterval(timer)
      listeners.clear()
      connection.close()
    },
  }
}
