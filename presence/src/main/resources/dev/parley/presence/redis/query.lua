-- What every node answers about users. Returns {online, active (-1 if unknown), version, connections} for each.
--
-- KEYS  1 leases  2 nodes  3.. user
-- ARGV  1 lease (ms)
local leases, nodes = KEYS[1], KEYS[2]
local at = now()
local quiet = is_quiet(nodes, at, tonumber(ARGV[1]))
local restoring = is_restoring(nodes, at)

local alive = {}
local function is_alive(node)
  if alive[node] == nil then
    local lease_end = tonumber(redis.call('ZSCORE', leases, node))
    alive[node] = lease_end ~= nil and (quiet or lease_end > at)
  end
  return alive[node]
end

local answers = {}
for k = 3, #KEYS do
  local record = redis.call('HGETALL', KEYS[k])
  local field, connections = {}, 0
  for i = 1, #record, 2 do
    local name, value = record[i], record[i + 1]
    if string.sub(name, 1, 2) ~= 'n:' then
      field[name] = value
    elseif is_alive(string.sub(name, 3)) then
      connections = connections + tonumber(value)
    end
  end
  if restoring and not field.online then
    redis.call('HSET', KEYS[k], 'told_offline', '1')
    redis.call('PEXPIRE', KEYS[k], RESTORATION)
  end
  local online = tonumber(field.online or '0')
  local active = online == 1 and at or tonumber(field.active or '-1')
  answers[#answers + 1] = { online, active, tonumber(field.version or '0'), connections }
end
return answers
