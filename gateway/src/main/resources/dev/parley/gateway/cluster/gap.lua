-- Marks that events were lost before they were kept: what comes after this offset is complete again.
--
-- KEYS[1]  the last offset of all
-- KEYS[2]  the offset of the last gap
-- ARGV[1]  milliseconds that events are kept
-- Returns  1
local last_offset, gap, max_age = KEYS[1], KEYS[2], ARGV[1]

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local offset = string.format('%.0f', math.max(now, tonumber(redis.call('GET', last_offset) or '0') + 1))
redis.call('SET', last_offset, offset)
redis.call('SET', gap, offset, 'PX', max_age)
return 1
