-- Applies records of the topic to the board's view, each exactly once. One call is one atomic step. Follows view.lua.
--
-- ARGV  1 '' for what a consumer is given; 'first' when it may be the board's first; else the token of the repair that is filling the view
--       2, 3 the newest position the caller knows (epoch, number)      4 an epoch for the board's first record
--       5, 6 Pub/Sub channels of the events, of their traces           7 topic id
--       8..12 lengths: board list, channel list, log, ids, channels    13 how many records a repair has still to read
--       14.. seven per record: partition, offset before it, offset, message id ('' when it is another event), channel ('' to skip it),
--            JSON after the position, trace ('' for none)
-- Answers epoch, newest number, state, and in state 0 one number per record: 0 applied, 1 offset already there, 2 message id already there, 3 gap
--       state: 0 done   1 the view lacks something, or is being filled: nothing was applied   2 it is empty: only 'first' begins one
local mode, topic = ARGV[1], ARGV[7]
local boardLength, channelLength, logLength, idsLength, channelsMax =
  tonumber(ARGV[8]), tonumber(ARGV[9]), ARGV[10], tonumber(ARGV[11]), tonumber(ARGV[12])
local quiet = mode ~= '' and mode ~= 'first'

-- A list that does not end with the channel's newest message is not this view's; one of an unknown channel is left from an older one.
local scores = {}
for i = 14, #ARGV, 7 do
  local channel = ARGV[i + 4]
  if ARGV[i + 3] ~= '' and scores[channel] == nil then
    scores[channel] = tonumber(ask('ZSCORE', channels, channel) or '0')
    if scores[channel] > 0 and numberOf(ask('LINDEX', prefix .. channel, 0)) ~= scores[channel] then
      broken = true
    end
  end
end
if broken then
  forget()
end

if quiet then
  if mode ~= repairing then
    return {epoch or '', n, 1}
  end
  local now = redis.call('TIME')
  redis.call('HSET', state, 'beat', now[1] * 1000 + math.floor(now[2] / 1000), 'left', ARGV[13])
  epoch = mode
else
  -- A number that somebody has seen but this Redis never gave: it has gone back in time.
  local behind = ARGV[2] ~= '' and (not epoch or epoch == ARGV[2] and n < tonumber(ARGV[3]))
  if lost or repairing or behind then
    if behind then
      redis.call('HSET', state, 'lost', '1')
    end
    return {epoch or '', n, 1}
  end
  if not epoch then
    if mode ~= 'first' then
      return {'', n, 2}
    end
    epoch = ARGV[4]
    redis.call('HSET', state, 'epoch', epoch, 'from', '0')
  end
end

local stored, touched = {}, {}
local function offsetOf(partition)
  if not stored[partition] then
    stored[partition] = tonumber(redis.call('HGET', offsets, topic .. ':' .. partition) or '-1')
  end
  return stored[partition]
end

local answer = {epoch, 0, 0}
local newest, perChannel, lastOf = {}, {}, {}

local function publish(event, number, trace)
  if trace ~= '' then
    -- A login that may not publish there loses traces, not messages
    redis.pcall('PUBLISH', ARGV[6], epoch .. ':' .. number .. ' ' .. trace)
  end
  -- A login that may not publish, and so not subscribe, leaves no half of a call behind: the servers read the log later
  redis.pcall('PUBLISH', ARGV[5], event)
end

for i = 14, #ARGV, 7 do
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
    if channel ~= '' and (id == '' or redis.call('ZADD', ids, 'NX', n + 1, id) == 1) then
      n = n + 1
      local number = string.format('%.0f', n)
      local event = '{"position":"' .. epoch .. ':' .. number .. '",' .. ARGV[i + 5]
      redis.call('XADD', log, 'MAXLEN', '~', logLength, number .. '-0', 'm', event)
      if not quiet then
        publish(event, number, ARGV[i + 6])
      end
      if id ~= '' then
        m = n
        newest[#newest + 1] = event
        local list = perChannel[channel]
        if not list then
          list = {}
          perChannel[channel] = list
        end
        list[#list + 1] = event
        lastOf[channel] = n
      end
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

local number = string.format('%.0f', n)
for partition in pairs(touched) do
  redis.call('HSET', offsets, topic .. ':' .. partition, string.format('%.0f', stored[partition]))
end
if #newest > 0 then
  push(board, newest, boardLength)
  for channel, events in pairs(perChannel) do
    if scores[channel] == 0 then
      redis.call('DEL', prefix .. channel)
    end
    push(prefix .. channel, events, channelLength)
    redis.call('ZADD', channels, lastOf[channel], channel)
    redis.call('HINCRBY', counts, channel, #events)
  end
  redis.call('ZREMRANGEBYSCORE', ids, '-inf', m - idsLength)
  -- Channels are made by naming them: beyond the limit the one that was quiet for longest is forgotten.
  while redis.call('ZCARD', channels) > channelsMax do
    local quietest = redis.call('ZPOPMIN', channels)[1]
    redis.call('DEL', prefix .. quietest)
    redis.call('HDEL', counts, quietest)
  end
end
if n ~= tonumber(read[2] or '-1') or not exact then
  if m > 0 then
    redis.call('HSET', counts, '#', string.format('%.0f', m))
  end
  if n > 0 then
    redis.call('HSET', offsets, '#:0', number)
  end
  redis.call('HSET', state, 'm', string.format('%.0f', m), 'v', number, 'n', number)
end
answer[2] = n
return answer
