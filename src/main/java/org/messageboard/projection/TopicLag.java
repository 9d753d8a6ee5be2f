package org.messageboard.projection;

import io.prometheus.metrics.core.metrics.Gauge;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.messageboard.metrics.Metrics;
import org.messageboard.platform.RedisConnections;
import org.messageboard.platform.Topic;

/**
 * Measures how far Redis is behind the topic. Every server does, so that it is seen also when no
 * consumer is left to tell.
 */
@ApplicationScoped
public class TopicLag {

  private static final Logger LOG = Logger.getLogger(TopicLag.class.getName());
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final double NANOS = 1e9;

  @Inject Topic topic;
  @Inject RedisConnections connections;
  @Inject Metrics metrics;
  @Resource ManagedScheduledExecutorService scheduler;

  private final Map<Integer, LagClock> clocks = new HashMap<>();
  private Gauge records;
  private volatile double seconds;
  private volatile long measured = System.nanoTime();
  private ScheduledFuture<?> measuring;

  @PostConstruct
  void measure() {
    records =
        metrics.gauge("topic_lag_records", "Records that Redis does not have yet", "partition");
    metrics.gauge(
        "topic_lag_seconds", "How long the oldest of them has been in the topic", () -> seconds);
    metrics.gauge(
        "topic_lag_age_seconds",
        "Time since the lag was measured, which takes Kafka and Redis",
        () -> (System.nanoTime() - measured) / NANOS);
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    measuring =
        scheduler.scheduleWithFixedDelay(
            this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void stop() {
    if (measuring != null) {
      measuring.cancel(true);
    }
  }

  private void look() {
    try {
      var described = topic.describe().orElse(null);
      if (described != null) {
        var applied = Projection.offsets(connections.reading(), described.topicId().toString());
        var partitions =
            described.partitions().stream().map(TopicPartitionInfo::partition).toList();
        compare(
            offsets(partitions, OffsetSpec.earliest()),
            offsets(partitions, OffsetSpec.latest()),
            applied);
        measured = System.nanoTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.log(Level.FINE, "The lag cannot be measured; its age tells for how long", e);
    }
  }

  private Map<TopicPartition, Long> offsets(Iterable<Integer> partitions, OffsetSpec which)
      throws Exception {
    var wanted = new HashMap<TopicPartition, OffsetSpec>();
    partitions.forEach(p -> wanted.put(new TopicPartition(Topic.NAME, p), which));
    var offsets = new HashMap<TopicPartition, Long>();
    topic
        .admin()
        .listOffsets(wanted)
        .all()
        .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }

  /** What Kafka does not have any more is not waited for. */
  private void compare(
      Map<TopicPartition, Long> begins,
      Map<TopicPartition, Long> ends,
      Map<Integer, Long> applied) {
    long now = System.nanoTime();
    long oldest = 0;
    for (var end : ends.entrySet()) {
      int partition = end.getKey().partition();
      long next = Math.max(applied.getOrDefault(partition, -1L) + 1, begins.get(end.getKey()));
      records.labelValues(Integer.toString(partition)).set(Math.max(0, end.getValue() - next));
      var clock = clocks.computeIfAbsent(partition, p -> new LagClock());
      oldest = Math.max(oldest, clock.look(now, end.getValue(), next));
    }
    seconds = oldest / NANOS;
  }
}
