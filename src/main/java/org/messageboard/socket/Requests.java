package org.messageboard.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.prometheus.metrics.core.metrics.Histogram;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.messageboard.accounts.Writer;
import org.messageboard.accounts.Writers;
import org.messageboard.board.Identity;
import org.messageboard.board.StrictJson;
import org.messageboard.board.StrictJson.NotJsonException;
import org.messageboard.http.Problem;
import org.messageboard.http.Problem.FieldError;
import org.messageboard.http.ProblemException;
import org.messageboard.http.ProblemMapper;
import org.messageboard.limits.RequestRates;
import org.messageboard.metrics.Metrics;
import org.messageboard.writing.Asked;
import org.messageboard.writing.Operation;

/**
 * Answers what clients ask for over their WebSockets: {@code do} says what, {@code ref} is in the
 * answer too, and the other members are those of the request that does the same over HTTP. The
 * resources of those requests do it, for whom they would, and as often.
 */
@ApplicationScoped
class Requests {

  private static final double NANOS = 1e9;

  @Inject @Any Instance<Operation.Source> sources;
  @Inject Writers writers;
  @Inject RequestRates rates;
  @Inject Metrics metrics;

  private final SortedMap<String, Operation> operations = new TreeMap<>();
  private final ProblemMapper problems = new ProblemMapper();
  private Histogram seconds;

  @PostConstruct
  void wire() {
    sources.forEach(source -> operations.putAll(source.operations()));
    seconds =
        metrics.seconds(
            "socket_request_seconds",
            "Time until requests over WebSocket were answered",
            "do",
            "status");
  }

  /**
   * Does what a message asks for, and completes with the frame of the answer; never fails.
   *
   * @param address the client's
   */
  CompletableFuture<byte[]> answer(byte[] message, Writer writer, String address) {
    long began = System.nanoTime();
    var json = members(message);
    var name = text("do", json);
    return run(message, json, operations.get(name), writer, address)
        .exceptionally(problems::toResponse)
        .thenApply(
            response -> {
              measure(operations.containsKey(name) ? name : "unknown", response, began);
              return frame(text("ref", json), response);
            });
  }

  private CompletableFuture<Response> run(
      byte[] message,
      Map<String, JsonValue> json,
      Operation operation,
      Writer writer,
      String address) {
    try {
      requireKnown(json, operation);
      var caller = writers.admit(writer, operation.method(), operation.path());
      var subject = caller.map(Identity::subject).orElse(null);
      rates.admit(operation.method(), operation.path(), subject, address);
      return operation.run().apply(new Asked(message, json, caller));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void requireKnown(Map<String, JsonValue> json, Operation operation) {
    if (json.isEmpty()) {
      throw new ProblemException(Problem.of(400, "A message must be one valid JSON object."));
    }
    if (text("ref", json).isEmpty()) {
      throw wrong("ref", "ref must be a text, which is in the answer too.");
    }
    if (operation == null) {
      throw wrong("do", "do must be one of these: " + String.join(", ", operations.keySet()) + ".");
    }
  }

  private static ProblemException wrong(String field, String message) {
    return new ProblemException(Problem.of(400, List.of(new FieldError(field, message))));
  }

  /** None if the message is not an object. */
  private static Map<String, JsonValue> members(byte[] message) {
    try {
      return StrictJson.object(message);
    } catch (NotJsonException e) {
      return Map.of();
    }
  }

  private static String text(String name, Map<String, JsonValue> json) {
    return json.get(name) instanceof JsonString text ? text.getString() : "";
  }

  private void measure(String name, Response response, long began) {
    double took = (System.nanoTime() - began) / NANOS;
    seconds.labelValues(name, Integer.toString(response.getStatus())).observe(took);
  }

  /** The body is JSON already. */
  private static byte[] frame(String ref, Response response) {
    var head = Json.createObjectBuilder().add("ref", ref).add("status", response.getStatus());
    var retryAfter = response.getHeaderString("Retry-After");
    if (retryAfter != null) {
      head.add("retryAfter", Integer.parseInt(retryAfter));
    }
    var json = head.build().toString();
    var whole = "{\"type\":\"answer\"," + json.substring(1, json.length() - 1);
    return Frames.frame(
        Frames.TEXT, (whole + ",\"body\":" + response.getEntity() + "}").getBytes(UTF_8));
  }
}
