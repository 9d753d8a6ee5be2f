-- One page of history and the board's position at that moment, newest first.
--
-- KEYS  1 state (hash)   2 the list or the log to read
-- ARGV  1 'list' or 'log'   2 only numbers below this one ('' for all)   3 at most so many
--       4 text that a message must contain ('' for all)   5 look at so many messages at most
-- Answers epoch ('' when the board is empty), newest number, the messages, and the number below which the log was not looked at, 0 when there is none
local kind, before, limit, needle = ARGV[1], tonumber(ARGV[2]) or math.huge, tonumber(ARGV[3]), ARGV[4]
local unseen, chunk = tonumber(ARGV[5]), 200
local found, rest = {}, 0

local function wanted(event)
  return needle == '' or string.find(event, needle, 1, true)
end

local function fromList()
  for first = 0, unseen, chunk do
    local events = redis.call('LRANGE', KEYS[2], first, first + chunk - 1)
    for _, event in ipairs(events) do
      local number = tonumber(string.match(event, '^{"position":"[^:]*:(%d+)"'))
      if number < before and wanted(event) then
        found[#found + 1] = event
        if #found == limit then return end
      end
    end
    if #events < chunk then return end
  end
end

local function fromLog()
  local last = before == math.huge and '+' or string.format('%.0f', before - 1)
  for _ = 1, unseen, chunk do
    local entries = redis.call('XREVRANGE', KEYS[2], last, '-', 'COUNT', chunk)
    for _, entry in ipairs(entries) do
      if wanted(entry[2][2]) then
        found[#found + 1] = entry[2][2]
        if #found == limit then return end
      end
    end
    if #entries < chunk then return end
    last = '(' .. entries[#entries][1]
  end
  rest = tonumber(string.match(last, '%d+'))
end

if limit > 0 and before > 1 then
  if kind == 'list' then fromList() else fromLog() end
end
return {redis.call('HGET', KEYS[1], 'epoch') or '', tonumber(redis.call('HGET', KEYS[1], 'n') or '0'), found, rest}
