package org.messageboard.projection;

import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.Consumer;
import org.messageboard.log.KafkaRecord;
import org.messageboard.log.KeptDeadLetters;
import org.messageboard.log.TopicLog;
import org.messageboard.retry.Retries;
import org.messageboard.view.ViewRecord;
import org.messageboard.view.ViewWriter;
import org.messageboard.view.ViewWriter.Begun;

/**
 * Fills the view from Kafka after a loss: Redis was wiped, restored from an older copy, or a
 * failover lost the tail. A repair is silent: until the view has everything that Kafka has, nothing
 * is published and nothing can be read. Then a new epoch begins, because numbers may have been
 * given out twice. Used by one thread.
 */
final class GapRepair {

  private static final Logger LOG = Logger.getLogger(GapRepair.class.getName());

  /** When no more records than this are left, the consumers apply them. */
  private static final long FEW = 500;

  /** A repair without a sign of life for this time is dead. */
  private static final Duration SILENCE = Duration.ofSeconds(15);

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final long SAY_EVERY = Duration.ofSeconds(5).toNanos();

  private final TopicLog log;
  private final ViewWriter view;
  private final Decoder decoder;
  private final ProjectionMetrics metrics;

  /** The present repair's token: the epoch that begins when it ends. */
  private String token;

  GapRepair(TopicLog log, ViewWriter view, Decoder decoder, ProjectionMetrics metrics) {
    this.log = log;
    this.view = view;
    this.decoder = decoder;
    this.metrics = metrics;
  }

  /**
   * Returns once the view has everything that Kafka has, by this repair or another consumer's.
   *
   * @param epoch the epoch of the incomplete view, or "" without one
   */
  void fill(String epoch) throws InterruptedException {
    LOG.log(
        Level.WARNING,
        "Redis lacks records; they are read from Kafka, and until all are there history is answered with 503. If nobody emptied Redis, make sure that it persists its data and evicts nothing");
    token = ViewWriter.newEpoch();
    while (!Retries.until("Filling Redis from Kafka", () -> attempt(epoch))) {
      Thread.sleep(LOOK_EVERY.toMillis());
    }
    metrics.whole();
  }

  /** Whether the view is whole now. */
  private boolean attempt(String epoch) throws Exception {
    var begun = view.beginRepair(token, epoch, SILENCE);
    return begun == Begun.OVER || begun == Begun.CALLERS && repair();
  }

  private boolean repair() throws Exception {
    metrics.repairing();
    long began = System.nanoTime();
    try (var consumer = log.consumer()) {
      long read = readAll(consumer);
      if (read < 0 || !view.endRepair(token)) {
        return false;
      }
      LOG.log(
          Level.INFO,
          "Redis has all that Kafka has; {0} records were read in {1} ms",
          new Object[] {Long.toString(read), (System.nanoTime() - began) / 1_000_000 + ""});
      return true;
    }
  }

  /** How many records were read; -1 when another consumer has taken over the repair. */
  private long readAll(Consumer<byte[], byte[]> consumer) throws Exception {
    var id = log.id();
    var kept = log.keptDeadLetters();
    var order = TopicLog.read(consumer, log.partitions(), view.offsets(id));
    long read = 0;
    long say = System.nanoTime() + SAY_EVERY;
    while (order.toEnd() > (read == 0 ? 0 : FEW)) {
      for (var next = order.next(); !next.isEmpty(); next = order.next()) {
        if (!view.fill(token, id, order.left(), decode(id, next, kept))) {
          return -1;
        }
        metrics.repaired(next.size(), order.left());
        read += next.size();
        if (System.nanoTime() - say >= 0) {
          LOG.log(Level.INFO, "Redis is being filled; {0} records are left", order.left() + "");
          say = System.nanoTime() + SAY_EVERY;
        }
      }
    }
    return view.fill(token, id, 0, decode(id, order.holesAtEnd(), kept)) ? read : -1;
  }

  private List<ViewRecord> decode(String topicId, List<KafkaRecord> read, KeptDeadLetters kept)
      throws InterruptedException {
    return decoder.decode(topicId, read, record -> "", record -> kept.has(topicId, record));
  }
}
