package org.messageboard.board;

/** An event on the board, in one of its channels; each Kafka record holds one. */
public sealed interface BoardEvent permits Message, UnknownEvent {

  String channel();
}
