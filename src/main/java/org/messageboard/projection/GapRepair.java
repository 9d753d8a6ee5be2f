package org.messageboard.projection;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.messageboard.messages.Message;
import org.messageboard.messages.UnreadableRecordException;
import org.messageboard.platform.Topic;

/**
 * Reads from Kafka what Redis has lost: after it was restored from an older copy, after a failover
 * that lost the tail, after it was wiped. The events get a new epoch, because numbers that were
 * given already may come again.
 */
final class GapRepair {

  private static final Logger LOG = Logger.getLogger(GapRepair.class.getName());
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final int EMPTY_POLLS = 20;
  private static final int BATCH = 500;

  private final Topic topic;
  private final Projection projection;
  private final DeadLetters deadLetters;
  private final Function<String, Consumer<byte[], byte[]>> consumers;
  private final String group;
  private final ProjectionMetrics metrics;
  private final int maxRecordBytes;

  /** The last gap, when Kafka had nothing of it; else null. */
  private Gap vain;

  /**
   * @param consumers makes a consumer for a client id
   * @param group the consumer group whose committed offsets tell how far Redis must be
   */
  GapRepair(
      Topic topic,
      Projection projection,
      DeadLetters deadLetters,
      Function<String, Consumer<byte[], byte[]>> consumers,
      String group,
      ProjectionMetrics metrics,
      int maxRecordBytes) {
    this.topic = topic;
    this.projection = projection;
    this.deadLetters = deadLetters;
    this.consumers = consumers;
    this.group = group;
    this.metrics = metrics;
    this.maxRecordBytes = maxRecordBytes;
  }

  /**
   * Fills the gap up to these records, themselves included, and below what the group has committed.
   * Where Kafka does not have the records before one of them any more, only who has read the log
   * knows that it is the next.
   *
   * @param epoch the epoch in which the gap was found; it ends here
   */
  void upTo(List<TopicRecord> records, String epoch) throws InterruptedException {
    Retries.until(
        "Repairing a gap",
        () -> {
          var ends = new HashMap<>(committed());
          records.forEach(r -> ends.merge(r.partition(), r.offset() + 1, Math::max));
          return repair(ends, epoch);
        });
  }

  /** Applies all that the topic has; the epoch stays. */
  void toEnd() throws InterruptedException {
    Retries.until("Reading the topic anew", () -> repair(everything(), ""));
  }

  /**
   * Compares Redis with what the group has committed, and fills what is missing. Of a gap of which
   * Kafka had nothing nobody is told again as long as nothing about it has changed.
   */
  void check() throws Exception {
    repair(committed(), projection.epoch());
  }

  private Void repair(Map<Integer, Long> wanted, String epoch) throws Exception {
    var id = description().topicId().toString();
    var stored = projection.offsets(id);
    var ends = new HashMap<>(wanted);
    ends.entrySet().removeIf(e -> stored.getOrDefault(e.getKey(), -1L) + 1 >= e.getValue());
    if (!ends.isEmpty()) {
      var gap = gap(id, stored, ends);
      if (!gap.equals(vain)) {
        vain = isEmpty(gap, stored, epoch == null ? "" : epoch) ? gap : null;
      }
    }
    return null;
  }

  /**
   * What there is to fill. The connector commits nothing beyond records that Kafka dropped before
   * they came. So where all is dropped that was committed, Redis is to have all that Kafka has
   * left.
   */
  private Gap gap(String topicId, Map<Integer, Long> stored, Map<Integer, Long> ends)
      throws Exception {
    var logEnds = topic.offsets(ends.keySet(), OffsetSpec.latest());
    var logBegins = topic.offsets(ends.keySet(), OffsetSpec.earliest());
    ends.replaceAll((p, end) -> logBegins.get(p) < end ? end : Math.max(end, logEnds.get(p)));
    return Gap.of(topicId, stored, ends, logEnds);
  }

  /** Fills the gap, and tells whether Kafka had nothing of it. */
  private boolean isEmpty(Gap gap, Map<Integer, Long> stored, String epoch)
      throws InterruptedException, TopicMissingException {
    LOG.log(
        Level.WARNING,
        "Redis lacks records; they are read from Kafka up to {0}. If Redis was not emptied, see that it is kept and evicts nothing",
        gap.ends());
    metrics.repairing();
    boolean empty = fill(gap, stored, epoch);
    LOG.log(
        Level.INFO,
        empty
            ? "Kafka does not have them any more; Redis has all that there is"
            : "Redis has all records again");
    return empty;
  }

  /** Beyond every end; the topic's own ends are nearer. */
  private Map<Integer, Long> everything() throws TopicMissingException {
    return description().partitions().stream()
        .collect(toMap(TopicPartitionInfo::partition, p -> Long.MAX_VALUE));
  }

  private TopicDescription description() throws TopicMissingException {
    return topic.describe().orElseThrow(TopicMissingException::new);
  }

  private Map<Integer, Long> committed() throws Exception {
    int partitions = description().partitions().size();
    return topic
        .admin()
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get(5, TimeUnit.SECONDS)
        .entrySet()
        .stream()
        .filter(e -> e.getKey().topic().equals(Topic.NAME) && e.getValue() != null)
        .filter(e -> e.getKey().partition() < partitions)
        .collect(toMap(e -> e.getKey().partition(), e -> offset(e.getValue())));
  }

  private static Long offset(OffsetAndMetadata committed) {
    return committed.offset();
  }

  private boolean fill(Gap gap, Map<Integer, Long> stored, String epoch)
      throws InterruptedException, TopicMissingException {
    try (var consumer = consumers.apply("message-board-repair")) {
      var ends = new HashMap<>(gap.ends());
      var last = seek(consumer, stored, ends);
      var kept = new KeptDeadLetters(consumers);
      int idle = 0;
      long read = 0;
      while (!reached(consumer, ends)) {
        var polled = consumer.poll(POLL);
        idle = polled.isEmpty() ? idle + 1 : 0;
        if (idle > EMPTY_POLLS) {
          // The topic is gone, or was created again meanwhile: all must be asked anew.
          throw new TopicMissingException();
        }
        var steps = steps(gap.topicId(), polled, ends, last, kept);
        apply(gap.topicId(), epoch, steps);
        metrics.repaired(steps.size());
        read += steps.size();
      }
      return read == 0 && gap.isPassed(p -> consumer.position(partition(p)));
    }
  }

  /** Forgets the partitions that are read to their end, and tells whether all are. */
  private static boolean reached(Consumer<?, ?> consumer, Map<Integer, Long> ends) {
    ends.entrySet().removeIf(e -> consumer.position(partition(e.getKey())) >= e.getValue());
    return ends.isEmpty();
  }

  private List<TopicRecord> steps(
      String topicId,
      ConsumerRecords<byte[], byte[]> polled,
      Map<Integer, Long> ends,
      ReadPositions last,
      KeptDeadLetters kept)
      throws InterruptedException {
    var steps = new ArrayList<TopicRecord>();
    for (var read : last.read(polled)) {
      if (ends.containsKey(read.partition())) {
        steps.add(read.after(read.before(), message(topicId, read, kept)));
      }
    }
    return steps;
  }

  /** Goes to the first missing record of every partition; the offsets before them are returned. */
  private static ReadPositions seek(
      Consumer<?, ?> consumer, Map<Integer, Long> stored, Map<Integer, Long> ends) {
    var partitions = ends.keySet().stream().map(GapRepair::partition).toList();
    consumer.assign(partitions);
    var beginnings = consumer.beginningOffsets(partitions);
    consumer
        .endOffsets(partitions)
        .forEach((partition, end) -> ends.merge(partition.partition(), end, Math::min));
    var last = new ReadPositions();
    for (var partition : partitions) {
      long before = stored.getOrDefault(partition.partition(), -1L);
      consumer.seek(partition, Math.max(before + 1, beginnings.get(partition)));
      last.set(partition.partition(), before);
    }
    return last;
  }

  private Message message(String topicId, KafkaRecord record, KeptDeadLetters kept)
      throws InterruptedException {
    try {
      return record.hole() ? null : record.message(maxRecordBytes);
    } catch (UnreadableRecordException e) {
      if (!kept.has(topicId, record)) {
        deadLetters.keep(topicId, record, e.getMessage());
      }
      return null;
    }
  }

  private void apply(String topicId, String epoch, List<TopicRecord> records)
      throws InterruptedException {
    for (int i = 0; i < records.size(); i += BATCH) {
      var part = records.subList(i, Math.min(records.size(), i + BATCH));
      Retries.until("Repairing Redis", () -> projection.apply(topicId, null, epoch, part));
    }
  }

  private static TopicPartition partition(int partition) {
    return new TopicPartition(Topic.NAME, partition);
  }
}
