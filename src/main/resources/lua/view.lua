-- Checks whether the board's keys match each other, and deletes a view that does not. Prepended to apply.lua and
-- repair.lua.
--
-- KEYS  1 list of the board's newest messages   2 log (stream)   3 offsets (hash)   4 message ids (sorted set)
--       5 state (hash)                          6 channels (sorted set: name by the number of its newest message)
--       7 messages per channel ever (hash)      8 prefix of the channels' lists
--       9 changed messages (sorted set: id by the message's number)   10 channels' settings (hash: JSON by name)
--       11 prefix of changed messages' states (hashes, specified in messages.lua)
--       12 prefix of threads (sorted sets: reply's id by its number)
--
-- Fields of state:
--       epoch    the current epoch
--       n        the newest number
--       m        the number of the newest message
--       v        the value of n when m was written
--       f        the log has every event with a higher number, unless its message was deleted or edited again
--       c        how many changed messages there are   s   how many channels have settings; both only if there are any
--       from     the number with which the epoch began: events up to it were not published in it
--       lost     set when something was found missing; a consumer must read it from Kafka
--       repair   the token of the running repair, which becomes the next epoch
--       beat     when the repair last showed a sign of life, in ms since 1970
--       left     how many records the repair has yet to read
-- Fields of the log's entries, in this order:
--       m        the event as JSON, as it was published
--       o        its owner, if it has one: never part of an event, an answer or a list
-- The hashes offsets and counts store the number they were written with as well, in the fields '#:0' and '#'.
local board, log, offsets, ids, state, channels, counts, prefix, changed, settings, statePrefix, repliesPrefix =
  unpack(KEYS)
local broken = false

-- Reads a key; one of the wrong type means that the view is broken
local function fetch(...)
  local answer = redis.pcall(...)
  if type(answer) == 'table' and answer.err then
    if string.find(answer.err, 'WRONGTYPE', 1, true) then
      broken = true
      return false
    end
    return redis.call(...)
  end
  return answer
end

local function numberOf(event)
  return event and tonumber(string.match(event, '^{"position":"[^:]*:(%d+)"')) or 0
end

local function newestOf(key)
  local newest = fetch('ZREVRANGE', key, 0, 0, 'WITHSCORES')
  return newest and tonumber(newest[2]) or 0
end

local function newestLogged()
  local entries = fetch('XREVRANGE', log, '+', '-', 'COUNT', 1)
  return entries and entries[1] and tonumber(string.match(entries[1][1], '%d+')) or 0
end

local fields = fetch('HMGET', state, 'epoch', 'n', 'm', 'v', 'repair', 'lost', 'f', 'c', 's') or {}
local epoch, n = fields[1], tonumber(fields[2] or '0')
local repairing, lost = fields[5], fields[6]
local complete, changedCount, settingsCount =
  tonumber(fields[7] or fields[2] or '0'), tonumber(fields[8] or '0'), tonumber(fields[9] or '0')
-- Servers of an older version number only messages, and write neither m nor v
local exact = tonumber(fields[4] or '-1') == n
local m = exact and tonumber(fields[3]) or n

local function isConsistent()
  local existing, newestId = fetch('EXISTS', board, ids, channels, counts), newestOf(ids)
  local mark = fetch('HGET', offsets, '#:0')
  if newestId > m or newestLogged() ~= n or existing ~= (m > 0 and 4 or 0) or n == 0 and mark then
    return false
  end
  if changedCount > 0 and fetch('ZCARD', changed) ~= changedCount
    or settingsCount > 0 and fetch('HLEN', settings) ~= settingsCount then
    return false
  end
  return not exact or newestId == m and newestOf(channels) == m and numberOf(fetch('LINDEX', board, 0)) == m
    and (n == 0 or mark == fields[2])
    and (m == 0 or fetch('HGET', counts, '#') == fields[3] and fetch('HLEN', counts) == fetch('ZCARD', channels) + 1)
end

local function deleteView()
  for _, names in ipairs({fetch('ZRANGE', channels, 0, -1) or {}, fetch('HKEYS', counts) or {}}) do
    for _, channel in ipairs(names) do
      redis.call('DEL', prefix .. channel)
    end
  end
  for _, id in ipairs(fetch('ZRANGE', changed, 0, -1) or {}) do
    redis.call('DEL', statePrefix .. id, repliesPrefix .. id)
  end
  redis.call('DEL', board, log, offsets, ids, state, channels, counts, changed, settings)
  redis.call('HSET', state, 'lost', '1')
  epoch, n, m, repairing, lost, complete, changedCount, settingsCount = false, 0, 0, false, '1', 0, 0, 0
end

if not isConsistent() or broken then
  deleteView()
  broken = false
end
