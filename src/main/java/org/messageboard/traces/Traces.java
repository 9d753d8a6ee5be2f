package org.messageboard.traces;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Begins the steps of a message's way; {@link Span#NONE} for all of them where nothing is traced.
 */
@ApplicationScoped
public class Traces {

  private static final Logger LOG = Logger.getLogger(Traces.class.getName());
  private static final String API = "io.opentelemetry.api.OpenTelemetry";

  private Spans spans;

  @PostConstruct
  void find() {
    if (isHere()) {
      spans = Spans.ofServer();
      LOG.log(Level.INFO, "Messages are traced");
    }
  }

  /** Whether messages are followed at all. */
  public boolean enabled() {
    return spans != null;
  }

  /** What the request of this thread is told to the next step; empty when there is nothing. */
  public String current() {
    return spans == null ? "" : spans.current();
  }

  /**
   * A message is given to Kafka.
   *
   * @param parent of its request
   */
  public Span producing(String parent, String topic, String messageId) {
    return parent.isEmpty() ? Span.NONE : spans.producing(parent, topic, messageId);
  }

  /**
   * A record is taken from Kafka.
   *
   * @param parent what came with it, or null
   */
  public Span consuming(String parent, String topic, int partition, long offset) {
    return spans == null || parent == null
        ? Span.NONE
        : spans.consuming(parent, topic, partition, offset);
  }

  /** A record is applied to Redis. */
  public Span applying(Span consuming) {
    return consuming.parent().isEmpty() ? Span.NONE : spans.applying(consuming.parent());
  }

  /**
   * An event is given to the streams of this server.
   *
   * @param parent what came before it
   * @param streams how many there are
   */
  public Span broadcasting(String parent, int streams) {
    return spans == null ? Span.NONE : spans.broadcasting(parent, streams);
  }

  private static boolean isHere() {
    try {
      Class.forName(API, false, Traces.class.getClassLoader());
      return Spans.areRecorded();
    } catch (ClassNotFoundException e) {
      LOG.log(Level.FINE, "The server has no OpenTelemetry: nothing is traced", e);
      return false;
    }
  }
}
