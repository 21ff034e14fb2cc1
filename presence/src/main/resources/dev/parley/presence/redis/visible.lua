-- A user appears offline, or no longer. Returns the change or nothing.
local user, graces = KEYS[1], KEYS[2]
local id, visible, grace, step = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
local at = now()

if visible == '1' then
  redis.call('HDEL', user, 'hidden')
  if sockets_of(user) == 0 then
    return nil
  end
  return turn(user, id, '1', at, at, step)
end

redis.call('HSET', user, 'hidden', '1')
-- Without a socket the wish ends with the grace, like every other trace of a connection.
begin_grace(graces, user, id, at, grace)
return turn(user, id, '0', at, at, step)
