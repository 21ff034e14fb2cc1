-- Renews a node's lease. Returns 1, or 0 when the node was not known here: never seen, declared dead, or lost with the data.
local leases, known = KEYS[1], KEYS[2]
local node, lease = ARGV[1], tonumber(ARGV[2])
redis.call('ZADD', leases, now() + lease, node)
return 1 - redis.call('SADD', known, node)
