package org.messageboard.archive;

import java.util.Optional;
import java.util.regex.Pattern;
import org.messageboard.board.ChannelName;

/**
 * Where an export goes on, written {@code <channel>:<place>}. Channels come in the order of their
 * names, and a channel's messages in its own order, in which nothing is ever put in between: so
 * whoever goes on misses nothing.
 *
 * @param place of the last message that was exported; 0 if only the channel itself was
 */
public record ExportCursor(String channel, long place) {

  private static final Pattern FORM =
      Pattern.compile("(" + ChannelName.PATTERN + "):([0-9]{1,15})");

  /** Reads a cursor; empty if it has another form. */
  public static Optional<ExportCursor> parse(String text) {
    var found = FORM.matcher(text);
    return found.matches()
        ? Optional.of(new ExportCursor(found.group(1), Long.parseLong(found.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return channel + ":" + place;
  }
}
