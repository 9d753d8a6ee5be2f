package org.messageboard.accounts;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.messageboard.accounts.Session.Times;
import org.messageboard.accounts.SessionList.Entry;
import org.messageboard.board.Identity;
import redis.clients.jedis.exceptions.JedisException;

/** A person's own sessions: which there are, and their end by the person. */
@ApplicationScoped
class OwnSessions {

  private static final Logger LOG = Logger.getLogger(OwnSessions.class.getName());

  /** How long a proof of who somebody is lets them end other sessions. */
  static final Duration PROVEN = Duration.ofMinutes(10);

  @Inject Sessions sessions;

  /** Lists a session that has just begun. While Redis is away it goes unlisted. */
  void add(Session session, String userAgent) {
    try {
      sessions.list().add(new Entry(session, Browser.of(userAgent)));
    } catch (JedisException e) {
      LOG.log(Level.FINE, "A session is not in its person's list: Redis did not take it", e);
    }
  }

  /**
   * All sessions of the person whose session this is, itself among them.
   *
   * @throws JedisException if Redis does not answer
   */
  List<Entry> of(Session current) {
    var listed =
        sessions.list().of(current.identity().subject()).stream().filter(this::isAlive).toList();
    boolean isListed = listed.stream().anyMatch(entry -> isOf(handle(current), entry));
    var unlisted = Stream.of(new Entry(current, "")).filter(e -> !isListed && isAlive(e));
    return Stream.concat(unlisted, listed.stream()).toList();
  }

  /** A session that cannot be renewed ends earlier than others. */
  private boolean isAlive(Entry entry) {
    var session = entry.session();
    return !sessions.isRevoked(session)
        && (Times.now() < session.times().until()
            || sessions.store().read(session.id()).isPresent());
  }

  /**
   * Ends one of them at every server.
   *
   * @return whether there is such a session
   */
  boolean end(String handle, Session current) {
    var ended = of(current).stream().filter(entry -> isOf(handle, entry)).findFirst();
    ended.ifPresent(entry -> sessions.end(entry.session()));
    return ended.isPresent();
  }

  /** Whether the provider has had the person prove who they are a short while ago. */
  static boolean isProven(Session session) {
    return Times.now() - session.times().proven() <= PROVEN.toSeconds();
  }

  /** Ends all of them but this one at every server. */
  void endOthers(Session current) {
    of(current).stream()
        .filter(entry -> !isOf(handle(current), entry))
        .forEach(entry -> sessions.end(entry.session()));
  }

  private static boolean isOf(String handle, Entry entry) {
    return handle(entry.session()).equals(handle);
  }

  /** What a session is called to its person: its id follows from it no more than a subject does. */
  static String handle(Session session) {
    return Identity.person(session.id());
  }
}
