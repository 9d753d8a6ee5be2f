package org.messageboard.projection;

import java.util.ArrayList;
import java.util.List;
import org.messageboard.log.KafkaRecord;
import org.messageboard.log.Topic;
import org.messageboard.traces.Span;
import org.messageboard.traces.Traces;

/** The spans of one batch's traced messages: processing the record, applying it to Redis. */
final class BatchSpans {

  private final Traces traces;
  private final List<Span> begun = new ArrayList<>();

  BatchSpans(Traces traces) {
    this.traces = traces;
  }

  /** Begins a record's spans; returns the traceparent to publish with its event, or "". */
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

  /** Ends the spans once all records are in the view. */
  void end() {
    begun.forEach(Span::end);
  }
}
