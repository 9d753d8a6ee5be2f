package org.messageboard.live;

import java.util.Optional;
import org.messageboard.board.Position;

/** How a transport writes to its clients. */
public interface Framing {

  /** Parses an event and encodes it once for all clients; empty if the JSON is not an event. */
  Optional<Event> event(byte[] json);

  /** The frame that tells a client its position without an event. */
  byte[] position(Position position);

  /** The frame that tells a client that it cannot resume, and from which position it continues. */
  byte[] reset(Position position);

  /**
   * The frame that tells a client that its session is over, and so is the stream.
   *
   * @param reason a word for why, or null
   */
  byte[] sessionEnded(String reason);

  /** The frame that keeps a quiet connection open. */
  byte[] heartbeat();
}
