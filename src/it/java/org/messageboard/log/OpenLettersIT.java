package org.messageboard.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageboard.dev.KafkaProcess;
import org.messageboard.dev.Ports;
import org.messageboard.http.ProblemException;
import org.messageboard.kafka.KafkaClients;

/** Answers to dead letters in a real Kafka. */
@Tag("services")
class OpenLettersIT {

  private static final byte[] MENDED = "{\"mended\":true}".getBytes(UTF_8);

  @TempDir static Path directory;

  private static KafkaProcess kafka;

  private final OpenLetters letters = server();

  @BeforeAll
  static void start() throws Exception {
    kafka = new KafkaProcess(directory, Ports.free());
    kafka.start();
    try (var admin = Admin.create(settings(Map.of()))) {
      var topics =
          List.of(
              new NewTopic(Topic.NAME, 1, (short) 1),
              new NewTopic(Topic.DEAD_LETTERS, 2, (short) 1));
      admin.createTopics(topics).all().get();
    }
  }

  @AfterAll
  static void stop() {
    kafka.kill();
  }

  @Test
  void aLetterIsAnsweredOnce() throws Exception {
    var mended = keep("general", 1);
    var dropped = keep("general", 1);
    assertThat(ids()).contains("1-" + mended, "1-" + dropped);
    letters.answer(1, mended, "general", MENDED, "mod");
    letters.answer(1, dropped, null, null, "mod");
    assertThat(ids()).doesNotContain("1-" + mended, "1-" + dropped);
    for (var offset : List.of(mended, dropped)) {
      refuses(409, offset);
    }
    assertThat(posted("mod")).isEqualTo(1);
  }

  @Test
  void whatIsNoLetterOrOneOfAPrivateChannelIsUnknown() throws Exception {
    var secret = keep("p-" + "0".repeat(32), 1);
    refuses(404, secret);
    refuses(404, 10_000);
    assertThatThrownBy(() -> server().answer(7, 0, null, null, "x"))
        .hasMessageContaining("no such");
    var letter = keep("general", 1);
    letters.answer(1, letter, null, null, "x");
    refuses(404, letter + 1);
  }

  /** Killed between what it sent and the commit. */
  @Test
  void aServerThatWasKilledMeanwhileHasAnsweredNothing() throws Exception {
    var letter = keep("general", 0);
    var killed = new HashMap<>(settings(Map.of()));
    killed.put("transactional.id", OpenLetters.TRANSACTIONAL_ID);
    try (var producer =
        new KafkaProducer<>(killed, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      var key = "general".getBytes(UTF_8);
      var record = new ProducerRecord<>(Topic.NAME, key, MENDED);
      record.headers().add("mended-by", "killed".getBytes(UTF_8));
      producer.send(record).get();
      var marker = new ProducerRecord<byte[], byte[]>(Topic.DEAD_LETTERS, 0, null, null);
      marker.headers().add("answers", ("0-" + letter).getBytes(UTF_8));
      producer.send(marker).get();
      letters.answer(0, letter, "general", MENDED, "living");
      assertThatThrownBy(producer::commitTransaction).isNotNull();
    }
    assertThat(posted("killed")).isZero();
    assertThat(posted("living")).isEqualTo(1);
    assertThatThrownBy(() -> letters.answer(0, letter, null, null, "x"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("answered before");
  }

  @Test
  void oneOfManyServersAnswers() throws Exception {
    var letter = keep("general", 0);
    var answers =
        IntStream.range(0, 4)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> status(server(), letter)))
            .toList();
    var statuses = new ArrayList<Integer>();
    answers.forEach(answer -> statuses.add(answer.join()));
    int last = status(letters, letter);
    statuses.add(last);
    assertThat(statuses).containsOnlyOnce(202).containsOnly(202, 409, 503);
    assertThat(posted("racer")).isEqualTo(1);
  }

  private static int status(OpenLetters server, long letter) {
    try {
      server.answer(0, letter, "general", MENDED, "racer");
      return 202;
    } catch (ProblemException e) {
      return e.problem().status();
    }
  }

  private void refuses(int status, long offset) {
    assertThatThrownBy(() -> letters.answer(1, offset, "general", MENDED, "x"))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().status()).isEqualTo(status));
  }

  private List<String> ids() {
    return letters.newest().stream().map(Letter::id).toList();
  }

  /** How many mended records of this person anybody reads. */
  private static long posted(String by) {
    var own = settings(Map.of("isolation.level", "read_committed"));
    try (var consumer =
        new KafkaConsumer<>(own, new StringDeserializer(), new StringDeserializer())) {
      var partition = new TopicPartition(Topic.NAME, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      long found = 0;
      while (consumer.position(partition) < end) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          found += Letter.header(record, "mended-by").equals(by) ? 1 : 0;
        }
      }
      return found;
    }
  }

  /** Keeps a letter; returns its offset. */
  private static long keep(String channel, int partition) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            settings(Map.of()), new ByteArraySerializer(), new ByteArraySerializer())) {
      var key = channel.getBytes(UTF_8);
      var letter =
          new ProducerRecord<>(Topic.DEAD_LETTERS, partition, key, "broken".getBytes(UTF_8));
      letter.headers().add("reason", "Broken.".getBytes(UTF_8));
      return producer.send(letter).get().offset();
    }
  }

  private static OpenLetters server() {
    var server = new OpenLetters();
    server.clients =
        new KafkaClients() {
          @Override
          public Map<String, Object> settings(Map<String, ?> own) {
            return OpenLettersIT.settings(own);
          }
        };
    return server;
  }

  private static Map<String, Object> settings(Map<String, ?> own) {
    var settings = new HashMap<String, Object>(own);
    settings.put("bootstrap.servers", kafka.bootstrapServers());
    return settings;
  }
}
