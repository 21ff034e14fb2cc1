-- Events were lost before they were kept: what comes from here on is complete again.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local offset = string.format('%.0f', math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0') + 1))
redis.call('SET', KEYS[1], offset)
redis.call('SET', KEYS[2], offset, 'PX', ARGV[1])
return 1
