package org.messageboard.keeping;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;
import org.messageboard.board.ChannelName;
import org.messageboard.board.Origin;

/** Where the events of this package come from. */
final class Origins {

  private Origins() {}

  /** Of what is done now. It counts in a locked channel, too. */
  static Origin now(String event, String channel, String owner) {
    return at(event, channel, owner, Origin.stamp());
  }

  /** Of what was done then. */
  static Origin at(String event, String channel, String owner, String time) {
    return new Origin(event, channel, owner, time, !ChannelName.isPrivate(channel));
  }

  /** The same UUID for the same thing, so that whatever is repeated repeats it. */
  static String derived(String about, String what) {
    return UUID.nameUUIDFromBytes((about + "\n" + what).getBytes(UTF_8)).toString();
  }
}
