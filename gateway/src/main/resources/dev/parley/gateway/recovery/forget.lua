-- Removes a session and keeps its holder from writing it again.
--
-- KEYS[1]  hash: holder (of the socket that may write), session (JSON), saved (microseconds by the clock of Redis)
-- ARGV[1]  holder
-- ARGV[2]  what stands for no holder
-- ARGV[3]  milliseconds to remember that
-- Returns  1, or 0 when another socket holds it
local key, holder, nobody, keep = KEYS[1], ARGV[1], ARGV[2], ARGV[3]

local current = redis.call('HGET', key, 'holder')
if current and current ~= holder then
  return 0
end
redis.call('DEL', key)
redis.call('HSET', key, 'holder', nobody)
return redis.call('PEXPIRE', key, keep)
