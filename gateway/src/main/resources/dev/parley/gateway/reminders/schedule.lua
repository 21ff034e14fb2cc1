-- Gives a user a deadline in each channel in which the user has none. By the clock of Redis.
--
-- KEYS     sorted sets of one shard, one per channel: user id by deadline in milliseconds
-- ARGV[1]  user id
-- ARGV[2]  milliseconds from now
-- Returns  the number of new deadlines
local time = redis.call('TIME')
local deadline = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[2]

local new = 0
for _, due in ipairs(KEYS) do
  new = new + redis.call('ZADD', due, 'NX', deadline, ARGV[1])
end
return new
