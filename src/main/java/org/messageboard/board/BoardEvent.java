package org.messageboard.board;

/**
 * An event on the board, in one of its channels; each Kafka record holds one. Each type says itself
 * how it is written, so the compiler finds a type that lacks something.
 */
public sealed interface BoardEvent permits Message, Change, UnknownEvent {

  /** The {@code type} in its record; "" if this version does not know it. */
  String type();

  String channel();

  /** The id of the message that it is, or is about; "" if it is about none. */
  String id();

  /** The subject of who did it, or null. */
  String owner();

  /** Whether a moderator did it. Clients never get that. */
  boolean moderator();

  /**
   * Its own members as JSON, without an opening brace. Those of a message and of an unknown event
   * are ready to follow a position; {@code judge.lua} makes the others' JSON of them.
   */
  String json();
}
