/** What every script may use. */

/** A clock that all processes share, and numbers up to 2^53 as text (Lua's own has 14 digits). */
export const BASICS = `
local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
local function text(number) return string.format('%.0f', number) end
`
