-- Ends what is over in one shard: the sockets of dead nodes, then the graces. Returns the changes {id, online, active, version}, each
-- to one node; again, until that node acknowledges them with its next sweep. Returns nothing to a node without a valid
-- lease and to a late copy of an old sweep.
--
-- KEYS  1 leases  2 nodes  3 graces  4 unacked:<node>
-- ARGV  1 node  2 prefix of user keys  3 prefix of users:<node>  4 prefix of unacked:<node>
--       5 lease (ms)  6 grace (ms)  7 most users of each kind  8 how long the record of an offline user is kept (ms)
--       9 number of this sweep  10 number of the last sweep whose answer the node has  11 registered, as the node knows it
local leases, nodes, graces, unacked = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local self, user_prefix, users_prefix, unacked_prefix = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local lease, grace, limit, keep = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7]), ARGV[8]
local sweep, acked, registered = tonumber(ARGV[9]), ARGV[10], ARGV[11]
local at = now()

-- A node that died soon after a change may not have announced it. If the user is left without sockets, the offline change follows.
local function announce_last_change_of(node, user, id, last_renewal)
  local record = redis.call('HMGET', user, 'by', 'version', 'online')
  local made_it = record[1] and string.sub(record[1], 1, #node + 1) == node .. ':'
  if made_it and tonumber(record[2]) > last_renewal - lease / 4 and (record[3] == '0' or sockets_of(user) > 0) then
    redis.call('ZADD', unacked, sweep, id)
  end
end

local function forget_sockets(id, node, last_renewal)
  local user = user_prefix .. id
  redis.call('HDEL', user, 'n:' .. node)
  announce_last_change_of(node, user, id, last_renewal)
  local active = tonumber(redis.call('HGET', user, 'active')) or 0
  begin_grace(graces, user, id, math.max(active, last_renewal), grace)
end

local function inherit_unacked(dead)
  for _, id in ipairs(redis.call('ZRANGE', dead, 0, -1)) do
    redis.call('ZADD', unacked, sweep, id)
  end
  redis.call('DEL', dead)
end

-- Returns how many users the node had, up to the limit.
local function bury(node, last_renewal, most)
  -- From here on steps of the node are refused until it registers again.
  redis.call('HDEL', nodes, 'n:' .. node, 'name:' .. node)
  local ids = redis.call('SPOP', users_prefix .. node, most)
  for _, id in ipairs(ids) do
    forget_sockets(id, node, last_renewal)
  end
  if #ids < most then
    inherit_unacked(unacked_prefix .. node)
    redis.call('ZREM', leases, node)
  end
  return #ids
end

local function bury_dead_nodes()
  local remaining = limit
  local lapsed = redis.call('ZRANGEBYSCORE', leases, '-inf', at, 'WITHSCORES', 'LIMIT', 0, limit)
  for i = 1, #lapsed, 2 do
    if remaining > 0 then
      remaining = remaining - bury(lapsed[i], tonumber(lapsed[i + 1]) - lease, remaining)
    end
  end
end

local function announce_offline(user, id)
  local gone_at = tonumber(redis.call('HGET', user, 'gone_at')) or at
  redis.call('HDEL', user, 'hidden', 'hidden_at', 'gone_at', 'told_offline')
  if set_online(user, '0', gone_at, at, '') then
    redis.call('ZADD', unacked, sweep, id)
  end
  redis.call('PEXPIRE', user, keep)
end

local function end_graces()
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', graces, '-inf', at, 'LIMIT', 0, limit)) do
    local user = user_prefix .. id
    redis.call('ZREM', graces, id)
    if sockets_of(user) == 0 then
      announce_offline(user, id)
    end
  end
end

heartbeat(nodes, at, lease)
local entry = find_node(nodes, self)
local lease_end = tonumber(redis.call('ZSCORE', leases, self)) or 0
if not entry or entry.registered ~= registered or sweep < entry.sweep or lease_end <= at then
  return {}
end
entry.sweep = sweep
save_node(nodes, self, entry)

redis.call('ZREMRANGEBYSCORE', unacked, '-inf', acked)
if not is_quiet(nodes, at, lease) then
  bury_dead_nodes()
  end_graces()
end

local changes = {}
for _, id in ipairs(redis.call('ZRANGE', unacked, 0, -1)) do
  local record = redis.call('HMGET', user_prefix .. id, 'online', 'active', 'version')
  if record[1] then
    changes[#changes + 1] = { id, record[1], record[2], record[3] }
  end
end
redis.call('PEXPIRE', unacked, keep)
return changes
