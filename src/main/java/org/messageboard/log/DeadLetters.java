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
 * Keeps unreadable records as they came, with the reason and their place in the headers {@code
 * reason}, {@code topic}, {@code topic-id}, {@code partition} and {@code offset}.
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

  /** Creates this bean, and so its metric, before the first dead letter. */
  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    LOG.log(Level.FINE, "Ready to keep dead letters in {0}", Topic.DEAD_LETTERS);
  }

  /**
   * Keeps all the records; returns once Kafka has them.
   *
   * @param topicId id of the records' topic
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
        "Unreadable records go from the topic to {1}: {0} of them, the first {2}: {3} Find out which other producer writes to the topic",
        new Object[] {
          Integer.toString(letters.size()), Topic.DEAD_LETTERS, first.record(), first.reason()
        });
  }

  /**
   * Sends what is left, and removes what Kafka has.
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
        boolean shrinks = isTooLarge(e) && left.get(i).value() != null;
        failed.add(shrinks ? withoutValue(left.get(i)) : left.get(i));
        reason = shrinks ? reason : e;
      }
    }
    left.clear();
    left.addAll(failed);
    if (reason != null) {
      throw reason;
    }
    return left.isEmpty() ? null : send(left);
  }

  private static boolean isTooLarge(Exception e) {
    return e.getCause() instanceof RecordTooLargeException;
  }

  private static ProducerRecord<byte[], byte[]> withoutValue(
      ProducerRecord<byte[], byte[]> letter) {
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
