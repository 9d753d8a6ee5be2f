package org.messageboard.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageboard.accounts.Session.Times;
import org.messageboard.accounts.SessionStore.Entry;
import org.messageboard.board.Identity;
import org.messageboard.board.Identity.Role;
import org.messageboard.dev.Await;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisProcess;
import org.messageboard.view.RedisKeys;
import org.messageboard.view.Restrictions;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** Several servers on a real Redis; the provider is what each test says. */
class SessionsTest {

  private static final SessionSettings SETTINGS = new SessionSettings(600, 3600, 43_200);
  private static final List<String> KEYS = List.of("a-key-of-at-least-32-characters!!");

  private static final String PHONE =
      "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0";

  @TempDir static Path directory;
  private static RedisProcess server;
  private static RedisClient redis;

  private final AtomicInteger asked = new AtomicInteger();

  private Consumer<String> keepNext;

  /** What the provider answers to a refresh token. */
  private Function<String, Grant> provider = token -> grant("ada", "Ada", token + "'");

  private final Map<String, Long> banned = new HashMap<>();

  @BeforeAll
  static void startRedis() {
    server = new RedisProcess(directory, Ports.free());
    server.start();
    redis = RedisClient.create(server.url());
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
    server.stop();
  }

  @BeforeEach
  void empty() {
    redis.flushAll();
  }

  @Test
  void everyServerKnowsASessionByItsCookieAndNobodyElseDoes() {
    var a = sessions(redis);
    var session = a.begin(grant("ada", "Lovelace", "r"), false);
    var cookie = a.cookie(session);
    assertThat(sessions(redis).read(cookie)).contains(session);
    assertThat(a.current(session)).contains(session);
    assertThat(cookie).doesNotContain("Lovelace").matches("[A-Za-z0-9_-]+");
    assertThat(a.read(cookie.substring(1))).isEmpty();
    assertThat(a.read("")).isEmpty();
    assertThat(redis.get(RedisKeys.SESSION + session.id())).doesNotContain("Lovelace");
    assertThat(redis.ttl(RedisKeys.SESSION + session.id())).isBetween(43_000L, 43_200L);
    assertThat(asked).hasValue(0);
  }

  @Test
  void anotherBoardWithTheSameKeyDoesNotKnowASession() {
    var a = sessions(redis);
    var cookie = a.cookie(a.begin(grant("ada", "Ada", "r"), false));
    for (var other :
        List.of(signIn("https://provider", "another board"), signIn("https://other", "board"))) {
      var b = sessions(redis);
      b.signIn = other;
      assertThat(b.read(cookie)).isEmpty();
    }
  }

  @Test
  void aSessionThatIsDueGetsTheNameAndTheRolesOfNow() {
    var a = sessions(redis);
    var due = due(a.begin(grant("ada", "Ada", "r"), false), a);
    provider = token -> grant("ada", "Ada Lovelace", "r2", "m");
    var renewed = a.current(due).orElseThrow();
    assertThat(renewed.identity().name()).isEqualTo("Ada Lovelace");
    assertThat(renewed.identity().roles()).contains(Role.MODERATOR);
    assertThat(renewed.identity().subject()).isEqualTo(due.identity().subject());
    assertThat(renewed.times().renewAt()).isGreaterThan(Times.now());
    assertThat(renewed.times().end()).isEqualTo(due.times().end());
    provider = token -> grant("ada", token, "r3");
    assertThat(a.current(due(renewed, a)).orElseThrow().identity().name()).isEqualTo("r2");
  }

  @Test
  void ofManyRequestsAtManyServersOneAsksTheProvider() {
    var servers = Stream.generate(() -> sessions(redis)).limit(3).toList();
    var first = servers.get(0);
    var due = over(first.begin(grant("ada", "Ada", "r"), false), first);
    provider =
        token -> {
          pause();
          return grant("ada", "Ada", "r2");
        };
    var answers = new ArrayList<CompletableFuture<Optional<Session>>>();
    for (int i = 0; i < 9; i++) {
      var server = servers.get(i % 3);
      answers.add(CompletableFuture.supplyAsync(() -> server.current(due), SessionsTest::onThread));
    }
    assertThat(answers).hasSize(9).allMatch(answer -> answer.join().isPresent());
    assertThat(asked).hasValue(1);
  }

  @Test
  void whoIsNotKnownToTheProviderAnyMoreIsOutEverywhere() {
    var a = sessions(redis);
    var b = sessions(redis);
    var session = a.begin(grant("ada", "Ada", "r"), false);
    provider =
        token -> {
          throw new RefusedException("disabled");
        };
    assertThat(a.current(due(session, a))).isEmpty();
    b.look();
    assertThat(b.current(session)).isEmpty();
    assertThat(redis.exists(RedisKeys.SESSION + session.id())).isFalse();
  }

  @Test
  void aRenewalInSomebodyElsesNameEndsTheSession() {
    var a = sessions(redis);
    var session = a.begin(grant("ada", "Ada", "r"), false);
    provider = token -> grant("bob", "Bob", "r2");
    assertThat(a.current(due(session, a))).isEmpty();
    assertThat(a.current(session)).isEmpty();
  }

  @Test
  void aNewRefreshTokenIsKeptEvenIfTheRenewalFailsThen() {
    var a = sessions(redis);
    var due = due(a.begin(grant("ada", "Ada", "r"), false), a);
    provider =
        token -> {
          keepNext.accept("r2");
          throw new ProviderAwayException("its keys cannot be read", null);
        };
    assertThat(a.current(due)).contains(due);
    provider = token -> grant("ada", token, "r3");
    assertThat(a.current(due).orElseThrow().identity().name()).isEqualTo("r2");
  }

  @Test
  void aRenewalThatTookTooLongDoesNotEndTheNextOnesLock() {
    var store = sessions(redis).store();
    assertThat(store.beginRenewal("s", "one")).isTrue();
    store.endRenewal("s", "another");
    assertThat(store.beginRenewal("s", "two")).isFalse();
    store.endRenewal("s", "one");
    assertThat(store.beginRenewal("s", "two")).isTrue();
  }

  @Test
  void whileTheProviderIsAwayASessionGoesOnForItsGrace() {
    var a = sessions(redis);
    var session = a.begin(grant("ada", "Ada", "r"), false);
    provider =
        token -> {
          throw new ProviderAwayException("away", null);
        };
    assertThat(a.current(due(session, a))).isPresent();
    assertThat(a.current(over(session, a))).isEmpty();
    provider = token -> grant("ada", "Ada", "r2");
    assertThat(a.current(over(session, a))).isPresent();
  }

  @Test
  void whileRedisIsAwayASessionGoesOnForItsGrace() {
    var away = sessions(nowhere());
    var session = away.begin(grant("ada", "Ada", "r"), false);
    assertThat(away.current(session)).isPresent();
    assertThat(away.current(due(session, away))).isPresent();
    assertThat(away.current(over(session, away))).isEmpty();
  }

  @Test
  void aSessionThatCannotBeRenewedLastsItsTime() {
    var a = sessions(redis);
    var session = a.begin(new Grant(claims("ada", "Ada"), Optional.empty()), false);
    assertThat(a.current(due(session, a))).isPresent();
    assertThat(a.current(over(session, a))).isEmpty();
    assertThat(asked).hasValue(0);
  }

  @Test
  void nothingLastsLongerThanItsEnd() {
    var a = sessions(redis);
    var session = a.begin(grant("ada", "Ada", "r"), false);
    long now = Times.now();
    var ended = new Session(session.id(), null, session.identity(), new Times(0, 0, now, now, now));
    assertThat(a.current(ended)).isEmpty();
    var times = new Times(now - 43_100, 0, 0, 0, now + 100).renewed(SETTINGS, now);
    assertThat(times).isEqualTo(new Times(now - 43_100, 0, now + 100, now + 100, now + 100));
  }

  @Test
  void aSessionThatSomebodyEndedIsOverHereAtOnceAndElsewhereAtTheNextLook() {
    var a = sessions(redis);
    var b = sessions(redis);
    var session = a.begin(grant("ada", "Ada", "r"), false);
    var other = a.begin(grant("ada", "Ada", "s"), false);
    a.end(session);
    assertThat(a.current(session)).isEmpty();
    assertThat(b.current(session)).isPresent();
    b.look();
    assertThat(b.current(session)).isEmpty();
    assertThat(b.current(other)).isPresent();
    assertThat(redis.ttl(RedisKeys.REVOKED)).isBetween(43_000L, 43_400L);
  }

  @Test
  void whatIsEndedWhileRedisIsAwayIsEndedElsewhereOnceItIsBack() {
    var a = sessions(redis);
    var b = sessions(redis);
    var session = a.begin(grant("ada", "Ada", "r"), false);
    server.stop();
    a.end(session);
    assertThat(a.current(session)).isEmpty();
    server.start();
    assertThat(
            Await.until(
                () -> {
                  a.look();
                  b.look();
                  return b.current(session).isEmpty();
                },
                Duration.ofSeconds(10)))
        .isTrue();
  }

  @Test
  void whereSomebodyIsSignedInOnlyTheySee() {
    var a = own(sessions(redis));
    var desk = begin(a, "ada", PHONE.replace("Android 15; Mobile", "X11; Linux x86_64"));
    var phone = begin(a, "ada", PHONE);
    begin(a, "bob", PHONE);
    var b = own(sessions(redis));
    assertThat(browsers(b, desk))
        .containsExactlyInAnyOrder("Firefox on Linux", "Firefox on Android");
    assertThat(b.of(phone)).extracting(entry -> entry.session().id()).contains(phone.id());
    var key = RedisKeys.SESSIONS + desk.identity().subject();
    assertThat(redis.zrange(key, 0, -1).toString()).doesNotContain("Firefox", "browser", desk.id());
    assertThat(redis.ttl(key)).isBetween(43_000L, 43_200L);
  }

  @Test
  void whoeverEndsTheirOtherSessionsKeepsThisOneAndNobodyElseLosesAny() {
    var a = own(sessions(redis));
    var here = begin(a, "ada", PHONE);
    var there = begin(a, "ada", PHONE);
    var elsewhere = begin(a, "ada", null);
    var bobs = begin(a, "bob", PHONE);
    assertThat(a.end(OwnSessions.handle(bobs), here)).isFalse();
    assertThat(a.end(there.id(), here)).isFalse();
    assertThat(a.end(OwnSessions.handle(there), here)).isTrue();
    assertThat(a.end(OwnSessions.handle(there), here)).isFalse();
    a.endOthers(here);
    var b = sessions(redis);
    b.look();
    for (var ended : List.of(there, elsewhere)) {
      assertThat(b.current(ended)).isEmpty();
    }
    for (var kept : List.of(here, bobs)) {
      assertThat(b.current(kept)).isPresent();
    }
    assertThat(browsers(own(b), here)).containsExactly("Firefox on Android");
  }

  @Test
  void sessionsThatAreOverAreNotListedAndThisOneAlwaysIs() {
    var a = own(sessions(redis));
    var unlisted = a.sessions.begin(grant("ada", "Ada", "r"), false);
    var ofProvider = Map.<String, Object>of("sub", "ada", "name", "Ada", "sid", "s1");
    a.add(a.sessions.begin(new Grant(ofProvider, Optional.of("r")), false), PHONE);
    var lapsed = over(a.sessions.begin(grant("ada", "Ada", "r"), false), a.sessions);
    a.add(lapsed, PHONE);
    assertThat(browsers(a, unlisted))
        .containsExactlyInAnyOrder("", "Firefox on Android", "Firefox on Android");
    a.sessions.end(Map.of("sid", "s1"));
    a.sessions.store().delete(lapsed.id());
    assertThat(browsers(a, unlisted)).containsExactly("");
    a.sessions.end(unlisted);
    assertThat(a.of(unlisted)).isEmpty();
  }

  @Test
  void aPersonsListDoesNotGrowForEver() {
    var a = own(sessions(redis));
    for (int i = 0; i < 120; i++) {
      begin(a, "ada", PHONE);
    }
    // The current one is there in any case
    assertThat(a.of(begin(a, "ada", PHONE))).hasSizeBetween(100, 101);
  }

  @Test
  void whileRedisIsAwaySomebodySignsInUnlisted() {
    var away = own(sessions(nowhere()));
    assertThat(away.sessions.current(begin(away, "ada", PHONE))).isPresent();
  }

  private static OwnSessions own(Sessions sessions) {
    var own = new OwnSessions();
    own.sessions = sessions;
    return own;
  }

  private static Session begin(OwnSessions own, String sub, String userAgent) {
    var session = own.sessions.begin(grant(sub, "Ada", "r"), false);
    own.add(session, userAgent);
    return session;
  }

  @Test
  void whoHasJustProvedWhoTheyAreMayEndOtherSessions() {
    var a = sessions(redis);
    long now = Times.now();
    var told = a.begin(grant("ada", "Ada", "r"), true);
    assertThat(OwnSessions.isProven(a.read(a.cookie(told)).orElseThrow())).isTrue();
    assertThat(OwnSessions.isProven(a.begin(grant("ada", "Ada", "r"), false))).isFalse();
    for (long ago : List.of(0L, 590L, 611L, 40_000L)) {
      var claims = Map.<String, Object>of("sub", "ada", "name", "Ada", "auth_time", now - ago);
      var session = a.begin(new Grant(claims, Optional.empty()), true);
      assertThat(OwnSessions.isProven(session)).as("%s s ago", ago).isEqualTo(ago < 600);
    }
    var later = Map.<String, Object>of("sub", "ada", "name", "Ada", "auth_time", now + 9_000);
    assertThat(a.begin(new Grant(later, Optional.empty()), false).times().proven())
        .isLessThanOrEqualTo(Times.now());
  }

  private static List<String> browsers(OwnSessions own, Session current) {
    return own.of(current).stream().map(SessionList.Entry::browser).toList();
  }

  @Test
  void theProviderEndsItsSessionOrAllOfAPersonsUntilNow() {
    var a = sessions(redis);
    var claims = Map.<String, Object>of("sub", "ada", "name", "Ada", "sid", "s1");
    var one = a.begin(new Grant(claims, Optional.of("r")), false);
    var another = a.begin(grant("ada", "Ada", "r"), false);
    a.end(Map.of("sid", "s1"));
    assertThat(a.current(one)).isEmpty();
    assertThat(a.current(another)).isPresent();
    a.end(Map.of("sub", "ada"));
    assertThat(a.current(earlier(another, 5))).isEmpty();
    assertThat(a.current(a.begin(grant("ada", "Ada", "r"), false))).isPresent();
  }

  @Test
  void theProvidersSessionMayBeOneThatItHasNotNamed() {
    var a = sessions(redis);
    var named =
        a.begin(
            new Grant(Map.of("sub", "ada", "name", "Ada", "sid", "s2"), Optional.of("r")), false);
    var unnamed = a.begin(grant("ada", "Ada", "r"), false);
    var bob = a.begin(grant("bob", "Bob", "r"), false);
    a.end(Map.of("sid", "s1", "sub", "ada"));
    assertThat(a.current(earlier(named, 5))).isPresent();
    assertThat(a.current(earlier(unnamed, 5))).isEmpty();
    assertThat(a.current(earlier(bob, 5))).isPresent();
    assertThat(a.current(a.begin(grant("ada", "Ada", "r"), false))).isPresent();
  }

  @Test
  void aLogoutTokenThatComesLateDoesNotEndLaterSessions() {
    var a = sessions(redis);
    var session = a.begin(grant("ada", "Ada", "r"), false);
    long now = Times.now();
    a.end(Map.of("sub", "ada", "iat", now - 60));
    assertThat(a.current(earlier(session, 30))).isPresent();
    assertThat(a.current(earlier(session, 90))).isEmpty();
    a.end(Map.of("sub", "ada", "iat", now + 600));
    assertThat(a.current(earlier(session, 5))).isEmpty();
    assertThat(a.current(a.begin(grant("ada", "Ada", "r"), false))).isPresent();
  }

  /** One was revoked while Redis was away, or its token came late; one server's clock is ahead. */
  @Test
  void noServerMissesWhatAnotherHasEndedWhateverItReadBefore() {
    var a = sessions(redis);
    var b = sessions(redis);
    var session = a.begin(grant("ada", "Ada", "r"), false);
    var other = a.begin(grant("bob", "Bob", "r"), false);
    a.end(other);
    redis.zadd(RedisKeys.REVOKED, Times.now() + 100_000, Times.now() + 100_000 + " somebody");
    b.look();
    assertThat(b.current(other)).isEmpty();
    a.end(Map.of("sub", "ada", "iat", Times.now() - 1_000));
    b.look();
    assertThat(b.current(earlier(session, 1_100))).isEmpty();
    assertThat(b.current(session)).isPresent();
  }

  @Test
  void aMachinesTokenEndsWithItsOwnersSessions() {
    var a = sessions(redis);
    long now = Times.now();
    var claims = Map.<String, Object>of("sub", "robot", "sid", "s1");
    var times = new Times(now - 10, 0, now + 100, now + 100, now + 100);
    var token = a.ofToken(claims, times);
    assertThat(a.isRevoked(token)).isFalse();
    a.end(Map.of("sid", "s1"));
    assertThat(a.isRevoked(token)).isTrue();
    var another = a.ofToken(Map.of("sub", "robot"), times);
    assertThat(a.isRevoked(another)).isFalse();
    a.end(Map.of("sub", "robot"));
    assertThat(a.isRevoked(another)).isTrue();
  }

  /** The session as if it had begun so many seconds earlier. */
  private static Session earlier(Session session, long seconds) {
    var t = session.times();
    var times = new Times(t.began() - seconds, t.proven(), t.renewAt(), t.until(), t.end());
    return new Session(session.id(), session.providerId(), session.identity(), times);
  }

  @Test
  void whoeverWatchesASessionLearnsThatItIsOver() {
    var a = sessions(redis);
    var ended = new ArrayList<String>();
    var one = a.begin(grant("ada", "Ada", "r"), false);
    var renewed = a.begin(grant("ada", "Ada", "r"), false);
    var gone = a.begin(grant("ada", "Ada", "r"), false);
    a.watch(one, () -> false, () -> ended.add("one"));
    a.watch(gone, () -> true, () -> ended.add("gone"));
    a.watch(over(renewed, a), () -> false, () -> ended.add("renewed"));
    a.watch(machine(-1), () -> false, () -> ended.add("machine"));
    a.watch(machine(100), () -> false, () -> ended.add("another machine"));
    a.current(over(renewed, a));
    a.look();
    assertThat(ended).containsExactly("machine");
    sessions(redis).end(one);
    a.end(gone);
    a.look();
    a.look();
    assertThat(ended).containsExactly("machine", "one");
  }

  @Test
  void whoMayNotReadAnyMoreLosesTheStreamWhereNotEverybodyReads() {
    var a = sessions(redis);
    for (boolean readPublic : new boolean[] {true, false}) {
      var server = sessions(redis, readPublic);
      var ended = new ArrayList<String>();
      var session = a.begin(grant("ada", "Ada", "r"), false);
      server.watch(due(session, a), () -> false, () -> ended.add("no reader"));
      server.watch(session, () -> false, () -> ended.add("not due"));
      var nobody = new Identity(session.identity().subject(), "Ada", Set.of());
      var renewed = session.renewed(nobody, SETTINGS, Times.now());
      a.store().write(new Entry(renewed, "r2"));
      server.look();
      assertThat(ended).isEqualTo(readPublic ? List.of() : List.of("no reader"));
    }
  }

  /** The stream may have brought what only moderators see. */
  @Test
  void whoIsNoModeratorAnyMoreLosesTheStream() {
    var a = sessions(redis);
    var ended = new ArrayList<String>();
    var session = a.begin(grant("mod", "Mo", "r", "m"), false);
    a.watch(due(session, a), () -> false, () -> ended.add("moderator"));
    var poster = new Identity(session.identity().subject(), "Mo", Set.of(Role.READER));
    a.look();
    assertThat(ended).isEmpty();
    a.store().write(new Entry(session.renewed(poster, SETTINGS, Times.now()), "r2"));
    a.look();
    assertThat(ended).containsExactly("moderator");
  }

  @Test
  void aBanEndsAllSessionsOfAPersonForGood() {
    var a = sessions(redis);
    var b = sessions(redis);
    var ended = new ArrayList<String>();
    var session = a.begin(grant("eve", "Eve", "r"), false);
    var other = a.begin(grant("ada", "Ada", "r"), false);
    b.watch(session, () -> false, () -> ended.add("eve"));
    b.watch(other, () -> false, () -> ended.add("ada"));
    banned.put(session.identity().person(), Times.now() + 1);
    assertThat(b.current(session)).isEmpty();
    b.look();
    assertThat(ended).containsExactly("eve");
    b.look();
    assertThat(redis.zcard(RedisKeys.REVOKED)).as("once").isEqualTo(1);
    banned.clear();
    a.look();
    for (var server : List.of(a, b)) {
      assertThat(server.current(session)).isEmpty();
      assertThat(server.current(other)).isPresent();
    }
  }

  @Test
  void whatWasBannedBeforeAnySessionBeganIsNotWrittenDown() {
    banned.put(Identity.person("eve"), Times.now() - 100_000);
    sessions(redis).look();
    assertThat(redis.exists(RedisKeys.REVOKED)).isFalse();
  }

  @Test
  void whileRedisIsAwayStreamsEndOfWhichTheServerKnowsThatTheyMust() {
    var away = sessions(nowhere());
    var ended = new ArrayList<String>();
    var due = due(away.begin(grant("ada", "Ada", "r"), false), away);
    var revoked = away.begin(grant("ada", "Ada", "r"), false);
    away.watch(due, () -> false, () -> ended.add("due"));
    away.watch(revoked, () -> false, () -> ended.add("revoked"));
    away.watch(machine(-1), () -> false, () -> ended.add("machine"));
    away.end(revoked);
    away.look();
    assertThat(ended).containsExactly("revoked", "machine");
  }

  private Session machine(long seconds) {
    long end = Times.now() + seconds;
    var identity = new Person(claims("robot", "Robot"), signIn()).identity();
    return new Session(null, null, identity, new Times(end - 10, 0, end, end, end));
  }

  /** The session as it was ten minutes and a second ago, here and in Redis. */
  private static Session due(Session session, Sessions sessions) {
    return aged(session, 601, sessions);
  }

  /** The session as it was more than its grace ago, here and in Redis. */
  private static Session over(Session session, Sessions sessions) {
    return aged(session, 4_201, sessions);
  }

  private static Session aged(Session session, long seconds, Sessions sessions) {
    var times = session.times();
    var aged =
        new Session(
            session.id(),
            session.providerId(),
            session.identity(),
            new Times(
                times.began() - seconds,
                times.proven(),
                Times.now() - seconds + 600,
                Times.now() - seconds + 4_200,
                times.end()));
    store(sessions, aged);
    return aged;
  }

  /** What Redis knows of it is as old, unless Redis is away or has nothing. */
  private static void store(Sessions sessions, Session aged) {
    try {
      var store = sessions.store();
      store.read(aged.id()).ifPresent(e -> store.write(new Entry(aged, e.refreshToken())));
    } catch (JedisException e) {
      assertThat(e).hasMessageContaining("connect");
    }
  }

  private static void onThread(Runnable work) {
    new Thread(work).start();
  }

  private static void pause() {
    try {
      Thread.sleep(300); // as a provider far away
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Sessions sessions(UnifiedJedis on) {
    return sessions(on, true);
  }

  private Sessions sessions(UnifiedJedis on, boolean readPublic) {
    var created = new Sessions();
    created.auth = new AuthSettings(KEYS, true, readPublic);
    created.signIn = signIn();
    created.settings = SETTINGS;
    created.keys =
        new SigningKeys() {
          @Override
          List<String> get() {
            return KEYS;
          }
        };
    created.provider =
        new OpenId() {
          @Override
          Grant refresh(String refreshToken, Consumer<String> keep) {
            asked.incrementAndGet();
            keepNext = keep;
            return provider.apply(refreshToken);
          }
        };
    created.restrictions =
        new Restrictions() {
          @Override
          public boolean isBanned(Identity who) {
            return banned.containsKey(who.person());
          }

          @Override
          public Map<String, Long> bans() {
            return banned;
          }
        };
    created.wire(on);
    return created;
  }

  private static SignInSettings signIn() {
    return signIn("https://provider", "board");
  }

  private static SignInSettings signIn(String issuer, String clientId) {
    return new SignInSettings(
        issuer,
        clientId,
        Optional.empty(),
        List.of("openid"),
        "board",
        List.of("groups"),
        Map.of(Role.READER, Set.of(), Role.POSTER, Set.of(), Role.MODERATOR, Set.of("m")),
        Optional.empty(),
        50);
  }

  private static Grant grant(String sub, String name, String refreshToken, String... groups) {
    return new Grant(claims(sub, name, groups), Optional.of(refreshToken));
  }

  private static Map<String, Object> claims(String sub, String name, String... groups) {
    return Map.of("sub", sub, "name", name, "groups", List.of(groups));
  }

  private static RedisClient nowhere() {
    return RedisClient.builder()
        .hostAndPort(new HostAndPort("127.0.0.1", Ports.free()))
        .clientConfig(DefaultJedisClientConfig.builder().connectionTimeoutMillis(400).build())
        .build();
  }
}
