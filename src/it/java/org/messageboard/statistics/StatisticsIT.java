package org.messageboard.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageboard.board.Message;
import org.messageboard.board.MessageJson;
import org.messageboard.board.Origin;
import org.messageboard.board.Rooms;
import org.messageboard.board.UnreadableRecordException;
import org.messageboard.dev.ChildProcess;
import org.messageboard.dev.KafkaProcess;
import org.messageboard.dev.Ports;
import org.messageboard.it.Board;
import org.messageboard.it.BoardTopic;
import org.messageboard.log.KafkaRecord;
import org.messageboard.log.RecordReader;
import org.messageboard.log.Topic;

/** The statistics on a real Kafka, counted by processes of which one is killed. */
@Tag("services")
class StatisticsIT {

  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final int CHANNELS = 10;
  private static final Instant NOW = Instant.parse(Origin.stamp());

  @TempDir static Path directory;

  private static KafkaProcess kafka;

  @BeforeAll
  static void start() throws Exception {
    kafka = new KafkaProcess(directory.resolve("kafka"), Ports.free());
    kafka.start();
    try (var admin = Admin.create(settings())) {
      admin.createTopics(List.of(new NewTopic(Topic.NAME, 3, (short) 1))).all().get();
    }
  }

  @AfterAll
  static void stop() {
    kafka.kill();
  }

  @Test
  void countsEqualTheLogWhenAProcessIsKilledAndWhenAnotherOneRestoresThem() throws Exception {
    var killed = new CountingProcess(directory.resolve("killed"), kafka.bootstrapServers());
    var other = new CountingProcess(directory.resolve("other"), kafka.bootstrapServers());
    var restored = new CountingProcess(directory.resolve("restored"), kafka.bootstrapServers());
    try (killed;
        other;
        restored) {
      ChildProcess.startAll(List.of(killed, other));
      assertThat(membersWithWork()).isEqualTo(2);
      post(400);
      awaitSomeCounted();
      killed.kill();
      post(400);
      awaitCountsOfTheLog();

      other.end();
      post(100);
      restored.start();
      awaitCountsOfTheLog();
    }
  }

  /** How many processes have a part of the topics. */
  private static long membersWithWork() throws ExecutionException, InterruptedException {
    try (var admin = Admin.create(settings())) {
      var group = StatisticsRunner.APPLICATION;
      return admin.describeConsumerGroups(List.of(group)).all().get().get(group).members().stream()
          .filter(member -> !member.assignment().topicPartitions().isEmpty())
          .count();
    }
  }

  /** Into ten channels, by 50 people, over the last two hours, in no order. */
  private static void post(int count) throws ExecutionException, InterruptedException {
    var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
    IntStream.range(0, count)
        .mapToObj(i -> message("channel-" + i % CHANNELS, "guest:" + i % 50, i * 7_919L % 7_200))
        .forEach(
            message ->
                records.add(
                    BoardTopic.record(message.channel(), MessageJson.writeRecord(message))));
    topic().append(records);
  }

  private static Message message(String channel, String who, long secondsAgo) {
    return new Message(
        null,
        UUID.randomUUID().toString(),
        channel,
        who,
        "counted",
        Origin.stamp(NOW.minusSeconds(secondsAgo)),
        who);
  }

  private static void awaitSomeCounted() {
    try (var reading = new Reading()) {
      reading.until(() -> reading.posts() > 0);
    }
  }

  private static void awaitCountsOfTheLog() {
    var log = log();
    assertThat(log).hasSizeGreaterThan(20);
    try (var reading = new Reading()) {
      reading.until(() -> reading.counts().equals(log));
      assertThat(reading.counts()).isEqualTo(log);
      assertThat(reading.answers()).isEqualTo(told(log));
    }
  }

  /** What the API tells of them. */
  private static Map<String, String> told(Map<String, Tally> counts) {
    var told = new TreeMap<String, String>();
    counts.forEach((key, tally) -> told.put(key, tally.posts() + " by " + tally.people().count()));
    return told;
  }

  /** Posts and people of each step, channel and window, from the board's topic. */
  private static Map<String, Tally> log() {
    var sums = new TreeMap<String, Tally>();
    var reader = new RecordReader(65_536);
    topic()
        .read(
            record -> {
              var event = event(reader, KafkaRecord.of(record, record.offset() - 1));
              var tally = Tally.of(Activity.of(event).orElseThrow(), -1);
              for (var step : Step.values()) {
                var window = step.window(Instant.parse(event.timestamp()));
                sums.merge(step + " " + window + " " + event.channel(), tally, Tally::and);
              }
            });
    return sums;
  }

  private static Message event(RecordReader reader, KafkaRecord record) {
    try {
      return (Message) reader.event(record);
    } catch (UnreadableRecordException e) {
      throw new AssertionError(e);
    }
  }

  private static BoardTopic topic() {
    return new BoardTopic(kafka.bootstrapServers());
  }

  private static Map<String, Object> settings() {
    return Map.of("bootstrap.servers", kafka.bootstrapServers());
  }

  /** What a server reads of the counts. */
  private static final class Reading implements AutoCloseable {

    private final StatisticsRows rows = new StatisticsRows();
    private final StatisticsTopics topics =
        new StatisticsTopics(CountingProcess.clients(kafka.bootstrapServers()), rows);

    void until(BooleanSupplier condition) {
      long end = System.nanoTime() + LIMIT.toNanos();
      do {
        topics.poll();
      } while (!condition.getAsBoolean() && System.nanoTime() < end);
    }

    long posts() {
      return rows.between(Step.DAY, Instant.EPOCH, NOW).values().stream()
          .flatMap(channels -> channels.values().stream())
          .mapToLong(Tally::posts)
          .sum();
    }

    Map<String, Tally> counts() {
      var sums = new TreeMap<String, Tally>();
      for (var step : Step.values()) {
        rows.between(step, Instant.EPOCH, NOW.plusSeconds(1))
            .forEach(
                (window, channels) ->
                    channels.forEach(
                        (channel, tally) -> sums.put(step + " " + window + " " + channel, tally)));
      }
      return sums;
    }

    /** The answers of {@code GET /api/statistics} for each step and channel. */
    Map<String, String> answers() {
      var answers = new TreeMap<String, String>();
      var from = NOW.minus(Duration.ofHours(3)).toString();
      for (var step : Step.values()) {
        for (int i = 0; i < CHANNELS; i++) {
          var channel = "channel-" + i;
          var query = StatisticsQuery.of(channel, from, null, step.label(), NOW.plusSeconds(1));
          Board.json(query.answer(rows, Rooms.NONE)).getJsonArray("points").stream()
              .map(JsonValue::asJsonObject)
              .filter(point -> point.getInt("people") > 0)
              .forEach(
                  point ->
                      answers.put(
                          step + " " + point.getString("time") + " " + channel,
                          point.getInt("posts") + " by " + point.getInt("people")));
        }
      }
      return answers;
    }

    @Override
    public void close() {
      topics.close();
    }
  }
}
