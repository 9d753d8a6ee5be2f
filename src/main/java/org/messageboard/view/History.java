package org.messageboard.view;

import java.util.List;
import org.messageboard.board.Position;

/**
 * A page of messages, and the board's position when it was read: a stream opened with that position
 * continues exactly after it.
 */
public final class History {

  /**
   * Written for the epoch of an empty board, which has none yet; a stream opened with it begins
   * with the first event.
   */
  static final String NO_EPOCH = "none";

  private final Position position;
  private final List<String> messages;
  private final long next;

  /**
   * @param next the number below which there are older messages, or 0 if there are none
   */
  History(String epoch, long number, List<String> messages, long next) {
    this.position = position(epoch, number);
    this.messages = messages;
    this.next = next;
  }

  /** The board's position as clients know it, also while the board is empty and has no epoch. */
  static Position position(String epoch, long number) {
    return new Position(epoch.isEmpty() ? NO_EPOCH : epoch, number);
  }

  /** The page as JSON. The messages are JSON already and are not parsed again. */
  public String toJson() {
    var more = next == 0 ? "" : ",\"next\":\"" + new Position(position.epoch(), next) + '"';
    return "{\"messages\":["
        + String.join(",", messages)
        + "],\"position\":\""
        + position
        + '"'
        + more
        + "}";
  }
}
