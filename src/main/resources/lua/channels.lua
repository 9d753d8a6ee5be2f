-- Lists the board's open channels, those with the newest messages first, and somebody's private ones. Requires
-- reading.lua and private.lua.
--
-- KEYS  1 state (hash)   2 channels (sorted set: name by newest number)   3 messages per channel ever (hash)
--       4 channels' settings (hash)   5 private channels (sorted set: name by newest number)   6 rooms   7 members
-- ARGV  1 maximum number of open channels   2 the person ('' for nobody)   3 the only channel to list, or ''
-- Returns the epoch ('' for an empty board), the newest number or -1, how many records are left, and for each channel
-- its name, its newest number, its number of messages, its settings as JSON members, or '', and its number of members,
-- which is 0 for an open one
local answer, person, only = {epoch, filling and -1 or n, left}, ARGV[2], ARGV[3]
if filling or epoch == '' then
  return answer
end

local function add(name, number, members)
  answer[#answer + 1] = name
  answer[#answer + 1] = number
  answer[#answer + 1] = redis.call('HGET', KEYS[3], name) or '0'
  answer[#answer + 1] = fields[11] and redis.call('HGET', KEYS[4], name) or ''
  answer[#answer + 1] = members
end

local function addPrivate(name)
  add(name, redis.call('ZSCORE', KEYS[5], name) or '0', redis.call('ZLEXCOUNT', KEYS[7], from(name)))
end

if only == '' then
  local newest = redis.call('ZREVRANGE', KEYS[2], 0, tonumber(ARGV[1]) - 1, 'WITHSCORES')
  for i = 1, #newest, 2 do
    add(newest[i], newest[i + 1], 0)
  end
  if person ~= '' and fields[12] then
    for _, room in ipairs(redis.call('ZRANGEBYLEX', KEYS[6], from(person))) do
      addPrivate(string.sub(room, #person + 2))
    end
  end
elseif not isPrivate(only) then
  local number = redis.call('ZSCORE', KEYS[2], only)
  if number then add(only, number, 0) end
elseif fields[12] and redis.call('ZSCORE', KEYS[6], person .. ' ' .. only) then
  addPrivate(only)
end
return answer
