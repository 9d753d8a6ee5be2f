-- Reads all webhooks. Requires reading.lua.
--
-- KEYS  1 state (hash)   2 webhooks (hash, specified in moderation.lua)
-- Returns the epoch, the newest number or -1, how many records are left, and each webhook as JSON
local answer = {epoch, filling and -1 or n, left}
if not filling and kept(6) then
  for _, webhook in ipairs(redis.call('HVALS', KEYS[2])) do
    answer[#answer + 1] = webhook
  end
end
return answer
