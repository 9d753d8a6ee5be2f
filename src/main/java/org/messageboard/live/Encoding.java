package org.messageboard.live;

import java.util.Optional;

/** How what Redis published becomes an event, encoded once for all clients. */
@FunctionalInterface
public interface Encoding {

  /** The event; empty if the JSON is none. */
  Optional<Event> event(byte[] json);
}
