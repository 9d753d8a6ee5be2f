package org.messageboard.log;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartitionInfo;
import org.messageboard.metrics.Metrics;

/**
 * Measures every five seconds how far a store is behind the topic. Every server that uses the store
 * does, so the lag is visible even when nobody is left who writes to it.
 */
public final class LagMeter {

  /** How far a store has come. */
  public interface Reached {

    /**
     * The offset at which each partition of the topic with this id goes on, of those that were
     * read.
     *
     * @throws Exception while the store does not say
     */
    Map<Integer, Long> next(String topicId) throws Exception;
  }

  private static final Logger LOG = Logger.getLogger(LagMeter.class.getName());
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final double NANOS = 1e9;

  private final Topic topic;
  private final Reached reached;
  private final PartitionLags lags;
  private volatile double seconds;
  private volatile long measured = System.nanoTime();
  private ScheduledFuture<?> measuring;

  /**
   * Creates the metrics {@code <name>_lag_records}, {@code <name>_lag_seconds} and {@code
   * <name>_lag_age_seconds}.
   *
   * @param store what the store is called
   */
  public LagMeter(Metrics metrics, String name, String store, Topic topic, Reached reached) {
    this.topic = topic;
    this.reached = reached;
    lags =
        new PartitionLags(
            metrics.gauge(
                name + "_lag_records",
                "Records that " + store + " does not have yet",
                "partition"));
    metrics.gauge(
        name + "_lag_seconds", "How long the oldest of them has been in the topic", () -> seconds);
    metrics.gauge(
        name + "_lag_age_seconds",
        "Time since the lag was measured, which takes Kafka and " + store,
        () -> (System.nanoTime() - measured) / NANOS);
  }

  /** Measures until {@link #stop}. */
  public void start(ScheduledExecutorService scheduler) {
    measuring =
        scheduler.scheduleWithFixedDelay(
            this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  public void stop() {
    if (measuring != null) {
      measuring.cancel(true);
    }
  }

  private void look() {
    try {
      var described = topic.describe();
      var next = reached.next(described.topicId().toString());
      var partitions = described.partitions().stream().map(TopicPartitionInfo::partition).toList();
      var begins = topic.offsets(partitions, OffsetSpec.earliest());
      var ends = topic.offsets(partitions, OffsetSpec.latest());
      measured = System.nanoTime();
      seconds = lags.look(measured, begins, ends, next) / NANOS;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.log(Level.FINE, "The lag cannot be measured; its age shows since when", e);
    }
  }
}
