package org.messageboard.it;

import static java.util.stream.Collectors.toMap;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.messageboard.dev.KafkaProcess;

/**
 * The consumer group's {@code LAG}, as {@code kafka-consumer-groups} shows it.
 *
 * @param kafka where
 */
record Lag(KafkaProcess kafka) {

  /** Of all partitions of which the group has committed an offset. */
  long records() {
    try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      var committed =
          admin.listConsumerGroupOffsets("message-board").partitionsToOffsetAndMetadata().get();
      var asked = committed.keySet().stream().collect(toMap(p -> p, p -> OffsetSpec.latest()));
      var ends = admin.listOffsets(asked).all().get();
      return committed.entrySet().stream()
          .mapToLong(e -> ends.get(e.getKey()).offset() - e.getValue().offset())
          .sum();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }
}
