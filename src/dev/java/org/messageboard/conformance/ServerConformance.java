package org.messageboard.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Checks a server, in a channel that nobody else uses. */
public final class ServerConformance {

  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final Duration HEARTBEAT = Duration.ofSeconds(25);
  private static final String CHANNEL = "&channel=";

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> findings = new ArrayList<>();
  private final String channel = "conformance-" + UUID.randomUUID().toString().substring(0, 8);
  private final URI api;
  private final String token;
  private boolean patient;

  /**
   * @param address with a slash at its end
   * @param token for a board where people sign in; null for a guest
   */
  public ServerConformance(URI address, String token) {
    this.api = address.resolve("api/");
    this.token = token;
  }

  /** Also waits for a heartbeat. */
  public ServerConformance patiently() {
    patient = true;
    return this;
  }

  /** A sentence for each broken rule, with its number. */
  public List<String> check() throws InterruptedException {
    try {
      var first = posting();
      var page = history(first);
      stream(page);
      reset();
      errors();
      socket();
    } catch (IOException | UncheckedIOException e) {
      findings.add("G1: a request has no answer. " + e);
    }
    return findings;
  }

  private void expect(boolean holds, String rule, Object answer) {
    if (!holds) {
      findings.add(rule + " Got: " + answer);
    }
  }

  private JsonObject posting() throws IOException, InterruptedException {
    var empty = json(get("messages?limit=1" + CHANNEL + channel).body());
    expect(contents(empty).isEmpty(), "H1: a channel begins with an empty page.", empty);
    var key = UUID.randomUUID().toString();
    var answer = post("first", key);
    var message = json(answer.body());
    expect(answer.statusCode() == 202, "P1: a post gets 202.", answer.statusCode());
    expect(
        message.containsKey("id") && !message.containsKey("position"),
        "P1: it gets the message.",
        message);
    expect(key.equals(message.getString("id", "")), "P2: the key is the message's id.", message);
    awaitHistory(1);
    expect(post("first", key).statusCode() == 202, "P2: the same again gets 202.", "another");
    var other = post("other", key);
    expect(
        other.statusCode() == 422,
        "P3: another message under the key gets 422.",
        other.statusCode());
    return message;
  }

  private JsonObject history(JsonObject first) throws IOException, InterruptedException {
    for (var content : List.of("second €", "third")) {
      post(content, UUID.randomUUID().toString());
    }
    var page = awaitHistory(3);
    expect(
        contents(page).equals(List.of("third", "second €", "first")),
        "H1, P2, P5: newest first, each once.",
        page);
    expect(
        page.getJsonArray("messages").size() == 3
            && page.getJsonArray("messages")
                .getJsonObject(2)
                .getString("id")
                .equals(first.getString("id", "")),
        "G3: an id does not change.",
        page);
    var newest = json(get("messages?limit=1" + CHANNEL + channel).body());
    expect(
        contents(newest).equals(List.of("third")) && newest.containsKey("next"),
        "H2: a page has next.",
        newest);
    var older =
        json(
            get("messages?limit=2&before=" + newest.getString("next", "") + CHANNEL + channel)
                .body());
    expect(
        contents(older).equals(List.of("second €", "first")),
        "H2: next is the before of the older page.",
        older);
    return page;
  }

  private void stream(JsonObject page) throws IOException, InterruptedException {
    var position = page.getString("position");
    try (var stream = new Stream("?lastEventId=" + position + CHANNEL + channel)) {
      expect(
          stream.type.startsWith("text/event-stream"),
          "S1: a stream is text/event-stream.",
          stream.type);
      for (var content : List.of("fourth", "fifth")) {
        post(content, UUID.randomUUID().toString());
      }
      var fourth = stream.await(block -> block.data() != null);
      var fifth = stream.await(block -> block.data() != null);
      var data = json(fourth.data());
      expect(
          data.getString("content", "").equals("fourth"),
          "S2, S3: a stream begins after its position.",
          data);
      expect(
          json(fifth.data()).getString("content", "").equals("fifth"),
          "S2: each once and in order.",
          fifth);
      expect(fourth.type().equals("message"), "S5: a message has no type.", fourth);
      expect(
          data.getString("position", "").equals(fourth.id()),
          "S4, S5: the id is the position.",
          fourth);
      try (var next = new Stream("?x=" + CHANNEL + channel, "Last-Event-ID", fourth.id())) {
        var again = next.await(block -> block.data() != null);
        expect(again.equals(fifth), "S2, S6: another stream resumes after the id.", again);
      }
      if (patient) {
        var quiet = stream.await(block -> block.hasComment() || block.id() != null, HEARTBEAT);
        expect(
            !quiet.equals(EventBlock.EMPTY),
            "S7: a silent stream has a comment.",
            "nothing in " + HEARTBEAT);
      }
    }
  }

  private void reset() throws IOException, InterruptedException {
    try (var stream = new Stream("?lastEventId=unknown:7" + CHANNEL + channel)) {
      var reset = stream.await(block -> block.data() != null);
      var data = json(reset.data());
      expect(reset.type().equals("reset"), "R1: an unknown position gets a reset.", reset);
      expect(
          data.containsKey("position") && data.containsKey("reason"),
          "R1: it has position and reason.",
          reset);
      expect(
          data.getString("position", "").equals(reset.id()), "S4: its id is the position.", reset);
      post("sixth", UUID.randomUUID().toString());
      var next = stream.await(block -> block.data() != null);
      expect(
          json(next.data()).getString("content", "").equals("sixth"),
          "R2: the stream continues.",
          next);
    }
  }

  private void errors() throws IOException, InterruptedException {
    var answer = get("messages?limit=0");
    var type = answer.headers().firstValue("Content-Type").orElse("none");
    expect(answer.statusCode() == 400, "E2: a wrong request gets 400.", answer.statusCode());
    expect(type.startsWith("application/problem+json"), "E1: errors are problems.", type);
    expect(json(answer.body()).containsKey("detail"), "E1: a problem has a detail.", answer.body());
    var outdated = get("messages?before=unknown:7" + CHANNEL + channel).statusCode();
    expect(outdated == 410 || outdated == 400, "H3: before of another epoch gets 410.", outdated);
  }

  private void socket() throws IOException, InterruptedException {
    var position = json(get("messages?limit=1" + CHANNEL + channel).body()).getString("position");
    var heard = new LinkedBlockingQueue<JsonObject>();
    var address = api.resolve("messages/socket?lastEventId=" + position + CHANNEL + channel);
    var builder = http.newWebSocketBuilder();
    if (token != null) {
      builder.header("Authorization", "Bearer " + token);
    }
    var socket =
        builder
            .buildAsync(
                URI.create(address.toString().replaceFirst("^http", "ws")), new Frames(heard))
            .exceptionally(e -> null)
            .join();
    if (socket == null) {
      findings.add("W1: no WebSocket opens at " + address);
      return;
    }
    var opened = await(heard, frame -> true);
    expect(
        opened.getString("type", "").equals("open") && opened.containsKey("retry"),
        "W1: the first is open.",
        opened);
    var key = UUID.randomUUID().toString();
    var post =
        body("seventh").add("do", "post").add("ref", "r1").add("key", key).build().toString();
    socket.sendText(post, true).join();
    JsonObject answer = null;
    JsonObject message = null;
    while (answer == null || message == null) {
      var frame = await(heard, each -> each.containsKey("ref") || each.containsKey("content"));
      if (frame.isEmpty()) {
        break;
      }
      answer = frame.containsKey("ref") ? frame : answer;
      message = frame.containsKey("content") ? frame : message;
    }
    expect(
        answer != null && answer.getString("ref").equals("r1") && answer.getInt("status", 0) == 202,
        "W2: a post is answered with its ref.",
        answer);
    expect(
        message != null && message.getString("id", "").equals(key),
        "W1, P2: the message comes.",
        message);
    socket.sendText("{\"do\":\"nothing\",\"ref\":\"r2\"}", true).join();
    var refused = await(heard, frame -> frame.getString("ref", "").equals("r2"));
    expect(refused.getInt("status", 0) == 400, "W2, E2: an unknown do gets 400.", refused);
    socket.abort();
    try (var stream = new Stream("?lastEventId=" + position + CHANNEL + channel)) {
      var same = json(stream.await(block -> block.data() != null).data());
      expect(same.equals(message), "W1, W3: both transports bring the same.", same);
    }
  }

  private JsonObjectBuilder body(String content) {
    return Json.createObjectBuilder()
        .add("author", "Conformance")
        .add("content", content)
        .add("channel", channel);
  }

  private HttpResponse<String> post(String content, String key)
      throws IOException, InterruptedException {
    return send(
        request("messages")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(body(content).build().toString())));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  /** As E3 wants it. */
  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    while (true) {
      var answer = http.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() != 429 && answer.statusCode() != 503) {
        return answer;
      }
      var wait = answer.headers().firstValue("Retry-After");
      expect(
          wait.isPresent(),
          "E3: " + answer.statusCode() + " says how long to wait.",
          "no Retry-After");
      TimeUnit.SECONDS.sleep(Long.parseLong(wait.orElse("1")));
    }
  }

  private HttpRequest.Builder request(String path) {
    var request = HttpRequest.newBuilder(api.resolve(path)).timeout(LIMIT);
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  /** The channel's messages, once there are so many. */
  private JsonObject awaitHistory(int count) throws IOException, InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      var page = json(get("messages?limit=100" + CHANNEL + channel).body());
      if (contents(page).size() >= count || System.nanoTime() > end) {
        return page;
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static List<String> contents(JsonObject page) {
    return page.getJsonArray("messages").getValuesAs(JsonObject.class).stream()
        .map(message -> message.getString("content"))
        .toList();
  }

  /** Nothing is an empty object. */
  private static JsonObject json(String text) {
    try (var reader =
        Json.createReader(new StringReader(text == null || text.isEmpty() ? "{}" : text))) {
      return reader.readObject();
    }
  }

  private static JsonObject await(BlockingQueue<JsonObject> heard, Predicate<JsonObject> wanted)
      throws InterruptedException {
    while (true) {
      var frame = heard.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (frame == null || wanted.test(frame)) {
        return frame == null ? JsonObject.EMPTY_JSON_OBJECT : frame;
      }
    }
  }

  private record Frames(BlockingQueue<JsonObject> heard) implements WebSocket.Listener {

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      heard.add(json(text.toString()));
      socket.request(1);
      return null;
    }
  }

  /** One stream, read by a thread of its own. */
  private final class Stream implements AutoCloseable {

    private final BlockingQueue<EventBlock> blocks = new LinkedBlockingQueue<>();
    private final InputStream body;
    private final String type;

    Stream(String query, String... headers) throws IOException, InterruptedException {
      var request = HttpRequest.newBuilder(api.resolve("messages/stream" + query));
      if (headers.length > 0) {
        request.headers(headers);
      }
      if (token != null) {
        request.header("Authorization", "Bearer " + token);
      }
      var answer = http.send(request.build(), BodyHandlers.ofInputStream());
      type = answer.headers().firstValue("Content-Type").orElse("none");
      body = answer.body();
      var thread = new Thread(this::read, "conformance-stream");
      thread.setDaemon(true);
      thread.start();
    }

    private void read() {
      try (var lines = new BufferedReader(new InputStreamReader(body, UTF_8))) {
        var block = EventBlock.EMPTY;
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.isEmpty()) {
            blocks.add(block);
          }
          block = line.isEmpty() ? EventBlock.EMPTY : block.with(line);
        }
      } catch (IOException e) {
        // closed
      }
    }

    EventBlock await(Predicate<EventBlock> wanted) throws InterruptedException {
      return await(wanted, LIMIT);
    }

    /** An empty one if it does not come. */
    EventBlock await(Predicate<EventBlock> wanted, Duration limit) throws InterruptedException {
      while (true) {
        var block = blocks.poll(limit.toSeconds(), TimeUnit.SECONDS);
        if (block == null || wanted.test(block)) {
          return block == null ? EventBlock.EMPTY : block;
        }
      }
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }
}
