-- Reads the log's events after a number, oldest first, and the board's position at that moment. Requires reading.lua.
--
-- KEYS  1 state (hash)   2 log (stream)
-- ARGV  1 the number to read after
--       2 stop after about this many events   3, 4 the newest position that the caller has seen (epoch, number)
--       5 stop after about this many bytes
-- Returns the epoch ('' for an empty board), the newest number or -1, the number with which the epoch began, the events,
-- and the number after which no others are missing than those whose content is gone

-- The caller has seen a number that this Redis never assigned: Redis has gone back in time. A consumer will repair it
if not lost and epoch ~= '' and epoch == ARGV[3] and n < tonumber(ARGV[4]) then
  lose()
end
-- A log that does not end with the newest event has lost events
local last = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)[1]
if not filling and epoch ~= '' and (last and tonumber(string.match(last[1], '%d+')) or 0) ~= n then
  lose()
  filling = true
end
if filling then
  return {epoch, -1, 0, {}, 0}
end
local maxEvents, maxBytes, chunk = tonumber(ARGV[2]), tonumber(ARGV[5]), 50
local events, bytes, after = {}, 0, ARGV[1] .. '-0'
repeat
  local entries = redis.call('XRANGE', KEYS[2], '(' .. after, '+', 'COUNT', chunk)
  for _, entry in ipairs(entries) do
    events[#events + 1] = current(entry[2][2])
    bytes = bytes + #entry[2][2]
    after = entry[1]
  end
until #entries < chunk or #events >= maxEvents or bytes >= maxBytes
local whole = tonumber(ARGV[1])
if events[1] and whole < complete then
  -- The log may have been trimmed in between, unless it has an older event
  local first, oldest = numberOf(events[1]), redis.call('XRANGE', KEYS[2], '-', '+', 'COUNT', 1)[1]
  if first > whole + 1 and oldest[1] == string.format('%.0f-0', first) then
    whole = first - 1
  end
end
return {epoch, n, tonumber(fields[5] or '0'), events, whole}
