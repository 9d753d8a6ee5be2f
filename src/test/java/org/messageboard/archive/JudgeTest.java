package org.messageboard.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisProcess;
import org.messageboard.log.RecordReader;
import org.messageboard.metrics.Metrics;
import org.messageboard.view.Lengths;
import org.messageboard.view.Records;
import org.messageboard.view.ViewRecord;
import org.messageboard.view.ViewWriter;
import redis.clients.jedis.RedisClient;

/** Whatever people do, the archive judges as Redis does, however the records come. */
class JudgeTest {

  private static final int RECORDS = 1_500;

  @TempDir static Path directory;
  private static RedisProcess server;
  private static RedisClient redis;

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

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void randomHistoriesEndAsTheyDoInRedis(long seed) throws Exception {
    var records = Records.randomWithRooms(RECORDS, new Random(seed));
    applyToRedis(records);
    var archive = TestDatabase.archive();
    archiveInBatches(archive, records, new Random(seed));
    var expected =
        redis.lrange("messages", 0, -1).stream().map(JudgeTest::withoutPosition).toList();
    assertThat(expected).hasSizeGreaterThan(200);
    assertThat(expected.toString()).contains("editedAt", "deletedBy", "reactions", "replies");
    assertThat(messages(archive, "NOT LIKE '%-%'")).containsExactlyElementsOf(expected);
    for (var channel : redis.zrange("{messages}:private", 0, -1)) {
      var there = redis.lrange("{messages}:channel:" + channel, 0, -1);
      assertThat(messages(archive, "= '" + channel + "'"))
          .as(channel)
          .containsExactlyElementsOf(there.stream().map(JudgeTest::withoutPosition).toList());
    }
    assertThat(redis.zcard("{messages}:private")).isEqualTo(3);
    assertThat(members(archive))
        .hasSizeGreaterThan(2)
        .containsExactlyInAnyOrderElementsOf(redis.zrange("{messages}:members", 0, -1));
    assertThat(settings(archive))
        .isEqualTo(new TreeMap<>(redis.hgetAll("{messages}:settings")).toString());
  }

  private static void applyToRedis(List<ViewRecord> records) {
    redis.flushAll();
    var view =
        new ViewWriter(
            redis, new Metrics().redis(), new Lengths(RECORDS, RECORDS, RECORDS, RECORDS, 100));
    view.applyFirst("topic", records.subList(0, 1));
    view.apply("topic", null, records.subList(1, RECORDS));
  }

  /** Some of the records come twice, as after a rebalance. */
  private static void archiveInBatches(Archive archive, List<ViewRecord> records, Random random)
      throws Exception {
    var writer = new BatchWriter(archive, new RecordReader(10_000));
    var all = TestDatabase.records(records);
    for (int from = 0; from < RECORDS; ) {
      int to = Math.min(RECORDS, from + 1 + random.nextInt(200));
      int again = Math.max(0, from - random.nextInt(50));
      assertThat(writer.write("topic", all.subList(again, to))).isTrue();
      from = to;
    }
  }

  private static List<String> messages(Archive archive, String channel) throws Exception {
    return archive.transaction(
        sql -> {
          var rows =
              sql.query(
                  "SELECT %s FROM message m WHERE channel %s ORDER BY place DESC"
                      .formatted(StoredMessage.COLUMNS, channel),
                  StoredMessage::of);
          return new MessageRows(sql, null)
              .json(rows).stream().map(JudgeTest::withoutPosition).toList();
        });
  }

  private static List<String> members(Archive archive) throws Exception {
    return archive.transaction(
        sql ->
            sql.query(
                "SELECT channel, person, name FROM member",
                row ->
                    "%s %s %s"
                        .formatted(
                            row.getString(1),
                            row.getString(2),
                            StoredMessage.text(row.getString(3)))));
  }

  private static String settings(Archive archive) throws Exception {
    return archive
        .transaction(
            sql ->
                sql.query(
                    """
                    SELECT name || '="topic":"' || topic || '","kind":"' || kind || '","archived":' || archived
                      || CASE WHEN locked THEN ',"locked":true' ELSE '' END
                      || coalesce(',"title":"' || title || '"', '')
                    FROM channel WHERE topic IS NOT NULL ORDER BY name
                    """,
                    row -> row.getString(1)))
        .toString()
        .replace('[', '{')
        .replace(']', '}');
  }

  private static String withoutPosition(String json) {
    return json.replaceFirst("^\\{\"position\":\"[^\"]*\"", "");
  }
}
