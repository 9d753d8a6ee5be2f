package org.messageboard.keeping;

import java.util.List;
import org.messageboard.board.ChannelSettings;
import org.messageboard.board.Member;

/**
 * A channel to import.
 *
 * @param settings null if nobody had set any
 * @param members of a private one; none of others
 */
record ImportedChannel(String name, ChannelSettings settings, List<Member> members) {

  /** Of which only the name is known. */
  ImportedChannel(String name) {
    this(name, null, List.of());
  }
}
