-- The archive: the current state of every message ever, its earlier revisions, and how far the log has been read.

-- A topic that was created again has another id.
CREATE TABLE IF NOT EXISTS topic (
  number smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id     text NOT NULL UNIQUE
);

-- Written in the same transaction as what the records up to next_offset say.
CREATE TABLE IF NOT EXISTS progress (
  topic         smallint NOT NULL REFERENCES topic,
  log_partition integer  NOT NULL,
  next_offset   bigint   NOT NULL,
  -- The place of the partition's newest event
  newest        bigint   NOT NULL,
  PRIMARY KEY (topic, log_partition)
);

-- Every open channel that ever had a message. Its topic is null as long as nobody has set anything.
CREATE TABLE IF NOT EXISTS channel (
  name     text    PRIMARY KEY,
  topic    text,
  kind     text    NOT NULL DEFAULT '',
  archived boolean NOT NULL DEFAULT false,
  title    text
);

CREATE TABLE IF NOT EXISTS message (
  id            uuid     PRIMARY KEY,
  channel       text     NOT NULL,
  author        text     NOT NULL,
  -- The beginning of the author's name without case and accents, because an index takes no long texts
  author_key    text     NOT NULL,
  -- Null once the message is deleted, as are mentions and search
  content       text,
  -- Names, separated by commas, or null
  mentions      text,
  reply_to      uuid,
  -- The message whose thread it is in: reply_to, if that message was known
  thread        uuid,
  posted        text     NOT NULL,
  owner         text,
  -- Orders the whole board: see the class Place
  place         bigint   NOT NULL,
  topic         smallint NOT NULL REFERENCES topic,
  log_partition integer  NOT NULL,
  log_offset    bigint   NOT NULL,
  revision      integer  NOT NULL DEFAULT 1,
  edited_at     text,
  deleted_by    text,
  reason        text,
  -- See the class Words
  search        tsvector
);
CREATE UNIQUE INDEX IF NOT EXISTS message_record ON message (topic, log_partition, log_offset);
CREATE INDEX IF NOT EXISTS message_place ON message (place);
CREATE INDEX IF NOT EXISTS message_channel ON message (channel, place);
CREATE INDEX IF NOT EXISTS message_author ON message (author_key, place);
CREATE INDEX IF NOT EXISTS message_thread ON message (thread, place) WHERE thread IS NOT NULL;
CREATE INDEX IF NOT EXISTS message_search ON message USING gin (search) WITH (gin_pending_list_limit = 1024);

-- Earlier revisions of an edited message, until it is deleted.
CREATE TABLE IF NOT EXISTS revision (
  message  uuid    NOT NULL REFERENCES message ON DELETE CASCADE,
  revision integer NOT NULL,
  content  text    NOT NULL,
  mentions text,
  PRIMARY KEY (message, revision)
);

CREATE TABLE IF NOT EXISTS reaction (
  message uuid   NOT NULL REFERENCES message ON DELETE CASCADE,
  emoji   text   NOT NULL,
  owner   text   NOT NULL,
  name    text   NOT NULL,
  -- The place of the first of the reactions with this emoji; they are shown in this order
  began   bigint NOT NULL,
  place   bigint NOT NULL
);
CREATE INDEX IF NOT EXISTS reaction_message ON reaction (message, emoji, left(owner, 200));
