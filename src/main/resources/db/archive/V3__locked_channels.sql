-- Whether only moderators post, edit and react in a channel.
ALTER TABLE channel ADD COLUMN IF NOT EXISTS locked boolean NOT NULL DEFAULT false;
