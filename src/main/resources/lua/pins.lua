-- Reads the pinned messages of a channel as they are now, the newest pin first, or one of them by its id. Requires
-- reading.lua and private.lua.
--
-- KEYS  1 state (hash)   2 pins (hash, specified in judge.lua)   3 rooms (sorted set)
-- ARGV  1 the channel, or ''   2 otherwise the message's id   3 the person who reads
-- Returns the epoch, the newest number or -1, how many records are left, and those messages that the person may see
local answer = {epoch, filling and -1 or n, left}
if filling or not kept(2) then
  return answer
end
local pinned = ARGV[1] == '' and ARGV[2] or redis.call('HGET', KEYS[2], '#' .. ARGV[1]) or ''
for id in string.gmatch(pinned, '%S+') do
  local message = redis.call('HGET', KEYS[2], id)
  local channel = message and string.match(message, ',"channel":"([^"]*)"')
  if channel and (not isPrivate(channel)
    or fields[12] and redis.call('ZSCORE', KEYS[3], ARGV[3] .. ' ' .. channel)) then
    answer[#answer + 1] = current(message)
  end
end
return answer
