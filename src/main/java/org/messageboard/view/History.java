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
  private final String next;
  private final String newer;

  /**
   * @param next the number below which there are older messages, or 0 if there are none
   * @param newer the number above which there are newer messages that the page could have continued
   *     with, or 0 if there are none
   */
  History(String epoch, long number, List<String> messages, long next, long newer) {
    this.position = position(epoch, number);
    this.messages = messages;
    this.next = next == 0 ? null : position.at(next).toString();
    this.newer = newer == 0 ? null : position.at(newer).toString();
  }

  /**
   * @param messages as JSON, newest first
   * @param next the cursor before which there are older messages, or null if there are none
   * @param newer the cursor after which there are newer ones, or null if there are none
   */
  public History(Position position, List<String> messages, String next, String newer) {
    this.position = position;
    this.messages = messages;
    this.next = next;
    this.newer = newer;
  }

  /** The board's position as clients know it, also while the board is empty and has no epoch. */
  static Position position(String epoch, long number) {
    return new Position(epoch.isEmpty() ? NO_EPOCH : epoch, number);
  }

  public Position position() {
    return position;
  }

  /** The messages as JSON, newest first. */
  public List<String> messages() {
    return messages;
  }

  /** Whether nothing older is known. */
  public boolean isLast() {
    return next == null;
  }

  /** The same page with another cursor for what is older. */
  public History withNext(String cursor) {
    return new History(position, messages, cursor, newer);
  }

  /** The page as JSON. The messages are JSON already and are not parsed again. */
  public String toJson() {
    return "{\"messages\":["
        + String.join(",", messages)
        + "],\"position\":\""
        + position
        + '"'
        + member("next", next)
        + member("newer", newer)
        + "}";
  }

  private static String member(String name, String cursor) {
    return cursor == null ? "" : ",\"%s\":\"%s\"".formatted(name, cursor);
  }
}
