-- Renews a node's lease, and registers the node when it is not registered: never seen, declared dead, or lost with the data.
-- Returns the time of the registration (ms): while it stays the same, Redis has everything that the node reported.
--
-- KEYS  1 leases  2 nodes
-- ARGV  1 node  2 name: the configured id of the node  3 lease (ms)  4 fence  5 registered, as the node knows it; 0 at its start
local leases, nodes = KEYS[1], KEYS[2]
local node, name, lease, fence, known = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local at = now()

heartbeat(nodes, at, lease)
-- Registered before this Redis had any data: it lost them. Other nodes have yet to report their users again.
local created = tonumber(redis.call('HGET', nodes, 'created'))
if known > 0 and known < created and at < created + lease then
  redis.call('HSET', nodes, 'quiet_until', created + lease)
end

local entry = find_node(nodes, node)
if not entry then
  entry = { registered = integer(at), fence = fence, sweep = 0 }
  redis.call('HSET', nodes, 'name:' .. node, name)
end
entry.fence = math.max(entry.fence, fence)
save_node(nodes, node, entry)
redis.call('ZADD', leases, at + lease, node)
return entry.registered
