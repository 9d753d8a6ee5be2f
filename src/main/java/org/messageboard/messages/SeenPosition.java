package org.messageboard.messages;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The newest position that this server has shown to anyone. A Redis that stands before it has gone
 * back in time, and whoever writes to it must know.
 */
@ApplicationScoped
public class SeenPosition {

  private final AtomicReference<Position> newest = new AtomicReference<>();

  /** The newest position, or null. */
  public Position get() {
    return newest.get();
  }

  /** Whether Redis, which says that it stands here, has lost something that was seen. */
  boolean isBeyond(Position redis) {
    var position = newest.get();
    return position != null
        && position.number() > 0
        && (redis.epoch().isEmpty()
            || redis.epoch().equals(position.epoch()) && redis.number() < position.number());
  }

  /** Replaces it. */
  public void set(Position position) {
    newest.set(position);
  }
}
