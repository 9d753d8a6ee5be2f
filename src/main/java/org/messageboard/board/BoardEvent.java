package org.messageboard.board;

/** What a record of the topic holds: an event of the board, in one of its channels. */
public sealed interface BoardEvent permits Message, UnknownEvent {

  /** The channel that it belongs to. */
  String channel();
}
