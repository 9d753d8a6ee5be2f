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
 * Fills Redis from Kafka after it has lost something: after it was restored from an older copy,
 * after a failover that lost the tail, after it was wiped. That is silent: until Redis has all that
 * Kafka has, nothing is published and nobody can read; then a new epoch begins, because numbers
 * that were given already may have been given again. Used by one thread.
 */
final class GapRepair {

  private static final Logger LOG = Logger.getLogger(GapRepair.class.getName());

  /** What came meanwhile is left to the consumers once it is no more than this. */
  private static final long FEW = 500;

  /** Who gave no sign of life for so long has died. */
  private static final Duration SILENCE = Duration.ofSeconds(15);

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final long SAY_EVERY = Duration.ofSeconds(5).toNanos();

  private final TopicLog log;
  private final ViewWriter view;
  private final Decoder decoder;
  private final ProjectionMetrics metrics;

  /** Of the repair under way: the epoch that begins when it ends. */
  private String token;

  GapRepair(TopicLog log, ViewWriter view, Decoder decoder, ProjectionMetrics metrics) {
    this.log = log;
    this.view = view;
    this.decoder = decoder;
    this.metrics = metrics;
  }

  /**
   * Returns once Redis has all that Kafka has, by this repair or another consumer's.
   *
   * @param epoch in which something was found missing; empty when there was none
   */
  void fill(String epoch) throws InterruptedException {
    LOG.log(
        Level.WARNING,
        "Redis lacks records; they are read from Kafka, and until all are there history is answered with 503. If Redis was not emptied, see that it is kept and evicts nothing");
    token = ViewWriter.newEpoch();
    while (!Retries.until("Filling Redis from Kafka", () -> attempt(epoch))) {
      Thread.sleep(LOOK_EVERY.toMillis());
    }
    metrics.whole();
  }

  /** Whether Redis is whole. */
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

  /** How many records were read; -1 when the repair is not this one's any more. */
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
