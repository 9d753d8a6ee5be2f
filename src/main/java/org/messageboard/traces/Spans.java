package org.messageboard.traces;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.enterprise.inject.spi.CDI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Begins spans, with names and attributes by OpenTelemetry's semantic conventions for messaging and
 * databases. The only class that depends on OpenTelemetry.
 */
final class Spans {

  private static final Logger LOG = Logger.getLogger(Spans.class.getName());

  static final String TRACEPARENT = "traceparent";
  private static final String HIDDEN = "REDACTED";

  private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

  private static final TextMapGetter<String> PARENT =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String parent) {
          return List.of(TRACEPARENT);
        }

        @Override
        public String get(String parent, String key) {
          return TRACEPARENT.equals(key) ? parent : null;
        }
      };

  private final Tracer tracer;

  private Spans(Tracer tracer) {
    this.tracer = tracer;
  }

  /** Whether the server is configured to record spans, not merely able to. */
  static boolean areRecorded() {
    return !ConfigProvider.getConfig()
        .getOptionalValue("otel.sdk.disabled", Boolean.class)
        .orElse(true);
  }

  /** Spans that the server records. */
  static Spans ofServer() {
    return new Spans(CDI.current().select(OpenTelemetry.class).get().getTracer("org.messageboard"));
  }

  String current() {
    return parent(io.opentelemetry.api.trace.Span.current());
  }

  /** The attributes are those of the semantic conventions for HTTP spans, set by the server. */
  void hideAddress() {
    var span = io.opentelemetry.api.trace.Span.current();
    span.setAttribute("url.path", HIDDEN);
    span.setAttribute("url.query", HIDDEN);
  }

  Span producing(String parent, String topic, String messageId) {
    return begin(
        tracer
            .spanBuilder("send " + topic)
            .setParent(context(parent))
            .setSpanKind(SpanKind.PRODUCER)
            .setAttribute("messaging.system", "kafka")
            .setAttribute("messaging.operation.name", "send")
            .setAttribute("messaging.operation.type", "send")
            .setAttribute("messaging.destination.name", topic)
            .setAttribute("messaging.message.id", messageId));
  }

  Span consuming(String parent, String topic, int partition, long offset) {
    return begin(
        tracer
            .spanBuilder("process " + topic)
            .setParent(context(parent))
            .setSpanKind(SpanKind.CONSUMER)
            .setAttribute("messaging.system", "kafka")
            .setAttribute("messaging.operation.name", "process")
            .setAttribute("messaging.operation.type", "process")
            .setAttribute("messaging.destination.name", topic)
            .setAttribute("messaging.destination.partition.id", Integer.toString(partition))
            .setAttribute("messaging.kafka.offset", offset));
  }

  Span applying(String parent) {
    return begin(
        tracer
            .spanBuilder("EVALSHA apply.lua")
            .setParent(context(parent))
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute("db.system.name", "redis")
            .setAttribute("db.operation.name", "EVALSHA")
            .setAttribute("db.stored_procedure.name", "apply.lua"));
  }

  Span broadcasting(String parent, int streams) {
    return begin(
        tracer
            .spanBuilder("broadcast")
            .setParent(context(parent))
            .setSpanKind(SpanKind.CONSUMER)
            .setAttribute("messageboard.streams", streams));
  }

  private static Span begin(SpanBuilder builder) {
    try {
      return new Recorded(builder.startSpan());
    } catch (RuntimeException e) {
      LOG.log(Level.FINE, "A span could not be started", e);
      return Span.NONE;
    }
  }

  private static Context context(String parent) {
    return W3C.extract(Context.root(), parent, PARENT);
  }

  private static String parent(io.opentelemetry.api.trace.Span span) {
    if (!span.getSpanContext().isSampled()) {
      return "";
    }
    Map<String, String> carrier = new HashMap<>();
    W3C.inject(Context.root().with(span), carrier, Map::put);
    return carrier.getOrDefault(TRACEPARENT, "");
  }

  private record Recorded(io.opentelemetry.api.trace.Span span) implements Span {

    @Override
    public String parent() {
      return Spans.parent(span);
    }

    /** Ignores errors of OpenTelemetry, so that they never affect messages. */
    @Override
    public void end() {
      try {
        span.end();
      } catch (RuntimeException e) {
        LOG.log(Level.FINE, "A span could not be ended", e);
      }
    }

    @Override
    public void fail(Throwable error) {
      span.setStatus(StatusCode.ERROR, error.getClass().getSimpleName());
      end();
    }
  }
}
