-- Keeps a session, unless another socket holds it.
--
-- KEYS[1]  hash: holder (of the socket that may write), session (JSON), saved (microseconds by the clock of Redis)
-- ARGV[1]  holder
-- ARGV[2]  session
-- ARGV[3]  milliseconds to keep it
-- ARGV[4]  holder from now on
-- Returns  1, or 0 when another socket holds it
local key, holder, session, keep, next_holder = KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4]

local current = redis.call('HGET', key, 'holder')
if current and current ~= holder then
  return 0
end
local time = redis.call('TIME')
redis.call('HSET', key, 'holder', next_holder, 'session', session, 'saved', string.format('%.0f', time[1] * 1000000 + time[2]))
return redis.call('PEXPIRE', key, keep)
