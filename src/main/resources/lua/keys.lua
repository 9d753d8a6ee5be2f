-- Lets all servers share the keys that sign guests' cookies. What a server still knows it puts back into a Redis that
-- has lost it.
--
-- KEYS  1 the keys (set)
-- ARGV  1 a new key, for a board that has none   2.. the keys that the caller knows
-- Returns all keys
local shared, has = redis.call('SMEMBERS', KEYS[1]), {}
for _, key in ipairs(shared) do
  has[key] = true
end
-- Without a need to write, a replica or a full Redis answers as well
local function add(key)
  if not has[key] then
    redis.call('SADD', KEYS[1], key)
    shared[#shared + 1] = key
  end
end
for i = 2, #ARGV do
  add(ARGV[i])
end
if #shared == 0 then
  add(ARGV[1])
end
return shared
