/** A client's session and its streams, in Lua. The keys, always in this order: session, stream, senders, rooms. */
import { BASICS } from './redis-lua'

/** What bounds a session; part of the text, as it is the same in every call. */
export interface SessionLimits {
  readonly maxMessages: number
  readonly maxBytes: number
  readonly maxAgeMs: number
  readonly sessionTtlMs: number
  readonly maxStreams: number
  readonly maxRooms: number
}

/**
 * A session is a hash (name, secret, last number, bytes held, time of the oldest message held) and a stream whose ids are the
 * messages' numbers. A field of an entry is read by its place: at, size, head, body.
 */
const SESSION = ({ maxMessages, maxBytes, maxAgeMs, sessionTtlMs }: SessionLimits): string => `
local session, stream = KEYS[1], KEYS[2]
local function open(name, secret)
  local is = redis.call('HMGET', session, 'name', 'secret', 'last')
  if is[1] then return is[1], is[2], tonumber(is[3]), 0 end
  redis.call('DEL', stream)
  redis.call('HSET', session, 'name', name, 'secret', secret, 'last', '0', 'bytes', '0', 'since', '0')
  redis.call('PEXPIRE', session, ${sessionTtlMs})
  return name, secret, 0, 1
end
local function trim()
  local is = redis.call('HMGET', session, 'bytes', 'since')
  local count, bytes, since = redis.call('XLEN', stream), tonumber(is[1]), tonumber(is[2])
  local before, isShorter = now() - ${maxAgeMs}, false
  while count > 0 and (since <= before or count > 1 and (count > ${maxMessages} or bytes > ${maxBytes})) do
    local first, second = unpack(redis.call('XRANGE', stream, '-', '+', 'COUNT', '2'))
    redis.call('XDEL', stream, first[1])
    count, bytes, isShorter = count - 1, bytes - first[2][4], true
    if second then since = tonumber(second[2][2]) end
  end
  if isShorter then redis.call('HSET', session, 'bytes', text(bytes), 'since', text(since)) end
end
local function append(name, secret, size, head, body, channel, notice, tail, more)
  local name, _, last, created = open(name, secret)
  local seq = text(last + 1)
  local at = text(now())
  redis.call('HSET', session, 'last', seq)
  redis.call('HINCRBY', session, 'bytes', size)
  if redis.call('XLEN', stream) == 0 then redis.call('HSET', session, 'since', at) end
  redis.call('XADD', stream, seq .. '-0', 'at', at, 'size', size, 'head', head, 'body', body)
  redis.call('PEXPIRE', stream, redis.call('PTTL', session))
  trim()
  if channel ~= '' then
    redis.call('PUBLISH', channel, notice .. ',"' .. name .. '",' .. seq .. tail .. (more == '1' and body or ''))
  end
  return { name, seq, created }
end
`

/**
 * A stream of a client is a field of one hash: last finished number, turn of its last use, the claim with owner and end,
 * reasons of rejections. Turns are counted in the field `#`, which is no sender.
 */
const SENDERS = ({ sessionTtlMs, maxStreams }: SessionLimits): string => `
local senders = KEYS[3]
local function load(sender)
  local packed = redis.call('HGET', senders, sender)
  if packed then return cmsgpack.unpack(packed) end
  return { last = 0, reasons = {} }
end
local function store(sender, row)
  row.at = redis.call('HINCRBY', senders, '#', 1)
  local isNew = redis.call('HSET', senders, sender, cmsgpack.pack(row))
  if isNew == 0 then return end
  redis.call('PEXPIRE', senders, ${sessionTtlMs})
  if redis.call('HLEN', senders) <= ${maxStreams} + 1 then return end
  local all, eldest, at = redis.call('HGETALL', senders), nil, row.at
  for i = 1, #all, 2 do
    local other = all[i] ~= '#' and cmsgpack.unpack(all[i + 1])
    if other and other.at < at then eldest, at = all[i], other.at end
  end
  redis.call('HDEL', senders, eldest)
end
`

const OPEN = ({ sessionTtlMs }: SessionLimits): string => `
local name, secret, last, created = open(ARGV[1], ARGV[2])
trim()
for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, ${sessionTtlMs}) end
local resumed, next = 0, last + 1
if ARGV[3] == name and ARGV[4] == secret and tonumber(ARGV[5]) <= last then
  resumed, next = 1, tonumber(ARGV[5]) + 1
  local oldest = redis.call('XRANGE', stream, '-', '+', 'COUNT', '1')[1]
  local held = oldest and tonumber(string.match(oldest[1], '^%d+')) or last + 1
  if held > next then next = held end
end
return { name, secret, resumed, text(next), created }
`

const APPEND = `return append(unpack(ARGV))`

const READ = `
if redis.call('HGET', session, 'name') ~= ARGV[1] then return false end
trim()
return redis.call('XRANGE', stream, ARGV[2] .. '-1', '+', 'COUNT', ARGV[3])
`

const CLAIM = `
local sender, seq, after = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local row = load(sender)
if seq <= row.last then return { 'seen', row.reasons[ARGV[2]] } end
if row.claim and row.till > now() then return { 'busy' } end
if after > row.last then return { 'early' } end
row.claim, row.owner, row.till = ARGV[2], ARGV[4], now() + ARGV[5]
store(sender, row)
return { 'new' }
`

/** Of the reasons only the latest are kept: as many as a client may have under way. */
const FINISH = `
local sender, seq = ARGV[1], tonumber(ARGV[2])
local row = load(sender)
if seq <= row.last then return false end
row.last, row.claim, row.owner, row.till = seq, nil, nil, nil
for number in pairs(row.reasons) do
  if tonumber(number) <= seq - ARGV[4] then row.reasons[number] = nil end
end
if ARGV[3] ~= '' then row.reasons[ARGV[2]] = ARGV[3] end
store(sender, row)
if #ARGV > 4 then return append(unpack(ARGV, 5)) end
return false
`

const RELEASE = `
local row = load(ARGV[1])
if row.claim == ARGV[2] and row.owner == ARGV[3] then
  row.claim, row.owner, row.till = nil, nil, nil
  store(ARGV[1], row)
end
return false
`

/** Everything of a client lives on; the answer is its rooms, where it is to live on as well. */
const TOUCH = ({ sessionTtlMs }: SessionLimits): string => `
open(ARGV[1], ARGV[2])
for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, ${sessionTtlMs}) end
return redis.call('SMEMBERS', KEYS[4])
`

const JOIN = ({ maxRooms }: SessionLimits): string => `
open(ARGV[1], ARGV[2])
if redis.call('SISMEMBER', KEYS[4], ARGV[3]) == 1 then return 1 end
if redis.call('SCARD', KEYS[4]) >= ${maxRooms} then return 0 end
redis.call('SADD', KEYS[4], ARGV[3])
redis.call('PEXPIRE', KEYS[4], redis.call('PTTL', session))
return 1
`

/** The scripts for these limits. */
export function sessionScripts(limits: SessionLimits) {
  const session = BASICS + SESSION(limits)
  const senders = session + SENDERS(limits)
  return {
    open: session + OPEN(limits),
    append: session + APPEND,
    read: session + READ,
    join: session + JOIN(limits),
    touch: session + TOUCH(limits),
    claim: senders + CLAIM,
    finish: senders + FINISH,
    release: senders + RELEASE,
  } as const
}
