package org.messageboard.accounts;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.accounts.Session.Times;
import org.messageboard.accounts.SessionStore.Entry;
import org.messageboard.board.Identity.Role;
import org.messageboard.redis.RedisConnections;
import org.messageboard.view.RedisKeys;
import org.messageboard.view.Restrictions;
import org.messageboard.view.Subjects;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The sessions of those who have signed in: their beginning, renewal and end. A session is in its
 * cookie, so every server knows it; Redis has what renews and what ends one. While the provider or
 * Redis is away, sessions go on for {@code auth.session.grace.seconds}.
 */
@ApplicationScoped
public class Sessions {

  private static final Logger LOG = Logger.getLogger(Sessions.class.getName());
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
  private static final int ID_BYTES = 16;

  @Inject AuthSettings auth;
  @Inject SignInSettings signIn;
  @Inject SessionSettings settings;
  @Inject SigningKeys keys;
  @Inject OpenId provider;
  @Inject RedisConnections connections;
  @Inject Restrictions restrictions;
  @Resource ManagedScheduledExecutorService scheduler;

  private final List<Future<?>> tasks = new ArrayList<>();
  private final SessionWatch watch = new SessionWatch(this::isOver, this::newest);
  private UnifiedJedis redis;
  private Revocations revocations;

  @PostConstruct
  void open() {
    wire(connections.reading());
  }

  void wire(UnifiedJedis redis) {
    this.redis = redis;
    revocations = new Revocations(redis, settings.max());
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    if (auth.signIn()) {
      repeat(this::look);
      repeat(provider::look);
      provider.measure();
    }
  }

  private void repeat(Runnable task) {
    long millis = LOOK_EVERY.toMillis();
    tasks.add(scheduler.scheduleWithFixedDelay(task, 0, millis, TimeUnit.MILLISECONDS));
  }

  @PreDestroy
  void stop() {
    tasks.forEach(task -> task.cancel(true));
  }

  /** Begins the session of somebody whom the provider has just named. */
  Session begin(Grant grant, boolean again) {
    var identity = new Person(grant.claims(), signIn).identity();
    var sid = known("sid", grant.claims()).orElse(null);
    var times = Times.begin(settings, proven(grant, again), Times.now());
    var session = new Session(GuestCookie.newSecret(ID_BYTES), sid, identity, times);
    grant.refreshToken().ifPresent(token -> store(new Entry(session, token)));
    return session;
  }

  /**
   * When the person proved to the provider who they are (OpenID Connect Core, section 2), at the
   * latest now; one that does not say so was told to have them do that, or may not have.
   */
  private static long proven(Grant grant, boolean again) {
    long now = Times.now();
    if (grant.claims().get("auth_time") instanceof Number at) {
      return Math.min(at.longValue(), now);
    }
    return again ? now : 0;
  }

  /**
   * What stands for a machine's session.
   *
   * @param claims of its token
   */
  Session ofToken(Map<String, Object> claims, Times times) {
    var identity = new Person(claims, signIn).identity();
    return new Session(null, known("sid", claims).orElse(null), identity, times);
  }

  private void store(Entry entry) {
    try {
      store().write(entry);
    } catch (JedisException e) {
      LOG.log(Level.FINE, "A session cannot be renewed, because Redis did not take its token", e);
    }
  }

  /** A session as its cookie has it. */
  String cookie(Session session) {
    return seal("cookie").seal(SessionJson.write(session).toString());
  }

  /** The session that a cookie has, over or not; empty if the board did not make the cookie. */
  Optional<Session> read(String cookie) {
    return seal("cookie").open(cookie).map(text -> SessionJson.read(SessionJson.parse(text)));
  }

  /** A session as it is now, renewed if it is time for that; empty if it is over. */
  Optional<Session> current(Session session) {
    return Optional.of(session)
        .filter(known -> !isOver(known))
        .flatMap(this::confirmed)
        .filter(known -> Times.now() < known.times().until());
  }

  private Optional<Session> confirmed(Session session) {
    try {
      boolean due = Times.now() >= session.times().renewAt();
      return Optional.of(due ? renewal().of(session) : session);
    } catch (RefusedException e) {
      LOG.log(Level.FINE, "The provider does not renew a session; it ends", e);
      end(session);
      return Optional.empty();
    } catch (ProviderAwayException | JedisException e) {
      LOG.log(Level.FINE, "A session could not be renewed; it goes on for now", e);
      return Optional.of(session);
    }
  }

  private Renewal renewal() {
    return new Renewal(store(), provider, signIn, settings);
  }

  /** Ends a session at every server. */
  void end(Session session) {
    revocations.add(session.id(), Times.now());
    share();
    try {
      store().delete(session.id());
    } catch (JedisException e) {
      LOG.log(Level.FINE, "What renews a session that has ended stays in Redis until its end", e);
    }
  }

  /**
   * Ends what the provider has ended: one of its sessions, or all of a person's that began before
   * that. A session for which the provider named none of its own may be the one that it means.
   *
   * @param claims of a logout token
   */
  void end(Map<String, Object> claims) {
    long now = Times.now();
    long at = claims.get("iat") instanceof Number iat ? Math.min(iat.longValue(), now) : now;
    var session = known("sid", claims);
    session.ifPresent(name -> revocations.add(name, at));
    known("sub", claims)
        .ifPresent(
            subject -> {
              if (session.isPresent()) {
                revocations.addUnnamed(subject, at);
              } else {
                revocations.add(subject, at);
              }
            });
    share();
  }

  /** The subjects of a person who has sessions. */
  public Set<String> subjects(String person) {
    return Subjects.of(person, redis, RedisKeys.SESSIONS);
  }

  /**
   * Ends all sessions of a subject at every server, and removes what Redis has of them.
   *
   * @throws JedisException if Redis does not answer; do it again
   */
  public void erase(String subject) {
    revocations.add(subject, Times.now());
    share();
    list().remove(subject, store());
  }

  private Optional<String> known(String claim, Map<String, Object> claims) {
    return Optional.ofNullable(claims.get(claim))
        .filter(String.class::isInstance)
        .map(name -> Person.known((String) name, signIn));
  }

  /** Whether somebody has ended it. */
  boolean isRevoked(Session session) {
    return revocations.include(session);
  }

  private boolean isOver(Session session) {
    return isRevoked(session)
        || Times.now() >= session.times().end()
        || restrictions.isBanned(session.identity());
  }

  /** Catches exceptions, because the scheduler does not repeat a task that throws. */
  void look() {
    restrictions.bans().forEach(revocations::addIfNew);
    share();
    watch.look();
  }

  private void share() {
    try {
      revocations.share();
    } catch (RuntimeException e) {
      LOG.log(Level.FINE, "Redis did not tell which sessions have ended; asking again", e);
    }
  }

  /**
   * Calls {@code end} within seconds after the session is over.
   *
   * @param isGone whether nobody needs to know any more
   */
  public void watch(Session session, BooleanSupplier isGone, Runnable end) {
    watch.add(session, isGone, end);
  }

  /**
   * The session as it is now; empty if it is over, or if whoever has it may not read any more, or
   * is no moderator any more. One whose time has come may have been renewed.
   */
  private Optional<Session> newest(Session session) {
    boolean due = session.id() != null && Times.now() >= session.times().renewAt();
    var known = due ? store().read(session.id()).map(Entry::session).orElse(session) : session;
    return Optional.of(known)
        .filter(now -> Times.now() < now.times().until())
        .filter(now -> now.identity().isModerator() || !session.identity().isModerator())
        .filter(now -> auth.readPublic() || now.identity().roles().contains(Role.READER));
  }

  SessionList list() {
    return new SessionList(redis, seal("list"));
  }

  SessionStore store() {
    return new SessionStore(redis, seal("store"));
  }

  private Seal seal(String purpose) {
    return new Seal(keys.get(), signIn.purpose("board-session-" + purpose));
  }
}
