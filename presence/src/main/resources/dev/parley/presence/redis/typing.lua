-- Sets whether a user types in a chat on a node. Returns on how many other nodes the user does.
--
-- KEYS  1 sorted set: node by the end of its entry (ms)
-- ARGV  1 node  2 expiry of its entry (ms): 0 when the user does not type there any more
local typing = KEYS[1]
local node, expiry = ARGV[1], tonumber(ARGV[2])
local at = now()

redis.call('ZREM', typing, node)
redis.call('ZREMRANGEBYSCORE', typing, '-inf', at)
local others = redis.call('ZCARD', typing)
if expiry > 0 then
  redis.call('ZADD', typing, at + expiry, node)
  redis.call('PEXPIRE', typing, expiry)
end
return others
