-- One token bucket per user, kept as the one moment at which it will be full again ("generic cell rate algorithm").
-- Returns { allowed, remaining, retry after in microseconds }.
local key = KEYS[1]
local burst, per_minute, take = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3] == '1'

local time = redis.call('TIME')
local at = time[1] * 1000000 + time[2]
local each = 60000000 / per_minute

local full_at = math.max(tonumber(redis.call('GET', key) or '0'), at)
local left = math.floor((burst * each - (full_at - at)) / each + 0.000001)
if left < 1 then
  return { 0, 0, math.ceil(full_at + each - burst * each - at) }
end
if take then
  full_at = full_at + each
  left = left - 1
  -- The bucket that is full again needs no record.
  redis.call('SET', key, string.format('%.0f', full_at), 'PX', math.ceil((full_at - at) / 1000))
end
return { 1, left, 0 }
