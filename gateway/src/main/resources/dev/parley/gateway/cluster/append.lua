-- Gives an event its offset, keeps it and publishes it with the offset, as one step: offsets have the order of publishing.
--
-- KEYS[1]  the last offset of all
-- KEYS[2]  stream: the events of the channel
-- ARGV[1]  channel to publish on
-- ARGV[2]  frame up to the offset
-- ARGV[3]  frame after the offset
-- ARGV[4]  events to keep, about
-- ARGV[5]  milliseconds to keep them
-- Returns  subscribers that were reached
local last_offset, stream = KEYS[1], KEYS[2]
local channel, before_offset, after_offset, max_events, max_age = ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

-- Microseconds, but always more than the last: no two events share one, and a clock that is put back does no harm.
local offset = string.format('%.0f', math.max(now, tonumber(redis.call('GET', last_offset) or '0') + 1))
redis.call('SET', last_offset, offset)
redis.call('XADD', stream, 'MAXLEN', '~', max_events, offset .. '-0', 'f', before_offset)
redis.call('XTRIM', stream, 'MINID', string.format('%.0f', now - max_age * 1000))
redis.call('PEXPIRE', stream, max_age)
return redis.call('SPUBLISH', channel, before_offset .. offset .. after_offset)
