-- Reads a page of the reports to moderators, newest first, or one report. Requires reading.lua.
--
-- KEYS  1 state (hash)   2 reports (sorted set)   3 reported (hash), both specified in moderation.lua
-- ARGV  1 'open', 'closed', or 'one'   2 only reports before this number, or '' for the newest; the id of the one
--       3 maximum number of reports
-- Returns the epoch, the newest number or -1, how many records are left, and for each report its number and its JSON
local answer = {epoch, filling and -1 or n, left}
if filling or not kept(3) then
  return answer
end
local function add(id, number)
  answer[#answer + 1] = number
  answer[#answer + 1] = redis.call('HGET', KEYS[3], id)
end
if ARGV[1] == 'one' then
  if redis.call('ZSCORE', KEYS[2], ARGV[2]) then add(ARGV[2], '0') end
  return answer
end
local found
if ARGV[1] == 'open' then
  found = redis.call('ZREVRANGEBYSCORE', KEYS[2], ARGV[2] == '' and '+inf' or '(' .. ARGV[2], '(0', 'WITHSCORES',
    'LIMIT', 0, ARGV[3])
else
  -- Those have their numbers below 0, so the newest come first
  found = redis.call('ZRANGEBYSCORE', KEYS[2], ARGV[2] == '' and '-inf' or '(-' .. ARGV[2], '(0', 'WITHSCORES',
    'LIMIT', 0, ARGV[3])
end
for i = 1, #found, 2 do
  add(found[i], string.match(found[i + 1], '%d+'))
end
return answer
