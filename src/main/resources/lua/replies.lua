-- Reads a page of a thread, newest first, and the board's position at that moment. Requires reading.lua, messages.lua
-- and current.lua.
--
-- KEYS  1 state (hash)   2 log (stream)   3 the thread (sorted set: reply's id by its number)
--       4 changed messages (sorted set)   5 prefix of changed messages' states
-- ARGV  1 return only replies below this number ('' for all)   2 the number's epoch ('' for none)
--       3 maximum number of replies   4 who reads them ('' for nobody known)   5 the id of the message they reply to
-- Returns the epoch, the newest number or -1, how many records are left, the replies, and the number below which there
-- are more: 0 if there are none, -1 if the position 2:1 is unknown; and 0
changed, statePrefix = KEYS[4], KEYS[5]
if filling then
  return {epoch, -1, left, {}, 0, 0}
end
if ARGV[2] ~= '' and ARGV[2] ~= epoch then
  return {epoch, n, left, {}, -1, 0}
end
local found, number, limit = {}, 0, tonumber(ARGV[3])
local below = ARGV[1] == '' and '+inf' or '(' .. ARGV[1]
-- A thread of a message without a state is left over from an older view
local replies = changedJson(ARGV[5])
  and redis.call('ZREVRANGEBYSCORE', KEYS[3], below, '-inf', 'WITHSCORES', 'LIMIT', 0, limit + 1) or {}
for i = 1, math.min(#replies, 2 * limit), 2 do
  local id = replies[i + 1] .. '-0'
  local entry = redis.call('XRANGE', KEYS[2], id, id)[1]
  local reply = changedJson(replies[i]) or entry and entry[2][2]
  if reply then
    reply = withOwnReactions(current(reply), ARGV[4])
    found[#found + 1] = entry and ARGV[4] ~= '' and entry[2][4] == ARGV[4] and mine(reply) or reply
  end
  number = tonumber(replies[i + 1])
end
return {epoch, n, left, found, #replies > 2 * limit and number or 0, 0}
