package org.messageboard.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.board.Position;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisProcess;
import org.messageboard.metrics.Metrics;
import org.messageboard.sse.SseFraming;
import org.messageboard.view.Lengths;
import org.messageboard.view.Records;
import org.messageboard.view.RedisKeys;
import org.messageboard.view.RedisLog;
import org.messageboard.view.ViewRecord;
import org.messageboard.view.ViewWriter;
import redis.clients.jedis.RedisClient;

/**
 * Random events in a real Redis, as clients get them that follow live or resume anywhere: each ends
 * with the board as it is, without a reset, and none gets what was deleted.
 */
class ResumeTest {

  private static final int LOG = 300;
  private static final StreamMetrics METRICS = new StreamMetrics(new Metrics());

  @TempDir static Path directory;
  private static RedisProcess server;
  private static RedisClient redis;

  private final ViewWriter view =
      new ViewWriter(redis, new Metrics().redis(), new Lengths(5000, 5000, LOG, 5000, 10));
  private final Hub hub = hub();

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

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void everyClientEndsWithTheBoardAsItIs(long seed) throws IOException {
    var random = new Random(seed);
    var records = Records.random(1_200, random);
    var live = new Client(new Position("none", 0));
    hub.catchUp();
    apply(records.subList(0, 1));
    for (int from = 1; from < records.size(); ) {
      int to = Math.min(records.size(), from + 1 + random.nextInt(60));
      apply(records.subList(from, to));
      from = to;
      hub.catchUp();
      live.drain(hub);
    }
    assertThat(live.resets).isZero();
    live.assertHas(board());
    long newest = hub.buffer().head();
    var board = board();
    var deleted = deletedContents(records, board);
    var fresh = hub();
    fresh.catchUp();
    for (long number = newest - LOG; number <= newest; number += 1 + random.nextInt(40)) {
      for (var each : List.of(hub, fresh)) {
        var client = new Client(new Position(hub.buffer().epoch(), number));
        client.drain(each);
        assertThat(client.resets).as("after " + number + " of " + newest).isZero();
        client.assertHas(board);
        assertThat(Collections.disjoint(client.contents(), deleted)).isTrue();
      }
    }
    var old = new Client(new Position(hub.buffer().epoch(), 1));
    old.drain(hub);
    assertThat(old.resets).as("behind the log").isEqualTo(1);
  }

  /** A board on which nothing is left still has its positions. */
  @Test
  void aBoardWhoseMessagesWereAllDeletedResetsNobody() throws IOException {
    var records = new Records();
    records.post(1, "ada", "a", "x").edit(1, "ada", "a", "y", 2).edit(1, "ada", "a", "z", 3);
    records.delete(1, "ada", "a", "owner").post(2, "ada", "a", "x").delete(2, "ada", "a", "owner");
    apply(records.all);
    hub.catchUp();
    for (long number = 0; number <= 6; number++) {
      var client = new Client(new Position(hub.buffer().epoch(), number));
      client.drain(hub);
      assertThat(client.resets).as("after " + number).isZero();
      client.assertHas(board());
    }
  }

  /** A message that Pub/Sub delivers late is no second event under its number. */
  @Test
  void whatWasDeletedInTheMeantimeIsNoLoss() {
    var records = new Records().post(1, "ada", "a", "x");
    apply(records.all);
    var late = redis.lindex(RedisKeys.BOARD, 0).getBytes(UTF_8);
    hub.catchUp();
    records.delete(1, "ada", "a", "owner");
    apply(records.all);
    hub.catchUp();
    hub.accept(late);
    assertThat(redis.hget(RedisKeys.STATE, "lost")).isNull();
    assertThat(hub.buffer().get(1).isGone()).isTrue();
    assertThat(hub.buffer().get(2).isGone()).isFalse();
  }

  private void apply(List<ViewRecord> records) {
    if (!view.apply("topic", null, records).isDone()) {
      assertThat(view.applyFirst("topic", records).isDone()).isTrue();
    }
  }

  private static Hub hub() {
    var log = new RedisLog(redis, redis, new Metrics().redis());
    return new Hub(
        log,
        new SseFraming(),
        new Hub.Memory(64, 1_000_000),
        Events.NOBODY,
        (position, type) -> {});
  }

  private static Set<JsonObject> board() {
    return redis.lrange(RedisKeys.BOARD, 0, -1).stream()
        .map(ResumeTest::json)
        .map(ResumeTest::withoutCounts)
        .collect(toSet());
  }

  /** What nobody may get any more. */
  private static Set<String> deletedContents(List<ViewRecord> records, Set<JsonObject> board) {
    var deleted =
        board.stream()
            .filter(message -> message.containsKey("deleted"))
            .map(message -> message.getString("id"))
            .toList();
    assertThat(deleted).hasSizeGreaterThan(9);
    return records.stream()
        .map(ViewRecord::event)
        .filter(event -> event != null && deleted.contains(event.id()))
        .map(event -> json("{" + event.json()).getString("content", "none"))
        .filter(content -> !content.matches("re|none"))
        .collect(toSet());
  }

  private static JsonObject json(String text) {
    try (var reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  /** A client that keeps messages by their id. */
  private static final class Client {

    private final Cursor cursor;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final Output output = new Output(received, () -> {}, new SseFraming(), METRICS);
    private final Map<String, JsonObject> messages = new HashMap<>();
    private final List<String> contents = new ArrayList<>();
    private final long after;
    private long newest;
    int resets;

    Client(Position after) {
      this.after = after.number();
      cursor = new Cursor(after, null);
    }

    void drain(Hub hub) throws IOException {
      boolean more = true;
      while (more) {
        more = cursor.write(hub, output);
        output.flush();
      }
      received.toString(UTF_8).lines().filter(line -> !line.isEmpty()).forEach(this::line);
      received.reset();
    }

    private void line(String line) {
      if (line.equals("event: reset")) {
        resets++;
      } else if (line.startsWith("data: ") && !line.contains("\"reason\":\"The position")) {
        event(json(line.substring(6)));
      }
    }

    private void event(JsonObject event) {
      long number = number(event);
      assertThat(number).isGreaterThan(newest);
      newest = number;
      var type = event.getString("type", "message");
      if (type.equals("message")) {
        put(event);
      } else if (event.containsKey("message")) {
        put(event.getJsonObject("message"));
      }
    }

    private void put(JsonObject message) {
      messages.put(message.getString("id"), withoutCounts(message));
      contents.add(message.getString("content", "none"));
    }

    List<String> contents() {
      return contents;
    }

    private static long number(JsonObject event) {
      return Position.parse(event.getString("position")).orElseThrow().number();
    }

    /** Replies and reactions have events of their own, which this client does not count. */
    void assertHas(Set<JsonObject> board) {
      var known = Set.copyOf(messages.values());
      assertThat(board).filteredOn(m -> number(m) > after && !known.contains(m)).isEmpty();
      assertThat(known).filteredOn(m -> !board.contains(m)).isEmpty();
    }
  }

  private static JsonObject withoutCounts(JsonObject message) {
    var copy = Json.createObjectBuilder(message);
    List.of("replies", "lastReplyAt", "reactions").forEach(copy::remove);
    return copy.build();
  }
}
