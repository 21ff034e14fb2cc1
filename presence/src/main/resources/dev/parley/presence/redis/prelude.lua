-- Put before every presence script. All keys of one call carry the same {shard} tag, so they live in one slot.
--
-- user record (hash): online '0' or '1' = what was announced last; version; active = when last online (ms);
--   left = when the last socket went (ms), while a grace runs; by = the step that made the last change; touched = last report by any node (ms); hidden = '1' while appearing offline; n:<node> = sockets on that node.

-- One clock for the whole cluster, in milliseconds.
local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
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

-- The last socket went at this time. A grace that runs already is not begun again.
local function begin_grace(graces, user, id, left, grace)
  if sockets_of(user) == 0 and redis.call('ZADD', graces, 'NX', left + grace, id) == 1 then
    redis.call('HSET', user, 'left', left)
  end
end

local function recorded_change(user, id)
  local record = redis.call('HMGET', user, 'online', 'active', 'version')
  if not record[1] then
    return nil
  end
  return { id, tonumber(record[1]), tonumber(record[2]), tonumber(record[3]) }
end

-- Makes online the answer about the user. Returns the change, or nil when that was the answer already.
-- The version starts from the clock, so that it grows even when the record was lost.
-- The client sends a step again when its answer was lost: then the same step gets the same change again.
local function turn(user, id, online, active, at, step)
  if (redis.call('HGET', user, 'online') or '0') == online then
    return redis.call('HGET', user, 'by') == step and recorded_change(user, id) or nil
  end
  local version = math.max((tonumber(redis.call('HGET', user, 'version')) or 0) + 1, at)
  redis.call('HSET', user, 'online', online, 'version', version, 'active', active, 'by', step)
  return { id, tonumber(online), active, version }
end
