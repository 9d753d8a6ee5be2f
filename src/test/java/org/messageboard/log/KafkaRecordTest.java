package org.messageboard.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaRecordTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";

  @Test
  void theLogNamesTheTraceOfARecord() {
    assertThat(record(null)).hasToString("partition 2 offset 7");
    assertThat(record(PARENT)).hasToString("partition 2 offset 7 (trace " + TRACE + ")");
    assertThat(record(PARENT).trace()).isEqualTo(PARENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "trace",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        PARENT + "\n",
        PARENT + "-more"
      })
  void whatSomebodyElseWroteIsNoTrace(String header) {
    assertThat(record(header).trace()).isNull();
  }

  private static KafkaRecord record(String trace) {
    var record = new ConsumerRecord<>("message-board", 2, 7, new byte[0], new byte[0]);
    if (trace != null) {
      record.headers().add("traceparent", trace.getBytes(UTF_8));
    }
    return KafkaRecord.of(record, record.offset() - 1);
  }
}
