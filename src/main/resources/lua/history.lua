-- Reads a page of history in one direction from a place, and the board's position at that moment. Requires reading.lua,
-- messages.lua, current.lua and private.lua.
--
-- KEYS  1 state (hash)   2 the list to read   3 log (stream)   4 channels (sorted set: name by newest number)
--       5 message ids (sorted set)   6 changed messages (sorted set)   7 prefix of changed messages' states
--       KEYS[4] is the sorted set of the private channels to read one of these. The whole board is the open channels.
-- ARGV  1 what to read: 'channel' or 'board' for a list, or 'log'
--       2 'before' or 'after' a number, or 'around' to find the message with an id
--       3 the number ('' for the newest messages) or the id   4 the number's epoch ('' for none)
--       5 maximum number of messages to return                6 a text that messages must contain ('' for all)
--       7 maximum number of log entries to search; a list is searched whole
--       8 return only messages up to this number ('' for all) 9 the channel, for its list
--       10 who reads the messages ('' for nobody known)       11 whether to return for whom they differ ('1' or '')
-- Returns the epoch ('' for an empty board), the newest number or -1, how many records are left, the messages in the
-- order in which they were found, the number below which there are messages not searched yet, and the number above which
-- there are. Both are 0 if there are none, and -1 if the position 4:3 is unknown or the log no longer goes back to it.
-- For an id they are the message's own number. Then, if wanted, the owners and reactors of the messages, each of whom
-- would see a "mine" somewhere; missing if they are too many to tell.
--
-- Below its list, a channel or the board goes on in the log. A client that reads a channel from its newest message on
-- ends where the list ends; one that begins further back reads the log.
local kind, direction, epochOfNumber, limit, text = ARGV[1], ARGV[2], ARGV[4], tonumber(ARGV[5]), ARGV[6]
local searchLimit, upTo, channel, log, chunk = tonumber(ARGV[7]), tonumber(ARGV[8]) or math.huge, ARGV[9], KEYS[3], 200
local reader = ARGV[10]
changed, statePrefix = KEYS[6], KEYS[7]
local found, nextBefore, nextAfter = {}, 0, 0
local people, reactionsLeft = ARGV[11] == '1' and {}, 500

local exact = fields[4] == fields[2]
local m = exact and tonumber(fields[3] or '0') or n
local newestInChannel = kind == 'channel' and redis.call('ZSCORE', KEYS[4], channel)

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
  return {epoch, -1, left, {}, 0, 0}
end

-- If the board has no such channel, a list with its name is left over from an older view
local length = (kind == 'board' or newestInChannel) and redis.call('LLEN', KEYS[2]) or 0
local oldestInList = ARGV[3] ~= '' and length > 0 and numberOf(redis.call('LINDEX', KEYS[2], -1)) or math.huge

local function entryId(number)
  return string.format('%.0f-0', number)
end

-- A number of an earlier epoch may belong to another message by now, unless the log still has it under that epoch
local function isKnown()
  if epochOfNumber == '' or epochOfNumber == epoch then return true end
  local entry = redis.call('XRANGE', log, ARGV[3] .. '-0', ARGV[3] .. '-0')[1]
  local start = '{"position":"' .. epochOfNumber .. ':' .. ARGV[3] .. '"'
  return entry and string.sub(entry[2][2], 1, #start) == start
end

-- Notes for whom the message would have a "mine"
local function note(event, id, entry)
  local owner = entry and entry[2][4]
  if owner then people[#people + 1] = owner end
  if not string.find(event, ',"reactions":[', 1, true) then return end
  local key = statePrefix .. id
  -- All of them would block Redis for too long
  reactionsLeft = reactionsLeft - redis.call('HLEN', key)
  if reactionsLeft < 0 then
    people = nil
    return
  end
  for _, field in ipairs(redis.call('HKEYS', key)) do
    people[#people + 1] = string.match(field, ' (.*)')
  end
end

-- The message for its reader. Lists do not have the owners, so the log is asked, and only for a reader who may own
-- something
local function read(event, entry)
  event = current(event)
  if reader == '' and not people then return event end
  local id = entryId(numberOf(event))
  entry = entry or redis.call('XRANGE', log, id, id)[1]
  if people then
    note(event, string.match(event, ',"id":"([^"]*)"'), entry)
    return event
  end
  event = withOwnReactions(event, reader)
  return entry and entry[2][4] == reader and mine(event) or event
end

-- Whether a message is in a channel that is being read
local function isHere(event)
  local name = fields[12] and string.match(event, '^{"position":"[^"]*","id":"[^"]*","channel":"([^"]*)"')
  return not name or name == channel or not isPrivate(name)
end

-- Adds a wanted message to the page, from the log's entry or a list; true if the page is now full. The log also has
-- events that are not messages; only they have a type
local function add(event, required, entry)
  if (required == '' or string.find(event, required, 1, true)) and
    not string.find(event, '^{"position":"[^"]*","type":') and isHere(event) then
    found[#found + 1] = read(event, entry)
  end
  return #found == limit
end

local inLog = kind == 'channel' and ',"channel":"' .. channel .. '"' .. text or text

-- The list's index of the newest message below this number, by binary search, or its length
local function indexBelow(number)
  local low, high = 0, length
  while low < high do
    local middle = math.floor((low + high) / 2)
    if numberOf(redis.call('LINDEX', KEYS[2], middle)) < number then high = middle else low = middle + 1 end
  end
  return low
end

-- The same number if there is anything older, otherwise 0
local function continueBelow(number)
  if oldestInList < number then return number end
  if kind == 'channel' and oldestInList == number then return 0 end
  return #logRange('XREVRANGE', log, '(' .. entryId(number), '-', 1) > 0 and number or 0
end

local function olderFromList(before)
  for first = before == math.huge and 0 or indexBelow(before), length - 1, chunk do
    for i, event in ipairs(redis.call('LRANGE', KEYS[2], first, first + chunk - 1)) do
      if add(event, text) then return first + i < length and numberOf(event) or 0 end
    end
  end
  return 0
end

local function olderFromLog(before)
  local last = before == math.huge and '+' or '(' .. entryId(before)
  for _ = 1, searchLimit, chunk do
    local entries = logRange('XREVRANGE', log, last, '-', chunk)
    for _, entry in ipairs(entries) do
      if add(entry[2][2], inLog, entry) then return continueBelow(numberOf(entry[2][2])) end
    end
    if #entries < chunk then return 0 end
    last = '(' .. entries[#entries][1]
  end
  return continueBelow(tonumber(string.match(last, '%d+')))
end

local function older(before)
  if limit == 0 then return continueBelow(before) end
  if kind == 'log' or before < oldestInList then return olderFromLog(before) end
  local continued = olderFromList(before)
  -- The board's list has only the newest messages; the log continues
  if kind == 'board' and continued == 0 and #found > 0 then return continueBelow(numberOf(found[#found])) end
  return continued
end

-- Both return the number at which the page or the search ended, or nothing at the end of the list or log
local function newerFromLog(after)
  local last = math.min(oldestInList, upTo + 1)
  last = last == math.huge and '+' or '(' .. entryId(last)
  for _ = 1, searchLimit, chunk do
    local entries = logRange('XRANGE', log, '(' .. entryId(after), last, chunk)
    for _, entry in ipairs(entries) do
      after = numberOf(entry[2][2])
      if add(entry[2][2], inLog, entry) then return after end
    end
    if #entries < chunk then return end
  end
  return after
end

local function newerFromList(after)
  for last = indexBelow(after + 1) - 1, 0, -chunk do
    local events = redis.call('LRANGE', KEYS[2], math.max(last - chunk + 1, 0), last)
    for i = #events, 1, -1 do
      local number = numberOf(events[i])
      if number > upTo then return end
      if add(events[i], text) then return number end
    end
  end
end

local function newer(after)
  local ended = limit == 0 and after or after + 1 < oldestInList and newerFromLog(after) or newerFromList(after)
  return ended and ended < tonumber(newestInChannel or m) and ended or 0
end

-- Messages between this number and the first one that can be read may have existed
local function isGapAfter(after)
  local first = redis.call('XRANGE', log, '-', '+', 'COUNT', 1)[1]
  return after < complete and after + 1 < oldestInList and first and after + 1 < tonumber(string.match(first[1], '%d+'))
end

-- The message with this id. A channel's list may go back further than the log
local function find(id)
  local number = tonumber(redis.call('ZSCORE', KEYS[5], id))
  if not number then return 0 end
  local entry = redis.call('XRANGE', log, entryId(number), entryId(number))[1]
  local index = indexBelow(number + 1)
  local event = changedJson(id) or entry and entry[2][2] or index < length and redis.call('LINDEX', KEYS[2], index)
  if numberOf(event) ~= number or not isHere(event) then return 0 end
  found = {read(event, entry)}
  return number
end

local number = tonumber(ARGV[3]) or math.huge
if direction == 'around' then
  nextBefore = find(ARGV[3])
  nextAfter = nextBefore
elseif not isKnown() or direction == 'after' and isGapAfter(number) then
  nextBefore, nextAfter = -1, -1
elseif direction == 'after' then
  nextBefore, nextAfter = continueBelow(math.min(number, n) + 1), newer(number)
elseif number > 1 then
  nextBefore = older(number)
end
return {epoch, n, left, found, nextBefore, nextAfter, people or nil}
