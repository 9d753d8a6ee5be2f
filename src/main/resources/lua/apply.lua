-- Applies Kafka records to the board's view, each exactly once, in one atomic step. Requires private.lua, view.lua,
-- messages.lua, moderation.lua and judge.lua.
--
-- ARGV  1      '' for a consumer's records, 'first' if they may be the board's first, or the token of a running repair
--       2, 3   the newest position that the caller has seen (epoch, number)
--       4      the epoch to begin with the board's first record
--       5, 6   the Pub/Sub channels of events and of traces
--       7      topic id
--       8..12  maximum lengths: board list, channel list, log, ids, channels
--       13     how many records a repair has yet to read
--       14..   nine for each record: partition, offset of the record before it, offset, the type of its event ('reply' for
--              a message that is one, '' for an unknown type; with a '!' if a moderator did it), message id ('' for
--              none), channel ('' to skip the record), owner ('' for none; in a private channel followed by a blank and
--              the person), its own members as JSON, trace ('' for none)
--
-- Returns the epoch, the newest number and a state:
--       0  done; followed by a number for each record: 0 applied, 1 offset known, 2 message id known, 3 gap,
--          4 without effect
--       1  nothing applied: the view lacks something, or a repair is filling it
--       2  nothing applied: the view is empty, and only 'first' may begin one
local mode, topic = ARGV[1], ARGV[7]
local boardLength, channelLength, logLength, idsLength, channelsMax =
  tonumber(ARGV[8]), tonumber(ARGV[9]), ARGV[10], tonumber(ARGV[11]), tonumber(ARGV[12])
local repair = mode ~= '' and mode ~= 'first'
local messageKinds = {message = true, reply = true}

-- A changed message must have its state, and its thread the newest reply
local function checkState(id)
  if fetch('ZSCORE', changed, id) then
    local base, replies = unpack(fetch('HMGET', statePrefix .. id, 'base', 'replies') or {})
    if not base or (fetch('ZCARD', repliesPrefix .. id) or -1) ~= tonumber(replies or '0') then
      broken = true
    end
  end
end

-- A channel's list must begin with its newest message, or it belongs to another view. The list of an unknown channel
-- is left over from an older view.
for i = 14, #ARGV, 9 do
  local kind, id, channel = ARGV[i + 3], ARGV[i + 4], ARGV[i + 5]
  if id ~= '' and newestNumbers[channel] == nil then
    newestNumbers[channel] = tonumber(fetch('ZSCORE', indexOf(channel), channel) or '0')
    if newestNumbers[channel] > 0 and numberOf(fetch('LINDEX', prefix .. channel, 0)) ~= newestNumbers[channel] then
      broken = true
    end
  end
  if changedCount > 0 and kind ~= 'message' and id ~= '' then
    checkState(string.find(kind, '^reply') and string.match(ARGV[i + 7], ',"replyTo":"([^"]*)"') or id)
  end
end
if broken then
  deleteView()
end

if repair then
  if mode ~= repairing then
    return {epoch or '', n, 1}
  end
  local now = redis.call('TIME')
  redis.call('HSET', state, 'beat', now[1] * 1000 + math.floor(now[2] / 1000), 'left', ARGV[13])
  epoch = mode
else
  -- The caller has seen a number that this Redis never assigned: Redis has gone back in time
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
local judge
local messages, messagesOf = {}, {}

local function publish(event, number, trace)
  if trace ~= '' then
    -- Without permission to publish here, only traces are lost
    redis.pcall('PUBLISH', ARGV[6], epoch .. ':' .. number .. ' ' .. trace)
  end
  -- Without permission to publish, the call must still not stop halfway: servers read the log later
  redis.pcall('PUBLISH', ARGV[5], event)
end

-- Posting creates channels, so beyond the limit the one that has been quiet for longest is deleted, at once, so that the
-- judge decides alike however the records are cut into calls
local function limitChannels()
  for channel, number in pairs(lastNumberOf) do
    redis.call('ZADD', indexOf(channel), number, channel)
  end
  while redis.call('ZCARD', channels) > channelsMax do
    local quietest = redis.call('ZPOPMIN', channels)[1]
    redis.call('DEL', prefix .. quietest)
    redis.call('HDEL', counts, quietest)
    if settingsCount > 0 then
      settingsCount = settingsCount - redis.call('HDEL', settings, quietest)
    end
    unpinAll(quietest)
    newestNumbers[quietest], lastNumberOf[quietest], messagesOf[quietest] = 0, nil, nil
  end
end

-- Gives an event the next number
local function add(kind, channel, owner, json, trace)
  n = n + 1
  local number = string.format('%.0f', n)
  local event = '{"position":"' .. epoch .. ':' .. number .. '",' .. json
  if owner ~= '' and messageKinds[kind] then
    redis.call('XADD', log, 'MAXLEN', '~', logLength, number .. '-0', 'm', event, 'o', owner)
  else
    redis.call('XADD', log, 'MAXLEN', '~', logLength, number .. '-0', 'm', event)
  end
  if not repair then
    publish(event, number, trace)
  end
  if messageKinds[kind] then
    local open = not isPrivate(channel)
    if open then
      m = n
      messages[#messages + 1] = event
    else
      p = n
    end
    local list = messagesOf[channel]
    if not list then
      list = {}
      messagesOf[channel] = list
    end
    list[#list + 1] = event
    local isNew = newestNumbers[channel] == 0 and not lastNumberOf[channel]
    lastNumberOf[channel] = n
    if isNew and open then
      limitChannels()
    end
  end
end

for i = 14, #ARGV, 9 do
  local partition, before, offset, channel = ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2]), ARGV[i + 5]
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
    if channel ~= '' then
      local kind, owner, json, person, refused = ARGV[i + 3], ARGV[i + 6], ARGV[i + 7], nil, nil
      local isModerator = string.sub(kind, -1) == '!'
      if isModerator then
        kind = string.sub(kind, 1, -2)
      end
      if isPrivate(channel) then
        owner, person = string.sub(owner, 1, -18), string.sub(owner, -16)
      end
      if person and not mayDo(kind, channel, person) then
        json = nil
      elseif kind == 'message' then
        json, refused = judgeMessage(ARGV[i + 4], channel, json, isModerator)
      elseif boardWide[kind] then
        json = judgeBoardWide(kind, channel, json, isModerator)
      elseif kind ~= '' then
        judge = judge or newJudge()
        json, refused = judge[kind](ARGV[i + 4], channel, owner, json, person, isModerator)
      end
      if json then
        add(kind, channel, owner, json, ARGV[i + 8])
        result = 0
      else
        result = refused or 4
      end
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
if #messages > 0 then
  push(board, messages, boardLength)
end
if next(messagesOf) then
  for channel, events in pairs(messagesOf) do
    if newestNumbers[channel] == 0 then
      redis.call('DEL', prefix .. channel)
    end
    push(prefix .. channel, events, channelLength)
    redis.call('ZADD', indexOf(channel), lastNumberOf[channel], channel)
    redis.call('HINCRBY', counts, channel, #events)
  end
  redis.call('ZREMRANGEBYSCORE', ids, '-inf', math.max(m, p) - idsLength)
end
if judge then
  judge.updateLists()
end
if changedCount > 0 then
  forgetOldStates()
end
if n ~= tonumber(fields[2] or '-1') or not exact then
  if m > 0 then
    redis.call('HSET', counts, '#', string.format('%.0f', m))
  end
  if n > 0 then
    redis.call('HSET', offsets, '#:0', number)
  end
  complete = math.max(complete, n - logLength)
  redis.call('HSET', state, 'm', string.format('%.0f', m), 'v', number, 'n', number, 'f', string.format('%.0f', complete))
end

local function setCount(field, before, count)
  if count == 0 and before then
    redis.call('HDEL', state, field)
  elseif count > 0 and count ~= tonumber(before) then
    redis.call('HSET', state, field, string.format('%.0f', count))
  end
end
setCount('c', fields[8], changedCount)
setCount('s', fields[9], settingsCount)
setCount('p', fields[10], p)
setCount('r', fields[11], privateCount)
setCount('j', fields[12], memberCount)
local sizes, any = {}, false
for i, each in ipairs(kept) do
  sizes[i], any = each.size, any or each.size > 0
end
if any then
  redis.call('HSET', state, 'k', table.concat(sizes, ' '))
elseif fields[13] then
  redis.call('HDEL', state, 'k')
end
answer[2] = n
return answer
