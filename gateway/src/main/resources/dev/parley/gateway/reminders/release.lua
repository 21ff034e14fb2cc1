-- Ends a claim. A deadline that the user was given meanwhile stays when it is earlier.
--
-- KEYS[1]  sorted set: user id by deadline in milliseconds, by the clock of Redis
-- KEYS[2]  sorted set: user id by the end of the claim
-- ARGV[1]  user id
-- ARGV[2]  milliseconds until the next deadline; negative for none
-- Returns  1 if the claim had not ended
local pause = tonumber(ARGV[2])
local released = redis.call('ZREM', KEYS[2], ARGV[1])
if pause >= 0 then
  local time = redis.call('TIME')
  redis.call('ZADD', KEYS[1], 'LT', time[1] * 1000 + math.floor(time[2] / 1000) + pause, ARGV[1])
end
return released
