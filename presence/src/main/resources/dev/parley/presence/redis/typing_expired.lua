-- Returns users whose last entry in a chat has expired: their node was killed before it could end the typing. Each is returned to one
-- caller, and again after a while unless that caller has ended the typing.
--
-- KEYS  1 sorted set: chat and user by the end of their last entry (ms)
-- ARGV  1 how many at most  2 time for the caller (ms)
local due = KEYS[1]
local at = now()

local expired = redis.call('ZRANGEBYSCORE', due, '-inf', at, 'LIMIT', 0, ARGV[1])
for _, who in ipairs(expired) do
  redis.call('ZADD', due, integer(at + ARGV[2]), who)
end
return expired
