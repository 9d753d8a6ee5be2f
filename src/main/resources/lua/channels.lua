-- The channels and the epoch that their numbers are of, the one with the newest message first.
--
-- KEYS  1 state (hash)   2 channels (sorted set: name by newest number)   3 messages per channel ever (hash)
-- ARGV  1 at most so many
-- Answers epoch ('' when the board is empty or is about to be read from Kafka again; then there are no channels), and for each
-- channel its name, its newest number and its messages
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if not epoch then
  return {''}
end
local answer = {epoch}
local newest = redis.call('ZRANGE', KEYS[2], 0, tonumber(ARGV[1]) - 1, 'REV', 'WITHSCORES')
for i = 1, #newest, 2 do
  answer[#answer + 1] = newest[i]
  answer[#answer + 1] = newest[i + 1]
  answer[#answer + 1] = redis.call('HGET', KEYS[3], newest[i]) or '0'
end
return answer
