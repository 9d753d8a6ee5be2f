-- Reads which private channels people are in. Requires reading.lua and private.lua.
--
-- KEYS  1 state (hash)   2 rooms (sorted set)
-- ARGV  1 the only channel to look for, or ''   2.. the people
-- Returns the epoch, the newest number or -1, how many records are left, and for each of the people a list of channels
local answer = {epoch, filling and -1 or n, left}
if filling then
  return answer
end
for i = 2, #ARGV do
  local person, names = ARGV[i], {}
  if not fields[12] then
    -- What there is was left over from an older view
  elseif ARGV[1] == '' then
    for _, room in ipairs(redis.call('ZRANGEBYLEX', KEYS[2], from(person))) do
      names[#names + 1] = string.sub(room, #person + 2)
    end
  elseif redis.call('ZSCORE', KEYS[2], person .. ' ' .. ARGV[1]) then
    names[1] = ARGV[1]
  end
  answer[#answer + 1] = names
end
return answer
