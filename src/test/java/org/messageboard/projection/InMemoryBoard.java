package org.messageboard.projection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.messageboard.Warnings;
import org.messageboard.board.Position;
import org.messageboard.log.FakeTopic;
import org.messageboard.log.KafkaRecord;
import org.messageboard.log.RecordReader;
import org.messageboard.log.TopicIdentity;
import org.messageboard.metrics.Metrics;
import org.messageboard.retry.Retries;
import org.messageboard.traces.Traces;

/** A consumer between a topic and a view in memory. */
abstract class InMemoryBoard {

  @AutoClose final Warnings comparisons = new Warnings(Comparison.class);
  @AutoClose final Warnings repairs = new Warnings(GapRepair.class);
  @AutoClose final Warnings retries = new Warnings(Retries.class);

  /** What was asked of topic and view, in order. */
  final List<String> calls = new ArrayList<>();

  final FakeTopic topic = new FakeTopic(calls, 2);
  final FakeView view = new FakeView(calls);
  Traces traces = new Traces();

  /** The newest position that this server's streams have seen. */
  Position seen;

  Applier applier;
  private long now;

  InMemoryBoard() {
    restart();
  }

  /** Has another consumer take the place of this one. */
  final void restart() {
    var metrics = new ProjectionMetrics(new Metrics());
    var decoder = new Decoder(topic.deadLetters(), new RecordReader(1000));
    applier =
        new Applier(
            new TopicIdentity(topic, () -> now),
            topic.log(),
            view,
            decoder,
            new GapRepair(topic.log(), view, decoder, metrics),
            () -> seen,
            metrics,
            traces);
  }

  final void project(List<KafkaRecord> batch) throws InterruptedException {
    applier.project(batch);
  }

  final void pass(Duration time) {
    now += time.toNanos();
  }

  final KafkaRecord unreadable() {
    return topic.append(0, "no JSON".getBytes(UTF_8));
  }

  /** The calls of these names. */
  final List<String> calls(String... names) {
    return calls.stream().filter(List.of(names)::contains).toList();
  }
}
