package org.messageboard.traces;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Begins the spans of a message's trace; {@link Span#NONE} if nothing is traced. */
@ApplicationScoped
public class Traces {

  private static final Logger LOG = Logger.getLogger(Traces.class.getName());
  private static final String API = "io.opentelemetry.api.OpenTelemetry";

  private Spans spans;

  @PostConstruct
  void find() {
    if (isAvailable()) {
      spans = Spans.ofServer();
      LOG.log(Level.INFO, "Messages are traced");
    }
  }

  /** Whether messages are traced at all. */
  public boolean enabled() {
    return spans != null;
  }

  /** The current request's {@code traceparent}; empty if it is not traced. */
  public String current() {
    return spans == null ? "" : spans.current();
  }

  /** Leaves the address out of the current request's span. */
  public void hideAddress() {
    if (spans != null) {
      spans.hideAddress();
    }
  }

  /**
   * Begins the span of sending a message to Kafka.
   *
   * @param parent the {@code traceparent} of its request
   */
  public Span producing(String parent, String topic, String messageId) {
    return parent.isEmpty() ? Span.NONE : spans.producing(parent, topic, messageId);
  }

  /**
   * Begins the span of consuming a Kafka record.
   *
   * @param parent the record's {@code traceparent}, or null
   */
  public Span consuming(String parent, String topic, int partition, long offset) {
    return spans == null || parent == null
        ? Span.NONE
        : spans.consuming(parent, topic, partition, offset);
  }

  /** Begins the span of applying a record to Redis. */
  public Span applying(Span consuming) {
    return consuming.parent().isEmpty() ? Span.NONE : spans.applying(consuming.parent());
  }

  /**
   * Begins the span of broadcasting an event to this server's streams.
   *
   * @param parent the {@code traceparent} of the span before
   * @param streams number of open streams
   */
  public Span broadcasting(String parent, int streams) {
    return spans == null ? Span.NONE : spans.broadcasting(parent, streams);
  }

  private static boolean isAvailable() {
    try {
      Class.forName(API, false, Traces.class.getClassLoader());
      return Spans.areRecorded();
    } catch (ClassNotFoundException e) {
      LOG.log(Level.FINE, "The server has no OpenTelemetry: nothing is traced", e);
      return false;
    }
  }
}
