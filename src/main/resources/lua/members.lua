-- Reads a page of a private channel's members, in the order of their ids. Requires reading.lua and private.lua.
--
-- KEYS  1 state (hash)   2 members (sorted set)
-- ARGV  1 the channel   2 only people after this one, or ''   3 maximum number of people   4 the only person, or ''
-- Returns the epoch, the newest number or -1, how many records are left, and for each member its id and its name as
-- JSON
local answer, channel = {epoch, filling and -1 or n, left}, ARGV[1]
if filling or not fields[12] then
  return answer
end
local first, last = from(ARGV[4] == '' and channel or channel .. ' ' .. ARGV[4])
if ARGV[2] ~= '' then
  first = '(' .. channel .. ' ' .. ARGV[2] .. ' \255'
end
for _, member in ipairs(redis.call('ZRANGEBYLEX', KEYS[2], first, last, 'LIMIT', 0, ARGV[3])) do
  local person = string.sub(member, #channel + 2, #channel + 17)
  answer[#answer + 1] = person
  answer[#answer + 1] = string.sub(member, #channel + 19)
end
return answer
