-- What every node answers about the users whose records are KEYS[2..]. One {online, active, version, connections} each.
local leases = KEYS[1]
local at = now()

local alive = {}
local function is_alive(node)
  if alive[node] == nil then
    alive[node] = (tonumber(redis.call('ZSCORE', leases, node)) or 0) > at
  end
  return alive[node]
end

local answers = {}
for k = 2, #KEYS do
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
  local online = tonumber(field.online or '0')
  local active = online == 1 and at or tonumber(field.active or '-1')
  answers[#answers + 1] = { online, active, tonumber(field.version or '0'), connections }
end
return answers
