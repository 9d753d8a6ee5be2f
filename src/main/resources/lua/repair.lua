-- Checks the view, and begins and ends repairs. Requires private.lua and view.lua.
--
-- ARGV  1 'look', 'begin' or 'end'
--       look:   2, 3 the newest position that the caller has seen (epoch, number)
--               4 the first channel list to check, modulo their number   5 how many channel lists to check
--       begin:  2 a token, which is the next epoch   3 the epoch in which something was found missing, or ''
--               4 take over a repair that has shown no sign of life for this many ms
--       end:    2 the token
-- Returns the epoch, the newest number and a state, which means
--       look:   what it means in apply.lua
--       begin:  0 the repair is the caller's   1 it is another caller's   2 the epoch in 3 is over
--       end:    0 the repair was the caller's   1 it was not
local task = ARGV[1]

-- Deletes the view if one of these channels' lists does not begin with the channel's newest message
local function checkLists(first, last)
  for _, index in ipairs(privateCount > 0 and {channels, private} or {channels}) do
    local found = fetch('ZRANGE', index, first, last, 'WITHSCORES') or {}
    for i = 1, #found, 2 do
      if numberOf(fetch('LINDEX', prefix .. found[i], 0)) ~= tonumber(found[i + 1]) then
        broken = true
      end
    end
  end
  if broken then
    deleteView()
  end
end

if task == 'look' then
  local count, total = tonumber(ARGV[5]), math.max(fetch('ZCARD', channels) or 0, privateCount)
  if count > 0 and total > 0 then
    local first = ARGV[4] % total
    checkLists(first, first + count - 1)
  end
  if ARGV[2] ~= '' and (not epoch or epoch == ARGV[2] and n < tonumber(ARGV[3])) and not lost then
    redis.call('HSET', state, 'lost', '1')
    lost = '1'
  end
  return {epoch or '', n, (lost or repairing) and 1 or epoch and 0 or 2}
end

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
if task == 'begin' then
  if (epoch or '') ~= ARGV[3] then
    return {epoch or '', n, 2}
  end
  local beat = tonumber(redis.call('HGET', state, 'beat') or '0')
  if repairing and repairing ~= ARGV[2] and math.abs(now - beat) < tonumber(ARGV[4]) then
    return {epoch or '', n, 1}
  end
  if not repairing then
    -- More may be missing than has been found
    checkLists(0, -1)
  end
  redis.call('HSET', state, 'repair', ARGV[2], 'beat', now)
  return {epoch or '', n, 0}
end

if repairing ~= ARGV[2] then
  return {epoch or '', n, 1}
end
redis.call('HSET', state, 'epoch', ARGV[2], 'from', string.format('%.0f', n))
redis.call('HDEL', state, 'repair', 'beat', 'left', 'lost')
return {ARGV[2], n, 0}
