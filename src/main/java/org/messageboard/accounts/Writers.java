package org.messageboard.accounts;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.board.Identity;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.log.Topic;
import org.messageboard.view.Restrictions;
import org.messageboard.view.Restrictions.Basis;

/**
 * Says who writes over a connection that stays open, and refuses what they may not do by now; and
 * whoever writes while this server cannot know who is restricted.
 */
@ApplicationScoped
public class Writers {

  private static final Logger LOG = Logger.getLogger(Writers.class.getName());
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  /** How long a request waits for a new board's first events, in nanoseconds. */
  private static final long PATIENCE = Duration.ofSeconds(1).toNanos();

  private static final long LOOK_EVERY = Duration.ofMillis(20).toNanos();

  @Inject AuthSettings auth;
  @Inject Sessions sessions;
  @Inject Restrictions restrictions;
  @Inject Topic topic;

  /**
   * Who writes: as the session is now, which is renewed if it is time for that.
   *
   * @param method of the request that would write the same
   * @param path of that request, below {@code /api}
   * @throws ProblemException status 401 or 403, as that request would be answered
   */
  public Optional<Identity> admit(Writer writer, String method, String path) {
    if (!auth.signIn()) {
      return writer.identity();
    }
    writer.become(writer.session().flatMap(sessions::current).orElse(null));
    var identity = writer.session().map(Session::identity);
    var refusal =
        new Access(auth.readPublic())
            .refusal(method, path, false, identity, identity.flatMap(restrictions::of))
            .or(() -> identity.flatMap(this::refusal));
    if (refusal.isPresent()) {
      throw new ProblemException(refusal.get());
    }
    return identity;
  }

  /**
   * Why somebody must not write, with status 503: this server has started while Redis lacks what
   * moderators decided. Without Redis it lets everybody write.
   */
  Optional<Problem> refusal(Identity who) {
    return who.isModerator() || areKnown(restrictions.basis())
        ? Optional.empty()
        : Optional.of(
            Problem.unavailable(
                "It is being read from Kafka again who may write. Try again in a moment.",
                RETRY_AFTER));
  }

  private boolean areKnown(Basis basis) {
    return switch (basis) {
      case KNOWN, AWAY -> true;
      case FILLING -> false;
      case EMPTY -> isNew() || arrive();
    };
  }

  /** A new board's first events reach Redis within moments. */
  private boolean arrive() {
    long end = System.nanoTime() + PATIENCE;
    while (restrictions.basis() == Basis.EMPTY && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(this, LOOK_EVERY);
    }
    return restrictions.basis() == Basis.KNOWN;
  }

  /** Whether nothing was ever written on this board. */
  private boolean isNew() {
    try {
      return topic.isEmpty();
    } catch (ExecutionException e) {
      LOG.log(Level.FINE, "Kafka does not say whether the board is new", e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
