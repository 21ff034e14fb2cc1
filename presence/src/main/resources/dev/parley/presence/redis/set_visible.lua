-- A user chooses to appear offline, or no longer. The latest choice wins, whichever node tells it last.
-- Returns a result, or the registration that is valid when the step is refused.
--
-- KEYS  1 user  2 nodes  3 graces
-- ARGV  1 id of the user  2 node  3 registered  4 fence, of the node  5 step: id of this step, the same when it is repeated
--       6 visible: '1' or '0'  7 chosen_at (ms): 0 for now  8 grace (ms): after it the choice ends, without a socket
local user, nodes, graces = KEYS[1], KEYS[2], KEYS[3]
local id, node, registered, fence, step = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), ARGV[5]
local visible, chosen_at, grace = ARGV[6], tonumber(ARGV[7]), tonumber(ARGV[8])

local refusal = refused(nodes, node, registered, fence)
if refusal then
  return refusal
end

local at = now()
local before = tonumber(redis.call('HGET', user, 'n:' .. node)) or 0
local last_choice = tonumber(redis.call('HGET', user, 'hidden_at')) or 0
if chosen_at == 0 then
  chosen_at = math.max(at, last_choice + 1)
elseif chosen_at < last_choice then
  return result(user, registered, before, false)
end
redis.call('HSET', user, 'hidden', visible == '1' and '0' or '1', 'hidden_at', chosen_at)
begin_grace(graces, user, id, at, grace)

local online = visible
if visible == '1' and sockets_of(user) == 0 then
  online = redis.call('HGET', user, 'online') or '0'
end
return result(user, registered, before, set_online(user, online, at, at, step))
