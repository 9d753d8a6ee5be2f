package org.messageboard.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.prometheus.metrics.core.metrics.Counter;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.messageboard.metrics.Metrics;
import org.messageboard.retry.Retries;

/**
 * Keeps what is not a message: the record as it came, with its reason, topic, partition and offset
 * in the headers {@code reason}, {@code topic}, {@code topic-id}, {@code partition} and {@code
 * offset}.
 */
@ApplicationScoped
public class DeadLetters {

  private static final Logger LOG = Logger.getLogger(DeadLetters.class.getName());
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

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
   * Keeps the records, all at once; returns once Kafka has them.
   *
   * @param topicId id of the topic that the records are of
   * @throws InterruptedException when the thread is interrupted before that
   */
  public void keep(String topicId, List<UnreadableRecord> letters) throws InterruptedException {
    if (!letters.isEmpty()) {
      warn(letters);
      var left = new ArrayList<>(letters.stream().map(l -> letter(topicId, l)).toList());
      Retries.until("Writing to " + Topic.DEAD_LETTERS, () -> send(left));
      kept.inc(letters.size());
    }
  }

  private static void warn(List<UnreadableRecord> letters) {
    var first = letters.get(0);
    LOG.log(
        Level.WARNING,
        "What is not a message goes from the topic to {1}; records: {0}, the first of them {2}: {3} See who else writes to the topic",
        new Object[] {
          Integer.toString(letters.size()), Topic.DEAD_LETTERS, first.record(), first.reason()
        });
  }

  /**
   * Sends those that are left, and takes out what Kafka has then.
   *
   * @throws ExecutionException when some are left
   */
  private Void send(List<ProducerRecord<byte[], byte[]>> left) throws Exception {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    var sent = left.stream().map(emitter::send).map(CompletionStage::toCompletableFuture).toList();
    var failed = new ArrayList<ProducerRecord<byte[], byte[]>>();
    Exception reason = null;
    for (int i = 0; i < sent.size(); i++) {
      try {
        sent.get(i).get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException | TimeoutException e) {
        boolean tooLarge = e.getCause() instanceof RecordTooLargeException;
        failed.add(tooLarge ? withoutValue(left.get(i)) : left.get(i));
        reason = tooLarge && left.get(i).value() != null ? reason : e;
      }
    }
    left.clear();
    left.addAll(failed);
    if (reason != null) {
      throw reason;
    }
    return left.isEmpty() ? null : send(left);
  }

  private static ProducerRecord<byte[], byte[]> withoutValue(
      ProducerRecord<byte[], byte[]> letter) {
    if (letter.value() == null) {
      return letter;
    }
    var small =
        new ProducerRecord<byte[], byte[]>(
            letter.topic(), null, letter.key(), null, letter.headers());
    var reason = new String(small.headers().lastHeader("reason").value(), UTF_8);
    var said = reason + " Its value is too large to be kept here.";
    small.headers().remove("reason").add("reason", said.getBytes(UTF_8));
    return small;
  }

  static ProducerRecord<byte[], byte[]> letter(String topicId, UnreadableRecord unreadable) {
    var record = unreadable.record();
    var letter = new ProducerRecord<>(Topic.DEAD_LETTERS, record.key(), record.value());
    letter
        .headers()
        .add("reason", unreadable.reason().getBytes(UTF_8))
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
