/** Where what lies in Redis. What a script touches together has one tag in braces, and so one slot of a Redis Cluster. */

/** The keys of one client, in the order in which the scripts take them. */
export type ClientKeys = readonly [session: string, stream: string, senders: string, rooms: string]

/** The names of the keys. */
export interface RedisKeys {
  readonly channel: string
  /** Clients that have a session. */
  readonly clients: string
  /** Connections, processes, and when clients were last seen. */
  readonly presence: readonly string[]
  client(clientId: string): ClientKeys
  room(room: string): string
}

/** Makes the names, all behind one prefix. */
export const createRedisKeys = (prefix: string): RedisKeys => ({
  channel: `${prefix}:notices`,
  clients: `${prefix}:clients`,
  presence: ['connections', 'processes', 'last-seen'].map((name) => `${prefix}:{presence}:${name}`),
  client(clientId) {
    const own = `${prefix}:client:{${escapeId(clientId)}}`
    return [`${own}:session`, `${own}:stream`, `${own}:senders`, `${own}:rooms`]
  },
  room: (room) => `${prefix}:room:${escapeId(room)}`,
})

/** A brace would move the tag, and half a surrogate pair becomes the same bytes as every other half. */
export const escapeId = (id: string): string =>
  id.replace(
    /[%{}\ud800-\udfff]/gu,
    (char) => `%${`000${char.charCodeAt(0).toString(16)}`.slice(-4)}`,
  )

/** Takes {@link escapeId} back. */
export const unescapeId = (escaped: string): string =>
  escaped.replace(/%([\da-f]{4})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
