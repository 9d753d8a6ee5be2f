package org.messageboard.projection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.prometheus.metrics.core.metrics.Counter;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.messageboard.messages.MessageLog;
import org.messageboard.metrics.Metrics;
import org.messageboard.platform.Topic;

/**
 * Keeps what is not a message: the record as it came, with its reason, topic, partition and offset
 * in the headers {@code reason}, {@code topic}, {@code topic-id}, {@code partition} and {@code
 * offset}.
 */
@ApplicationScoped
public class DeadLetters {

  private static final Logger LOG = Logger.getLogger(DeadLetters.class.getName());
  private static final int TIMEOUT_SECONDS = 10;

  @Inject
  @Channel("dead-letters-out")
  Emitter<ProducerRecord<byte[], byte[]>> emitter;

  @Inject Metrics metrics;

  private Counter kept;

  @PostConstruct
  void measure() {
    kept = metrics.counter("dead_letters_total", "Records that were not messages");
  }

  /** Its metric is there before the first of them. */
  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    LOG.log(Level.FINE, "Ready to keep dead letters in {0}", Topic.DEAD_LETTERS);
  }

  /**
   * Keeps the record; returns once Kafka has it.
   *
   * @param topicId id of the topic that the record is of
   * @throws InterruptedException when the thread is interrupted before that
   */
  void keep(String topicId, KafkaRecord record, String reason) throws InterruptedException {
    LOG.log(
        Level.WARNING,
        "{0} of the topic is not a message and goes to {1}: {2} See who else writes to the topic",
        new Object[] {record, Topic.DEAD_LETTERS, reason});
    Retries.until(
        "Writing to " + Topic.DEAD_LETTERS,
        () -> send(letter(topicId, record, record.value(), reason), reason));
    kept.inc();
  }

  private Void send(ProducerRecord<byte[], byte[]> letter, String reason) throws Exception {
    try {
      var stage = emitter.send(letter);
      return stage.toCompletableFuture().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RecordTooLargeException && letter.value() != null) {
        return send(withoutValue(letter, reason), reason);
      }
      throw e;
    }
  }

  private static ProducerRecord<byte[], byte[]> withoutValue(
      ProducerRecord<byte[], byte[]> letter, String reason) {
    var small =
        new ProducerRecord<byte[], byte[]>(
            letter.topic(), null, letter.key(), null, letter.headers());
    var said = reason + " Its value is too large to be kept here.";
    small.headers().remove("reason").add("reason", said.getBytes(UTF_8));
    return small;
  }

  private static ProducerRecord<byte[], byte[]> letter(
      String topicId, KafkaRecord record, byte[] value, String reason) {
    var letter = new ProducerRecord<>(Topic.DEAD_LETTERS, record.key(), value);
    letter
        .headers()
        .add("reason", reason.getBytes(UTF_8))
        .add("topic", Topic.NAME.getBytes(UTF_8))
        .add("topic-id", topicId.getBytes(UTF_8))
        .add("partition", Integer.toString(record.partition()).getBytes(UTF_8))
        .add("offset", Long.toString(record.offset()).getBytes(UTF_8));
    if (record.trace() != null) {
      letter.headers().add(MessageLog.TRACE_HEADER, record.trace().getBytes(UTF_8));
    }
    return letter;
  }
}
