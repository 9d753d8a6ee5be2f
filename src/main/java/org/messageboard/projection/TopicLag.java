package org.messageboard.projection;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartitionInfo;
import org.messageboard.log.Topic;
import org.messageboard.metrics.Metrics;
import org.messageboard.redis.RedisConnections;
import org.messageboard.view.ViewWriter;

/**
 * Measures how far the view is behind the topic. Every server does, so the lag is visible even when
 * no consumer is left.
 */
@ApplicationScoped
public class TopicLag {

  private static final Logger LOG = Logger.getLogger(TopicLag.class.getName());
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final double NANOS = 1e9;

  @Inject Topic topic;
  @Inject RedisConnections connections;
  @Inject Metrics metrics;
  @Resource ManagedScheduledExecutorService scheduler;

  private PartitionLags lags;
  private volatile double seconds;
  private volatile long measured = System.nanoTime();
  private ScheduledFuture<?> measuring;

  @PostConstruct
  void measure() {
    lags =
        new PartitionLags(
            metrics.gauge(
                "topic_lag_records", "Records that Redis does not have yet", "partition"));
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
      var described = topic.describe();
      var applied = ViewWriter.offsets(connections.reading(), described.topicId().toString());
      var partitions = described.partitions().stream().map(TopicPartitionInfo::partition).toList();
      var begins = topic.offsets(partitions, OffsetSpec.earliest());
      var ends = topic.offsets(partitions, OffsetSpec.latest());
      measured = System.nanoTime();
      seconds = lags.look(measured, begins, ends, applied) / NANOS;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.log(Level.FINE, "The lag cannot be measured; topic_lag_age_seconds shows since when", e);
    }
  }
}
