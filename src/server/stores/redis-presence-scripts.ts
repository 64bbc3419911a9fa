/** Who has a session, who is in a room, who is connected, in Lua. */
import { BASICS } from './redis-lua'

/** An index is a sorted set of clients by the time until which they count. */
const ENLIST = `
local till = now() + ARGV[1]
for i = 2, #ARGV do redis.call('ZADD', KEYS[1], text(till), ARGV[i]) end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', text(now()))
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return false
`

const MEMBERS = `
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', text(now()))
return redis.call('ZRANGE', KEYS[1], '0', '-1')
`

/** Connections by process and client, with their end; processes, with theirs; when each client was seen last. */
const PRESENCE = `
local connections, processes, lastSeen = KEYS[1], KEYS[2], KEYS[3]
local function live(key, forMs)
  if redis.call('PTTL', key) < tonumber(forMs) then redis.call('PEXPIRE', key, forMs) end
end
`

const SEEN = `
local process, forMs, keptMs, at = ARGV[1], ARGV[2], ARGV[3], now()
for _, key in ipairs({ connections, processes }) do
  redis.call('ZREMRANGEBYSCORE', key, '-inf', text(at))
end
redis.call('ZREMRANGEBYSCORE', lastSeen, '-inf', text(at - keptMs))
for i = 4, #ARGV do
  redis.call('ZADD', connections, text(at + forMs), process .. ' ' .. ARGV[i])
  redis.call('ZADD', lastSeen, text(at), ARGV[i])
end
redis.call('ZADD', processes, text(at + forMs), process)
live(connections, forMs)
live(processes, forMs)
live(lastSeen, keptMs)
return false
`

const GONE = `
redis.call('ZREM', connections, ARGV[1] .. ' ' .. ARGV[2])
redis.call('ZADD', lastSeen, text(now()), ARGV[2])
live(lastSeen, ARGV[3])
return false
`

const WHERE = `
local at, online = now(), 0
for _, process in ipairs(redis.call('ZRANGE', processes, '0', '-1')) do
  local till = redis.call('ZSCORE', connections, process .. ' ' .. ARGV[1])
  if till and tonumber(till) > at then online = 1 end
end
local seen = redis.call('ZSCORE', lastSeen, ARGV[1])
return { online, online == 1 and text(at) or seen and text(tonumber(seen)) or false }
`

const ONLINE = `
return redis.call('ZRANGE', connections, '(' .. text(now()), '+inf', 'BYSCORE', 'LIMIT', ARGV[1], ARGV[2])
`

const presence = BASICS + PRESENCE

/** The scripts. */
export const presenceScripts = {
  enlist: BASICS + ENLIST,
  members: BASICS + MEMBERS,
  seen: presence + SEEN,
  gone: presence + GONE,
  where: presence + WHERE,
  online: presence + ONLINE,
} as const
