package org.messageboard.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.messageboard.it.BoardTopic;
import org.messageboard.it.Poison;

/** Records that are not messages, each under a key of its own, and where they must end. */
final class SentPoison {

  private final Map<String, byte[]> sent = new HashMap<>();
  private final BoardTopic topic;

  SentPoison(String bootstrapServers) {
    this.topic = new BoardTopic(bootstrapServers);
  }

  /** Sends one of every kind past the board straight into its topic. */
  void send() throws ExecutionException, InterruptedException {
    var records =
        Poison.VALUES.stream()
            .map(value -> BoardTopic.record("poison-" + UUID.randomUUID(), value))
            .toList();
    records.forEach(record -> sent.put(text(record.key()), record.value()));
    topic.append(records);
  }

  /** The dead letters are gone with all that Kafka had. */
  void forget() {
    sent.clear();
  }

  /** Keys of all poison sent so far that the dead letters lack, or have without a reason. */
  Set<String> missing() {
    var missing = new HashSet<>(sent.keySet());
    if (!missing.isEmpty()) {
      topic.readDeadLetters(
          letter -> {
            if (letter.key() != null && isAsItMustBe(letter)) {
              missing.remove(text(letter.key()));
            }
          });
    }
    return missing;
  }

  private boolean isAsItMustBe(ConsumerRecord<byte[], byte[]> letter) {
    var reason = letter.headers().lastHeader("reason");
    var key = text(letter.key());
    return sent.containsKey(key)
        && Arrays.equals(sent.get(key), letter.value())
        && reason != null
        && text(reason.value()).endsWith(".");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
