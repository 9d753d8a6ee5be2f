-- The board's state, for the scripts that read. Prepended to each of them; KEYS[1] is the state, whose fields view.lua
-- specifies.
local fields = redis.call('HMGET', KEYS[1],
  'epoch', 'n', 'm', 'v', 'from', 'lost', 'repair', 'left', 'f', 'c', 's', 'r', 'k')
local epoch, n, lost = fields[1] or '', tonumber(fields[2] or '0'), fields[6]

-- Nobody reads until Redis has everything that Kafka has: scripts then return -1 instead of the newest number, and how
-- many records are left to read from Kafka
local filling = fields[7] or lost and epoch == ''
local left = fields[8] or ''

-- The log has every event with a higher number, unless its content is gone
local complete = fields[9] and tonumber(fields[9]) or math.huge

-- Whether the key has anything to which view.lua gives this place among those that most boards never have
local function kept(place)
  local i = 0
  for size in string.gmatch(fields[13] or '', '%d+') do
    i = i + 1
    if i == place then return size ~= '0' end
  end
end

local function lose()
  redis.call('HSET', KEYS[1], 'lost', '1')
end

-- Entries have the epoch in which they were written, but their numbers are valid in the current epoch as well. An event
-- about a message may have the message in it, with the position of its own.
local start = '{"position":"' .. epoch .. ':'
local function current(event)
  if string.sub(event, 1, #start) == start then
    return event
  end
  event = string.gsub(event, '^{"position":"[^:]*:', start)
  return (string.gsub(event, '^({[^{]*"message":){"position":"[^:]*:', '%1' .. start))
end

-- A message as its owner reads it
local function mine(event)
  return string.sub(event, 1, -2) .. ',"mine":true}'
end

local function numberOf(event)
  return event and tonumber(string.match(event, '^{"position":"[^:]*:(%d+)"'))
end
