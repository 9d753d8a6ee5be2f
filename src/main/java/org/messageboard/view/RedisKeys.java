package org.messageboard.view;

/**
 * The names of the board's keys and channels in Redis. All keys have the hash tag {@code messages}
 * (Redis Cluster specification, "Hash tags"; the key {@code messages} itself has the same hash), so
 * that one script may access them all.
 */
public final class RedisKeys {

  /** List: the board's newest messages as JSON, newest first. */
  public static final String BOARD = "messages";

  /** Pub/Sub channel: every event as JSON, when it is applied. */
  public static final String PUBSUB = "new-messages";

  /** Pub/Sub channel: just before a traced event, its position and {@code traceparent}. */
  public static final String TRACES = "{messages}:traces";

  /** Stream: the newest events, entry id {@code <number>-0}, fields {@code m} and {@code o}. */
  public static final String LOG = "{messages}:log";

  /** Hash: {@code <topic id>:<partition>} to the last applied offset. */
  public static final String OFFSETS = "{messages}:offsets";

  /** Sorted set: message ids by number. */
  public static final String IDS = "{messages}:ids";

  /** Hash: {@code epoch}, {@code n} (the newest number) and what {@code view.lua} lists. */
  public static final String STATE = "{messages}:state";

  /** Sorted set: channel names by the number of their newest message. */
  public static final String CHANNELS = "{messages}:channels";

  /** Hash: channel name to the number of messages it has ever had. */
  public static final String COUNTS = "{messages}:counts";

  /** Sorted set: ids of messages that something happened to after they were posted, by number. */
  public static final String CHANGED = "{messages}:changed";

  /** Hash: channel name to its settings as JSON members. */
  public static final String SETTINGS = "{messages}:settings";

  /** Prefix of a changed message's id. Hash: its state, which {@code messages.lua} specifies. */
  public static final String MESSAGE = "{messages}:message:";

  /** Prefix of a message's id. Sorted set: ids of the replies to it, by number. */
  public static final String REPLIES = "{messages}:replies:";

  /** Prefix of a channel's name. List: the channel's newest messages as JSON, newest first. */
  public static final String CHANNEL = "{messages}:channel:";

  /** Sorted set: private channels' names by the number of their newest message. */
  public static final String PRIVATE = "{messages}:private";

  /** Sorted set: {@code <person> <channel>} for each member of a private channel. */
  public static final String ROOMS = "{messages}:rooms";

  /** Sorted set: {@code <channel> <person> <name as JSON>} for each of them. */
  public static final String MEMBERS = "{messages}:members";

  /** Hash: person to how the person is restricted; {@code moderation.lua} specifies this one. */
  public static final String RESTRICTIONS = "{messages}:restrictions";

  /** Hash: channels' pins and the pinned messages; {@code judge.lua} specifies it. */
  public static final String PINS = "{messages}:pins";

  /** Sorted set: reports' ids by number; {@code moderation.lua} specifies it and the next two. */
  public static final String REPORTS = "{messages}:reports";

  /** Hash: the reports as JSON. */
  public static final String REPORTED = "{messages}:reported";

  /** Stream: what moderators did, entry id {@code <number>-0}, field {@code e}. */
  public static final String AUDIT = "{messages}:audit";

  /** Hash: webhooks as JSON by their ids; {@code moderation.lua} specifies it. */
  public static final String WEBHOOKS = "{messages}:webhooks";

  /** Sorted set: ids of edited messages by the number of the newest edit in the log. */
  public static final String EDITS = "{messages}:edits";

  /** Hash: person to name, of those who have signed in; no part of the view. */
  public static final String PEOPLE = "{messages}:people";

  /** Set: those of these people who are moderators; no part of the view. */
  public static final String MODERATORS = "{messages}:moderators";

  /** Set: the keys that sign guests' cookies. Not part of the view, so no repair touches it. */
  public static final String SIGNING_KEYS = "{messages}:keys";

  /**
   * Prefix of a kind and of whose bucket it is. String: when a limit's bucket is full again; it
   * expires then. {@code gcra.lua} specifies it. Not part of the view, so no repair touches it.
   */
  public static final String LIMIT = "{messages}:limit:";

  /** Prefix of a session's id: what renews it, encrypted; no part of the view. */
  public static final String SESSION = "{messages}:session:";

  /** Prefix of a subject. Sorted set: the person's sessions, encrypted, by their ends. */
  public static final String SESSIONS = "{messages}:sessions:";

  /** Prefix of a session's id: exists while a server renews it. */
  public static final String RENEWAL = "{messages}:renewal:";

  /** Sorted set: sessions that were ended before their time, by when that was saved, in seconds. */
  public static final String REVOKED = "{messages}:revoked";

  /**
   * Prefix of a subject. Hash: channel to how far this person has read it; {@code marks.lua}
   * specifies it. Not part of the view: kept in a topic of its own.
   */
  public static final String MARKS = "{messages}:read:";

  /** String: the epoch in which Redis had all read marks. Pub/Sub channel: marks that moved. */
  public static final String MARKS_RESTORED = "{messages}:read";

  /** Never exists: writing an empty string to it shows whether Redis accepts writes. */
  public static final String READY = "{messages}:ready";

  private RedisKeys() {}
}
