package org.messageboard.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.messageboard.board.Message;
import org.messageboard.board.MessageJson;

/** The topic in memory, with its dead letters and what the consumer group has committed. */
public final class FakeTopic extends Topic {

  private static final TopicPartition LETTERS = new TopicPartition(DEAD_LETTERS, 0);

  /** Records of one poll, from each partition. */
  private static final int POLL = 500;

  private static final class Log {

    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private long begin;
    private long end;
  }

  private final List<String> calls;
  private final int partitions;
  private final Map<TopicPartition, Log> logs = new HashMap<>();
  private final Map<Integer, Long> committed = new HashMap<>();
  private int messages;
  private int creations;

  /**
   * @param calls gets a word for each question: {@code id}, {@code committed}, {@code consumer};
   *     and {@code letters} when some are kept
   */
  public FakeTopic(List<String> calls, int partitions) {
    this.calls = calls;
    this.partitions = partitions;
    logs.put(LETTERS, new Log());
    createAgain();
  }

  /** Has another topic of the same name take its place, which is empty. */
  public void createAgain() {
    creations++;
    for (int partition = 0; partition < partitions; partition++) {
      logs.put(new TopicPartition(NAME, partition), new Log());
    }
  }

  /** The topic's id, without asking for it. */
  public String currentId() {
    return new Uuid(0, creations).toString();
  }

  /**
   * Appends messages, whose texts are 1, 2, 3 and so on, each a millisecond after the one before.
   *
   * @return what a consumer gets, with the holes before them
   */
  public List<KafkaRecord> append(int partition, int count) {
    return IntStream.range(0, count).mapToObj(i -> append(partition, message(++messages))).toList();
  }

  /** Appends a record of this value. */
  public KafkaRecord append(int partition, byte[] value) {
    var records = log(partition).records;
    long before = records.isEmpty() ? -1 : records.get(records.size() - 1).offset();
    add(new TopicPartition(NAME, partition), value, new RecordHeaders());
    return KafkaRecord.of(records.get(records.size() - 1), before);
  }

  /** Leaves offsets at the end of a partition that have no record, as a transaction does. */
  public void leaveHole(int partition, int offsets) {
    log(partition).end += offsets;
  }

  /** Drops all records of a partition, as retention does. */
  public void expire(int partition) {
    var log = log(partition);
    log.records.clear();
    log.begin = log.end;
  }

  /** Has the group commit all that there is in a partition. */
  public void commit(int partition) {
    committed.put(partition, log(partition).end);
  }

  /** The reader of this topic. */
  public TopicLog log() {
    return new TopicLog(this, this::consumer, "group");
  }

  /** Keeps dead letters beside this topic. */
  public DeadLetters deadLetters() {
    return new DeadLetters() {
      @Override
      public void keep(String topicId, List<UnreadableRecord> letters) {
        if (!letters.isEmpty()) {
          calls.add("letters");
        }
        for (var unreadable : letters) {
          var letter = DeadLetters.letter(topicId, unreadable);
          add(LETTERS, letter.value(), letter.headers());
        }
      }
    };
  }

  /** The reasons of the dead letters, in the order in which they were kept. */
  public List<String> letters() {
    return logs.get(LETTERS).records.stream()
        .map(letter -> new String(letter.headers().lastHeader("reason").value(), UTF_8))
        .toList();
  }

  @Override
  public TopicDescription describe() {
    calls.add("id");
    return described();
  }

  @Override
  public CompletionStage<TopicDescription> ask() {
    return CompletableFuture.completedStage(described());
  }

  private TopicDescription described() {
    var described =
        IntStream.range(0, partitions)
            .mapToObj(p -> new TopicPartitionInfo(p, null, List.of(), List.of()))
            .toList();
    return new TopicDescription(NAME, false, described, Set.of(), new Uuid(0, creations));
  }

  @Override
  public Map<Integer, Long> committed(String group) {
    calls.add("committed");
    return new HashMap<>(committed);
  }

  private Consumer<byte[], byte[]> consumer(String clientId) {
    calls.add("consumer");
    return new Reader();
  }

  private Log log(int partition) {
    return logs.get(new TopicPartition(NAME, partition));
  }

  private void add(TopicPartition partition, byte[] value, Headers headers) {
    var log = logs.get(partition);
    log.records.add(
        new ConsumerRecord<>(
            partition.topic(),
            partition.partition(),
            log.end++,
            messages,
            TimestampType.CREATE_TIME,
            0,
            value.length,
            null,
            value,
            headers,
            Optional.empty()));
  }

  private static byte[] message(int number) {
    var id = "00000000-0000-4000-8000-%012x".formatted(number);
    var message = new Message(null, id, "general", "Ada", number + "", "2026-03-01T12:00:00Z");
    return MessageJson.writeRecord(message).getBytes(UTF_8);
  }

  /** Kafka's own stand-in for a consumer, which reads what stands here when it polls. */
  private final class Reader extends MockConsumer<byte[], byte[]> {

    Reader() {
      super("earliest");
      logs.forEach((partition, log) -> updateBeginningOffsets(Map.of(partition, log.begin)));
      var none = new Node[0];
      updatePartitions(
          DEAD_LETTERS, List.of(new PartitionInfo(DEAD_LETTERS, 0, Node.noNode(), none, none)));
    }

    @Override
    public synchronized Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> of) {
      return of.stream().collect(Collectors.toMap(p -> p, p -> logs.get(p).end));
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      var polled = new HashMap<TopicPartition, List<ConsumerRecord<byte[], byte[]>>>();
      var next = new HashMap<TopicPartition, OffsetAndMetadata>();
      for (var partition : assignment()) {
        long position = position(partition);
        var log = logs.get(partition);
        var records = log.records.stream().filter(r -> r.offset() >= position).limit(POLL).toList();
        long end = records.size() < POLL ? log.end : records.get(POLL - 1).offset() + 1;
        if (!paused().contains(partition) && end > position) {
          polled.put(partition, records);
          next.put(partition, new OffsetAndMetadata(end));
          seek(partition, end);
        }
      }
      return new ConsumerRecords<>(polled, next);
    }
  }
}
