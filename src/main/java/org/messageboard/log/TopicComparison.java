package org.messageboard.log;

import static org.apache.kafka.common.config.ConfigResource.Type.TOPIC;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * Says when a topic is not as the settings ask for it: Kafka may have created it by itself, with
 * one partition and a retention of seven days. Used by one thread at a time.
 */
final class TopicComparison {

  private static final Logger LOG = Logger.getLogger(TopicComparison.class.getName());
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final Admin admin;

  /** Per topic the time and the topic's id of the last comparison. */
  private final Map<String, Compared> compared = new HashMap<>();

  private volatile int differing;

  private record Compared(long at, Object id, String difference) {

    boolean differs() {
      return !difference.isEmpty();
    }

    boolean isDue(Object current) {
      return !id.equals(current) || System.nanoTime() - at > EVERY.toNanos();
    }
  }

  TopicComparison(Admin admin) {
    this.admin = admin;
  }

  /** How many topics are not as they should be. */
  int differing() {
    return differing;
  }

  /** Compares once a minute, and at once when the topic is another one. */
  void compareIfDue(WantedTopic wanted, TopicDescription topic) throws InterruptedException {
    var last = compared.get(topic.name());
    if (last != null && !last.isDue(topic.topicId())) {
      return;
    }
    try {
      var difference = wanted.difference(topic, settings(topic.name()));
      say(topic.name(), last == null ? "" : last.difference(), difference);
      compared.put(topic.name(), new Compared(System.nanoTime(), topic.topicId(), difference));
      differing = (int) compared.values().stream().filter(Compared::differs).count();
    } catch (ExecutionException e) {
      LOG.log(Level.FINE, "The topic is compared at the next look", e);
    }
  }

  private static void say(String topic, String before, String now) {
    if (now.equals(before)) {
      return;
    }
    if (now.isEmpty()) {
      LOG.log(Level.INFO, "The topic {0} is as the settings ask for it", topic);
    } else {
      LOG.log(
          Level.WARNING,
          "The topic {0} is not as the settings ask for it: {1}. Perhaps Kafka created it by itself (auto.create.topics.enable). Alter it, or set board.topic.* to what it is to be; docs/OPERATIONS.md says how (\"The topics\")",
          new Object[] {topic, now});
    }
  }

  /** What Kafka says of the topic; nothing where its ACLs do not let the board ask. */
  private Function<String, Optional<String>> settings(String topic)
      throws ExecutionException, InterruptedException {
    try {
      var resource = new ConfigResource(TOPIC, topic);
      var config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
      return name -> Optional.ofNullable(config.get(name)).map(ConfigEntry::value);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof AuthorizationException)) {
        throw e;
      }
      LOG.log(Level.FINE, "The settings of the topic are not for the board to see", e);
      return name -> Optional.empty();
    }
  }
}
