package org.messageboard.projection;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Map;
import org.messageboard.log.LagMeter;
import org.messageboard.log.Topic;
import org.messageboard.metrics.Metrics;
import org.messageboard.redis.RedisConnections;
import org.messageboard.view.ViewWriter;

/** Measures how far the view is behind the topic. */
@ApplicationScoped
public class TopicLag {

  @Inject Topic topic;
  @Inject RedisConnections connections;
  @Inject Metrics metrics;
  @Resource ManagedScheduledExecutorService scheduler;

  private LagMeter meter;

  @PostConstruct
  void measure() {
    meter = new LagMeter(metrics, "topic", "Redis", topic, this::next);
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    meter.start(scheduler);
  }

  @PreDestroy
  void stop() {
    meter.stop();
  }

  private Map<Integer, Long> next(String topicId) {
    var offsets = ViewWriter.offsets(connections.reading(), topicId);
    offsets.replaceAll((partition, applied) -> applied + 1);
    return offsets;
  }
}
