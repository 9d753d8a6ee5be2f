-- Reads one message. Requires reading.lua.
--
-- KEYS  1 state (hash)   2 message ids (sorted set)   3 log (stream)
-- ARGV  1 message id
-- Returns the epoch, the newest number or -1, how many records are left, and the log's entry for the id, or ''
local number = not filling and redis.call('ZSCORE', KEYS[2], ARGV[1])
local entry = number and redis.call('XRANGE', KEYS[3], number .. '-0', number .. '-0')[1]
return {epoch, filling and -1 or n, left, entry and current(entry[2][2]) or ''}
