-- Lists who reacted to a message. Requires reading.lua, messages.lua and current.lua.
--
-- KEYS  1 state (hash)   2 changed messages (sorted set)   3 the message's state
-- ARGV  1 message id   2 maximum number of reactions to look at for names
-- Returns the epoch, the newest number or -1, how many records are left, and for each reaction its emoji and the name
-- of who reacted, sorted by both
changed = KEYS[2]
local answer = {epoch, filling and -1 or n, left}
if filling or not fields[10] or not redis.call('ZSCORE', changed, ARGV[1]) then
  return answer
end
local found, cursor = {}, '0'
repeat
  local page = redis.call('HSCAN', KEYS[3], cursor, 'MATCH', '* *', 'COUNT', 100)
  cursor = page[1]
  for i = 1, #page[2], 2 do
    found[#found + 1] = {string.match(page[2][i], '^[^ ]*'), page[2][i + 1]}
  end
until cursor == '0' or #found >= tonumber(ARGV[2])
table.sort(found, function(a, b) return a[1] < b[1] or a[1] == b[1] and a[2] < b[2] end)
for _, reaction in ipairs(found) do
  answer[#answer + 1] = reaction[1]
  answer[#answer + 1] = reaction[2]
end
return answer
