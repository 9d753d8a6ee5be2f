-- Decides whether an event counts, and changes the state of the message or channel that it is about. Required by
-- apply.lua; requires private.lua, view.lua, messages.lua and moderation.lua.
--
-- Only the order of the records decides, so every replay decides alike. An event that does not count changes nothing
-- and gets no number: an edit of another revision than the next one, an edit or a deletion of what somebody else owns,
-- a second reaction of the same person with the same emoji or a 21st emoji, anything about a deleted message, about one
-- of another channel, or about one that so many events have followed that neither log nor ids are sure to have it. In an
-- archived channel only deletions and withdrawn reactions count, in an announcement channel only moderators' posts, in a
-- locked one what moderators do, and the same. In a private channel only what its members do counts, and the same. In an
-- open one only moderators pin. Of a message that is too old for that, a deletion counts as long as anything here has its
-- content.
--
-- Each function returns the event's JSON after the position, or nil if the event does not count, and then maybe a result
-- as apply.lua specifies it. So are ARGV[10] and ARGV[11].

-- Of each channel in this call: the number of its newest message before it, or 0, and of the newest one in it, or nil
local newestNumbers, lastNumberOf = {}, {}

-- The channels of the same kind by their newest numbers
local function indexOf(channel)
  return isPrivate(channel) and private or channels
end

local function isMember(person, channel)
  return privateCount > 0 and redis.call('ZSCORE', rooms, person .. ' ' .. channel)
end

-- Whether somebody may do something in a private channel; judge.channel decides who may create one, and nobody knows
-- yet who may do what this version does not know
local function mayDo(kind, channel, person)
  if channel == moderation then
    return kind == '' or boardWide[kind]
  end
  return kind == '' or kind == 'deleted' or kind == 'unreacted' or kind == 'channel' or isMember(person, channel)
end

local window = math.min(tonumber(ARGV[10]), tonumber(ARGV[11]))

-- Whether a channel is archived, or locked for others than moderators
local function isShut(setting, isModerator)
  return string.find(setting, '"archived":true', 1, true)
    or not isModerator and string.find(setting, '"locked":true', 1, true)
end

local function mayChange(channel, isModerator)
  local setting = settingsCount > 0 and redis.call('HGET', settings, channel)
  return not setting or not isShut(setting, isModerator)
end

local function mayPost(channel, isModerator)
  local setting = settingsCount > 0 and redis.call('HGET', settings, channel)
  return not setting or not isShut(setting, isModerator)
    and (isModerator or not string.find(setting, '"kind":"announcement"', 1, true))
end

local function judgeMessage(id, channel, json, isModerator)
  if not mayPost(channel, isModerator) then
    return nil
  end
  if redis.call('ZADD', ids, 'NX', n + 1, id) == 0 then
    return nil, 2
  end
  return json
end

-- Forgets the states of messages that can no longer be judged
local function forgetOldStates()
  local old = redis.call('ZRANGEBYSCORE', changed, '-inf', n - window)
  for _, id in ipairs(old) do
    redis.call('DEL', statePrefix .. id, repliesPrefix .. id)
  end
  changedCount = changedCount - redis.call('ZREMRANGEBYSCORE', changed, '-inf', n - window)
  -- The log is trimmed to about its length
  redis.call('ZREMRANGEBYSCORE', edits, '-inf', n - 2 * tonumber(ARGV[10]))
end

-- Pins are in one hash: '#' and a channel's name to the ids of its pinned messages, each with a blank after it and the
-- newest pin first; and each of these ids to the message's current JSON, which so outlives the log
local maxPins, pinLength = 50, 37

local function pinsOf(channel)
  return pins.size > 0 and redis.call('HGET', pins.key, '#' .. channel) or ''
end

-- Whether the message was pinned
local function unpin(id, channel)
  local ids = pinsOf(channel)
  local first, last = string.find(ids, id .. ' ', 1, true)
  if not first then
    return false
  end
  drop(pins, id)
  if #ids == pinLength then
    drop(pins, '#' .. channel)
  else
    put(pins, '#' .. channel, string.sub(ids, 1, first - 1) .. string.sub(ids, last + 1))
  end
  return true
end

local function unpinAll(channel)
  for id in string.gmatch(pinsOf(channel), '%S+') do
    unpin(id, channel)
  end
end

-- What judges all other events. Making its functions takes longer than applying a message, so only a call that has such
-- events makes them.
local function newJudge()
  local judge, maxEmoji = {}, 20
  -- Messages whose JSON has changed: by id, their number and channel
  local dirty = {}

  local function entryOf(number)
    local id = string.format('%.0f-0', number)
    return redis.call('XRANGE', log, id, id)[1]
  end

  -- The number of a message that can still be judged, or nil
  local function judgeable(id)
    local number = tonumber(redis.call('ZSCORE', ids, id) or '0')
    return number > 0 and number > n - window and number or nil
  end

  local function channelOf(json)
    return string.match(json, '^{"position":"[^"]*","id":"[^"]*","channel":"([^"]*)"')
  end

  -- The message that an event is about, as it was posted, with its number and its owner; nil if it must not be changed
  local function target(id, channel)
    local number = judgeable(id)
    local entry = number and entryOf(number)
    -- A deleted message has no entry
    if entry and channelOf(entry[2][2]) == channel then
      return entry[2][2], number, entry[2][4]
    end
  end

  local function hasState(id)
    return changedCount > 0 and redis.call('ZSCORE', changed, id)
  end

  -- The key of a message's state, which this begins if there is none
  local function stateOf(id, number, json, channel)
    local key = statePrefix .. id
    if changedCount == 0 then
      -- Left over from an older view
      redis.call('DEL', changed)
    end
    if redis.call('ZADD', changed, 'NX', number, id) == 1 then
      -- Left over from an older view
      redis.call('DEL', key, repliesPrefix .. id)
      redis.call('HSET', key, 'base', string.sub(json, 1, -2))
      changedCount = changedCount + 1
    end
    dirty[id] = {number, channel}
    return key
  end

  -- JSON in which other members take the place of the content and the names mentioned in it. No text can contain a
  -- member's name as these patterns have it, because quotation marks in texts are escaped.
  local function withContent(base, members)
    local first = string.find(base, ',"content":"', 1, true)
    local last = string.find(base, ',"replyTo":"', first, true) or string.find(base, ',"timestamp":"', first, true)
    return string.sub(base, 1, first - 1) .. members .. string.sub(base, last)
  end

  -- Removes events from the log whose content is gone, and returns the member that tells servers to forget them, too
  local function forget(numbers)
    local entries = {}
    for i, number in ipairs(numbers) do entries[i] = number .. '-0' end
    if #numbers == 0 then return '' end
    redis.call('XDEL', log, unpack(entries))
    return '"replaces":[' .. table.concat(numbers, ',') .. '],'
  end

  -- A message's current JSON as a member of an event of the current epoch
  local function messageMember(key)
    local json = string.gsub(currentJson(key), '^{"position":"[^:]*:', '{"position":"' .. epoch .. ':')
    return '"message":' .. json .. ','
  end

  -- A reply to a message that is too old to judge, or unknown, is like any other message
  function judge.reply(id, channel, owner, json, person, isModerator)
    local root = string.match(json, ',"replyTo":"([^"]*)"')
    local number = judgeable(root)
    local entry = number and entryOf(number)
    local rootJson = number and (entry and entry[2][2] or redis.call('HGET', statePrefix .. root, 'base'))
    if rootJson and channelOf(rootJson) ~= channel then
      return nil
    end
    local counts, result = judgeMessage(id, channel, json, isModerator)
    if counts and rootJson then
      local key = stateOf(root, number, rootJson, channel)
      redis.call('HINCRBY', key, 'replies', 1)
      redis.call('HSET', key, 'last', string.match(json, ',"timestamp":"(.*)"}$'))
      redis.call('ZADD', repliesPrefix .. root, n + 1, id)
    end
    return counts, result
  end

  function judge.edited(id, channel, owner, members, _, isModerator)
    local posted, number, itsOwner = target(id, channel)
    if not posted or itsOwner ~= owner or not mayChange(channel, isModerator) then
      return nil
    end
    local edit, edited
    if hasState(id) then
      edit, edited = unpack(redis.call('HMGET', statePrefix .. id, 'edit', 'edited'))
    end
    local revision = tonumber(edit and string.match(edit, '%d+') or '1')
    local content, next, event, time =
      string.match(members, '^(.*),"revision":(%d+),("event":"[^"]*","timestamp":"([^"]*)"})$')
    if tonumber(next) ~= revision + 1 then
      return nil
    end
    local key = stateOf(id, number, posted, channel)
    redis.call('HSET', key, 'base', withContent(redis.call('HGET', key, 'base'), ',' .. content),
      'edit', ',"revision":' .. next .. ',"editedAt":"' .. time .. '"', 'edited', string.format('%.0f', n + 1))
    redis.call('ZADD', edits, n + 1, id)
    local replaces = forget(edited and {edited} or {})
    return about('edited', channel) .. replaces .. messageMember(key) .. event
  end

  -- The index of a message in a list, and its JSON there
  local function inList(key, id)
    for i, json in ipairs(redis.call('LRANGE', key, 0, -1)) do
      if string.match(json, '^{"position":"[^"]*","id":"([^"]*)"') == id then
        return i - 1, json
      end
    end
  end

  local function isErased(json)
    return string.find(json, ',"author":"(erased)",', 1, true)
  end

  -- Where the author's name begins and ends in a message's JSON, without its quotation marks
  local function authorIn(json)
    local _, before = string.find(json, ',"author":"', 1, true)
    local after = before + 1
    while string.sub(json, after, after) ~= '"' do
      after = after + (string.sub(json, after, after) == '\\' and 2 or 1)
    end
    return before + 1, after - 1
  end

  -- The JSON of a message whose author is erased, if the deletion says so
  local function withoutAuthor(json, by)
    if not string.find(by, ',"erased":true', 1, true) then
      return json
    end
    local first, last = authorIn(json)
    return string.sub(json, 1, first - 1) .. '(erased)' .. string.sub(json, last + 1)
  end

  -- What everybody reads of a deletion. Who the moderator is, only moderators read
  local function shown(by, id, channel, posted, event)
    local visible, name = string.match(by, '^("deletedBy":"moderator".*),"by":(".*")$')
    if not name then
      return by
    end
    local first, last = authorIn(posted)
    note(about('deleted', channel) .. '"id":"' .. id .. '","name":"' .. string.sub(posted, first, last) .. '"'
      .. string.sub(visible, #'"deletedBy":"moderator"' + 1) .. ',"by":' .. name .. ',' .. event)
    return visible
  end

  -- What the log still has of an old message: its own entry and its newest edit, of which the number may be another
  -- view's
  local function loggedOf(id, listed)
    local numbers = {}
    local function logged(index, known, pattern)
      local number = tonumber(redis.call('ZSCORE', index, id) or known)
      local entry = number > 0 and entryOf(number)
      local json = entry and string.match(entry[2][2], pattern)
      if json then numbers[#numbers + 1] = string.format('%.0f', number) end
      return json
    end
    local same = '"id":"' .. string.gsub(id, '-', '%%-') .. '"'
    local json = logged(ids, numberOf(listed), '^{"position":"[^"]*",' .. same .. '.*$')
    logged(edits, 0, '^{"position":"[^"]*","type":"edited",.*' .. same)
    return numbers, json
  end

  -- A deletion of a message that is too old to judge. Nothing here says any more who owned it: the server that wrote the
  -- event has asked the archive, which judges it, too.
  local function deleteOld(id, channel, by, event)
    local place, listed = nil, nil
    if lastNumberOf[channel] or newestNumbers[channel] > 0 then
      place, listed = inList(prefix .. channel, id)
    end
    local numbers, logged = loggedOf(id, listed)
    local json = listed or logged or pins.size > 0 and redis.call('HGET', pins.key, id)
    if not json or channelOf(json) ~= channel then
      return nil
    end
    local isAgain = string.find(json, ',"deleted":true,', 1, true)
    if isAgain and (isErased(json) or not string.find(by, ',"erased":true', 1, true)) then
      return nil
    end
    local posted, rest = string.match(json, '^(.*,"timestamp":"[^"]*")(.*)$')
    local thread = string.match(rest, ',"replies":%d+,"lastReplyAt":"[^"]*"') or ''
    local shell = isAgain and string.sub(json, 1, -2 - #thread) .. ',"erased":true'
      or withContent(posted, '') .. ',"deleted":true,' .. shown(by, id, channel, posted, event)
    shell = withoutAuthor(shell, by) .. thread .. '}'
    redis.call('ZREM', edits, id)
    unpin(id, channel)
    local boardPlace = inList(board, id)
    if place then redis.call('LSET', prefix .. channel, place, shell) end
    if boardPlace then redis.call('LSET', board, boardPlace, shell) end
    shell = string.gsub(shell, '^{"position":"[^:]*:', '{"position":"' .. epoch .. ':')
    return about('deleted', channel) .. forget(numbers) .. '"message":' .. shell .. ',' .. event
  end

  -- Erases the author of a message that is deleted already
  local function eraseAuthor(id, channel, by, event)
    local key = statePrefix .. id
    local base = redis.call('HGET', key, 'base')
    if channelOf(base) ~= channel or isErased(base) or not string.find(by, ',"erased":true', 1, true) then
      return nil
    end
    stateOf(id, judgeable(id), base, channel)
    redis.call('HSET', key, 'base', withoutAuthor(base, by) .. ',"erased":true')
    return about('deleted', channel) .. messageMember(key) .. event
  end

  function judge.deleted(id, channel, owner, members)
    local posted, number, itsOwner = target(id, channel)
    local by, event = string.match(members, '^(.*),("event":"[^"]*","timestamp":"[^"]*"})$')
    if not judgeable(id) then
      return deleteOld(id, channel, by, event)
    end
    if not posted and hasState(id) then
      return eraseAuthor(id, channel, by, event)
    end
    if not posted or itsOwner ~= owner and not string.find(by, '^"deletedBy":"moderator"') then
      return nil
    end
    local key = stateOf(id, number, posted, channel)
    local edited, replies, last = unpack(redis.call('HMGET', key, 'edited', 'replies', 'last'))
    redis.call('DEL', key)
    redis.call('HSET', key, 'base', withContent(withoutAuthor(string.sub(posted, 1, -2), by), '')
      .. ',"deleted":true,' .. shown(by, id, channel, posted, event))
    if replies then
      redis.call('HSET', key, 'replies', replies, 'last', last)
    end
    local replaces = forget({string.format('%.0f', number), edited or nil})
    unpin(id, channel)
    return about('deleted', channel) .. replaces .. messageMember(key) .. event
  end

  local function setReactions(key, reactions)
    local elements = {}
    for i, reaction in ipairs(reactions) do
      elements[i] = '{"emoji":"' .. reaction[1] .. '","count":' .. reaction[2] .. '}'
    end
    redis.call('HSET', key, 'reactions', table.concat(elements, ','))
  end

  -- The emoji of a message with their counts, and the index of one of them
  local function reactionsOf(key, emoji)
    local reactions, index = {}, nil
    for each, count in string.gmatch(redis.call('HGET', key, 'reactions') or '', '{"emoji":"([^"]*)","count":(%d+)}') do
      reactions[#reactions + 1] = {each, tonumber(count)}
      if each == emoji then index = #reactions end
    end
    return reactions, index
  end

  local function reaction(kind, id, channel, emoji, count, members)
    return about(kind, channel) .. '"id":"' .. id .. '","emoji":"' .. emoji .. '","count":' .. count .. ',' .. members
  end

  function judge.reacted(id, channel, owner, members, _, isModerator)
    local posted, number = target(id, channel)
    if not posted or not mayChange(channel, isModerator) then
      return nil
    end
    local emoji, rest = string.match(members, '^"emoji":"([^"]*)",(.*)$')
    local key = stateOf(id, number, posted, channel)
    local reactions, index = reactionsOf(key, emoji)
    local name = string.match(rest, '^"by":(".*"),"event":')
    if not index and #reactions >= maxEmoji or redis.call('HSETNX', key, emoji .. ' ' .. owner, name) == 0 then
      return nil
    end
    index = index or #reactions + 1
    reactions[index] = {emoji, (reactions[index] or {emoji, 0})[2] + 1}
    setReactions(key, reactions)
    return reaction('reacted', id, channel, emoji, reactions[index][2], rest)
  end

  function judge.unreacted(id, channel, owner, members, _, isModerator)
    local posted, number = target(id, channel)
    if not posted or not hasState(id) then
      return nil
    end
    local emoji, rest = string.match(members, '^"emoji":"([^"]*)",(.*)$')
    local key, field = stateOf(id, number, posted, channel), emoji .. ' ' .. owner
    local name = redis.call('HGET', key, field)
    if not name then
      return nil
    end
    redis.call('HDEL', key, field)
    local reactions, index = reactionsOf(key, emoji)
    local count = reactions[index][2] - 1
    if count > 0 then reactions[index][2] = count else table.remove(reactions, index) end
    setReactions(key, reactions)
    return reaction('unreacted', id, channel, emoji, count, '"by":' .. name .. ',' .. rest)
  end

  local function mayPin(channel, person, isModerator)
    return (person or isModerator) and mayChange(channel, isModerator)
  end

  -- What happens in private channels is no moderation
  local function pinEvent(kind, id, channel, event, person)
    local json = about(kind, channel) .. '"id":"' .. id .. '",' .. event
    if not person then note(json) end
    return json
  end

  function judge.pinned(id, channel, _, event, person, isModerator)
    local posted, ids = target(id, channel), pinsOf(channel)
    if not posted or not mayPin(channel, person, isModerator) or #ids >= maxPins * pinLength
      or string.find(ids, id, 1, true) then
      return nil
    end
    put(pins, '#' .. channel, id .. ' ' .. ids)
    put(pins, id, hasState(id) and currentJson(statePrefix .. id) or posted)
    return pinEvent('pinned', id, channel, event, person)
  end

  function judge.unpinned(id, channel, _, event, person, isModerator)
    return mayPin(channel, person, isModerator) and unpin(id, channel)
      and pinEvent('unpinned', id, channel, event, person) or nil
  end

  -- No more of a person's channels than one answer has, and no more members than a page reads in a moment
  local maxRooms, maxMembers = 1000, 10000

  local function isFull(set, word, max)
    return privateCount > 0 and redis.call('ZLEXCOUNT', set, from(word)) >= max
  end

  local function enter(channel, person, name)
    redis.call('ZADD', rooms, 0, person .. ' ' .. channel)
    memberCount = memberCount + redis.call('ZADD', members, 0, channel .. ' ' .. person .. ' ' .. name)
  end

  -- Whether a private channel begins with these members; one of them creates it
  local function mayBegin(list, creator)
    local creates = false
    for _, member in ipairs(list) do
      creates = creates or member[1] == creator
      if isFull(rooms, member[1], maxRooms) then return false end
    end
    return creates and #list <= maxMembers and privateCount < tonumber(ARGV[12])
  end

  local function begin(channel, event, creator)
    local list, known = {}, {}
    local people = string.match(event, ',"members":%[(.*)%]') or ''
    for name, person in string.gmatch(people, '{"name":(".-"),"person":"([^"]*)"}') do
      if not known[person] then list[#list + 1] = {person, name} end
      known[person] = true
    end
    if not mayBegin(list, creator) then return false end
    if privateCount == 0 then
      -- Left over from an older view
      redis.call('DEL', private, rooms, members)
    end
    redis.call('ZADD', private, 0, channel)
    redis.call('HINCRBY', counts, channel, 0)
    privateCount = privateCount + 1
    for _, member in ipairs(list) do enter(channel, member[1], member[2]) end
    return true
  end

  -- Whether the settings are for a private channel that is there, or that they create; those of direct messages never
  -- change
  local function arePrivate(channel, kind, event, person)
    local isDirect = string.sub(channel, 1, 1) == 'd'
    if kind ~= (isDirect and 'direct' or 'private') then
      return false
    end
    if not (privateCount > 0 and redis.call('ZSCORE', private, channel)) then
      return begin(channel, event, person)
    end
    return not isDirect and isMember(person, channel) and not string.find(event, ',"members":[', 1, true)
  end

  -- An open channel begins with its first message, and stays an open one
  local function areOpen(channel, kind)
    return kind ~= 'private' and kind ~= 'direct'
      and (lastNumberOf[channel] or redis.call('ZSCORE', channels, channel))
  end

  function judge.channel(_, channel, _, event, person, isModerator)
    local setting = string.match(event, '^(.*),"by":')
    local kind = string.match(setting, ',"kind":"([^"]*)"')
    if person and not arePrivate(channel, kind, event, person) or not person and not areOpen(channel, kind) then
      return nil
    end
    if settingsCount == 0 then
      -- Left over from an older view
      redis.call('DEL', settings)
    end
    if redis.call('HGET', settings, channel) == setting then
      return nil
    end
    settingsCount = settingsCount + redis.call('HSET', settings, channel, setting)
    if isModerator and not person then
      note(about('channel', channel) .. event)
    end
    return about('channel', channel) .. event
  end

  -- Whose membership of a channel may change; nobody joins or leaves direct messages, but a member may lose its name
  local function personIn(event, channel)
    return isPrivate(channel) and string.sub(channel, 1, 1) == 'p'
      and string.match(event, '^"person":"([^"]*)","name":')
  end

  function judge.joined(_, channel, _, event)
    local person = personIn(event, channel)
    if not person or isMember(person, channel) or isFull(members, channel, maxMembers)
      or isFull(rooms, person, maxRooms) then
      return nil
    end
    enter(channel, person, string.match(event, ',"name":(".*"),"by":'))
    return about('joined', channel) .. event
  end

  -- Takes the name of a member who cannot leave
  local function eraseMember(person, channel, event)
    local nameless = channel .. ' ' .. person .. ' "(erased)"'
    if redis.call('ZSCORE', members, nameless) then
      return nil
    end
    redis.call('ZREMRANGEBYLEX', members, from(channel .. ' ' .. person))
    redis.call('ZADD', members, 0, nameless)
    return about('left', channel) .. event
  end

  -- The last member stays: nobody could ever see the channel again
  function judge.left(_, channel, _, event)
    local person = isPrivate(channel) and string.match(event, '^"person":"([^"]*)","name":')
    if not person or not isMember(person, channel) then
      return nil
    end
    if string.sub(channel, 1, 1) == 'd' or redis.call('ZLEXCOUNT', members, from(channel)) == 1 then
      return string.find(event, ',"name":"(erased)","by":', 1, true) and eraseMember(person, channel, event) or nil
    end
    redis.call('ZREM', rooms, person .. ' ' .. channel)
    redis.call('ZREMRANGEBYLEX', members, from(channel .. ' ' .. person))
    memberCount = memberCount - 1
    return about('left', channel) .. event
  end

  -- Writes a message's current JSON where a list has it; a list is sorted by number, the newest first
  local function replaceInList(key, number, json)
    local low, high = 0, redis.call('LLEN', key) - 1
    while low <= high do
      local middle = math.floor((low + high) / 2)
      local found = numberOf(redis.call('LINDEX', key, middle))
      if found == number then
        redis.call('LSET', key, middle, json)
        return
      end
      if found > number then low = middle + 1 else high = middle - 1 end
    end
  end

  function judge.updateLists()
    for id, place in pairs(dirty) do
      local json = currentJson(statePrefix .. id)
      if pins.size > 0 and redis.call('HEXISTS', pins.key, id) == 1 then
        put(pins, id, json)
      end
      replaceInList(board, place[1], json)
      if lastNumberOf[place[2]] or newestNumbers[place[2]] > 0 then
        replaceInList(prefix .. place[2], place[1], json)
      end
    end
  end

  return judge
end
