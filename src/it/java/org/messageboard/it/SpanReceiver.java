package org.messageboard.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** Takes spans as OpenTelemetry's collector does: OTLP, protocol buffers over HTTP. */
final class SpanReceiver implements AutoCloseable {

  private static final String PATH = "/v1/traces";

  /**
   * A span that was received.
   *
   * @param service {@code service.name} of the server that sent it
   * @param trace id of its trace, in hexadecimal digits
   * @param id its own
   * @param parent its parent's, or empty
   * @param start when it began, in nanoseconds since 1970
   * @param end when it ended
   * @param attributes name=value
   */
  record Received(
      String service,
      String trace,
      String id,
      String parent,
      String name,
      Span.SpanKind kind,
      long start,
      long end,
      List<String> attributes) {}

  private final Queue<Received> spans = new ConcurrentLinkedQueue<>();
  private final HttpServer server;

  SpanReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(PATH, this::take);
    server.start();
  }

  /** For {@code OTEL_EXPORTER_OTLP_ENDPOINT}. */
  String endpoint() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  List<Received> spans() {
    return List.copyOf(spans);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request = ExportTraceServiceRequest.parseFrom(body(exchange));
      for (var resource : request.getResourceSpansList()) {
        var service = service(resource.getResource());
        resource.getScopeSpansList().stream()
            .flatMap(scope -> scope.getSpansList().stream())
            .map(span -> received(service, span))
            .forEach(spans::add);
      }
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      var answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
      exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private static InputStream body(HttpExchange exchange) throws IOException {
    boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    return packed ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
  }

  private static Received received(String service, Span span) {
    var hex = HexFormat.of();
    return new Received(
        service,
        hex.formatHex(span.getTraceId().toByteArray()),
        hex.formatHex(span.getSpanId().toByteArray()),
        hex.formatHex(span.getParentSpanId().toByteArray()),
        span.getName(),
        span.getKind(),
        span.getStartTimeUnixNano(),
        span.getEndTimeUnixNano(),
        span.getAttributesList().stream().map(SpanReceiver::text).collect(Collectors.toList()));
  }

  private static String service(Resource resource) {
    return resource.getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals("service.name"))
        .map(attribute -> attribute.getValue().getStringValue())
        .findFirst()
        .orElse("");
  }

  private static String text(KeyValue attribute) {
    var value = attribute.getValue();
    return attribute.getKey()
        + "="
        + (value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue());
  }
}
