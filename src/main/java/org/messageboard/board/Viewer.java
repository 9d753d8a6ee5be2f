package org.messageboard.board;

import java.util.Set;

/**
 * Who reads, and what they may see.
 *
 * @param subject the person's, or null
 * @param rooms the private channels that the person is in
 * @param everything whether it is the operator, from whom nothing is hidden
 */
public record Viewer(String subject, Set<String> rooms, boolean everything) implements Rooms {

  /** Somebody who sees the open channels only. */
  public static final Viewer NOBODY = new Viewer(null, Set.of());

  public Viewer(String subject, Set<String> rooms) {
    this(subject, rooms, false);
  }

  @Override
  public boolean contains(String channel) {
    return everything || rooms.contains(channel);
  }
}
