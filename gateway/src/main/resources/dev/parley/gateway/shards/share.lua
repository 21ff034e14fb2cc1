-- Renews the lease of a node and divides the shards over the nodes whose lease has not ended, in equal parts.
--
-- KEYS[1]  sorted set: node id by the end of its lease, in milliseconds by the clock of Redis
-- KEYS[2]  hash: shard -> node id
-- ARGV[1]  node id
-- ARGV[2]  lease in milliseconds
-- ARGV[3]  number of shards
-- Returns  the shards of this node
local leases, owners = KEYS[1], KEYS[2]
local id, lease, count = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

redis.call('ZREMRANGEBYSCORE', leases, '-inf', now)
redis.call('ZADD', leases, now + lease, id)
local most = math.ceil(count / redis.call('ZCARD', leases))

local own, free = {}, {}
for shard = 0, count - 1 do
  local owner = redis.call('HGET', owners, shard)
  if owner == id then
    if #own < most then
      own[#own + 1] = tostring(shard)
    else
      redis.call('HDEL', owners, shard)
    end
  elseif not owner or not redis.call('ZSCORE', leases, owner) then
    free[#free + 1] = shard
  end
end

for _, shard in ipairs(free) do
  if #own < most then
    redis.call('HSET', owners, shard, id)
    own[#own + 1] = tostring(shard)
  end
end
return own
