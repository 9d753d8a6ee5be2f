package org.messageboard.view;

/**
 * The names that the board uses in Redis. All keys carry the hash tag {@code messages} (Redis
 * Cluster specification, "Hash tags"; the key {@code messages} itself hashes the same), so that one
 * script may touch them all.
 */
public final class RedisKeys {

  /** List: the board's newest messages as JSON, newest first. */
  public static final String BOARD = "messages";

  /** Pub/Sub channel: every message as JSON, as it is applied. */
  public static final String PUBSUB = "new-messages";

  /** Pub/Sub channel: before a message that is traced, its position and {@code traceparent}. */
  public static final String TRACES = "{messages}:traces";

  /** Stream: the newest messages, entry id {@code <number>-0}, field {@code m}. */
  public static final String LOG = "{messages}:log";

  /** Hash: {@code <topic id>:<partition>} to the last offset applied. */
  public static final String OFFSETS = "{messages}:offsets";

  /** Sorted set: message id by number. */
  public static final String IDS = "{messages}:ids";

  /** Hash: {@code epoch} and {@code n}, the newest number given. */
  public static final String STATE = "{messages}:state";

  /** Sorted set: channel name by its newest number. */
  public static final String CHANNELS = "{messages}:channels";

  /** Hash: channel name to the messages it ever had. */
  public static final String COUNTS = "{messages}:counts";

  /** Followed by a channel's name: list of its newest messages, newest first. */
  public static final String CHANNEL = "{messages}:channel:";

  /** Never there: what is asked of it tells whether Redis would take a write. */
  public static final String READY = "{messages}:ready";

  private RedisKeys() {}
}
