-- Gives an event its offset, keeps it, and publishes it with the offset: one step, so that both have the same order.
local age = tonumber(ARGV[5])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

-- Microseconds, but always more than the last: no two events have one, and a clock that was put back does no harm.
local offset = string.format('%.0f', math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0') + 1))
redis.call('SET', KEYS[1], offset)
redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[4], offset .. '-0', 'f', ARGV[2])
redis.call('XTRIM', KEYS[2], 'MINID', string.format('%.0f', now - age * 1000))
redis.call('PEXPIRE', KEYS[2], age)
return redis.call('SPUBLISH', ARGV[1], ARGV[2] .. offset .. ARGV[3])
