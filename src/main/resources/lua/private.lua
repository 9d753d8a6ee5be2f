-- Which channels are private: those whose names the servers made, as ChannelName has it. Prepended to scripts that must
-- know. Who is in them stands in two sorted sets, all scores 0:
--       rooms     '<person> <channel>'
--       members   '<channel> <person> <the person's name as JSON>'
local function isPrivate(channel)
  return #channel == 34 and string.find(channel, '^[pd]%-[0-9a-f]+$') ~= nil
end

-- The range in such a set of what begins with a word, as ZRANGEBYLEX takes it
local function from(word)
  return '[' .. word .. ' ', '[' .. word .. ' \255'
end
