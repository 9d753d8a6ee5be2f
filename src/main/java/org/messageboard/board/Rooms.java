package org.messageboard.board;

/**
 * The private channels that somebody is in, and the one rule that follows from it: an open channel
 * is for everybody, a private one for its members. Whoever sends something of a channel to somebody
 * asks {@link #maySee}.
 */
@FunctionalInterface
public interface Rooms {

  /** Of somebody who is in none, such as a guest. */
  Rooms NONE = channel -> false;

  /** Whether the person is a member of a private channel. */
  boolean contains(String channel);

  /** Whether the person may see a channel and what happens in it. */
  default boolean maySee(String channel) {
    return maySee(channel, ChannelName.isPrivate(channel));
  }

  /** The same, where {@link ChannelName#isPrivate} has been asked before. */
  default boolean maySee(String channel, boolean isPrivate) {
    return !isPrivate || contains(channel);
  }
}
