package org.messageboard.view;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.messageboard.board.Message;
import org.messageboard.board.Position;

/**
 * A page of messages and where the board stood when it was read: a stream opened with that position
 * goes on exactly after it.
 */
public final class History {

  /** Stands where an empty board has no epoch yet; a stream opened with it starts at the first. */
  static final String NO_EPOCH = "none";

  private final Position position;
  private final List<String> messages;
  private final long next;

  /**
   * @param next the number below which there is more, or 0
   */
  History(String epoch, long number, List<String> messages, long next) {
    this.position = new Position(epoch.isEmpty() ? NO_EPOCH : epoch, number);
    this.messages = messages;
    this.next = next;
  }

  /** The page as JSON. The messages are JSON already and are not read again. */
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

  /** The page as OpenAPI describes it. */
  @Schema(name = "History", description = "A page of messages, newest first")
  public record Shape(
      List<Message> messages,
      @Schema(
              description =
                  "Where the board stood when the page was read; open a stream with it as"
                      + " lastEventId to go on without a hole",
              examples = "f3a9c01b7d24:1042")
          String position,
      @Schema(
              description =
                  "Where there is more: ask again with it as before. Absent when there is nothing"
                      + " older. A page that looks for an author may be short, or empty, and have"
                      + " it.",
              examples = "f3a9c01b7d24:942")
          String next) {}
}
