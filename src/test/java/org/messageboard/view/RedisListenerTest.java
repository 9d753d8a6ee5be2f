package org.messageboard.view;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.messageboard.Warnings;
import org.messageboard.board.Position;
import org.messageboard.live.EventLog;
import org.messageboard.live.Events;
import org.messageboard.live.Hub;
import org.messageboard.sse.SseFraming;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Runs the loop in the test's own thread, against connections that say what the test gave them. */
class RedisListenerTest {

  @AutoClose private final Warnings said = new Warnings(RedisListener.class);
  private final FakePubSub redis = new FakePubSub(() -> this.listener.stop());
  private final List<String> traced = new ArrayList<>();
  private final List<Boolean> connected = new ArrayList<>();
  private final Events events = new Events();
  private int failingReads;
  private final Hub hub =
      new Hub(
          this::read,
          new SseFraming(),
          new Hub.Memory(64, 1_000_000),
          Events.NOBODY,
          (position, type) -> {});
  private RedisListener listener = new RedisListener(redis, hub, null);

  @Test
  void itCatchesUpOnceItIsSubscribedAndIsConnectedThen() {
    events.applied("a", 1, 2);
    redis.connection(note());
    listener.run();
    assertThat(newest()).isEqualTo(new Position("a", 2));
    assertThat(connected).containsExactly(true);
    assertThat(listener.isConnected()).as("after its end").isFalse();
    assertThat(redis.subscribed).containsExactly(List.of(RedisKeys.PUBSUB));
  }

  @Test
  void whatIsPublishedReachesTheHub() {
    events.applied("a", 1, 1);
    redis.connection(published(2), published(3));
    listener.run();
    assertThat(newest()).isEqualTo(new Position("a", 3));
  }

  @Test
  void anAnswerToAPingHasItCatchUpWithWhatWasNotDelivered() {
    events.applied("a", 1, 1);
    redis.connection(applied(2, 3), ping(), note());
    listener.run();
    assertThat(newest()).isEqualTo(new Position("a", 3));
  }

  @Test
  void aPingWithoutASubscriptionDoesNothing() {
    listener.ping();
    redis.connection();
    redis.connection(ping());
    listener.run();
    assertThat(redis.subscribed).hasSize(2);
  }

  @Test
  void aSubscriptionThatEndedIsMadeAgainAndCatchesUp() {
    events.applied("a", 1, 1);
    redis.connection(applied(2, 4));
    redis.connection(note());
    listener.run();
    assertThat(newest()).isEqualTo(new Position("a", 4));
    assertThat(connected).containsExactly(true);
  }

  @Test
  void anOutageIsWarnedOfOnceAndTheNextOneAgain() {
    redis.connection();
    redis.refuses(new JedisConnectionException("refused"));
    redis.refuses(new JedisConnectionException("refused"));
    redis.connection();
    redis.connection();
    listener.run();
    assertThat(redis.subscribed).as("subscriptions").hasSize(3);
    assertThat(said.lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("WARNING The subscription to Redis ended (broken)."));
  }

  @Test
  void itIsNotConnectedUntilItHasCaughtUp() {
    failingReads = 1;
    redis.connection(note());
    redis.connection(note());
    listener.run();
    assertThat(connected).containsExactly(false, true);
    assertThat(said.lines()).singleElement().asString().contains("ended (away).");
  }

  @Test
  void whenItIsStoppedItUnsubscribesAndThatIsNoOutage() {
    redis.connection(note());
    listener.run();
    assertThat(redis.unsubscribed).isEqualTo(1);
    assertThat(said.lines()).isEmpty();
  }

  @Test
  void aConnectionThatBreaksBecauseEverythingStopsIsNoOutage() {
    redis.connection(stopAndBreak());
    listener.run();
    assertThat(said.lines()).isEmpty();
  }

  @Test
  void anEventIsGivenWithTheTraceThatWasPublishedBeforeIt() {
    listener = tracing();
    events.applied("a", 1, 1);
    redis.connection(published(2), trace("a:3 parent"), published(3), published(4));
    listener.run();
    assertThat(traced).containsExactly("parent to 3");
    assertThat(newest()).isEqualTo(new Position("a", 4));
    assertThat(redis.subscribed).containsExactly(List.of(RedisKeys.PUBSUB, RedisKeys.TRACES));
  }

  @Test
  void whoMayNotHearOfTracesHearsTheMessagesAndIsWarnedOnce() {
    listener = tracing();
    redis.forbidden.add(RedisKeys.TRACES);
    redis.connection();
    redis.connection(note());
    redis.connection(note());
    listener.run();
    assertThat(connected).containsExactly(true, true);
    assertThat(redis.subscribed)
        .containsExactly(
            List.of(RedisKeys.PUBSUB, RedisKeys.TRACES),
            List.of(RedisKeys.PUBSUB),
            List.of(RedisKeys.PUBSUB));
    assertThat(said.lines()).hasSize(2);
    assertThat(said.lines().get(0)).contains("subscribe to traces", RedisKeys.TRACES);
    assertThat(said.lines().get(1)).contains("ended (broken)");
  }

  @Test
  void whoMayHearOfNeitherIsWarnedOfBoth() {
    listener = tracing();
    redis.forbidden.addAll(List.of(RedisKeys.TRACES, RedisKeys.PUBSUB));
    redis.connection();
    redis.connection();
    redis.connection();
    listener.run();
    assertThat(said.lines()).hasSize(2);
    assertThat(said.lines().get(0)).contains("subscribe to traces");
    assertThat(said.lines().get(1)).contains("The subscription to Redis ended (NOPERM");
  }

  @Test
  void aWrongPasswordIsAnOutageAndNotARefusalOfTraces() {
    listener = tracing();
    redis.refuses(new JedisAccessControlException("WRONGPASS invalid username-password pair"));
    redis.connection();
    listener.run();
    assertThat(said.lines()).singleElement().asString().contains("ended (WRONGPASS");
    assertThat(redis.subscribed).containsExactly(List.of(RedisKeys.PUBSUB, RedisKeys.TRACES));
  }

  private RedisListener tracing() {
    return new RedisListener(
        redis,
        hub,
        (trace, give) -> {
          give.run();
          traced.add(trace + " to " + newest().number());
        });
  }

  private Optional<EventLog.Page> read(long number, Position known) {
    if (failingReads-- > 0) {
      connected.add(listener.isConnected());
      throw new EventLog.AwayException("away", null);
    }
    return events.after(number, known);
  }

  private Position newest() {
    return hub.buffer().newest();
  }

  private Runnable note() {
    return () -> connected.add(listener.isConnected());
  }

  private Runnable applied(long from, long to) {
    return () -> events.applied("a", from, to);
  }

  private Runnable stopAndBreak() {
    return () -> {
      listener.stop();
      throw new JedisConnectionException("broken");
    };
  }

  private Runnable ping() {
    return () -> listener.ping();
  }

  private static List<Object> published(long number) {
    return FakePubSub.published(RedisKeys.PUBSUB, Events.json("a", number));
  }

  private static List<Object> trace(String text) {
    return FakePubSub.published(RedisKeys.TRACES, text.getBytes(US_ASCII));
  }
}
