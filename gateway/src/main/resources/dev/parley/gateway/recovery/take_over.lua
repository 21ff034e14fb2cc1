-- Makes another socket the holder of a session, if it is what was found.
--
-- KEYS[1]  hash: holder (of the socket that may write), session (JSON), saved (microseconds by the clock of Redis)
-- ARGV[1]  holder that was found
-- ARGV[2]  session that was found
-- ARGV[3]  next holder
-- ARGV[4]  milliseconds to keep it
-- Returns  1, or 0 when it has changed
local key, holder, session, next_holder, keep = KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4]

local current = redis.call('HMGET', key, 'holder', 'session')
if current[1] ~= holder or current[2] ~= session then
  return 0
end
redis.call('HSET', key, 'holder', next_holder)
return redis.call('PEXPIRE', key, keep)
