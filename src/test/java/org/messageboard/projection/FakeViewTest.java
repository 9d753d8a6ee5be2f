package org.messageboard.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageboard.board.BoardEvent;
import org.messageboard.board.Edited;
import org.messageboard.board.Message;
import org.messageboard.board.Origin;
import org.messageboard.board.Position;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisProcess;
import org.messageboard.metrics.Metrics;
import org.messageboard.view.Applied;
import org.messageboard.view.Applied.Result;
import org.messageboard.view.Applied.State;
import org.messageboard.view.Lengths;
import org.messageboard.view.ViewRecord;
import org.messageboard.view.ViewWriter;
import org.messageboard.view.ViewWriter.Begun;
import redis.clients.jedis.RedisClient;

/** What the other tests take for Redis answers as the scripts on a real Redis do. */
class FakeViewTest {

  private static final String TOPIC = "topic";
  private static final int CALLS = 1_000;

  private final Random random = new Random(1);
  private final List<String> tokens = List.of("aaa", "bbb");
  private final FakeView fake = new FakeView(new ArrayList<>());
  private final Set<Object> answers = new HashSet<>();

  @Test
  void itAnswersAsTheScriptsDo(@TempDir Path directory) {
    var lengths = new Lengths(100, 100, 100, CALLS, 10);
    try (var process = new RedisProcess(directory, Ports.free())) {
      process.start();
      try (var redis = RedisClient.create(process.url())) {
        var real = new ViewWriter(redis, new Metrics().redis(), lengths);
        for (int call = 0; call < CALLS; call++) {
          if (random.nextInt(50) == 0) {
            redis.flushAll();
            fake.wipe();
          }
          compare(real);
        }
      }
    }
    assertThat(answers).contains((Object[]) State.values()).contains((Object[]) Result.values());
    assertThat(answers).contains((Object[]) Begun.values()).contains(true, false);
  }

  /** Makes the same call of both, and then compares where they stand. */
  private void compare(ViewWriter real) {
    var records = records();
    var token = tokens.get(random.nextInt(2));
    long ahead = random.nextInt(20) == 0 ? 1 : 0;
    switch (random.nextInt(6)) {
      case 0, 1 ->
          same(
              real.apply(TOPIC, known(real, ahead), records),
              fake.apply(TOPIC, known(fake, ahead), records));
      case 2 -> same(real.applyFirst(TOPIC, records), fake.applyFirst(TOPIC, records));
      case 3 -> same(real.fill(token, TOPIC, 0, records), fake.fill(token, TOPIC, 0, records));
      case 4 -> begin(real, token);
      default -> same(real.endRepair(token), fake.endRepair(token));
    }
    same(real.look(null, 0, 0), fake.look(null, 0, 0));
    assertThat(fake.offsets(TOPIC)).isEqualTo(real.offsets(TOPIC));
  }

  private void begin(ViewWriter real, String token) {
    var silence = Duration.ofMinutes(random.nextInt(2));
    boolean over = random.nextInt(4) == 0;
    same(
        real.beginRepair(token, over ? "over" : epoch(real), silence),
        fake.beginRepair(token, over ? "over" : epoch(fake), silence));
  }

  /** Each begins the board with an epoch of its own. */
  private void same(Applied real, Applied fake) {
    same(real.state(), fake.state());
    assertThat(fake.results()).isEqualTo(real.results());
    answers.addAll(real.results());
    assertThat(fake.position().number()).isEqualTo(real.position().number());
    assertThat(fake.position().epoch().isEmpty()).isEqualTo(real.position().epoch().isEmpty());
  }

  private void same(Object real, Object fake) {
    assertThat(fake).isEqualTo(real);
    answers.add(real);
  }

  private static Position known(ViewWriter view, long ahead) {
    var position = view.look(null, 0, 0).position();
    var epoch = position.epoch().isEmpty() ? "earlier" : position.epoch();
    return new Position(epoch, position.number() + ahead);
  }

  private static String epoch(ViewWriter view) {
    return view.look(null, 0, 0).position().epoch();
  }

  /** Some that are next, some that are known, some after a gap. */
  private List<ViewRecord> records() {
    int partition = random.nextInt(2);
    long next = fake.offsets(TOPIC).getOrDefault(partition, -1L) + random.nextInt(6) / 2;
    return IntStream.range(0, random.nextInt(4))
        .mapToObj(i -> new ViewRecord(partition, next + i - 1, next + i, event(), ""))
        .toList();
  }

  private BoardEvent event() {
    var id = "00000000-0000-4000-8000-%012x".formatted(random.nextInt(CALLS));
    var time = "2026-03-01T12:00:00Z";
    return switch (random.nextInt(8)) {
      case 0, 1 -> null;
      case 2 -> new Edited(new Origin(id, "general", "ada", time), id, "Hello again", List.of(), 2);
      default -> new Message(null, id, "general", "Ada", "Hello", time);
    };
  }
}
