-- Reads one message. Requires reading.lua, messages.lua, current.lua and private.lua.
--
-- KEYS  1 state (hash)   2 message ids (sorted set)   3 log (stream)   4 changed messages (sorted set)
--       5 prefix of changed messages' states   6 rooms (sorted set)
-- ARGV  1 message id   2 who reads it ('' for nobody known)   3 the person who does
-- Returns the epoch, the newest number or -1, how many records are left, the message of the id as it is now and its
-- owner, both '' if there is none, and 1 if the person is a member of its channel
changed, statePrefix = KEYS[4], KEYS[5]
local number = not filling and redis.call('ZSCORE', KEYS[2], ARGV[1])
local entry = number and redis.call('XRANGE', KEYS[3], number .. '-0', number .. '-0')[1]
local message, owner = number and changedJson(ARGV[1]) or entry and entry[2][2], entry and entry[2][4] or ''
message = message and withOwnReactions(current(message), ARGV[2]) or ''
local channel = fields[12] and string.match(message, ',"channel":"([^"]*)"')
local isMember = channel and isPrivate(channel) and redis.call('ZSCORE', KEYS[6], ARGV[3] .. ' ' .. channel)
local isOwners = ARGV[2] ~= '' and owner == ARGV[2]
return {epoch, filling and -1 or n, left, isOwners and mine(message) or message, owner, isMember and 1 or 0}
