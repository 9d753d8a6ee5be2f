package org.messageboard.marks;

import jakarta.json.JsonObject;
import org.messageboard.board.Position;

/**
 * A mark as the board has it.
 *
 * @param position the message's current one; null if the board has forgotten the message
 */
record StandingMark(String channel, ReadMark mark, Position position) {

  JsonObject toJson() {
    var json = mark.toJson().add("channel", channel);
    if (position != null) {
      json.add("position", position.toString());
    }
    return json.build();
  }
}
