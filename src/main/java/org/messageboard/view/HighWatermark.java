package org.messageboard.view;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicReference;
import org.messageboard.board.Position;

/**
 * The newest position that this server has shown to any client. A Redis that is behind it has gone
 * back in time, which everyone who writes to it must know.
 */
@ApplicationScoped
public class HighWatermark {

  private final AtomicReference<Position> newest = new AtomicReference<>();

  /** The newest position, or null. */
  public Position get() {
    return newest.get();
  }

  public void set(Position position) {
    newest.set(position);
  }
}
