package org.messageboard.live;

import java.io.IOException;
import org.messageboard.board.Position;

/** How a transport writes to its clients. Thread-safe. */
public interface Framing {

  /** Gathers the frame of an event. */
  void put(Event event, Output output) throws IOException;

  /** The frame that tells a client its position without an event. */
  byte[] position(Position position);

  /** The frame that tells a client that it cannot resume, and from which position it continues. */
  byte[] reset(Position position);

  /**
   * The frame of something that is no event of the board and has no position.
   *
   * @param json an object with at least one member
   */
  byte[] notice(String name, String json);

  /** The frame that keeps a quiet connection open. */
  byte[] heartbeat();
}
