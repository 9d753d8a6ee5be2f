package org.messageboard.projection;

import java.util.ArrayList;
import java.util.List;
import org.messageboard.log.KafkaRecord;
import org.messageboard.log.Topic;
import org.messageboard.traces.Span;
import org.messageboard.traces.Traces;

/** The steps of the traced messages of one batch: taken from Kafka, applied to Redis. */
final class BatchSpans {

  private final Traces traces;
  private final List<Span> begun = new ArrayList<>();

  BatchSpans(Traces traces) {
    this.traces = traces;
  }

  /** Begins a record's steps; what is returned is told to the servers that stream it. */
  String begin(KafkaRecord record) {
    var consuming =
        traces.consuming(record.trace(), Topic.NAME, record.partition(), record.offset());
    if (consuming == Span.NONE) {
      return "";
    }
    var applying = traces.applying(consuming);
    begun.add(applying);
    begun.add(consuming);
    return applying.parent();
  }

  /** All records are in Redis. */
  void end() {
    begun.forEach(Span::end);
  }
}
