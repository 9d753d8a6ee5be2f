-- Applies records of the topic to the board's view, each exactly once. One call is one atomic step.
--
-- KEYS  1 list of the board's newest messages   2 log (stream)      3 offsets (hash)   4 message ids (sorted set)
--       5 state (hash: epoch, n)                6 channels (sorted set: name by newest number)
--       7 messages per channel ever (hash)      8 prefix of the channels' lists
-- ARGV  1 an epoch to take when a new one is needed   2, 3 the newest position the caller knows (epoch, number)
--       4 the epoch that the caller repairs a gap of, or ''   5, 6 Pub/Sub channels of the messages, of their traces   7 topic id
--       8..12 lengths: board list, channel list, log, ids, channels
--       13.. nothing, to look only whether all keys are there, or seven per record: partition, offset before it, offset, message id ('' to skip it), channel, JSON after the position, trace ('' for none)
-- Answers epoch, newest number, then one number per record: 0 applied, 1 offset already there, 2 message id already there, 3 gap
local board, log, offsets, ids, state, channels, counts, prefix = unpack(KEYS)
local pubsub, traces, topic = ARGV[5], ARGV[6], ARGV[7]
local boardLength, channelLength, logLength, idsLength, channelsMax =
  tonumber(ARGV[8]), tonumber(ARGV[9]), ARGV[10], tonumber(ARGV[11]), tonumber(ARGV[12])

local epoch = redis.call('HGET', state, 'epoch')
local n = tonumber(redis.call('HGET', state, 'n') or '0')
local known = tonumber(ARGV[3])

-- The keys that exist once something was applied. When some of them are gone all is forgotten, to be read from Kafka again.
local expected, found = 0, redis.call('EXISTS', log, ids, channels, counts)
if n > 0 then
  expected, found = 5, found + redis.call('EXISTS', board)
end
-- So it is when an earlier call failed half way, as for want of a command's permission: Redis takes nothing back. A message's id
-- is the first that a call writes and the newest number the last, so then an id has a number that was not reached.
local given = redis.call('ZREVRANGE', ids, 0, 0, 'WITHSCORES')[2]
if found ~= expected or given and tonumber(given) > n then
  for _, names in ipairs({redis.call('ZRANGE', channels, 0, -1), redis.call('HKEYS', counts)}) do
    for _, channel in ipairs(names) do
      redis.call('DEL', prefix .. channel)
    end
  end
  redis.call('DEL', board, log, offsets, ids, state, channels, counts)
  epoch, n = false, 0
end
if #ARGV < 13 then
  return {epoch or '', n}
end

-- A number that somebody has seen but this Redis never gave: it has gone back in time.
if not epoch or epoch == ARGV[4] or (epoch == ARGV[2] and n < known) then
  epoch = ARGV[1]
  redis.call('HSET', state, 'epoch', epoch)
end

local stored, touched = {}, {}
local function offsetOf(partition)
  if not stored[partition] then
    stored[partition] = tonumber(redis.call('HGET', offsets, topic .. ':' .. partition) or '-1')
  end
  return stored[partition]
end

local answer = {epoch, 0}
local newest, perChannel, lastOf = {}, {}, {}
for i = 13, #ARGV, 7 do
  local partition, before, offset, id, channel =
    ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2]), ARGV[i + 3], ARGV[i + 4]
  local last = offsetOf(partition)
  local result
  if offset <= last then
    result = 1
  elseif before > last then
    result = 3
  else
    stored[partition] = offset
    touched[partition] = true
    result = 2
    if id ~= '' and redis.call('ZADD', ids, 'NX', n + 1, id) == 1 then
      n = n + 1
      local number = string.format('%.0f', n)
      local event = '{"position":"' .. epoch .. ':' .. number .. '",' .. ARGV[i + 5]
      redis.call('XADD', log, 'MAXLEN', '~', logLength, number .. '-0', 'm', event)
      if ARGV[i + 6] ~= '' then
        -- A login that may not publish there loses traces, not messages
        redis.pcall('PUBLISH', traces, epoch .. ':' .. number .. ' ' .. ARGV[i + 6])
      end
      -- A login that may not publish, and so not subscribe, leaves no half of a call behind: the servers read the log later
      redis.pcall('PUBLISH', pubsub, event)
      newest[#newest + 1] = event
      local list = perChannel[channel]
      if not list then
        list = {}
        perChannel[channel] = list
      end
      list[#list + 1] = event
      lastOf[channel] = n
      result = 0
    end
  end
  answer[#answer + 1] = result
end

local function push(key, events, length)
  for first = math.max(1, #events - length + 1), #events, 1000 do
    redis.call('LPUSH', key, unpack(events, first, math.min(first + 999, #events)))
  end
  redis.call('LTRIM', key, 0, length - 1)
end

for partition in pairs(touched) do
  redis.call('HSET', offsets, topic .. ':' .. partition, string.format('%.0f', stored[partition]))
end
if #newest > 0 then
  push(board, newest, boardLength)
  for channel, events in pairs(perChannel) do
    push(prefix .. channel, events, channelLength)
    redis.call('ZADD', channels, lastOf[channel], channel)
    redis.call('HINCRBY', counts, channel, #events)
  end
  redis.call('ZREMRANGEBYSCORE', ids, '-inf', n - idsLength)
  -- Channels are made by naming them: beyond the limit the one that was quiet for longest is forgotten.
  while redis.call('ZCARD', channels) > channelsMax do
    local quiet = redis.call('ZPOPMIN', channels)[1]
    redis.call('DEL', prefix .. quiet)
    redis.call('HDEL', counts, quiet)
  end
  redis.call('HSET', state, 'n', string.format('%.0f', n))
end
answer[2] = n
return answer
