package org.messageboard.log;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads partitions side by side, the record with the oldest timestamp first; within a partition in
 * the log's order. So events come in nearly their original order. Holds a few megabytes at most.
 * Used by one thread.
 */
public final class TimeOrder {

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final int EMPTY_POLLS = 20;

  /** Records of one script call, during which Redis does nothing else for about 10 ms. */
  private static final int BATCH = 1000;

  private static final int BATCH_BYTES = 1024 * 1024;

  /** Read ahead of all partitions together; one more poll may come on top. */
  private static final long AHEAD_BYTES = 8 * 1024 * 1024;

  private final Consumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>> ahead = new HashMap<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final Map<Integer, Long> last;
  private final PriorityQueue<TopicPartition> byTime =
      new PriorityQueue<>(Comparator.comparingLong(p -> ahead.get(p).peek().timestamp()));
  private long aheadBytes;

  /** Whether a partition may have no record read ahead. */
  private boolean drained = true;

  /**
   * @param consumer gets these partitions assigned
   * @param applied the last offset to skip, by partition; a partition without one is read from its
   *     beginning
   */
  TimeOrder(
      Consumer<byte[], byte[]> consumer,
      Collection<TopicPartition> partitions,
      Map<Integer, Long> applied) {
    this.consumer = consumer;
    this.last = new HashMap<>(applied);
    consumer.assign(partitions);
    var begins = consumer.beginningOffsets(partitions);
    for (var partition : partitions) {
      long next = applied.getOrDefault(partition.partition(), -1L) + 1;
      consumer.seek(partition, Math.max(next, begins.get(partition)));
      ahead.put(partition, new ArrayDeque<>());
      ends.put(partition, 0L);
    }
  }

  /** Reads up to the present end of the log; returns how many offsets that are. */
  public long toEnd() {
    return to(Map.of());
  }

  /**
   * Reads up to the present end of the log or these limits, whichever comes first.
   *
   * @param limits by partition, exclusive; a few records beyond them may come
   */
  public long to(Map<Integer, Long> limits) {
    consumer
        .endOffsets(ahead.keySet())
        .forEach(
            (partition, end) ->
                ends.put(
                    partition, Math.min(end, limits.getOrDefault(partition.partition(), end))));
    drained = true;
    return left();
  }

  /** How many offsets are left to read. */
  public long left() {
    return ahead.entrySet().stream()
        .mapToLong(e -> e.getValue().size() + Math.max(0, unread(e.getKey())))
        .sum();
  }

  /** The next offset of each partition, once all records have been taken. */
  public Map<Integer, Long> positions() {
    return ahead.keySet().stream().collect(toMap(TopicPartition::partition, consumer::position));
  }

  /** The holes after the last record of each partition, once all records have been taken. */
  public List<KafkaRecord> holesAtEnd() {
    var holes = new ArrayList<KafkaRecord>();
    positions()
        .forEach(
            (partition, next) -> {
              long before = last.getOrDefault(partition, -1L);
              if (next - 1 > before) {
                holes.add(KafkaRecord.hole(partition, before, next - 1));
              }
            });
    return holes;
  }

  /**
   * The next records, each with the offset before it, as many as one script call takes.
   *
   * @return an empty list at the end
   * @throws TopicMissingException when records that should exist do not come, because the topic was
   *     deleted or created again
   */
  public List<KafkaRecord> next() throws TopicMissingException {
    var next = new ArrayList<KafkaRecord>();
    int size = 0;
    while (next.size() < BATCH && size < BATCH_BYTES && await()) {
      var record = take(byTime.remove());
      var before = last.put(record.partition(), record.offset());
      next.add(KafkaRecord.of(record, before == null ? -1 : before));
      size += size(record);
    }
    return next;
  }

  private ConsumerRecord<byte[], byte[]> take(TopicPartition partition) {
    var queue = ahead.get(partition);
    var record = queue.remove();
    aheadBytes -= size(record);
    if (queue.isEmpty()) {
      drained = true;
    } else {
      byTime.add(partition);
    }
    return record;
  }

  /** Waits until the oldest record is known; false at the end. */
  private boolean await() throws TopicMissingException {
    for (int idle = 0; drained && isIncomplete(); ) {
      idle = poll() ? 0 : idle + 1;
      if (idle > EMPTY_POLLS) {
        throw new TopicMissingException();
      }
    }
    drained = false;
    return !byTime.isEmpty();
  }

  /** Whether a partition without a record read ahead has more records. */
  private boolean isIncomplete() {
    return ahead.entrySet().stream()
        .anyMatch(e -> e.getValue().isEmpty() && unread(e.getKey()) > 0);
  }

  /** Polls; returns whether that made progress. */
  private boolean poll() {
    long before = positionsSum();
    consumer.resume(ahead.keySet());
    if (aheadBytes > AHEAD_BYTES) {
      consumer.pause(byTime);
    }
    consumer.poll(POLL).forEach(this::hold);
    return positionsSum() != before;
  }

  private void hold(ConsumerRecord<byte[], byte[]> record) {
    var partition = new TopicPartition(record.topic(), record.partition());
    var queue = ahead.get(partition);
    queue.add(record);
    aheadBytes += size(record);
    if (queue.size() == 1) {
      byTime.add(partition);
    }
  }

  private long positionsSum() {
    return ahead.keySet().stream().mapToLong(consumer::position).sum();
  }

  private long unread(TopicPartition partition) {
    return ends.get(partition) - consumer.position(partition);
  }

  private static int size(ConsumerRecord<?, ?> record) {
    return Math.max(0, record.serializedValueSize());
  }
}
