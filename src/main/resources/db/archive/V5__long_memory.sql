-- Private channels with their members; what was imported; and what may be kept how long.

CREATE TABLE IF NOT EXISTS member (
  channel text NOT NULL,
  person  text NOT NULL,
  name    text NOT NULL,
  PRIMARY KEY (channel, person)
);

-- Since when it stood; null in an archive that was begun before
ALTER TABLE revision ADD COLUMN IF NOT EXISTS written text;

-- The name of who imported it
ALTER TABLE message ADD COLUMN IF NOT EXISTS imported text;

-- Whether its author was erased, too
ALTER TABLE message ADD COLUMN IF NOT EXISTS erased boolean NOT NULL DEFAULT false;

-- After how many days a channel's messages are removed, 0 for never; others have the board's
CREATE TABLE IF NOT EXISTS retention (
  channel text    PRIMARY KEY,
  days    integer NOT NULL
);

-- Of what nothing may be removed
CREATE TABLE IF NOT EXISTS hold (
  kind   text NOT NULL CHECK (kind IN ('channel', 'person')),
  name   text NOT NULL,
  reason text NOT NULL,
  by     text NOT NULL,
  since  text NOT NULL,
  PRIMARY KEY (kind, name)
);

-- What a deleted message and its revisions (a JSON array) said, as long as it is held
CREATE TABLE IF NOT EXISTS held (
  message   uuid PRIMARY KEY REFERENCES message ON DELETE CASCADE,
  owner     text,
  content   text NOT NULL,
  revisions text NOT NULL
);

-- People whose traces are removed, or were: ended is null until then
CREATE TABLE IF NOT EXISTS erasure (
  person    text   PRIMARY KEY,
  by        text   NOT NULL,
  begun     text   NOT NULL,
  ended     text,
  -- Why it does not go on, or null
  waits     text,
  messages  bigint NOT NULL DEFAULT 0,
  reactions bigint NOT NULL DEFAULT 0,
  channels  bigint NOT NULL DEFAULT 0
);

-- What was decided about all this, for ever
CREATE TABLE IF NOT EXISTS act (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at     text NOT NULL,
  by     text NOT NULL,
  what   text NOT NULL,
  about  text NOT NULL,
  detail text
);

-- Reads all that Kafka has once more, because the private channels were passed over. What is there already changes
-- nothing.
UPDATE progress SET next_offset = 0, newest = 0;
