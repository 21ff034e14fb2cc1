-- Lists the nodes whose lease has not ended.
--
-- KEYS[1]  hash: node id -> entry (JSON)
-- KEYS[2]  sorted set: node id by the end of its lease, in milliseconds by the clock of Redis
-- Returns  { entry, end of its lease, entry, end of its lease, ... }
local nodes, leases = KEYS[1], KEYS[2]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- Each reader and writer removes the nodes whose lease has ended.
for _, ended in ipairs(redis.call('ZRANGEBYSCORE', leases, '-inf', now)) do
  redis.call('HDEL', nodes, ended)
  redis.call('ZREM', leases, ended)
end

local found = redis.call('ZRANGE', leases, 0, -1, 'WITHSCORES')
for i = 1, #found, 2 do
  found[i] = redis.call('HGET', nodes, found[i])
end
return found
