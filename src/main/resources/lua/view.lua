-- Checks whether the board's keys match each other, and deletes a view that does not. Prepended to apply.lua and
-- repair.lua. Requires private.lua.
--
-- KEYS  1 list of the board's newest messages   2 log (stream)   3 offsets (hash)   4 message ids (sorted set)
--       5 state (hash)                          6 channels (sorted set: name by the number of its newest message)
--       7 messages per channel ever (hash)      8 prefix of the channels' lists
--       9 changed messages (sorted set: id by the message's number)   10 channels' settings (hash: JSON by name)
--       11 prefix of changed messages' states (hashes, specified in messages.lua)
--       12 prefix of threads (sorted sets: reply's id by its number)
--       13 private channels (sorted set: name by the number of its newest message, or 0)
--       14 rooms, 15 members (sorted sets, specified in private.lua)
--       16 restrictions (hash)   17 pins (hash)   18 reports (sorted set)   19 reported (hash)   20 audit (stream)
--       21 webhooks (hash): specified in moderation.lua, and the pins in judge.lua
--       22 edits (sorted set: id of an edited message by the number of its newest 'edited' event, as far as the log has it)
--
-- Fields of state:
--       epoch    the current epoch
--       n        the newest number
--       m        the number of the newest message of an open channel
--       v        the value of n when m was written
--       f        the log has every event with a higher number, unless its message was deleted or edited again
--       p        the number of the newest message of a private channel
--       c        how many changed messages there are   s   how many channels have settings
--       r        how many private channels there are   j   how many members they have together; p, c, s, r and j only
--                if they are more than 0
--       k        the sizes of the keys from 16 on, with blanks between them; only if one of them is more than 0
--       from     the number with which the epoch began: events up to it were not published in it
--       lost     set when something was found missing; a consumer must read it from Kafka
--       repair   the token of the running repair, which becomes the next epoch
--       beat     when the repair last showed a sign of life, in ms since 1970
--       left     how many records the repair has yet to read
-- Fields of the log's entries, in this order:
--       m        the event as JSON, as it was published
--       o        its owner, if it has one: never part of an event, an answer or a list
-- A private channel has its count, its settings and its list like an open one, but its messages are in no other list.
-- The hashes offsets and counts store the number they were written with as well, in the fields '#:0' and '#'.
local board, log, offsets, ids, state, channels, counts, prefix, changed, settings, statePrefix, repliesPrefix,
  private, rooms, members = unpack(KEYS)
local edits = KEYS[22]
local broken = false

-- The keys that most boards never have: the command that tells the size of each, and what it must be
local kept = {}
for i, command in ipairs({'HLEN', 'HLEN', 'ZCARD', 'HLEN', 'XLEN', 'HLEN'}) do
  kept[i] = {key = KEYS[15 + i], command = command, size = 0}
end
local restrictions, pins, reports, reported, audit, webhooks = unpack(kept)

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

local fields = fetch('HMGET', state, 'epoch', 'n', 'm', 'v', 'repair', 'lost', 'f', 'c', 's', 'p', 'r', 'j', 'k') or {}
local epoch, n = fields[1], tonumber(fields[2] or '0')
local repairing, lost = fields[5], fields[6]
local complete, changedCount, settingsCount =
  tonumber(fields[7] or fields[2] or '0'), tonumber(fields[8] or '0'), tonumber(fields[9] or '0')
-- Servers of an older version number only messages, and write neither m nor v
local exact = tonumber(fields[4] or '-1') == n
local m = exact and tonumber(fields[3]) or n
local p, privateCount, memberCount =
  tonumber(fields[10] or '0'), tonumber(fields[11] or '0'), tonumber(fields[12] or '0')
if fields[13] then
  local nextSize = string.gmatch(fields[13], '%d+')
  for _, each in ipairs(kept) do
    each.size = tonumber(nextSize() or '0')
  end
end

-- How many of the keys board, ids, channels and counts there are
local function expectedKeys()
  if privateCount == 0 then
    return m > 0 and 4 or 0
  end
  return (m > 0 and 2 or 0) + (math.max(m, p) > 0 and 1 or 0) + 1
end

local function isConsistent()
  local existing, newestId = fetch('EXISTS', board, ids, channels, counts), newestOf(ids)
  local mark, newest = fetch('HGET', offsets, '#:0'), math.max(m, p)
  if newestId > newest or newestLogged() ~= n or existing ~= expectedKeys() or n == 0 and mark then
    return false
  end
  if changedCount > 0 and fetch('ZCARD', changed) ~= changedCount
    or settingsCount > 0 and fetch('HLEN', settings) ~= settingsCount then
    return false
  end
  if privateCount > 0 and (fetch('ZCARD', private) ~= privateCount or newestOf(private) ~= p
    or fetch('ZCARD', rooms) ~= memberCount or fetch('ZCARD', members) ~= memberCount) then
    return false
  end
  if fields[13] then
    for _, each in ipairs(kept) do
      if each.size > 0 and fetch(each.command, each.key) ~= each.size then return false end
    end
  end
  return not exact or newestId == newest and newestOf(channels) == m and numberOf(fetch('LINDEX', board, 0)) == m
    and (n == 0 or mark == fields[2])
    and (m == 0 or fetch('HGET', counts, '#') == fields[3]
      and fetch('HLEN', counts) == fetch('ZCARD', channels) + privateCount + 1)
end

local function deleteView()
  local known = {fetch('ZRANGE', channels, 0, -1), fetch('ZRANGE', private, 0, -1), fetch('HKEYS', counts)}
  for _, names in ipairs(known) do
    for _, channel in ipairs(names or {}) do
      redis.call('DEL', prefix .. channel)
    end
  end
  for _, id in ipairs(fetch('ZRANGE', changed, 0, -1) or {}) do
    redis.call('DEL', statePrefix .. id, repliesPrefix .. id)
  end
  redis.call('DEL', board, log, offsets, ids, state, channels, counts, changed, settings, private, rooms, members, edits)
  for _, each in ipairs(kept) do
    redis.call('DEL', each.key)
    each.size = 0
  end
  redis.call('HSET', state, 'lost', '1')
  epoch, n, m, repairing, lost, complete, changedCount, settingsCount = false, 0, 0, false, '1', 0, 0, 0
  p, privateCount, memberCount = 0, 0, 0
end

-- Deletes what one of these keys has left over from an older view
local function prepare(each)
  if each.size == 0 then
    redis.call('DEL', each.key)
  end
end

local function put(hash, field, value)
  prepare(hash)
  hash.size = hash.size + redis.call('HSET', hash.key, field, value)
end

-- Returns how many fields it removes
local function drop(hash, field)
  local dropped = hash.size > 0 and redis.call('HDEL', hash.key, field) or 0
  hash.size = hash.size - dropped
  return dropped
end

if not isConsistent() or broken then
  deleteView()
  broken = false
end
