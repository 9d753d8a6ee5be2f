package org.messageboard.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.messageboard.board.ChannelName;
import org.messageboard.board.MessageFields;

/**
 * Which events a client gets: those that it wants, of the channels that it may see.
 *
 * @param channel only events in this channel; null for all
 * @param author only messages with these bytes where their author stands; null for all events
 * @param reader who gets them
 * @param moderator whether the reader is a moderator, who also gets what moderators decide
 */
public record Filter(String channel, byte[] author, Membership reader, boolean moderator) {

  /** Everything that is for everybody. */
  static final Filter OPEN = of(null, null, Membership.NOBODY);

  /**
   * @param channel only events in this channel; null for all
   * @param author only messages by this author, exactly as spelt; null for all events
   */
  public static Filter of(String channel, String author, Membership reader) {
    return new Filter(
        channel,
        author == null ? null : MessageFields.authorMember(author).getBytes(UTF_8),
        reader,
        false);
  }

  /** The same for a moderator, or not for one. */
  public Filter moderator(boolean is) {
    return new Filter(channel, author, reader, is);
  }

  boolean passes(Event event) {
    return (channel == null || channel.equals(event.channel()))
        && (author == null || hasAuthor(event.frame(), event.authorAt()))
        && (reader.maySee(event) || moderator && event.channel().equals(ChannelName.MODERATION));
  }

  private boolean hasAuthor(byte[] frame, int at) {
    int end = Math.min(frame.length, at + author.length);
    return at > 0 && Arrays.equals(frame, at, end, author, 0, author.length);
  }
}
