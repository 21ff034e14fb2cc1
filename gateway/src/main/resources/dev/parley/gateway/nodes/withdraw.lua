-- Removes a node from the directory.
--
-- KEYS[1]  hash: node id -> entry (JSON)
-- KEYS[2]  sorted set: node id by the end of its lease, in milliseconds by the clock of Redis
-- ARGV[1]  node id
-- Returns  1 if it was there
redis.call('HDEL', KEYS[1], ARGV[1])
return redis.call('ZREM', KEYS[2], ARGV[1])
