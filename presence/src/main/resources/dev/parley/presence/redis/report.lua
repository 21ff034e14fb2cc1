-- Sets how many sockets a node has of a user. Returns a result, or the registration that is valid when the step is refused.
--
-- KEYS  1 user  2 users:<node>  3 nodes  4 graces
-- ARGV  1 id of the user  2 node  3 registered  4 fence, of the node  5 step: id of this step, the same when it is repeated
--       6 sockets  7 grace (ms) when this was the last socket
--       8 online  9 version: the announcement that the node knows, restored if Redis lost it; version 0 if it knows none
local user, users_of_node, nodes, graces = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local id, node, registered, fence, step = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), ARGV[5]
local sockets, grace = tonumber(ARGV[6]), tonumber(ARGV[7])
local known_online, known_version = ARGV[8], tonumber(ARGV[9])

local refusal = refused(nodes, node, registered, fence)
if refusal then
  return refusal
end

local at = now()
local before = tonumber(redis.call('HGET', user, 'n:' .. node)) or 0
if known_version > (tonumber(redis.call('HGET', user, 'version')) or 0) then
  redis.call('HSET', user, 'online', known_online, 'version', known_version)
  if not is_restoring(nodes, at) then
    redis.call('HSET', user, 'told_offline', '1')
  end
end

if sockets > 0 then
  redis.call('HSET', user, 'n:' .. node, sockets, 'active', at)
  redis.call('SADD', users_of_node, id)
  end_grace(graces, user, id)
  redis.call('PERSIST', user)
  -- Announced again, because of those who were told otherwise.
  if redis.call('HDEL', user, 'told_offline') == 1 and redis.call('HGET', user, 'online') == '1' then
    redis.call('HSET', user, 'online', '0')
  end
  local changed = redis.call('HGET', user, 'hidden') ~= '1' and set_online(user, '1', at, at, step)
  return result(user, registered, before, changed)
end

redis.call('HDEL', user, 'n:' .. node)
redis.call('SREM', users_of_node, id)
if redis.call('EXISTS', user) == 1 then
  redis.call('HSET', user, 'active', at)
  begin_grace(graces, user, id, at, grace)
end
return result(user, registered, before, false)
