package org.messageboard.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.messageboard.board.ChannelName;
import org.messageboard.dev.Await;
import org.messageboard.dev.ChildProcess;
import org.messageboard.it.SpanReceiver.Received;

/** One message is one trace, over all servers that it passes. */
class TracesIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CALLER = "b7ad6b7169203331";

  @Test
  void aMessageIsFollowedFromThePostToTheStreams() {
    try (var receiver = new SpanReceiver();
        var services = new Services("traces");
        var web = services.server("web", traced(receiver, "web", "false"));
        var consumer = services.server("consumer", traced(receiver, "consumer", "true"))) {
      ChildProcess.startAll(List.of(web, consumer));
      // A server's first post takes long
      web.board().post("Ada", "the first");
      var key = UUID.randomUUID().toString();
      try (var stream = web.board().stream("")) {
        var message = Board.message("Ada", "followed");
        var answer =
            web.board()
                .postOnce(
                    message,
                    "Idempotency-Key",
                    key,
                    "traceparent",
                    "00-" + TRACE + "-" + CALLER + "-01");
        assertThat(answer.statusCode()).isEqualTo(202);
        stream.await(events -> events.stream().anyMatch(e -> e.data().contains(key)), LIMIT);
        // The consumer's own server has no stream, but is told of every message as well
        assertThat(Await.until(() -> trace(receiver).size() == 6, LIMIT))
            .as("%s", receiver.spans())
            .isTrue();
      }
      inspect(trace(receiver), key);
      inspectAddresses(receiver, web.board());
    }
  }

  private static void inspect(List<Received> trace, String key) {
    var post = only(trace, "POST /api/messages");
    var send = only(trace, "send message-board");
    var process = only(trace, "process message-board");
    var apply = only(trace, "EVALSHA apply.lua");
    var broadcasts = trace.stream().filter(s -> s.name().equals("broadcast")).toList();
    assertThat(trace).extracting(Received::name).doesNotContain("GET /api/messages/stream");
    assertThat(post.kind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
    assertThat(post.parent()).isEqualTo(CALLER);
    assertThat(send.parent()).isEqualTo(post.id());
    assertThat(send.kind()).isEqualTo(SpanKind.SPAN_KIND_PRODUCER);
    assertThat(send.attributes()).contains("messaging.message.id=" + key);
    assertThat(process.parent()).isEqualTo(send.id());
    assertThat(process.kind()).isEqualTo(SpanKind.SPAN_KIND_CONSUMER);
    assertThat(apply.parent()).isEqualTo(process.id());
    assertThat(broadcasts).hasSize(2).allMatch(b -> b.parent().equals(apply.id()));
    assertThat(broadcasts)
        .extracting(Received::service)
        .containsExactlyInAnyOrder("web", "consumer");
    assertThat(broadcasts)
        .filteredOn(b -> b.service().equals("web"))
        .allMatch(b -> b.attributes().contains("messageboard.streams=1"));
    assertThat(List.of(post, send)).extracting(Received::service).containsOnly("web");
    assertThat(List.of(process, apply)).extracting(Received::service).containsOnly("consumer");
    assertThat(List.of(post, send, process, apply, broadcasts.get(0)))
        .extracting(Received::start)
        .isSorted();
    assertThat(trace).allMatch(span -> span.end() >= span.start());
    assertThat(trace.stream().flatMap(span -> span.attributes().stream()))
        .isNotEmpty()
        .noneMatch(attribute -> attribute.contains("followed") || attribute.contains("Ada"));
  }

  /** Of private channels, not even the names are in a trace. */
  private static void inspectAddresses(SpanReceiver receiver, Board board) {
    var name = ChannelName.ofPrivate("ada", "key");
    var parent = "00-" + TRACE.replace('a', 'b') + "-" + CALLER + "-01";
    for (var path : List.of("messages?channel=" + name, "channels/" + name + "/members")) {
      assertThat(board.get("api/" + path, "traceparent", parent).statusCode()).isEqualTo(404);
    }
    board.get("api/messages?channel=p%2D" + name.substring(2), "traceparent", parent);
    assertThat(Await.until(() -> addresses(receiver).size() == 3, LIMIT)).isTrue();
    assertThat(addresses(receiver).toString()).doesNotContain(name.substring(2));
  }

  private static List<List<String>> addresses(SpanReceiver receiver) {
    return receiver.spans().stream()
        .map(Received::attributes)
        .filter(all -> all.contains("url.path=REDACTED"))
        .toList();
  }

  private static List<Received> trace(SpanReceiver receiver) {
    return receiver.spans().stream().filter(span -> span.trace().equals(TRACE)).toList();
  }

  private static Received only(List<Received> trace, String name) {
    var found = trace.stream().filter(span -> span.name().equals(name)).toList();
    assertThat(found).as("%s of %s", name, trace).hasSize(1);
    return found.get(0);
  }

  private static Map<String, String> traced(
      SpanReceiver receiver, String service, String consumes) {
    return Map.of(
        "CONSUMER_ENABLED",
        consumes,
        "TELEMETRY_ENABLED",
        "true",
        "OTEL_SERVICE_NAME",
        service,
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        receiver.endpoint(),
        "OTEL_BSP_SCHEDULE_DELAY",
        "200");
  }
}
