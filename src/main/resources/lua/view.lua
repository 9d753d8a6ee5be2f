-- The board's keys, whether they fit together, and how all of them are forgotten. Stands before apply.lua and repair.lua.
--
-- KEYS  1 list of the board's newest messages   2 log (stream)      3 offsets (hash)   4 message ids (sorted set)
--       5 state (hash)                          6 channels (sorted set: name by the number of its newest message)
--       7 messages per channel ever (hash)      8 prefix of the channels' lists
--
-- state: epoch   n the newest number given   m the number of the newest message   v what n was when m was written
--        from    the number with which the epoch began: events up to it were not published under it
--        lost    somebody missed something here; a consumer is to read it from Kafka
--        repair  the token of the repair that is filling the view, and its next epoch; beat its last sign of life, in ms;
--                left how many records it has still to read
-- The hashes offsets and counts say in a field of their own, '#:0' and '#', which number they were written with.
local board, log, offsets, ids, state, channels, counts, prefix = unpack(KEYS)
local broken = false

-- A read whose key may be of a wrong type; then the view is broken.
local function ask(...)
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
  local newest = ask('ZREVRANGE', key, 0, 0, 'WITHSCORES')
  return newest and tonumber(newest[2]) or 0
end

local function newestLogged()
  local entries = ask('XREVRANGE', log, '+', '-', 'COUNT', 1)
  return entries and entries[1] and tonumber(string.match(entries[1][1], '%d+')) or 0
end

local read = ask('HMGET', state, 'epoch', 'n', 'm', 'v', 'repair', 'lost') or {}
local epoch, n = read[1], tonumber(read[2] or '0')
local repairing, lost = read[5], read[6]
-- A server of an older version gives numbers to messages only, and writes neither m nor v.
local exact = tonumber(read[4] or '-1') == n
local m = exact and tonumber(read[3]) or n

local function fits()
  local kept, found, mark = ask('EXISTS', board, ids, channels, counts), newestOf(ids), ask('HGET', offsets, '#:0')
  if found > m or newestLogged() ~= n or kept ~= (m > 0 and 4 or 0) or n == 0 and mark then
    return false
  end
  return not exact or found == m and newestOf(channels) == m and numberOf(ask('LINDEX', board, 0)) == m
    and (n == 0 or mark == read[2])
    and (m == 0 or ask('HGET', counts, '#') == read[3] and ask('HLEN', counts) == ask('ZCARD', channels) + 1)
end

local function forget()
  for _, names in ipairs({ask('ZRANGE', channels, 0, -1) or {}, ask('HKEYS', counts) or {}}) do
    for _, channel in ipairs(names) do
      redis.call('DEL', prefix .. channel)
    end
  end
  redis.call('DEL', board, log, offsets, ids, state, channels, counts)
  redis.call('HSET', state, 'lost', '1')
  epoch, n, m, repairing, lost = false, 0, 0, false, '1'
end

if not fits() or broken then
  forget()
  broken = false
end
