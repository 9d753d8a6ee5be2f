package org.messageboard.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class KeptDeadLettersTest {

  private static final String LETTERS = "message-board.dead-letters";
  private static final TopicPartition PARTITION = new TopicPartition(LETTERS, 0);

  /** Kafka's own stand-in for a consumer. */
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

  private final KeptDeadLetters kept = new KeptDeadLetters(id -> consumer);
  private long letters;

  @Test
  void aRecordIsThereWhoseTopicPartitionAndOffsetALetterNames() {
    add("topic", "1", "7");
    add("topic", "1", "5000000000");
    add("topic", "2", "4096");
    add("other", "1", "8");
    assertThat(has("topic", 1, 7)).isTrue();
    assertThat(has("topic", 1, 5_000_000_000L)).isTrue();
    assertThat(has("topic", 2, 4096)).isTrue();
    assertThat(has("topic", 1, 8)).isFalse();
    assertThat(has("topic", 2, 7)).isFalse();
    assertThat(has("topic", 1, 4096)).isFalse();
  }

  @Test
  void whatSomebodyElsePutThereIsPassedOver() {
    add("topic", "one", "7");
    add("topic", "1", "-1");
    add("topic", "1", "18446744073709551615");
    consumerHas(new ConsumerRecord<>(LETTERS, 0, letters++, null, null));
    add("topic", "1", "7");
    assertThat(has("topic", 1, 7)).isTrue();
  }

  private boolean has(String topicId, int partition, long offset) {
    return kept.has(topicId, KafkaRecord.hole(partition, offset - 1, offset));
  }

  private void add(String topicId, String partition, String offset) {
    var letter = new ConsumerRecord<byte[], byte[]>(LETTERS, 0, letters++, null, null);
    letter.headers().add("topic-id", topicId.getBytes(UTF_8));
    letter.headers().add("partition", partition.getBytes(UTF_8));
    letter.headers().add("offset", offset.getBytes(UTF_8));
    consumerHas(letter);
  }

  /** What is in Kafka can be given to the stand-in only once it is assigned. */
  private void consumerHas(ConsumerRecord<byte[], byte[]> letter) {
    var node = new Node(0, "localhost", 1);
    var nodes = new Node[] {node};
    consumer.updatePartitions(LETTERS, List.of(new PartitionInfo(LETTERS, 0, node, nodes, nodes)));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, letters));
    consumer.schedulePollTask(() -> consumer.addRecord(letter));
  }
}
