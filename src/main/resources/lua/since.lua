-- What the log holds after a number, and where the board stands at that moment, oldest first.
--
-- KEYS  1 state (hash)   2 log (stream)
-- ARGV  1 the number after which to read   2 some more at most than so many
--       3, 4 the newest position the caller knows (epoch, number)   5 an epoch to take when that one was lost
--       6 not many more bytes than these
-- Answers epoch ('' when the board is empty), newest number, the events
local epoch, n = redis.call('HGET', KEYS[1], 'epoch') or '', tonumber(redis.call('HGET', KEYS[1], 'n') or '0')
-- A number that somebody has seen but this Redis never gave: it has gone back in time.
if epoch ~= '' and epoch == ARGV[3] and n < tonumber(ARGV[4]) then
  epoch = ARGV[5]
  redis.call('HSET', KEYS[1], 'epoch', epoch)
end
local most, mostBytes, chunk = tonumber(ARGV[2]), tonumber(ARGV[6]), 50
local events, bytes, after = {}, 0, ARGV[1] .. '-0'
repeat
  local entries = redis.call('XRANGE', KEYS[2], '(' .. after, '+', 'COUNT', chunk)
  for _, entry in ipairs(entries) do
    events[#events + 1] = entry[2][2]
    bytes = bytes + #entry[2][2]
    after = entry[1]
  end
until #entries < chunk or #events >= most or bytes >= mostBytes
return {epoch, n, events}
