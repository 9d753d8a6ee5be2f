-- The icon of the bot that posted the message, '' of one without; null if no bot did.
ALTER TABLE message ADD COLUMN IF NOT EXISTS bot text;
