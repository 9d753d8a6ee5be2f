-- Reads a page of what moderators did, newest first. Requires reading.lua and private.lua.
--
-- KEYS  1 state (hash)   2 audit (stream, specified in moderation.lua)   3 rooms (sorted set)
-- ARGV  1 only entries before this number, or '' for the newest   2 how many entries to look at   3 the person who reads
-- Returns the epoch, the newest number or -1, how many records are left, and for each entry its number and its JSON, ''
-- of what happened in a private channel of which the person is no member
local answer = {epoch, filling and -1 or n, left}
if filling or not kept(5) then
  return answer
end
local before = ARGV[1] == '' and '+' or string.format('%.0f-0', ARGV[1] - 1)
for _, entry in ipairs(redis.call('XREVRANGE', KEYS[2], before, '-', 'COUNT', ARGV[2])) do
  local json = entry[2][2]
  local channel = string.match(json, ',"channel":"([^"]*)"')
  local hidden = channel and isPrivate(channel)
    and not (fields[12] and redis.call('ZSCORE', KEYS[3], ARGV[3] .. ' ' .. channel))
  answer[#answer + 1] = string.match(entry[1], '%d+')
  answer[#answer + 1] = hidden and '' or json
end
return answer
