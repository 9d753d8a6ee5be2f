-- The current state of messages that something happened to after they were posted. Prepended to the scripts that write
-- or read messages. A message to which nothing has happened has no state: its entry in the log is its current JSON.
--
-- Fields of a message's state (hash):
--       base        its JSON with its position, up to and including its timestamp; of a deleted one all but its replies
--       edit        the members revision and editedAt as JSON
--       edited      the number of its newest 'edited' event
--       replies     the number of replies it ever had   last   the newest one's timestamp
--       reactions   the elements of the member reactions as JSON: each emoji in the order of its first use, and how
--                   many people react with it
--       <emoji> <owner>   the name of somebody who reacts with the emoji

-- A message's current JSON, or false if it has no state
local function currentJson(key)
  local state = redis.call('HMGET', key, 'base', 'edit', 'replies', 'last', 'reactions')
  local base, edit, replies, last, reactions = unpack(state)
  if not base then
    return false
  end
  return base .. (edit or '')
    .. (replies and ',"replies":' .. replies .. ',"lastReplyAt":"' .. last .. '"' or '')
    .. (reactions and reactions ~= '' and ',"reactions":[' .. reactions .. ']' or '') .. '}'
end
