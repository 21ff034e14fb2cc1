-- Enters a node into the directory, or renews its lease.
--
-- KEYS[1]  hash: node id -> entry (JSON)
-- KEYS[2]  sorted set: node id by the end of its lease, in milliseconds by the clock of Redis
-- ARGV[1]  node id
-- ARGV[2]  entry
-- ARGV[3]  lease in milliseconds
-- Returns  1
local nodes, leases = KEYS[1], KEYS[2]
local id, entry, lease = ARGV[1], ARGV[2], ARGV[3]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- Each reader and writer removes the nodes whose lease has ended.
for _, ended in ipairs(redis.call('ZRANGEBYSCORE', leases, '-inf', now)) do
  redis.call('HDEL', nodes, ended)
  redis.call('ZREM', leases, ended)
end

redis.call('HSET', nodes, id, entry)
redis.call('ZADD', leases, now + lease, id)
return 1
