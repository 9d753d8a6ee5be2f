-- Whether only moderators post, edit and react in a channel.
ALTER TABLE channel ADD COLUMN locked boolean NOT NULL DEFAULT false;
