-- What is done to the view around apply.lua: looking at it, and beginning and ending a repair. Follows view.lua.
--
-- ARGV  1 'look', 'begin' or 'end'
--       look:   2, 3 the newest position the caller knows (epoch, number)   4 the channel to begin with, modulo their number   5 look at so many
--       begin:  2 a token, the next epoch   3 the epoch in which something was found missing, or ''
--               4 a repair that gave no sign of life for so many ms is taken over
--       end:    2 the token
-- Answers epoch, newest number, state: look as apply.lua does; begin 0 when the repair is the caller's,
-- 1 when it is another's, 2 when that epoch is over; end 0 when it was the caller's
local task = ARGV[1]

-- Forgets the view when one of these channels' lists does not end with the channel's newest message.
local function checkLists(first, last)
  local named = ask('ZRANGE', channels, first, last, 'WITHSCORES') or {}
  for i = 1, #named, 2 do
    if numberOf(ask('LINDEX', prefix .. named[i], 0)) ~= tonumber(named[i + 1]) then
      broken = true
    end
  end
  if broken then
    forget()
  end
end

if task == 'look' then
  local some, many = tonumber(ARGV[5]), ask('ZCARD', channels) or 0
  if some > 0 and many > 0 then
    local first = ARGV[4] % many
    checkLists(first, first + some - 1)
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
    -- What was found missing may be more than that
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
