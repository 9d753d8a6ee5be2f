package org.messageboard.statistics;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.inject.Inject;
import java.util.Optional;
import org.messageboard.kafka.KafkaClients;
import org.messageboard.log.LagMeter;
import org.messageboard.log.RecordFormat;
import org.messageboard.log.Topic;
import org.messageboard.log.TopicSettings;
import org.messageboard.metrics.Metrics;

/**
 * The statistics of a server that has them. Nothing here names a class of Kafka Streams, so that
 * none is loaded on a server that has none.
 */
@ApplicationScoped
public class Statistics {

  private static final long STOP_MILLIS = 4_000;

  @Inject StatisticsSettings settings;
  @Inject Topic topic;
  @Inject TopicSettings topics;
  @Inject KafkaClients clients;
  @Inject RecordFormat format;
  @Inject Metrics metrics;
  @Resource ManagedThreadFactory threads;
  @Resource ManagedScheduledExecutorService scheduler;

  private final StatisticsRows rows = new StatisticsRows();
  private StatisticsRunner runner;
  private LagMeter lag;
  private Thread thread;

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    if (!settings.enabled()) {
      return;
    }
    runner =
        new StatisticsRunner(
            clients, topics.replication(), format.reader(), rows, topic::reachable);
    metrics.gauge(
        "statistics_running",
        "Whether Kafka Streams counts on this server",
        () -> runner.isRunning() ? 1 : 0);
    metrics.gauge("statistics_rows", "Counts of a channel and window in memory", rows::size);
    lag =
        new LagMeter(
            metrics,
            "statistics",
            "Kafka Streams",
            topic,
            id -> topic.committed(StatisticsRunner.APPLICATION));
    lag.start(scheduler);
    thread = threads.newThread(runner);
    thread.setName("message-board-statistics");
    thread.start();
  }

  /** Before the container interrupts all threads that come from its own, Kafka's among them. */
  void stop(
      @Observes(notifyObserver = Reception.IF_EXISTS) @BeforeDestroyed(ApplicationScoped.class)
          Object event) {
    if (thread != null) {
      lag.stop();
      runner.stop();
      awaitEnd();
      thread.interrupt();
      awaitEnd();
    }
  }

  private void awaitEnd() {
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether this server has statistics. */
  public boolean isEnabled() {
    return settings.enabled();
  }

  /** What Kafka Streams does on this server; empty on one without statistics. */
  public Optional<String> state() {
    return Optional.ofNullable(runner).map(StatisticsRunner::state);
  }

  /** All counts. */
  StatisticsRows rows() {
    return rows;
  }
}
