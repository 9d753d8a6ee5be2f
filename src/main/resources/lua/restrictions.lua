-- Reads how people are restricted. Requires reading.lua.
--
-- KEYS  1 state (hash)   2 restrictions (hash, specified in moderation.lua)
-- Returns the epoch, the newest number or -1, how many records are left, and for each person the newest restriction as
-- JSON
local answer = {epoch, filling and -1 or n, left}
if not filling and kept(1) then
  for _, restriction in ipairs(redis.call('HVALS', KEYS[2])) do
    answer[#answer + 1] = restriction
  end
end
return answer
