-- Lists the board's channels, those with the newest messages first. Requires reading.lua.
--
-- KEYS  1 state (hash)   2 channels (sorted set: name by newest number)   3 messages per channel ever (hash)
--       4 channels' settings (hash)
-- ARGV  1 maximum number of channels
-- Returns the epoch ('' for an empty board), the newest number or -1, how many records are left, and for each channel
-- its name, its newest number, its number of messages, and its settings as JSON members, or ''
local answer = {epoch, filling and -1 or n, left}
if filling or epoch == '' then
  return answer
end
local newest = redis.call('ZREVRANGE', KEYS[2], 0, tonumber(ARGV[1]) - 1, 'WITHSCORES')
for i = 1, #newest, 2 do
  answer[#answer + 1] = newest[i]
  answer[#answer + 1] = newest[i + 1]
  answer[#answer + 1] = redis.call('HGET', KEYS[3], newest[i]) or '0'
  answer[#answer + 1] = fields[11] and redis.call('HGET', KEYS[4], newest[i]) or ''
end
return answer
