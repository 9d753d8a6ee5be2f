package org.messageboard.live;

import java.util.Optional;
import org.messageboard.board.Position;

/** How a transport writes to its clients. */
public interface Framing {

  /** Reads an event from its JSON and encodes it once for all clients; nothing when it is none. */
  Optional<Event> event(byte[] json);

  /** Tells a client its position without an event. */
  byte[] position(Position position);

  /** Tells a client that it cannot resume, and the position from which it goes on. */
  byte[] reset(Position position);

  /** Keeps a quiet connection open. */
  byte[] heartbeat();
}
