-- Sets whether a user types in a chat on a node. Returns on how many other nodes the user does. A step that is older than the last one of
-- its node changes nothing: it is a copy that arrives late.
--
-- KEYS  1 hash: node by '<step> <end of its entry (ms), 0 when the user does not type there>'
--       2 sorted set: chat and user by the end of their last entry (ms)
-- ARGV  1 node  2 step  3 expiry of its entry (ms), 0 when the user does not type there any more  4 chat and user  5 how long steps
--       are remembered (ms)
local entries, due = KEYS[1], KEYS[2]
local node, step, expiry, who, remembered = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4], ARGV[5]
local at = now()

local ends, others = {}, 0
local is_late = false
local record = redis.call('HGETALL', entries)
for i = 1, #record, 2 do
  local known_step, known_end = string.match(record[i + 1], '^(%d+) (%d+)$')
  ends[record[i]] = tonumber(known_end)
  if record[i] == node then
    is_late = tonumber(known_step) >= step
  elseif ends[record[i]] > at then
    others = others + 1
  end
end

if not is_late then
  ends[node] = expiry > 0 and at + expiry or 0
  redis.call('HSET', entries, node, integer(step) .. ' ' .. integer(ends[node]))
  redis.call('PEXPIRE', entries, remembered)
end

local last = 0
for _, entry_end in pairs(ends) do
  last = math.max(last, entry_end)
end
if last > at then
  redis.call('ZADD', due, integer(last), who)
  redis.call('PEXPIRE', due, remembered)
else
  redis.call('ZREM', due, who)
end
return others
