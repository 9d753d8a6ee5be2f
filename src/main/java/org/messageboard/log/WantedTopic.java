package org.messageboard.log;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * A topic as the board's settings ask for it.
 *
 * @param partitions when it is created; more of them are as good
 * @param replication at least
 * @param settings in Kafka's names; of numbers a larger one is as good, and -1 is without limit
 */
record WantedTopic(String name, int partitions, short replication, Map<String, String> settings) {

  /** With what a topic has that keeps every record, but for the time it is kept. */
  WantedTopic {
    var all = new TreeMap<>(settings);
    all.put("cleanup.policy", "delete");
    all.put("retention.bytes", "-1");
    all.put("min.insync.replicas", Integer.toString(Math.max(1, replication - 1)));
    settings = all;
  }

  NewTopic creation() {
    return new NewTopic(name, partitions, replication).configs(settings);
  }

  /**
   * In what a topic that exists keeps less than is asked for, or is less safe; empty when in
   * nothing.
   *
   * @param actual gives its value of one of Kafka's settings, or nothing where that is not known
   */
  String difference(TopicDescription topic, Function<String, Optional<String>> actual) {
    var differences = new ArrayList<String>();
    var found = topic.partitions();
    int replicas = found.stream().mapToInt(p -> p.replicas().size()).min().orElse(0);
    add(differences, "partitions", found.size(), partitions);
    add(differences, "replicas", replicas, replication);
    settings.forEach(
        (setting, wanted) ->
            actual
                .apply(setting)
                .filter(value -> isLess(value, wanted))
                .ifPresent(value -> add(differences, setting, value, wanted)));
    return differences.stream().collect(joining(", "));
  }

  private static void add(List<String> differences, String what, int actual, int wanted) {
    if (actual < wanted) {
      add(differences, what, Integer.toString(actual), Integer.toString(wanted));
    }
  }

  private static void add(List<String> differences, String what, String actual, String wanted) {
    differences.add("%s is %s instead of %s".formatted(what, actual, wanted));
  }

  private static boolean isLess(String actual, String wanted) {
    try {
      long number = Long.parseLong(actual);
      long least = Long.parseLong(wanted);
      return number != -1 && (least == -1 || number < least);
    } catch (NumberFormatException e) {
      return !actual.equals(wanted);
    }
  }
}
