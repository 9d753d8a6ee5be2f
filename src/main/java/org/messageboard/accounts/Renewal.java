package org.messageboard.accounts;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.messageboard.accounts.Session.Times;
import org.messageboard.accounts.SessionStore.Entry;
import org.messageboard.board.Identity;

/**
 * Asks the provider whether a session goes on, and under which name and with which roles. One
 * request does that for all; the others go on with the session as they know it.
 */
record Renewal(
    SessionStore store, OpenId provider, SignInSettings signIn, SessionSettings settings) {

  /** How long a request waits for another one's renewal if its own session is past its time. */
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int OWNER_BYTES = 16;

  /**
   * The session after a renewal, by this request or another; the same one if it cannot be renewed.
   *
   * @throws RefusedException if the provider knows it no more, or gives it to somebody else
   * @throws ProviderAwayException if the provider does not answer
   * @throws redis.clients.jedis.exceptions.JedisException if Redis does not answer
   */
  Session of(Session session) {
    long began = System.nanoTime();
    var owner = GuestCookie.newSecret(OWNER_BYTES);
    while (!store.beginRenewal(session.id(), owner)) {
      var known = store.read(session.id());
      boolean waits = isOver(session) && System.nanoTime() - began < LIMIT.toNanos();
      if (known.isEmpty() || isNewer(known.get(), session) || !waits) {
        return known.map(Entry::session).orElse(session);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    return ask(session, owner);
  }

  private static boolean isNewer(Entry known, Session session) {
    return known.session().times().renewAt() > session.times().renewAt();
  }

  private static boolean isOver(Session session) {
    return Times.now() >= session.times().until();
  }

  private Session ask(Session session, String owner) {
    try {
      var known = store.read(session.id());
      return known.isEmpty() || isNewer(known.get(), session)
          ? known.map(Entry::session).orElse(session)
          : renewed(known.get());
    } finally {
      store.endRenewal(session.id(), owner);
    }
  }

  private Session renewed(Entry known) {
    var session = known.session();
    var grant =
        provider.refresh(
            known.refreshToken(), next -> store.write(new Entry(known.session(), next)));
    var identity = identity(grant).orElse(session.identity());
    if (!identity.subject().equals(session.identity().subject())) {
      throw new RefusedException("The provider renewed the session of somebody else.");
    }
    var renewed = session.renewed(identity, settings, Times.now());
    store.write(new Entry(renewed, grant.refreshToken().orElse(known.refreshToken())));
    return renewed;
  }

  private Optional<Identity> identity(Grant grant) {
    return Optional.ofNullable(grant.claims()).map(claims -> new Person(claims, signIn).identity());
  }
}
