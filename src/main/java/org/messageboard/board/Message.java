package org.messageboard.board;

/**
 * A message posted to the board.
 *
 * @param position {@code <epoch>:<number>}, or null until it is on the board
 * @param id a UUID; the Idempotency-Key when one was sent
 * @param channel see {@link ChannelName}
 * @param author who posted it
 * @param content the text
 * @param timestamp when it was accepted, ISO-8601 in UTC
 * @param owner the {@link Identity#subject} of who posted it, or null. Clients never get it.
 */
public record Message(
    String position,
    String id,
    String channel,
    String author,
    String content,
    String timestamp,
    String owner)
    implements BoardEvent {

  /** A message that nobody owns. */
  public Message(
      String position, String id, String channel, String author, String content, String timestamp) {
    this(position, id, channel, author, content, timestamp, null);
  }

  /** A copy with another position and timestamp. */
  public Message as(String position, String timestamp) {
    return new Message(position, id, channel, author, content, timestamp, owner);
  }
}
