package org.messageboard.accounts;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
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

  private final Predicate<Session> isOver;
  private final Function<Session, Optional<Session>> newest;
  private final Queue<Watched> all = new ConcurrentLinkedQueue<>();

  /**
   * @param isOver whether this server knows by itself that a session is over
   * @param newest returns a session as it is now, or nothing if it is over; may ask Redis
   */
  SessionWatch(Predicate<Session> isOver, Function<Session, Optional<Session>> newest) {
    this.isOver = isOver;
    this.newest = newest;
  }

  void add(Session session, BooleanSupplier isGone, Runnable end) {
    all.add(new Watched(session, isGone, end));
  }

  /**
   * Ends those of which this server knows that they are over, and then asks Redis about the others,
   * until it does not answer. Never throws.
   */
  void look() {
    try {
      all.removeIf(
          watched -> watched.isGone.getAsBoolean() || isOver.test(watched.session) && end(watched));
      all.removeIf(this::hasEnded);
    } catch (RuntimeException e) {
      LOG.log(Level.FINE, "Whether a session is over is not known; looking again", e);
    }
  }

  private boolean hasEnded(Watched watched) {
    var now = newest.apply(watched.session);
    if (now.isEmpty()) {
      return end(watched);
    }
    watched.session = now.get();
    return false;
  }

  private static boolean end(Watched watched) {
    watched.end.run();
    return true;
  }
}
