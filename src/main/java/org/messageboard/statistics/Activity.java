package org.messageboard.statistics;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.JsonString;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.messageboard.board.BoardEvent;
import org.messageboard.board.ChannelName;
import org.messageboard.board.Digest;
import org.messageboard.board.Edited;
import org.messageboard.board.Identity;
import org.messageboard.board.Message;
import org.messageboard.board.Reacted;
import org.messageboard.board.StrictJson;
import org.messageboard.board.StrictJson.NotJsonException;

/**
 * What the statistics need of an event, without its content: what is sent to whoever counts its
 * channel.
 *
 * @param kind what was done
 * @param message a hash of the message's channel and id; 0 if it is not a message
 * @param replyTo the same of the message that it replies to, or 0
 * @param person a hash of who did it, or 0 for a bot
 */
record Activity(Kind kind, long message, long replyTo, long person) {

  /** What is counted. */
  enum Kind {
    POST,
    EDIT,
    REACTION
  }

  private static final String FORM =
      "{\"kind\":\"%s\",\"message\":\"%s\",\"replyTo\":\"%s\",\"person\":\"%s\"}";
  private static final HexFormat HEX = HexFormat.of();

  /**
   * What somebody did by an event; empty if that does not count: it is another kind of event, or
   * was imported, or is about the whole board.
   */
  static Optional<Activity> of(BoardEvent event) {
    if (event.channel().equals(ChannelName.MODERATION)) {
      return Optional.empty();
    }
    if (event instanceof Message message) {
      return message.imported() == null ? Optional.of(post(message)) : Optional.empty();
    }
    if (event instanceof Edited) {
      return Optional.of(new Activity(Kind.EDIT, 0, 0, person(event.owner(), "")));
    }
    if (event instanceof Reacted reacted && !reacted.withdrawn()) {
      return Optional.of(new Activity(Kind.REACTION, 0, 0, person(event.owner(), "")));
    }
    return Optional.empty();
  }

  private static Activity post(Message message) {
    return new Activity(
        Kind.POST,
        hash(message.channel(), message.id()),
        message.replyTo() == null ? 0 : hash(message.channel(), message.replyTo()),
        message.bot() == null ? person(message.owner(), message.author()) : 0);
  }

  private static long hash(String channel, String id) {
    return Digest.number(channel + "\n" + id);
  }

  /** Whom the board does not recognise counts by name. */
  private static long person(String owner, String name) {
    return Digest.number(owner == null ? "name\n" + name : Identity.person(owner));
  }

  /** As JSON, so that a look into the topic shows what is in it. */
  byte[] write() {
    var text = FORM.formatted(kind, hex(message), hex(replyTo), hex(person));
    return text.getBytes(UTF_8);
  }

  private static String hex(long hash) {
    return HEX.toHexDigits(hash);
  }

  /**
   * What {@link #write} wrote; null if it did not.
   *
   * @param bytes a value of the repartition topic
   */
  static Activity parse(byte[] bytes) {
    try {
      var members = StrictJson.object(bytes);
      var texts =
          Arrays.stream(new String[] {"kind", "message", "replyTo", "person"})
              .map(name -> ((JsonString) members.get(name)).getString())
              .toList();
      return new Activity(
          Kind.valueOf(texts.get(0)),
          number(texts.get(1)),
          number(texts.get(2)),
          number(texts.get(3)));
    } catch (NotJsonException | RuntimeException e) {
      return null;
    }
  }

  private static long number(String text) {
    return HexFormat.fromHexDigitsToLong(text);
  }
}
