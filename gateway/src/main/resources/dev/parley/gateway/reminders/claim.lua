-- Claims users whose deadline has passed, so that one node decides about each. A claim that its node does not release in time ends, and
-- the user is due again. A user who is claimed is not claimed twice.
--
-- KEYS[1]  sorted set: user id by deadline in milliseconds, by the clock of Redis
-- KEYS[2]  sorted set: user id by the end of the claim
-- ARGV[1]  at most so many users
-- ARGV[2]  time of a claim in milliseconds
-- Returns  how long the earliest deadline has passed, in milliseconds, and the users
local due, claimed = KEYS[1], KEYS[2]
local limit, lease = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

for _, user in ipairs(redis.call('ZRANGEBYSCORE', claimed, '-inf', now, 'LIMIT', 0, limit)) do
  redis.call('ZREM', claimed, user)
  redis.call('ZADD', due, 'LT', now, user)
end

local found = redis.call('ZRANGEBYSCORE', due, '-inf', now, 'WITHSCORES', 'LIMIT', 0, limit)
local result = { tostring(found[2] and now - tonumber(found[2]) or 0) }
for i = 1, #found, 2 do
  if redis.call('ZADD', claimed, 'NX', now + lease, found[i]) == 1 then
    redis.call('ZREM', due, found[i])
    result[#result + 1] = found[i]
  end
end
return result
