-- Ends what is over in one shard: first the sockets of dead nodes, then the graces. At most ARGV[5] users of each.
-- Returns the changes, each to exactly one node; again, until that node says with its next sweep that it heard them.
local leases, known, graces, unheard = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local user_prefix, node_prefix = ARGV[1], ARGV[2]
local lease, grace = tonumber(ARGV[3]), tonumber(ARGV[4])
local left, keep = tonumber(ARGV[5]), ARGV[6]
local unheard_prefix, sweep, heard = ARGV[7], ARGV[8], ARGV[9]
local batch = left
local at = now()

local function forget_socket(id, node, last_renewal)
  local user = user_prefix .. id
  redis.call('HDEL', user, 'n:' .. node)
  local touched = tonumber(redis.call('HGET', user, 'touched')) or 0
  begin_grace(graces, user, id, math.max(touched, last_renewal), grace)
end

local function inherit_unheard(dead)
  for _, id in ipairs(redis.call('ZRANGE', dead, 0, -1)) do
    redis.call('ZADD', unheard, sweep, id)
  end
  redis.call('DEL', dead)
end

redis.call('ZREMRANGEBYSCORE', unheard, '-inf', heard)

local lapsed = redis.call('ZRANGEBYSCORE', leases, '-inf', at, 'WITHSCORES', 'LIMIT', 0, batch)
for i = 1, #lapsed, 2 do
  if left == 0 then
    break
  end
  local node, last_renewal = lapsed[i], tonumber(lapsed[i + 1]) - lease
  -- From here on the node is told at its next renewal to report everyone again.
  redis.call('SREM', known, node)
  local ids = redis.call('SPOP', node_prefix .. node, left)
  for _, id in ipairs(ids) do
    forget_socket(id, node, last_renewal)
  end
  if #ids < left then
    inherit_unheard(unheard_prefix .. node)
    redis.call('ZREM', leases, node)
  end
  left = left - #ids
end

for _, id in ipairs(redis.call('ZRANGEBYSCORE', graces, '-inf', at, 'LIMIT', 0, batch)) do
  local user = user_prefix .. id
  redis.call('ZREM', graces, id)
  if sockets_of(user) == 0 then
    local left = tonumber(redis.call('HGET', user, 'left')) or at
    redis.call('HDEL', user, 'hidden')
    if turn(user, id, '0', left, at, '') then
      redis.call('ZADD', unheard, sweep, id)
    end
    redis.call('PEXPIRE', user, keep)
  end
end

local changes = {}
for _, id in ipairs(redis.call('ZRANGE', unheard, 0, -1)) do
  changes[#changes + 1] = recorded_change(user_prefix .. id, id)
end
redis.call('PEXPIRE', unheard, keep)
return changes
