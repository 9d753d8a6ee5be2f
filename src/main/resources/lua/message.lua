-- Reads one message. Requires reading.lua.
--
-- KEYS  1 state (hash)   2 message ids (sorted set)   3 log (stream)
-- ARGV  1 message id   2 who reads it ('' for nobody known)
-- Returns the epoch, the newest number or -1, how many records are left, the log's message of the id and its owner, both
-- '' if there is none
local number = not filling and redis.call('ZSCORE', KEYS[2], ARGV[1])
local entry = number and redis.call('XRANGE', KEYS[3], number .. '-0', number .. '-0')[1]
local message, owner = entry and current(entry[2][2]) or '', entry and entry[2][4] or ''
return {epoch, filling and -1 or n, left, ARGV[2] ~= '' and owner == ARGV[2] and mine(message) or message, owner}
