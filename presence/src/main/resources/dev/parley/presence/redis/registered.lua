-- A page of what Redis holds about the users of a node. Returns {next cursor ('0' at the end), id, sockets, online, hidden, id, ...}.
--
-- KEYS  1 users:<node>
-- ARGV  1 node  2 prefix of user keys  3 cursor: '0' to begin  4 size of a page, about
local users_of_node = KEYS[1]
local node, user_prefix, cursor, size = ARGV[1], ARGV[2], ARGV[3], ARGV[4]

local page = redis.call('SSCAN', users_of_node, cursor, 'COUNT', size)
local answer = { page[1] }
for _, id in ipairs(page[2]) do
  local record = redis.call('HMGET', user_prefix .. id, 'n:' .. node, 'online', 'hidden')
  answer[#answer + 1] = id
  answer[#answer + 1] = record[1] or '0'
  answer[#answer + 1] = record[2] or '0'
  answer[#answer + 1] = record[3] or '0'
end
return answer
