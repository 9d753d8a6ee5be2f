package org.messageboard.marks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messageboard.marks.MarkStore.Move;

class MarkTopicTest {

  private static final String ID = "0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10";

  @Test
  void aRecordHasAPersonsMarkInAChannelUnderAKeyOfItsOwn() {
    // A provider chooses the subjects
    var move =
        new Move("https://ada/1", "general", new ReadMark(ID, 42, "2026-03-01T12:00:00.000Z"));
    var record = MarkTopic.record(move);
    assertThat(new String(record.key(), UTF_8)).isEqualTo("https://ada/1/general");
    assertThat(parse(record.key(), record.value())).contains(move);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ada/general | nothing",
        "ada/general | {}",
        "ada/general | {\"id\":\"x\",\"count\":1,\"readAt\":\"2026\"}",
        "ada/general | {\"id\":\"0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10\",\"count\":\"1\",\"readAt\":\"2026\"}",
        "ada/general | {\"id\":\"0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10\",\"count\":1,\"readAt\":\"a b\"}",
        "ada/No | {\"id\":\"0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10\",\"count\":1,\"readAt\":\"2026\"}",
        "general | {\"id\":\"0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10\",\"count\":1,\"readAt\":\"2026\"}",
      })
  void whatAnotherProducerWroteIsPassedOver(String key, String value) {
    assertThat(parse(key.getBytes(UTF_8), value.getBytes(UTF_8))).isEmpty();
    assertThat(parse(null, value.getBytes(UTF_8))).isEmpty();
    assertThat(parse(key.getBytes(UTF_8), null)).isEmpty();
  }

  private static Optional<Move> parse(byte[] key, byte[] value) {
    return MarkTopic.parse(new ConsumerRecord<>(MarkTopic.NAME, 0, 0, key, value));
  }
}
