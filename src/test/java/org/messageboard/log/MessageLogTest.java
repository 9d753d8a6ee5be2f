package org.messageboard.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class MessageLogTest {

  /** An outage is said by the topic's watch, missing rights by a warning of their own. */
  @Test
  void whatKafkaWouldRefuseAgainIsARefusalAndAnOutageIsNone() {
    assertThat(List.of(new RecordTooLargeException(), new PolicyViolationException("size")))
        .allMatch(MessageLog::isRefusal);
    assertThat(
            List.of(
                new NotEnoughReplicasException(),
                new org.apache.kafka.common.errors.TimeoutException(),
                new TimeoutException(),
                new TopicAuthorizationException("message-board"),
                new IllegalStateException()))
        .noneMatch(MessageLog::isRefusal);
  }
}
