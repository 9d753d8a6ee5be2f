package org.messageboard.board;

import jakarta.json.stream.JsonGenerator;

/**
 * A message is pinned in its channel, or no longer.
 *
 * @param id the message's
 * @param by the name of who did it
 * @param withdrawn whether it is no longer pinned
 */
public record Pinned(Origin origin, String id, String by, boolean withdrawn) implements Change {

  /** Maximum number of pinned messages in a channel. */
  public static final int MOST = 50;

  static final String TYPE = "pinned";
  static final String WITHDRAWN = "unpinned";

  @Override
  public String type() {
    return withdrawn ? WITHDRAWN : TYPE;
  }

  @Override
  public void write(JsonGenerator json) {
    json.write("by", by);
  }
}
