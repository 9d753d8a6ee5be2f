package org.messageboard.log;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/**
 * The topic's log, read outside the consumer group, and the offsets that the group has committed.
 */
public final class TopicLog {

  private final Topic topic;
  private final Function<String, Consumer<byte[], byte[]>> consumers;
  private final String group;

  /**
   * @param consumers opens a consumer with this client id
   * @param group the consumer group whose committed offsets the view must have reached
   */
  public TopicLog(Topic topic, Function<String, Consumer<byte[], byte[]>> consumers, String group) {
    this.topic = topic;
    this.consumers = consumers;
    this.group = group;
  }

  /**
   * The topic's id.
   *
   * @throws ExecutionException while Kafka is away or the topic missing
   */
  public String id() throws ExecutionException, InterruptedException {
    return topic.describe().topicId().toString();
  }

  /** Numbers of the topic's partitions. */
  public List<Integer> partitions() throws ExecutionException, InterruptedException {
    return topic.describe().partitions().stream().map(TopicPartitionInfo::partition).toList();
  }

  /** The group's committed offsets, exclusive, by partition. */
  public Map<Integer, Long> committed() throws Exception {
    var partitions = partitions();
    var committed = topic.committed(group);
    committed.keySet().retainAll(partitions);
    return committed;
  }

  /** The records that are dead letters already, read at the first question. */
  public KeptDeadLetters keptDeadLetters() {
    return new KeptDeadLetters(consumers);
  }

  /** A new consumer, which the caller closes. */
  public Consumer<byte[], byte[]> consumer() {
    return consumers.apply("message-board-repair");
  }

  /**
   * Reads partitions from the offset after the last applied one.
   *
   * @param applied the last applied offset by partition
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
}
