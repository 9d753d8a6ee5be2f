-- Reads a page of history, newest first, and the board's position at that moment. Requires reading.lua.
--
-- KEYS  1 state (hash)   2 the list or log to read   3 log (stream)   4 channels (sorted set: name by newest number)
-- ARGV  1 what to read: 'channel' or 'board' for a list, or 'log'
--       2 return only messages below this number ('' for all)   3 maximum number of messages to return
--       4 a text that messages must contain ('' for all)        5 maximum number of messages to search
--       6 the epoch of the number in 2 ('' for none)            7 the channel, for its list
-- Returns the epoch ('' for an empty board), the newest number or -1, how many records are left, the messages, and the
-- number below which there are messages not searched yet: 0 if there are none, -1 if the position 6:2 is unknown
local kind, before, limit, text = ARGV[1], tonumber(ARGV[2]) or math.huge, tonumber(ARGV[3]), ARGV[4]
local searchLimit, beforeEpoch, log, chunk = tonumber(ARGV[5]), ARGV[6], KEYS[3], 200
local found, nextBefore = {}, 0

local exact = fields[4] == fields[2]
local m = exact and tonumber(fields[3] or '0') or n
local newestInChannel = kind == 'channel' and redis.call('ZSCORE', KEYS[4], ARGV[7])

-- A list that does not begin with the newest message was lost, or belongs to an older view
local function isComplete()
  if kind == 'channel' and not newestInChannel then
    return m == 0 or redis.call('EXISTS', KEYS[4]) == 1
  end
  local newest = numberOf(redis.call('LINDEX', KEYS[2], 0)) or 0
  return newest == (newestInChannel and tonumber(newestInChannel) or m) or kind == 'board' and not exact
end
if not filling and kind ~= 'log' and not isComplete() then
  lose()
  filling = true
end
if filling then
  return {epoch, -1, left, {}, 0}
end

-- A number of an earlier epoch may belong to another message by now, unless the log still has it under that epoch
local function isBeforeKnown()
  if beforeEpoch == '' or beforeEpoch == epoch then return true end
  local id = ARGV[2] .. '-0'
  local entry = redis.call('XRANGE', log, id, id)[1]
  local start = '{"position":"' .. beforeEpoch .. ':' .. ARGV[2] .. '"'
  return entry and string.sub(entry[2][2], 1, #start) == start
end

-- The log also has events that are not messages; only they have a type
local function isWanted(event)
  return (text == '' or string.find(event, text, 1, true)) and not string.find(event, '^{"position":"[^"]*","type":')
end

-- The same number if the log has anything older, otherwise 0
local function continueBelow(number)
  local below = redis.call('XREVRANGE', log, '(' .. string.format('%.0f', number) .. '-0', '-', 'COUNT', 1)
  return #below > 0 and number or 0
end

local function fromList()
  local length, number = redis.call('LLEN', KEYS[2]), 0
  for first = 0, math.min(length, searchLimit) - 1, chunk do
    for i, event in ipairs(redis.call('LRANGE', KEYS[2], first, first + chunk - 1)) do
      number = numberOf(event)
      if number < before and isWanted(event) then
        found[#found + 1] = current(event)
        if #found == limit then return first + i < length and number or 0 end
      end
    end
  end
  return length > searchLimit and number or 0
end

local function fromLog()
  local last = before == math.huge and '+' or string.format('%.0f', before - 1)
  for _ = 1, searchLimit, chunk do
    local entries = redis.call('XREVRANGE', KEYS[2], last, '-', 'COUNT', chunk)
    for _, entry in ipairs(entries) do
      if isWanted(entry[2][2]) then
        found[#found + 1] = current(entry[2][2])
        if #found == limit then return continueBelow(numberOf(entry[2][2])) end
      end
    end
    if #entries < chunk then return 0 end
    last = '(' .. entries[#entries][1]
  end
  return continueBelow(tonumber(string.match(last, '%d+')))
end

if not isBeforeKnown() then
  nextBefore = -1
elseif kind == 'channel' and not newestInChannel then
  -- The board has no such channel; a list with its name is left over from an older view
  nextBefore = 0
elseif limit > 0 and before > 1 then
  if kind == 'log' then nextBefore = fromLog() else nextBefore = fromList() end
  -- The board's list has only the newest messages; the log continues
  if kind == 'board' and nextBefore == 0 and #found > 0 then nextBefore = continueBelow(numberOf(found[#found])) end
end
return {epoch, n, left, found, nextBefore}
