package org.messageboard.board;

import jakarta.json.stream.JsonGenerator;

/**
 * One person's reaction to a message, or its withdrawal. A person counts once for each emoji.
 *
 * @param id the message's
 * @param emoji one emoji, see {@link Emoji}
 * @param name the person's name, which others see; null if the reaction is withdrawn
 * @param withdrawn whether the reaction is taken back
 */
public record Reacted(Origin origin, String id, String emoji, String name, boolean withdrawn)
    implements Change {

  static final String TYPE = "reacted";
  static final String WITHDRAWN = "unreacted";

  @Override
  public String type() {
    return withdrawn ? WITHDRAWN : TYPE;
  }

  @Override
  public void write(JsonGenerator json) {
    json.write("emoji", emoji);
    if (name != null) {
      json.write("by", name);
    }
  }
}
