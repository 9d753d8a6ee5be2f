-- Reads and moves read marks, which never move backwards. Requires reading.lua and private.lua.
--
-- Marks are compared by the messages' current numbers, because positions change when the board is read from Kafka
-- again. A message that the board has forgotten is older than all that it knows; of two such, the times decide at which
-- they were read.
--
-- KEYS  1 state (hash)   2 message ids (sorted set: id by number)   3 messages per channel ever (hash)
--       4 the epoch in which all marks were read from Kafka   5 prefix of people's marks
--         (hashes: channel to "<message id> <messages read> <time>")
--       6 log (stream)   7 prefix of changed messages' states   8, 9 open and private channels (sorted sets: name by
--         the number of its newest message)   10 rooms (sorted set)
-- ARGV  1 'read', 'move', 'restore' or 'restored'
--       read:      2 a subject   3 the person of this subject
--       move, restore:  for each mark its subject, person, channel, message id, number of messages read, and time
--       restored:  2 the epoch in which reading from Kafka began
-- Returns the epoch, the newest number or -1, how many records are left, whether all marks are here, and
--       read:      for each mark its channel, message id, number of messages read, time, and the message's number or ''
--       move:      1 if the mark stands, 0 if there is a later one, -1 if the person sees no such message in the
--                  channel; the same of the mark that stands, without its channel
-- Publishes a mark that stands, on the channel of KEYS[4]: '<subject>\n<channel> <message id> <messages read> <time>
-- <position>'.
local task, whole = ARGV[1], epoch == '' or redis.call('GET', KEYS[4]) == epoch
local answer = {epoch, filling and -1 or n, left, whole and 1 or 0}
if filling or epoch == '' then
  return answer
end

local function parse(mark)
  return string.match(mark, '^(%S+) (%d+) (%S+)$')
end

local function push(mark)
  local id, count, time = parse(mark)
  for _, value in ipairs({id, count, time, redis.call('ZSCORE', KEYS[2], id) or ''}) do
    answer[#answer + 1] = value
  end
end

local function maySee(person, channel)
  return not isPrivate(channel) or fields[12] and redis.call('ZSCORE', KEYS[10], person .. ' ' .. channel)
end

-- Whether a message is in a channel. Otherwise, ids of other messages would tell whether a private channel exists.
local function isIn(channel, id, number)
  local entry = number and redis.call('XRANGE', KEYS[6], number .. '-0', number .. '-0')[1]
  local json = redis.call('HGET', KEYS[7] .. id, 'base') or entry and entry[2][2]
  if json then
    return string.match(json, '^{"position":"[^"]*","id":"[^"]*","channel":"([^"]*)"') == channel
  end
  -- A quiet channel's newest message may be older than the log
  return number and redis.call('ZSCORE', KEYS[isPrivate(channel) and 9 or 8], channel) == number
end

local function isBehind(number, time, standing)
  local id, _, standingTime = parse(standing)
  local standingNumber = redis.call('ZSCORE', KEYS[2], id)
  if number and standingNumber then
    return tonumber(number) < tonumber(standingNumber)
  end
  return not number and (standingNumber or time < standingTime)
end

if task == 'restored' then
  if epoch == ARGV[2] then
    redis.call('SET', KEYS[4], epoch)
  end
elseif task == 'read' then
  local marks = redis.call('HGETALL', KEYS[5] .. ARGV[2])
  for i = 1, #marks, 2 do
    if maySee(ARGV[3], marks[i]) then
      answer[#answer + 1] = marks[i]
      push(marks[i + 1])
    end
  end
elseif task == 'restore' or whole then
  for i = 2, #ARGV, 6 do
    local key, person, channel, id, count, time = KEYS[5] .. ARGV[i], unpack(ARGV, i + 1, i + 5)
    local number, total = redis.call('ZSCORE', KEYS[2], id), redis.call('HGET', KEYS[3], channel)
    local standing, result = redis.call('HGET', key, channel), 1
    if task == 'move' and not (total and maySee(person, channel) and isIn(channel, id, number)) then
      answer[5] = -1
      return answer
    end
    if standing and isBehind(number, time, standing) then
      result = 0
    else
      -- A client may have counted what the board has lost
      count = total and math.min(count, total) or count
      standing = id .. ' ' .. string.format('%.0f', count) .. ' ' .. time
      redis.call('HSET', key, channel, standing)
    end
    if task == 'move' then
      answer[5] = result
      push(standing)
      if result == 1 then
        -- Without the permission, other devices ask for it later
        local news = ARGV[i] .. '\n' .. channel .. ' ' .. standing .. ' ' .. epoch .. ':' .. number
        redis.pcall('PUBLISH', KEYS[4], news)
      end
    end
  end
end
return answer
