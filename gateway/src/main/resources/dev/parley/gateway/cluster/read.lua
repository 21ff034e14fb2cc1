-- Reads the events of some streams after an offset.
--
-- KEYS[1]  the last offset of all
-- KEYS[2]  the offset of the last gap
-- KEYS[3]  and following: the streams
-- ARGV[1]  offset
-- ARGV[2]  events that a stream keeps
-- ARGV[3]  events to read at most
-- Returns  { last offset of all, offset, frame, offset, frame, ... }; nothing when events may be missing or there are too many
local after, kept, remaining = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local last = redis.call('GET', KEYS[1]) or '0'
local gap = tonumber(redis.call('GET', KEYS[2]) or '0')

-- The offset is of a log that this Redis has lost, or from before a gap.
if after > tonumber(last) or after < gap then
  return {}
end

local found = { last }
for i = 3, #KEYS do
  local length = redis.call('XLEN', KEYS[i])
  if length > 0 then
    local first = redis.call('XRANGE', KEYS[i], '-', '+', 'COUNT', 1)[1][1]
    -- A stream that is full may have lost what was before its first entry.
    if length >= kept and tonumber(first:match('%d+')) > after then
      return {}
    end
    local entries = redis.call('XRANGE', KEYS[i], '(' .. ARGV[1], '+', 'COUNT', remaining + 1)
    remaining = remaining - #entries
    if remaining < 0 then
      return {}
    end
    for _, entry in ipairs(entries) do
      found[#found + 1] = entry[1]:match('%d+')
      found[#found + 1] = entry[2][2]
    end
  end
end
return found
