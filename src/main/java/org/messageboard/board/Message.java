package org.messageboard.board;

import java.util.List;

/**
 * A message posted to the board.
 *
 * @param position {@code <epoch>:<number>}, or null until it is on the board
 * @param id a UUID; the Idempotency-Key when one was sent
 * @param channel see {@link ChannelName}
 * @param author who posted it
 * @param content the text, or null if it is deleted
 * @param timestamp when it was accepted, ISO-8601 in UTC
 * @param owner the {@link Identity#subject} of who posted it, or null. Clients never get it.
 * @param replyTo the id of the message whose thread it belongs to, or null
 * @param mentions the names in the content, see {@link Mentions}
 * @param moderator whether a moderator posted it, who may do so in an announcement channel. Clients
 *     never get it.
 * @param bot the icon of the bot that posted it, "" of one without, or null if no bot did
 * @param imported the name of who imported it from elsewhere, or null: its author and timestamp are
 *     what was written there
 */
public record Message(
    String position,
    String id,
    String channel,
    String author,
    String content,
    String timestamp,
    String owner,
    String replyTo,
    List<String> mentions,
    boolean moderator,
    String bot,
    String imported)
    implements BoardEvent {

  /** A message that was posted here. */
  public Message(
      String position,
      String id,
      String channel,
      String author,
      String content,
      String timestamp,
      String owner,
      String replyTo,
      List<String> mentions,
      boolean moderator,
      String bot) {
    this(
        position, id, channel, author, content, timestamp, owner, replyTo, mentions, moderator, bot,
        null);
  }

  /** A message that a person posted here. */
  public Message(
      String position,
      String id,
      String channel,
      String author,
      String content,
      String timestamp,
      String owner,
      String replyTo,
      List<String> mentions,
      boolean moderator) {
    this(
        position, id, channel, author, content, timestamp, owner, replyTo, mentions, moderator,
        null, null);
  }

  /** A message that nobody owns. */
  public Message(
      String position, String id, String channel, String author, String content, String timestamp) {
    this(position, id, channel, author, content, timestamp, null);
  }

  /** A message that belongs to no thread and mentions nobody. */
  public Message(
      String position,
      String id,
      String channel,
      String author,
      String content,
      String timestamp,
      String owner) {
    this(position, id, channel, author, content, timestamp, owner, null, List.of(), false);
  }

  @Override
  public String type() {
    return MessageJson.TYPE;
  }

  @Override
  public String json() {
    return MessageJson.write(as(null, timestamp)).substring(1);
  }

  /** A copy with another position and timestamp. */
  public Message as(String position, String timestamp) {
    return new Message(
        position, id, channel, author, content, timestamp, owner, replyTo, mentions, moderator, bot,
        imported);
  }
}
