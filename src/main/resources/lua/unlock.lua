-- Ends a lock, if it is still that of whoever asks.
--
-- KEYS  1 the lock (string)
-- ARGV  1 what its owner wrote
-- Returns a list of how many locks have ended
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return {redis.call('DEL', KEYS[1])}
end
return {0}
