-- What the log holds after a number, and where the board stands at that moment, oldest first.
--
-- KEYS  1 state (hash)   2 log (stream)
-- ARGV  1 the number after which to read   2 some more at most than so many
--       3, 4 the newest position the caller knows (epoch, number)   5 not many more bytes than these
-- Answers epoch ('' when the board is empty), newest number (-1 while the view is being filled), the number with which the epoch
-- began, the events
local read = redis.call('HMGET', KEYS[1], 'epoch', 'n', 'from', 'repair', 'lost')
local epoch, n = read[1] or '', tonumber(read[2] or '0')
-- A number that somebody has seen but this Redis never gave: it has gone back in time. A consumer puts that right.
if not read[5] and epoch ~= '' and epoch == ARGV[3] and n < tonumber(ARGV[4]) then
  redis.call('HSET', KEYS[1], 'lost', '1')
end
if read[4] or read[5] and epoch == '' then
  return {epoch, -1, 0, {}}
end
-- The epoch of an entry is the one in which it was written; its number counts in this one as well.
local prefix = '{"position":"' .. epoch .. ':'
local function current(event)
  if string.sub(event, 1, #prefix) == prefix then
    return event
  end
  return (string.gsub(event, '^{"position":"[^:]*:', prefix))
end
local most, mostBytes, chunk = tonumber(ARGV[2]), tonumber(ARGV[5]), 50
local events, bytes, after = {}, 0, ARGV[1] .. '-0'
repeat
  local entries = redis.call('XRANGE', KEYS[2], '(' .. after, '+', 'COUNT', chunk)
  for _, entry in ipairs(entries) do
    events[#events + 1] = current(entry[2][2])
    bytes = bytes + #entry[2][2]
    after = entry[1]
  end
until #entries < chunk or #events >= most or bytes >= mostBytes
return {epoch, n, tonumber(read[3] or '0'), events}
