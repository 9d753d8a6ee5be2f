package org.messageboard.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.board.Message;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisProcess;
import org.messageboard.metrics.Metrics;
import org.messageboard.view.Applied;
import org.messageboard.view.Applied.Result;
import org.messageboard.view.Lengths;
import org.messageboard.view.RedisKeys;
import org.messageboard.view.ViewRecord;
import org.messageboard.view.ViewWriter;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisDataException;

/** {@code apply.lua} on a Redis that does not let it do all that it does. */
@Tag("services")
class ProjectionIT {

  private static final Lengths LENGTHS = new Lengths(100, 1000, 1000, 1000, 100);
  private static final String TOPIC = "topic";

  @TempDir private Path directory;

  private RedisProcess process;
  private RedisClient admin;
  private RedisClient limited;
  private ViewWriter projection;

  @BeforeEach
  void start() {
    process = new RedisProcess(directory, Ports.free());
    process.start();
    admin = RedisClient.create(process.url());
    allow("+@all", "allchannels");
    limited = RedisClient.create(process.url().replace("redis://", "redis://board:secret@"));
    projection = new ViewWriter(limited, new Metrics().redis(), LENGTHS);
    assertThat(projection.applyFirst(TOPIC, records(0, 4)).results()).containsOnly(Result.APPLIED);
  }

  @AfterEach
  void stop() {
    limited.close();
    admin.close();
    process.close();
  }

  @Test
  void whoMayNotPublishLosesNoMessage() {
    allow("resetchannels");
    assertThat(apply(5, 6).results()).containsExactly(Result.APPLIED, Result.APPLIED);
    assertThat(admin.llen(RedisKeys.BOARD)).isEqualTo(7);
    assertThat(admin.xlen(RedisKeys.LOG)).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"xadd", "hset", "lpush", "hincrby", "zremrangebyscore"})
  void whatACallThatFailedHalfWayLeftIsReadFromKafkaAgain(String command) {
    allow("-" + command);
    assertThatThrownBy(() -> apply(5, 6)).isInstanceOf(JedisDataException.class);
    assertThat(admin.zcard(RedisKeys.IDS)).isGreaterThan(5);
    allow("+@all");
    assertThat(apply(5, 6).isDone()).isFalse();
    var epoch = projection.look(null, 0, 0).position().epoch();
    projection.beginRepair("repair", epoch, Duration.ofMinutes(1));
    assertThat(projection.fill("repair", TOPIC, 0, records(0, 6))).isTrue();
    assertThat(projection.endRepair("repair")).isTrue();
    assertThat(admin.llen(RedisKeys.BOARD)).isEqualTo(7);
    assertThat(admin.xlen(RedisKeys.LOG)).isEqualTo(7);
    assertThat(projection.offsets(TOPIC)).containsEntry(0, 6L);
  }

  private void allow(String... rules) {
    var all = new String[rules.length + 3];
    all[0] = "on";
    all[1] = ">secret";
    all[2] = "~*";
    System.arraycopy(rules, 0, all, 3, rules.length);
    try (var jedis = new Jedis(URI.create(process.url()))) {
      jedis.aclSetUser("board", all);
    }
  }

  private Applied apply(long first, long last) {
    return projection.apply(TOPIC, null, records(first, last));
  }

  private static List<ViewRecord> records(long first, long last) {
    return LongStream.rangeClosed(first, last).mapToObj(ProjectionIT::record).toList();
  }

  private static ViewRecord record(long offset) {
    var message =
        new Message(
            null,
            new UUID(0x4000, offset).toString(),
            "general",
            "Ada",
            "message " + offset,
            "2026-01-01T00:00:00.000Z");
    return new ViewRecord(0, offset - 1, offset, message, "");
  }
}
