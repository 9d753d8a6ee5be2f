-- How far the view has come, for readers of the archive. Requires reading.lua.
--
-- KEYS  1 state (hash)   2 offsets (hash)   3 message ids (sorted set)
-- Returns the epoch ('' for an empty board), the newest number or -1, how many records are left, the lowest number of
-- which the message's id is known, and then the fields and values of the offsets
local lowest = redis.call('ZRANGE', KEYS[3], 0, 0, 'WITHSCORES')
local answer = {epoch, filling and -1 or n, left, lowest[2] or '0'}
for _, each in ipairs(redis.call('HGETALL', KEYS[2])) do
  answer[#answer + 1] = each
end
return answer
