-- The key was looked up for each message; a topic is written in the same transaction as its first message, and never
-- deleted
ALTER TABLE message DROP CONSTRAINT IF EXISTS message_topic_fkey;

-- The transactions set it, by how much they write
ALTER INDEX message_search RESET (gin_pending_list_limit);
