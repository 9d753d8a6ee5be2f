package org.messageboard.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.messageboard.metrics.Metrics;

class DeadLettersTest {

  private static final int LARGE = 100;

  private final DeadLetters deadLetters = new DeadLetters();
  private final Sent sent = new Sent();

  @BeforeEach
  void wire() {
    deadLetters.emitter = sent;
    deadLetters.metrics = new Metrics();
    deadLetters.measure();
  }

  @Test
  void allAreSentBeforeTheFirstIsWaitedFor() throws InterruptedException {
    sent.holdUntil = 500;
    deadLetters.keep("topic", unreadable(500));
    assertThat(sent.letters).hasSize(500);
    assertThat(sent.letters).extracting(l -> header(l, "offset")).startsWith("0", "1", "2");
    assertThat(sent.letters).extracting(l -> header(l, "topic-id")).containsOnly("topic");
  }

  @Test
  void onlyThoseThatFailedAreSentAgain() throws InterruptedException {
    sent.failing.add(3L);
    deadLetters.keep("topic", unreadable(5));
    assertThat(sent.letters)
        .extracting(l -> header(l, "offset"))
        .containsExactly("0", "1", "2", "3", "4", "3");
  }

  @Test
  void aValueThatIsTooLargeIsLeftOutAndTheReasonSaysSo() throws InterruptedException {
    var large = new KafkaRecord(1, 6, 7, 0, null, new byte[LARGE], null, false);
    deadLetters.keep("topic", List.of(new UnreadableRecord(large, "No JSON.")));
    assertThat(sent.letters).hasSize(2);
    assertThat(sent.letters.get(1).value()).isNull();
    assertThat(header(sent.letters.get(1), "reason"))
        .isEqualTo("No JSON. Its value is too large to be kept here.");
  }

  private static List<UnreadableRecord> unreadable(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new KafkaRecord(0, i - 1, i, 0, null, new byte[1], null, false))
        .map(record -> new UnreadableRecord(record, "No JSON."))
        .toList();
  }

  private static String header(ProducerRecord<byte[], byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), UTF_8);
  }

  /** Takes what is sent; answers when enough is there. */
  private static final class Sent implements Emitter<ProducerRecord<byte[], byte[]>> {

    private final List<ProducerRecord<byte[], byte[]>> letters = new ArrayList<>();
    private final List<CompletableFuture<Void>> held = new ArrayList<>();
    private final List<Long> failing = new ArrayList<>();
    private int holdUntil;

    @Override
    public CompletionStage<Void> send(ProducerRecord<byte[], byte[]> letter) {
      letters.add(letter);
      if (letter.value() != null && letter.value().length >= LARGE) {
        return CompletableFuture.failedFuture(new RecordTooLargeException("of a test"));
      }
      if (failing.remove(Long.valueOf(header(letter, "offset")))) {
        return CompletableFuture.failedFuture(new TimeoutException("of a test"));
      }
      var answer = new CompletableFuture<Void>();
      held.add(answer);
      if (letters.size() >= holdUntil) {
        held.forEach(h -> h.complete(null));
      }
      return answer;
    }

    @Override
    public <M extends Message<? extends ProducerRecord<byte[], byte[]>>> void send(M message) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void complete() {}

    @Override
    public void error(Exception e) {}

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public boolean hasRequests() {
      return true;
    }
  }
}
