package org.messageboard.log;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/** The topic's log, read past the consumer group, and what the group has committed of it. */
public final class TopicLog {

  private final Topic topic;
  private final Function<String, Consumer<byte[], byte[]>> consumers;
  private final String group;

  /**
   * @param consumers makes a consumer for a client id
   * @param group the consumer group whose committed offsets tell how far Redis must be
   */
  public TopicLog(Topic topic, Function<String, Consumer<byte[], byte[]>> consumers, String group) {
    this.topic = topic;
    this.consumers = consumers;
    this.group = group;
  }

  /**
   * The id of the topic as it is now.
   *
   * @throws TopicMissingException while it is missing, or Kafka away
   */
  public String id() throws TopicMissingException {
    return description().topicId().toString();
  }

  /** Numbers of the topic's partitions. */
  public List<Integer> partitions() throws TopicMissingException {
    return description().partitions().stream().map(TopicPartitionInfo::partition).toList();
  }

  /** The offsets up to which the group is done, exclusive, by partition. */
  public Map<Integer, Long> committed() throws Exception {
    var partitions = partitions();
    var committed = topic.committed(group);
    committed.keySet().retainAll(partitions);
    return committed;
  }

  /** What the dead letters hold already, read when it is first asked. */
  public KeptDeadLetters keptDeadLetters() {
    return new KeptDeadLetters(consumers);
  }

  /** A consumer of its own, to be closed by the caller. */
  public Consumer<byte[], byte[]> consumer() {
    return consumers.apply("message-board-repair");
  }

  /**
   * Reads partitions from after what was applied.
   *
   * @param applied the last offset that is not to be read, by partition
   */
  public static TimeOrder read(
      Consumer<byte[], byte[]> consumer,
      Collection<Integer> partitions,
      Map<Integer, Long> applied) {
    return new TimeOrder(
        consumer,
        partitions.stream().map(p -> new TopicPartition(Topic.NAME, p)).toList(),
        new HashMap<>(applied));
  }

  private TopicDescription description() throws TopicMissingException {
    return topic.describe().orElseThrow(TopicMissingException::new);
  }
}
