-- One page of history and the board's position at that moment, newest first. Follows reading.lua.
--
-- KEYS  1 state (hash)   2 the list or the log to read   3 log (stream)   4 channels (sorted set: name by newest number)
-- ARGV  1 'channel' or 'board' for their list, or 'log'   2 only numbers below this one ('' for all)   3 at most so many
--       4 text that a message must contain ('' for all)   5 look at so many messages at most
--       6 the epoch of the number in 2 ('' when there is none)   7 the channel, in the case of its list
-- Answers epoch ('' when the board is empty), newest number or -1, how many records are left, the messages, and the number
-- below which there is more that was not looked at: 0 when there is nothing, -1 when the number in 2 means nothing here
local kind, before, limit, needle = ARGV[1], tonumber(ARGV[2]) or math.huge, tonumber(ARGV[3]), ARGV[4]
local unseen, given, log, chunk = tonumber(ARGV[5]), ARGV[6], KEYS[3], 200
local found, rest = {}, 0

local exact = read[4] == read[2]
local m = exact and tonumber(read[3] or '0') or n
local score = kind == 'channel' and redis.call('ZSCORE', KEYS[4], ARGV[7])

-- A list that does not end with the newest message was lost, or is an older one.
local function isWhole()
  if kind == 'channel' and not score then
    return m == 0 or redis.call('EXISTS', KEYS[4]) == 1
  end
  local newest = numberOf(redis.call('LINDEX', KEYS[2], 0)) or 0
  return newest == (score and tonumber(score) or m) or kind == 'board' and not exact
end
if not filling and kind ~= 'log' and not isWhole() then
  lose()
  filling = true
end
if filling then
  return {epoch, -1, left, {}, 0}
end

-- A number of an earlier epoch may have been given to another message since, unless its own still stands there.
local function isKnown()
  if given == '' or given == epoch then return true end
  local id = ARGV[2] .. '-0'
  local entry = redis.call('XRANGE', log, id, id)[1]
  local start = '{"position":"' .. given .. ':' .. ARGV[2] .. '"'
  return entry and string.sub(entry[2][2], 1, #start) == start
end

-- The log has events that are no messages, too; a message has no type.
local function wanted(event)
  return (needle == '' or string.find(event, needle, 1, true)) and not string.find(event, '^{"position":"[^"]*","type":')
end

-- Where to go on below a number in the log
local function older(number)
  local below = redis.call('XREVRANGE', log, '(' .. string.format('%.0f', number) .. '-0', '-', 'COUNT', 1)
  return #below > 0 and number or 0
end

local function fromList()
  local length, number = redis.call('LLEN', KEYS[2]), 0
  for first = 0, math.min(length, unseen) - 1, chunk do
    for i, event in ipairs(redis.call('LRANGE', KEYS[2], first, first + chunk - 1)) do
      number = numberOf(event)
      if number < before and wanted(event) then
        found[#found + 1] = current(event)
        if #found == limit then return first + i < length and number or 0 end
      end
    end
  end
  return length > unseen and number or 0
end

local function fromLog()
  local last = before == math.huge and '+' or string.format('%.0f', before - 1)
  for _ = 1, unseen, chunk do
    local entries = redis.call('XREVRANGE', KEYS[2], last, '-', 'COUNT', chunk)
    for _, entry in ipairs(entries) do
      if wanted(entry[2][2]) then
        found[#found + 1] = current(entry[2][2])
        if #found == limit then return older(numberOf(entry[2][2])) end
      end
    end
    if #entries < chunk then return 0 end
    last = '(' .. entries[#entries][1]
  end
  return older(tonumber(string.match(last, '%d+')))
end

if not isKnown() then
  rest = -1
elseif kind == 'channel' and not score then
  -- The board has no such channel; a list of that name is left from an older view
  rest = 0
elseif limit > 0 and before > 1 then
  if kind == 'log' then rest = fromLog() else rest = fromList() end
  -- The board's list holds the newest only; the log goes on
  if kind == 'board' and rest == 0 and #found > 0 then rest = older(numberOf(found[#found])) end
end
return {epoch, n, left, found, rest}
