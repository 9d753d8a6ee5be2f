package org.messageboard.board;

import jakarta.json.stream.JsonGenerator;

/**
 * The end of a message: its content is gone, the rest of it stays.
 *
 * @param id the message's
 * @param by who deleted it: {@link #OWNER} or {@link #MODERATOR}
 * @param reason why, or null
 * @param name the name of the moderator who deleted it, for moderators; null for its owner
 * @param erased whether nobody is to know any more who wrote it; then it counts even for a message
 *     that is deleted already
 */
public record Deleted(
    Origin origin, String id, String by, String reason, String name, boolean erased)
    implements Change {

  public static final String OWNER = "owner";
  public static final String MODERATOR = "moderator";

  /** What stands for the name of somebody who was erased. */
  public static final String ERASED = "(erased)";

  static final String TYPE = "deleted";

  /** A deletion that leaves the author's name. */
  public Deleted(Origin origin, String id, String by, String reason, String name) {
    this(origin, id, by, reason, name, false);
  }

  /** A deletion by nobody in particular. */
  public Deleted(Origin origin, String id, String by, String reason) {
    this(origin, id, by, reason, null, false);
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
    if (erased) {
      json.write("erased", true);
    }
    if (name != null) {
      json.write("by", name);
    }
  }
}
