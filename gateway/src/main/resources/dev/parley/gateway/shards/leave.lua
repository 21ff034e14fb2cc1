-- Ends the lease of a node, so that the others take its shards at once.
--
-- KEYS[1]  sorted set: node id by the end of its lease
-- ARGV[1]  node id
-- Returns  1 if it had a lease
return redis.call('ZREM', KEYS[1], ARGV[1])
