-- Where the board stands, for whoever reads. Stands before the scripts that do; KEYS[1] is the state (view.lua has its fields).
local read = redis.call('HMGET', KEYS[1], 'epoch', 'n', 'm', 'v', 'from', 'lost', 'repair', 'left')
local epoch, n, lost = read[1] or '', tonumber(read[2] or '0'), read[6]

-- Until Redis has all that Kafka has nobody reads: instead of the newest number scripts answer -1, and how many records are left.
local filling = read[7] or lost and epoch == ''
local left = read[8] or ''

local function lose()
  redis.call('HSET', KEYS[1], 'lost', '1')
end

-- The epoch of an entry is the one in which it was written; its number counts in the present one as well.
local start = '{"position":"' .. epoch .. ':'
local function current(event)
  if string.sub(event, 1, #start) == start then
    return event
  end
  return (string.gsub(event, '^{"position":"[^:]*:', start))
end

local function numberOf(event)
  return event and tonumber(string.match(event, '^{"position":"[^:]*:(%d+)"'))
end
