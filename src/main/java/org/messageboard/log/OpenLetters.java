package org.messageboard.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.kafka.KafkaClients;

/**
 * The dead letters that nobody has answered, and the answers: a mended record is posted again, or
 * the letter is dropped. Each is answered once.
 *
 * <p>An answer is a marker behind the letter in its partition, with the header {@code answers}. It
 * and the mended record are one transaction of Kafka. All servers use one transactional id: whoever
 * begins ends the transaction of a server that was killed, and shuts out one that still runs.
 */
@ApplicationScoped
public class OpenLetters {

  /** Part of what docs/OPERATIONS.md says of ACLs. */
  static final String TRANSACTIONAL_ID = Topic.DEAD_LETTERS;

  /** How many records of each partition are looked through for letters. */
  static final int NEWEST = 200;

  private static final Logger LOG = Logger.getLogger(OpenLetters.class.getName());
  private static final String ANSWERS = "answers";
  private static final int CALL_MILLIS = 5_000;

  /**
   * While a transaction is open, consumers wait behind it: at most this long for one of a server
   * that was killed, and until the broker's next look.
   */
  private static final int TRANSACTION_MILLIS = 10_000;

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Inject KafkaClients clients;

  /** Those among the newest {@value #NEWEST} records of each partition, newest first. */
  public List<Letter> newest() {
    return calling(
        () -> {
          var letters = new TreeMap<String, Letter>();
          try (var consumer = consumer()) {
            var partitions =
                consumer.partitionsFor(Topic.DEAD_LETTERS).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            var ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            var begins = consumer.beginningOffsets(partitions);
            ends.forEach(
                (partition, end) ->
                    consumer.seek(partition, Math.max(begins.get(partition), end - NEWEST)));
            read(consumer, ends, record -> note(record, letters));
          }
          return letters.values().stream()
              .sorted(Comparator.comparingLong(Letter::timestamp).reversed())
              .toList();
        });
  }

  private static void note(ConsumerRecord<byte[], byte[]> record, Map<String, Letter> letters) {
    var answered = Letter.header(record, ANSWERS);
    if (answered.isEmpty()) {
      var letter = Letter.of(record);
      letters.put(letter.id(), letter);
    } else {
      letters.remove(answered);
    }
  }

  /**
   * Answers a letter.
   *
   * @param channel the mended record's key, or null to drop the letter
   * @param value the mended record
   * @param by the person's public id
   * @throws ProblemException status 404 if there is none, or one of a private channel; 409 if it is
   *     answered; 503 when Kafka is away or another answer came between, which may be tried again
   */
  public void answer(int partition, long offset, String channel, byte[] value, String by) {
    calling(
        () -> {
          try (var producer = producer()) {
            producer.initTransactions();
            refuseUnlessOpen(new TopicPartition(Topic.DEAD_LETTERS, partition), offset);
            producer.beginTransaction();
            if (channel != null) {
              producer.send(mended(channel, value, by));
            }
            producer.send(marker(partition, offset, channel == null ? "dropped" : "mended", by));
            producer.commitTransaction();
          }
          return null;
        });
    LOG.log(
        Level.INFO,
        "Dead letter {0}-{1} was {2} by {3}",
        new Object[] {
          Integer.toString(partition),
          Long.toString(offset),
          channel == null ? "dropped" : "mended",
          by
        });
  }

  private void refuseUnlessOpen(TopicPartition partition, long offset) {
    var found = new TreeMap<String, Letter>();
    var id = partition.partition() + "-" + offset;
    boolean[] answered = {false};
    try (var consumer = consumer()) {
      boolean exists =
          consumer.partitionsFor(Topic.DEAD_LETTERS).stream()
              .anyMatch(p -> p.partition() == partition.partition());
      var ends = exists ? consumer.endOffsets(List.of(partition)) : Map.of(partition, 0L);
      if (offset < ends.get(partition)) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, offset);
        read(
            consumer,
            ends,
            record -> {
              answered[0] |= Letter.header(record, ANSWERS).equals(id);
              if (record.offset() == offset) {
                note(record, found);
              }
            });
      }
    }
    var letter = found.get(id);
    if (letter == null || letter.isPrivate()) {
      throw new ProblemException(Problem.of(404, "There is no such dead letter."));
    }
    if (answered[0]) {
      throw new ProblemException(Problem.of(409, "The dead letter was answered before."));
    }
  }

  private static void read(
      Consumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> ends,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    long limit = System.nanoTime() + LIMIT.toNanos();
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      consumer.poll(POLL).forEach(reader);
      if (System.nanoTime() - limit > 0) {
        throw new TimeoutException("The dead letters cannot be read to their end.");
      }
    }
  }

  private static ProducerRecord<byte[], byte[]> mended(String channel, byte[] value, String by) {
    var record = new ProducerRecord<>(Topic.NAME, channel.getBytes(UTF_8), value);
    record.headers().add("mended-by", by.getBytes(UTF_8));
    return record;
  }

  private static ProducerRecord<byte[], byte[]> marker(
      int partition, long offset, String outcome, String by) {
    var marker = new ProducerRecord<byte[], byte[]>(Topic.DEAD_LETTERS, partition, null, null);
    marker
        .headers()
        .add(ANSWERS, (partition + "-" + offset).getBytes(UTF_8))
        .add("outcome", outcome.getBytes(UTF_8))
        .add("by", by.getBytes(UTF_8));
    return marker;
  }

  private Consumer<byte[], byte[]> consumer() {
    return new TopicConsumers(clients)
        .open(
            Map.of(
                ConsumerConfig.CLIENT_ID_CONFIG,
                "message-board-letters",
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                CALL_MILLIS + 1_500));
  }

  private Producer<byte[], byte[]> producer() {
    var settings =
        Map.of(
            ProducerConfig.CLIENT_ID_CONFIG, "message-board-letters",
            ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID,
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS,
            ProducerConfig.MAX_BLOCK_MS_CONFIG, CALL_MILLIS,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, CALL_MILLIS / 2,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, CALL_MILLIS);
    return new KafkaProducer<>(
        clients.settings(settings), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** One after another at each server, so that its own answers do not shut out each other. */
  private synchronized <T> T calling(Supplier<T> call) {
    try {
      return call.get();
    } catch (InterruptException e) {
      Thread.currentThread().interrupt();
      throw unavailable(e);
    } catch (KafkaException e) {
      LOG.log(Level.FINE, "The dead letters could not be read or answered", e);
      throw unavailable(e);
    }
  }

  private static ProblemException unavailable(KafkaException cause) {
    return new ProblemException(
        Problem.unavailable(
            "The dead letters cannot be read or answered at the moment. Try it again.",
            Duration.ofSeconds(2)),
        cause);
  }
}
