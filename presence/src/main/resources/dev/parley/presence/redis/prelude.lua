-- Put before every presence script. All keys of one call carry the same {shard} tag, so they are in one slot.
--
-- user:<user>     hash. online: '1' or '0', as announced last. version: of that announcement. active: last report of any node (ms).
--                 by: id of the step that made the last change. hidden: '1' or '0', hidden_at: when that was chosen (ms); absent while
--                 the user never chose. gone_at: when the last socket closed (ms), during a grace. n:<node>: sockets on that node.
--                 told_offline: '1' when a reader was or may have been told offline while nodes had yet to report.
-- users:<node>    set of users with sockets on the node.
-- leases          sorted set: node by the end of its lease (ms).
-- nodes           hash. created, seen: first and last heartbeat of any node (ms). quiet_until: nobody is declared gone before (ms).
--                 restoring_until: until then nodes may have yet to report their users to this Redis (ms).
--                 n:<node>: '<registered> <fence> <sweep>'. name:<node>: the configured id of the node.
-- graces          sorted set: user without sockets by the end of the grace (ms).
-- unacked:<node>  sorted set: user whose change was returned to the node, by the number of that sweep.

-- One clock for the whole cluster, in milliseconds.
local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- After Redis lost its data nodes have this time to report their users again (ms).
local RESTORATION = 60000

local function integer(number)
  return string.format('%.0f', number)
end

local function find_node(nodes, node)
  local entry = redis.call('HGET', nodes, 'n:' .. node)
  if not entry then
    return nil
  end
  local registered, fence, sweep = string.match(entry, '^(%d+) (%d+) (%d+)$')
  return { registered = registered, fence = tonumber(fence), sweep = tonumber(sweep) }
end

local function save_node(nodes, node, entry)
  local value = entry.registered .. ' ' .. integer(entry.fence) .. ' ' .. integer(entry.sweep)
  redis.call('HSET', nodes, 'n:' .. node, value)
end

-- Whether a step of the node may still be executed. A late copy of an old step bears a registration or a fence from before
-- the node's newer steps. Returns nil, or what the script answers instead: the registration that is valid now, '0' for none.
local function refused(nodes, node, registered, fence)
  local entry = find_node(nodes, node)
  if not entry then
    return { '0' }
  end
  if entry.registered ~= registered or fence < entry.fence then
    return { entry.registered }
  end
  if fence > entry.fence then
    entry.fence = fence
    save_node(nodes, node, entry)
  end
  return nil
end

-- True when no node was heard for half a lease: Redis stood still, its clock jumped, or every node did. Leases and graces
-- say nothing then.
local function was_interrupted(nodes, at, lease)
  local seen = tonumber(redis.call('HGET', nodes, 'seen'))
  return seen ~= nil and math.abs(at - seen) > lease / 2
end

local function is_quiet(nodes, at, lease)
  return was_interrupted(nodes, at, lease) or (tonumber(redis.call('HGET', nodes, 'quiet_until')) or 0) > at
end

local function is_restoring(nodes, at)
  local restoring_until = tonumber(redis.call('HGET', nodes, 'restoring_until'))
  return not restoring_until or restoring_until > at
end

-- A node was heard. After an interruption each node has the time of a lease to renew and to report before anyone is declared gone.
local function heartbeat(nodes, at, lease)
  if redis.call('HSETNX', nodes, 'created', at) == 1 then
    redis.call('HSET', nodes, 'restoring_until', at + RESTORATION)
  end
  if was_interrupted(nodes, at, lease) then
    redis.call('HSET', nodes, 'quiet_until', at + lease)
  end
  redis.call('HSET', nodes, 'seen', at)
end

local function sockets_of(user)
  local sum = 0
  local record = redis.call('HGETALL', user)
  for i = 1, #record, 2 do
    if string.sub(record[i], 1, 2) == 'n:' then
      sum = sum + tonumber(record[i + 1])
    end
  end
  return sum
end

-- The last socket closed at this time. A grace that runs already is not begun again.
local function begin_grace(graces, user, id, gone_at, grace)
  if sockets_of(user) == 0 and redis.call('ZADD', graces, 'NX', gone_at + grace, id) == 1 then
    redis.call('HSET', user, 'gone_at', gone_at)
  end
end

local function end_grace(graces, user, id)
  if redis.call('ZREM', graces, id) == 1 then
    redis.call('HDEL', user, 'gone_at')
  end
end

-- Sets what is announced about the user. Returns true when this step changed it, also when the step is executed again.
-- A sweep passes '' as step.
-- The version starts from the clock, so that it grows even when the record was lost.
local function set_online(user, online, active, at, step)
  if (redis.call('HGET', user, 'online') or '0') == online then
    return step ~= '' and redis.call('HGET', user, 'by') == step
  end
  local version = math.max((tonumber(redis.call('HGET', user, 'version')) or 0) + 1, at)
  redis.call('HSET', user, 'online', online, 'version', version, 'active', active, 'by', step)
  return true
end

-- {registered, sockets before, changed, online, version, active, hidden ('' if never chosen), hidden_at}
local function result(user, registered, before, changed)
  local record = redis.call('HMGET', user, 'online', 'version', 'active', 'hidden', 'hidden_at')
  return { registered, before, changed and 1 or 0, record[1] or '0', record[2] or '0', record[3] or '0', record[4] or '', record[5] or '0' }
end
