package org.messageboard.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WantedTopicTest {

  private final WantedTopic wanted =
      new WantedTopic("board", 3, (short) 3, Map.of("retention.ms", "-1"));

  @Test
  void aTopicThatKafkaCreatedByItselfDiffersInAllOfIt() {
    var actual = Map.of("retention.ms", "604800000", "min.insync.replicas", "1");
    assertThat(difference(1, 1, actual))
        .isEqualTo(
            "partitions is 1 instead of 3, replicas is 1 instead of 3, min.insync.replicas is 1"
                + " instead of 2, retention.ms is 604800000 instead of -1");
  }

  @Test
  void oneThatWasCreatedAsWantedDiffersInNothing() {
    assertThat(difference(3, 3, wanted.creation().configs())).isEmpty();
  }

  @Test
  void moreThanWhatIsAskedForIsNoDifference() {
    var seven = new WantedTopic("board", 3, (short) 3, Map.of("retention.ms", "604800000"));
    var actual = Map.of("retention.ms", "-1", "min.insync.replicas", "3");
    assertThat(seven.difference(topic(12, 4), name -> Optional.ofNullable(actual.get(name))))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "cleanup.policy, compact",
    "cleanup.policy, 'compact,delete'",
    "retention.bytes, 1073741824",
    "retention.ms, 1000"
  })
  void whatWouldLoseMessagesIsADifference(String name, String value) {
    var actual = new HashMap<>(wanted.creation().configs());
    actual.put(name, value);
    assertThat(difference(3, 3, actual)).startsWith(name + " is " + value + " instead of ");
  }

  @Test
  void whatKafkaDoesNotLetTheBoardSeeIsNoDifference() {
    assertThat(difference(3, 3, Map.of())).isEmpty();
  }

  private String difference(int partitions, int replicas, Map<String, String> actual) {
    return wanted.difference(
        topic(partitions, replicas), name -> Optional.ofNullable(actual.get(name)));
  }

  private static TopicDescription topic(int partitions, int replicas) {
    var nodes = IntStream.range(0, replicas).mapToObj(i -> new Node(i, "kafka", 9092)).toList();
    var all =
        IntStream.range(0, partitions)
            .mapToObj(p -> new TopicPartitionInfo(p, nodes.get(0), nodes, List.copyOf(nodes)))
            .toList();
    return new TopicDescription("board", false, all);
  }
}
