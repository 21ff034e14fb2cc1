-- A node tells how many sockets it has of a user. Returns the change or nothing.
local user, node_users, leases, graces = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local id, node, sockets = ARGV[1], ARGV[2], tonumber(ARGV[3])
local lease, grace, step = tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[6]
local at = now()

-- Who reports is alive; and a node that dies before its first renewal is swept like any other.
redis.call('ZADD', leases, at + lease, node)

if sockets > 0 then
  redis.call('HSET', user, 'n:' .. node, sockets, 'touched', at)
  redis.call('SADD', node_users, id)
  redis.call('ZREM', graces, id)
  redis.call('PERSIST', user)
  if redis.call('HEXISTS', user, 'hidden') == 1 then
    return nil
  end
  return turn(user, id, '1', at, at, step)
end

-- The record outlives the last socket by far. If it is gone, Redis lost it while the user was connected:
-- others still see the user online, and the end of the grace has to tell them.
if redis.call('EXISTS', user) == 0 then
  redis.call('HSET', user, 'online', '1', 'version', at, 'active', at)
end
redis.call('HDEL', user, 'n:' .. node)
redis.call('HSET', user, 'touched', at)
redis.call('SREM', node_users, id)
begin_grace(graces, user, id, at, grace)
return nil
