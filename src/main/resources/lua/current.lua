-- Reads messages as they are now. Prepended to scripts that read messages; requires reading.lua and messages.lua. The
-- caller sets the keys:
local changed, statePrefix

-- A message's current JSON, or false if nothing has happened to it
local function changedJson(id)
  return fields[10] and redis.call('ZSCORE', changed, id) and currentJson(statePrefix .. id)
end

-- The JSON with "mine" at the reactions that are the reader's
local function withOwnReactions(json, reader)
  if reader == '' or not string.find(json, ',"reactions":[', 1, true) then
    return json
  end
  local key = statePrefix .. string.match(json, ',"id":"([^"]*)"')
  return (string.gsub(json, '{"emoji":"([^"]*)","count":(%d+)}', function(emoji, count)
    return redis.call('HEXISTS', key, emoji .. ' ' .. reader) == 1
      and '{"emoji":"' .. emoji .. '","count":' .. count .. ',"mine":true}'
  end))
end

-- The changed messages between two ids of the log as XRANGE or XREVRANGE takes them, as entries of the log
local function changedRange(command, from, to, count)
  local function score(id, infinite)
    local number = string.match(id, '%d+')
    return number and (string.sub(id, 1, 1) == '(' and '(' or '') .. number or infinite
  end
  local down = command == 'XREVRANGE'
  local found = redis.call(down and 'ZREVRANGEBYSCORE' or 'ZRANGEBYSCORE', changed, score(from, down and '+inf' or '-inf'),
    score(to, down and '-inf' or '+inf'), 'WITHSCORES', 'LIMIT', 0, count)
  local entries = {}
  for i = 1, #found, 2 do
    entries[#entries + 1] = {found[i + 1] .. '-0', {'m', currentJson(statePrefix .. found[i])}}
  end
  return entries
end

-- The log's entries as XRANGE or XREVRANGE gives them, about as many, with the messages in them as they are now. Deleted
-- messages have no entry in the log.
local function logRange(command, log, from, to, count)
  local entries = redis.call(command, log, from, to, 'COUNT', count)
  if not fields[10] then
    return entries
  end
  local states = changedRange(command, from, #entries == count and entries[count][1] or to, count)
  local merged, e, s, sign = {}, 1, 1, command == 'XREVRANGE' and -1 or 1
  local function place(entry)
    return entry and sign * tonumber(string.match(entry[1], '%d+')) or math.huge
  end
  -- When as many as wanted have changed, there may be further ones beyond the last of them
  while s <= #states or e <= #entries and #states < count do
    local entry, state = place(entries[e]), place(states[s])
    if state <= entry then
      states[s][2][4] = state == entry and entries[e][2][4] or nil
      merged[#merged + 1] = states[s]
      s = s + 1
      if state == entry then e = e + 1 end
    else
      merged[#merged + 1] = entries[e]
      e = e + 1
    end
  end
  return merged
end
