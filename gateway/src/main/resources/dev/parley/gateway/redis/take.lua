-- Token bucket of one user, kept as the time at which it is full again ("generic cell rate algorithm").
--
-- KEYS[1]  the bucket: that time in microseconds, by the clock of Redis
-- ARGV[1]  burst: tokens in a full bucket
-- ARGV[2]  tokens that a minute adds
-- ARGV[3]  1 to take a token, 0 to look only
-- Returns  { 1 if a token was there, tokens that remain, microseconds until there is one }
local bucket = KEYS[1]
local burst, per_minute, take = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3] == '1'

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local per_token = 60000000 / per_minute

local full_at = math.max(tonumber(redis.call('GET', bucket) or '0'), now)
local remaining = math.floor((burst * per_token - (full_at - now)) / per_token + 0.000001)
if remaining < 1 then
  return { 0, 0, math.ceil(full_at + per_token - burst * per_token - now) }
end
if take then
  full_at = full_at + per_token
  remaining = remaining - 1
  -- A full bucket needs no key.
  redis.call('SET', bucket, string.format('%.0f', full_at), 'PX', math.ceil((full_at - now) / 1000))
end
return { 1, remaining, 0 }
