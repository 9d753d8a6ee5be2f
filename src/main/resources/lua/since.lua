-- What the log holds after a number, and where the board stands at that moment, oldest first. Follows reading.lua.
--
-- KEYS  1 state (hash)   2 log (stream)
-- ARGV  1 the number after which to read   2 some more at most than so many
--       3, 4 the newest position the caller knows (epoch, number)   5 not many more bytes than these
-- Answers epoch ('' when the board is empty), newest number or -1, the number with which the epoch began, the events
-- A number that somebody has seen but this Redis never gave: it has gone back in time. A consumer puts that right.
if not lost and epoch ~= '' and epoch == ARGV[3] and n < tonumber(ARGV[4]) then
  lose()
end
-- So was a log that does not end with the newest event
local last = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)[1]
if not filling and epoch ~= '' and (last and tonumber(string.match(last[1], '%d+')) or 0) ~= n then
  lose()
  filling = true
end
if filling then
  return {epoch, -1, 0, {}}
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
return {epoch, n, tonumber(read[5] or '0'), events}
