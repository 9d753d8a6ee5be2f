package org.messageboard.it;

/** What follows the board, whatever the transport, and comes back by itself. Thread-safe. */
public interface LiveSource extends AutoCloseable {

  /** Connects in the background. */
  void start();

  /** The position to resume after; empty while none is known. */
  String lastEventId();

  /** Cuts the connection, as a network does. */
  void cut();

  /** Closes it for good. */
  @Override
  void close();
}
