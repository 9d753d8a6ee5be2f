package org.messageboard.board;

import jakarta.json.stream.JsonGenerator;

/**
 * The end of a message: its content is gone, the rest of it stays.
 *
 * @param id the message's
 * @param by who deleted it: {@link #OWNER} or {@link #MODERATOR}
 * @param reason why, or null
 * @param name the name of the moderator who deleted it, for moderators; null for its owner
 */
public record Deleted(Origin origin, String id, String by, String reason, String name)
    implements Change {

  public static final String OWNER = "owner";
  public static final String MODERATOR = "moderator";

  static final String TYPE = "deleted";

  /** A deletion by nobody in particular. */
  public Deleted(Origin origin, String id, String by, String reason) {
    this(origin, id, by, reason, null);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void write(JsonGenerator json) {
    json.write("deletedBy", by);
    if (reason != null) {
      json.write("reason", reason);
    }
    if (name != null) {
      json.write("by", name);
    }
  }
}
