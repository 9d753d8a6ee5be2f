package org.messageboard.board;

import jakarta.json.stream.JsonGenerator;

/**
 * A moderator has decided about a report. It is in the channel {@link ChannelName#MODERATION}.
 *
 * @param report the report's id
 * @param outcome {@link #DISMISSED} or {@link #REMOVED}
 * @param by the moderator's name
 */
public record Closed(Origin origin, String report, String outcome, String by) implements Change {

  /** The message stays. */
  public static final String DISMISSED = "dismissed";

  /** The message is deleted. */
  public static final String REMOVED = "removed";

  static final String TYPE = "closed";

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void write(JsonGenerator json) {
    json.write("id", report).write("outcome", outcome).write("by", by);
  }
}
