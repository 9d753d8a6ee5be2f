package org.messageboard.accounts;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Notices when sessions are over that something depends on, such as a stream. Whatever depends on
 * one pays nothing for it but a look every few seconds. Thread-safe.
 */
final class SessionWatch {

  private static final Logger LOG = Logger.getLogger(SessionWatch.class.getName());

  private static final class Watched {

    private final BooleanSupplier isGone;
    private final Runnable end;
    private Session session;

    Watched(Session session, BooleanSupplier isGone, Runnable end) {
      this.session = session;
      this.isGone = isGone;
      this.end = end;
    }
  }

  private final Function<Session, Optional<Session>> newest;
  private final Queue<Watched> all = new ConcurrentLinkedQueue<>();

  /**
   * @param newest returns a session as it is now, or nothing if it is over
   */
  SessionWatch(Function<Session, Optional<Session>> newest) {
    this.newest = newest;
  }

  void add(Session session, BooleanSupplier isGone, Runnable end) {
    all.add(new Watched(session, isGone, end));
  }

  /** Looks at all of them, or, if Redis does not answer, at those before that. Never throws. */
  void look() {
    try {
      all.removeIf(watched -> watched.isGone.getAsBoolean() || isOver(watched));
    } catch (RuntimeException e) {
      LOG.log(Level.FINE, "Whether a session is over is not known; looking again", e);
    }
  }

  private boolean isOver(Watched watched) {
    var now = newest.apply(watched.session);
    if (now.isEmpty()) {
      watched.end.run();
      return true;
    }
    watched.session = now.get();
    return false;
  }
}
