/**
 * The steps that must happen as one. Each touches the keys of one client, or those of presence, or one index, so that a
 * Redis Cluster, or the proxy before one, finds all its keys in one slot.
 */
import { presenceScripts } from './redis-presence-scripts'
import { type SessionLimits, sessionScripts } from './redis-session-scripts'

/** The name of a script. */
export type RedisScriptName = keyof ReturnType<typeof createRedisScripts>

/** Every script, for these limits. */
export const createRedisScripts = (limits: SessionLimits) => ({
  ...sessionScripts(limits),
  ...presenceScripts,
})
