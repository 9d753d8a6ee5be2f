-- What the log holds after a number, and where the board stands at that moment, oldest first.
--
-- KEYS  1 state (hash)   2 log (stream)
-- ARGV  1 the number after which to read   2 at most so many
--       3, 4 the newest position the caller knows (epoch, number)   5 an epoch to take when that one was lost
-- Answers epoch ('' when the board is empty), newest number, the events
local epoch, n = redis.call('HGET', KEYS[1], 'epoch') or '', tonumber(redis.call('HGET', KEYS[1], 'n') or '0')
-- A number that somebody has seen but this Redis never gave: it has gone back in time.
if epoch ~= '' and epoch == ARGV[3] and n < tonumber(ARGV[4]) then
  epoch = ARGV[5]
  redis.call('HSET', KEYS[1], 'epoch', epoch)
end
local events = {}
for i, entry in ipairs(redis.call('XRANGE', KEYS[2], '(' .. ARGV[1] .. '-0', '+', 'COUNT', ARGV[2])) do
  events[i] = entry[2][2]
end
return {epoch, n, events}
