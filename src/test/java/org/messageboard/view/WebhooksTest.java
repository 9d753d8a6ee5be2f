package org.messageboard.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.board.BoardEvent;
import org.messageboard.board.ChannelName;
import org.messageboard.board.Message;
import org.messageboard.board.Origin;
import org.messageboard.board.Webhook;
import org.messageboard.board.WebhookChanged;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisProcess;
import org.messageboard.http.ProblemException;
import org.messageboard.metrics.Metrics;
import redis.clients.jedis.RedisClient;

class WebhooksTest {

  private static final String TIME = "2026-03-01T12:00:00.000Z";
  private static final String TOKEN = Webhook.newToken();

  @TempDir static Path directory;
  private static RedisProcess server;
  private static RedisClient redis;

  private final ViewWriter view =
      new ViewWriter(redis, new Metrics().redis(), new Lengths(30, 40, 400, 500, 3));

  private final List<ViewRecord> records = new ArrayList<>();

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
  void everyServerKnowsAWebhookUntilItIsRevokedAndNobodyItsHash() {
    apply(made(1, true), made(2, true));
    assertThat(webhooks().find(id(1)))
        .hasValueSatisfying(
            webhook -> {
              assertThat(webhook).isEqualTo(webhook(1));
              assertThat(webhook.accepts(TOKEN)).isTrue();
              assertThat(webhook.accepts(Webhook.newToken())).isFalse();
              assertThat(webhook.accepts("")).isFalse();
            });
    apply(revoked(1));
    assertThat(webhooks().find(id(1))).isEmpty();
    assertThat(webhooks().all()).extracting(entry -> entry.webhook().id()).containsExactly(id(2));
    assertThat(webhooks().all().get(0).by()).isEqualTo("Mo");
    var log = redis.xrange(RedisKeys.LOG, "-", "+").toString();
    var audit = redis.xrange(RedisKeys.AUDIT, "-", "+").toString();
    for (var shown : List.of(log, audit)) {
      assertThat(shown)
          .contains(id(1), "\"webhook-revoked\"")
          .doesNotContain("\"hash\":", Webhook.hash(TOKEN));
    }
    assertThat(log).contains("\"target\":\"general\"");
    assertThat(audit).contains("\"channel\":\"general\",\"name\":\"CI \\\"hash\\\"\"");
  }

  @Test
  void aWebhookIsMadeOnceByModeratorsOnlyAndRevokedForGood() {
    apply(made(1, false));
    assertThat(webhooks().all()).isEmpty();
    apply(made(1, true), made(1, true), revoked(2), revoked(1), revoked(1), made(1, true));
    assertThat(redis.xlen(RedisKeys.LOG)).isEqualTo(3);
  }

  @Test
  void thereAreNotMoreThanTheLimit() {
    for (int i = 0; i <= Webhooks.MAX; i++) {
      apply(made(i, true));
    }
    assertThat(webhooks().all()).hasSize(Webhooks.MAX);
    apply(revoked(0), made(Webhooks.MAX, true));
    assertThat(webhooks().all()).hasSize(Webhooks.MAX);
    assertThat(webhooks().find(id(Webhooks.MAX))).isPresent();
  }

  @Test
  void aServerThatKnowsNothingYetSaysSoAndTheOthersGoOnDuringARepair() {
    apply(made(1, true));
    var known = webhooks();
    assertThat(known.find(id(1))).isPresent();
    redis.flushAll();
    var token = ViewWriter.newEpoch();
    view.beginRepair(token, view.look(null, 0, 0).position().epoch(), Duration.ofMinutes(1));
    assertThat(known.find(id(1))).isPresent();
    assertThatThrownBy(() -> webhooks().find(id(1)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("not known yet");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aRebuildEndsInTheSameWebhooks(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 400; i++) {
      var event =
          switch (random.nextInt(4)) {
            case 0 -> post(i);
            case 1 -> revoked(random.nextInt(120));
            default -> made(random.nextInt(120), random.nextInt(9) > 0);
          };
      apply(event);
    }
    var expected = kept();
    assertThat(expected.toString()).contains("webhook-revoked", "\"hash\"", "\"bot\":{\"icon\"");
    redis.flushAll();
    var token = ViewWriter.newEpoch();
    view.beginRepair(token, view.look(null, 0, 0).position().epoch(), Duration.ofMinutes(1));
    for (int from = 0; from < records.size(); ) {
      int to = Math.min(records.size(), from + 1 + random.nextInt(90));
      assertThat(view.fill(token, "topic", 0, records.subList(from, to))).isTrue();
      from = to;
    }
    assertThat(view.endRepair(token)).isTrue();
    assertThat(kept()).isEqualTo(expected);
  }

  /** Without epochs. */
  private static Map<String, Object> kept() {
    var dump = Dump.of(redis);
    dump.keySet().retainAll(List.of(RedisKeys.WEBHOOKS, RedisKeys.AUDIT, RedisKeys.BOARD));
    dump.replaceAll(
        (key, value) -> value.toString().replaceAll("\"position\":\"[^:]*:", "\"position\":\""));
    return dump;
  }

  private void apply(BoardEvent... events) {
    for (var event : events) {
      var record = new ViewRecord(0, records.size() - 1L, records.size(), event, "");
      records.add(record);
      if (records.size() == 1) {
        view.applyFirst("topic", List.of(record));
      } else {
        view.apply("topic", null, List.of(record));
      }
    }
  }

  private static Webhooks webhooks() {
    var webhooks = new Webhooks();
    webhooks.metrics = new Metrics();
    webhooks.highWatermark = new HighWatermark();
    webhooks.open(redis);
    return webhooks;
  }

  private static String id(int number) {
    return "0b8f9a52-7d0e-4c6e-9d1a-%012d".formatted(number);
  }

  private static Webhook webhook(int number) {
    var icon = number % 2 == 0 ? null : "🔔";
    return new Webhook(id(number), "general", "CI \"hash\"", icon, Webhook.hash(TOKEN));
  }

  private WebhookChanged made(int number, boolean byModerator) {
    return new WebhookChanged(origin(byModerator), webhook(number), "Mo");
  }

  private WebhookChanged revoked(int number) {
    return new WebhookChanged(origin(true), webhook(number).revoked(), "Mo");
  }

  private Origin origin(boolean moderator) {
    var event = "1b8f9a52-7d0e-4c6e-9d1a-%012d".formatted(records.size());
    return new Origin(event, ChannelName.MODERATION, "mod", TIME, moderator);
  }

  private static Message post(int number) {
    return new Message(
        null,
        id(1_000 + number),
        "general",
        "CI",
        "Done",
        TIME,
        null,
        null,
        List.of(),
        false,
        "🔔");
  }
}
