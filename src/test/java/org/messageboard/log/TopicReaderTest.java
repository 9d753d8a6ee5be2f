package org.messageboard.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.messageboard.dev.Await;

class TopicReaderTest {

  private static final TopicPartition PARTITION = new TopicPartition("message-board", 0);
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final List<Member> members = new ArrayList<>();
  private final TopicReader reader = new TopicReader(this::member, Duration.ofMillis(1));

  @Test
  void everyRecordSaysWhatIsBeforeItAndAHoleIsCommitted() {
    read();
    add(member(0), 3, 4, 9);
    var polled = reader.next();
    assertThat(polled.getPayload().records())
        .extracting(KafkaRecord::before, KafkaRecord::offset)
        .containsExactly(tuple(-1, 3), tuple(3, 4), tuple(4, 9));
    polled.ack();
    assertThat(Await.until(() -> committedAfterAPoll() == 10, LIMIT)).isTrue();
  }

  @Test
  void whatIsNotAcknowledgedIsNotCommitted() {
    read();
    add(member(0), 0);
    reader.next().ack();
    add(member(0), 1);
    assertThat(reader.next().getPayload().records()).hasSize(1);
    reader.close();
    assertThat(member(0).lastCommit).isEqualTo(1);
  }

  @Test
  void whenTheWorkFailsItLeavesTheGroupAndJoinsAgainAtWhatWasCommitted() {
    read();
    assertThat(reader.isDelivering()).isTrue();
    add(member(0), 0);
    reader.next().nack(new OutOfMemoryError("of a test"));
    assertThat(member(0).closed()).isTrue();
    assertThat(member(0).lastCommit).isNegative();
    assertThat(reader.isDelivering()).isFalse();
    assertThat(Await.until(this::joinedAgain, LIMIT)).isTrue();
    add(member(1), 0);
    var again = reader.next();
    assertThat(again.getPayload().records()).hasSize(1);
    assertThat(reader.isDelivering()).isFalse();
    again.ack();
    assertThat(reader.isDelivering()).isTrue();
  }

  @Test
  void whenPollingFailsItJoinsAgain() {
    read();
    member(0).setPollException(new KafkaException("of a test"));
    assertThat(reader.next().getPayload().records()).isEmpty();
    assertThat(member(0).closed()).isTrue();
    assertThat(Await.until(this::joinedAgain, LIMIT)).isTrue();
  }

  @Test
  void aCommitThatFailedIsTriedAgainThoughNothingElseComes() {
    read();
    member(0).refusing = true;
    add(member(0), 0);
    reader.next().ack();
    assertThat(Await.until(() -> committedAfterAPoll() < 0 && member(0).refused > 1, LIMIT))
        .isTrue();
    member(0).refusing = false;
    assertThat(Await.until(() -> committedAfterAPoll() == 1, LIMIT)).isTrue();
  }

  @Test
  void aPartitionThatWasTakenAwayIsCommittedFirst() {
    read();
    add(member(0), 0, 1);
    reader.next().ack();
    reader.onPartitionsRevoked(Set.of(PARTITION));
    assertThat(member(0).lastCommit).isEqualTo(2);
  }

  /** Has the reader join, and gives it the partition from its beginning. */
  private void read() {
    reader.next().ack();
    assign(members.get(members.size() - 1));
  }

  private void assign(Member member) {
    member.updateBeginningOffsets(Map.of(PARTITION, 0L));
    member.rebalance(List.of(PARTITION));
    reader.onPartitionsAssigned(List.of(PARTITION));
  }

  private boolean joinedAgain() {
    reader.next().ack();
    if (members.size() < 2) {
      return false;
    }
    assign(members.get(1));
    return true;
  }

  private long committedAfterAPoll() {
    reader.next().ack();
    return member(0).lastCommit;
  }

  private Member member() {
    members.add(new Member());
    return members.get(members.size() - 1);
  }

  private Member member(int number) {
    return members.get(number);
  }

  private static void add(Member member, long... offsets) {
    for (long offset : offsets) {
      member.addRecord(new ConsumerRecord<>("message-board", 0, offset, new byte[0], new byte[0]));
    }
  }

  private static Tuple tuple(long before, long offset) {
    return Tuple.tuple(before, offset);
  }

  /** Kafka's own stand-in for a consumer. */
  private static final class Member extends MockConsumer<byte[], byte[]> {

    private long lastCommit = -1;
    private boolean refusing;
    private int refused;

    Member() {
      super("earliest");
    }

    @Override
    public synchronized void commitAsync(
        Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
      if (refusing) {
        refused++;
        callback.onComplete(offsets, new TimeoutException("of a test"));
      } else {
        lastCommit = offsets.get(PARTITION).offset();
        callback.onComplete(offsets, null);
      }
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration limit) {
      lastCommit = offsets.get(PARTITION).offset();
    }
  }
}
