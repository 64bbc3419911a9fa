/** Runs the scripts, by the name that Redis gave them. */
import {
  type RedisArgument,
  type RedisClient,
  type RedisDuplicate,
  createRedisConnection,
} from './redis-connection'
import { type RedisScriptName, createRedisScripts } from './redis-scripts'
import type { RedisStoreSettings } from './redis-options'

/** Runs scripts and commands, in the order in which it is asked. */
export interface RedisRunner {
  /** Runs a script. */
  run(
    name: RedisScriptName,
    keys: readonly string[],
    args: readonly RedisArgument[],
  ): Promise<unknown>
  /** Sends a command. */
  send(args: readonly RedisArgument[]): Promise<unknown>
  /** Waits for what is under way, and ends it. */
  close(): Promise<void>
}

/** Connects for scripts and commands. */
export function createRedisRunner(client: RedisClient, settings: RedisStoreSettings): RedisRunner {
  const scripts = createRedisScripts(settings)
  const shas = new Map<RedisScriptName, string>()

  /** What is sent until the answers are here goes with the whole text: a second try later would be out of order. */
  function onReady(duplicate: RedisDuplicate): void {
    shas.clear()
    for (const name of Object.keys(scripts) as RedisScriptName[]) {
      duplicate
        .sendCommand(['SCRIPT', 'LOAD', scripts[name]])
        .then((sha) => shas.set(name, String(sha)), settings.onError)
    }
  }

  const { send, close } = createRedisConnection(client, settings.commandTimeoutMs, {
    onReady,
    onError: settings.onError,
  })

  return {
    send,
    async run(name, keys, args) {
      const sha = shas.get(name)
      const rest = [String(keys.length), ...keys, ...args]
      if (sha === undefined) return send(['EVAL', scripts[name], ...rest])
      try {
        return await send(['EVALSHA', sha, ...rest])
      } catch (error) {
        // Somebody flushed the scripts.
        if (!String((error as Error).message).startsWith('NOSCRIPT')) throw error
        return send(['EVAL', scripts[name], ...rest])
      }
    },
    async close() {
      // Answers come in order: after this one there is nothing left to wait for.
      await send(['PING']).catch(() => undefined)
      close()
    },
  }
}
