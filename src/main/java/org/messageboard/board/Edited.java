package org.messageboard.board;

import jakarta.json.stream.JsonGenerator;
import java.util.List;

/**
 * New content for a message.
 *
 * @param id the message's
 * @param mentions the names in the content, see {@link Mentions}
 * @param revision the revision that it makes; the message as it was posted is revision 1
 */
public record Edited(Origin origin, String id, String content, List<String> mentions, int revision)
    implements Change {

  static final String TYPE = "edited";

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void write(JsonGenerator json) {
    json.write("content", content);
    MessageJson.writeMentions(mentions, json);
    json.write("revision", revision);
  }
}
