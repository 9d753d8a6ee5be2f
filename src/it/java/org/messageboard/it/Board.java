package org.messageboard.it;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.messageboard.dev.Await;

/**
 * The board as a client sees it over HTTP.
 *
 * @param uri the server's root, such as {@code http://localhost:9080/}
 * @param http what asks it
 */
public record Board(URI uri, HttpClient http) {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
  private static final String STREAM = "api/messages/stream";
  private static final int MOST_TRIES = 100;

  public Board(URI uri) {
    this(uri, HTTP);
  }

  /** The board on the server that Arquillian manages. */
  public static Board deployed() {
    return new Board(URI.create(System.getProperty("board.url")));
  }

  /** A message to the default channel. */
  public static JsonObject message(String author, String content) {
    return Json.createObjectBuilder().add("author", author).add("content", content).build();
  }

  /** A message to a channel. */
  public static JsonObject message(String author, String content, String channel) {
    return Json.createObjectBuilder(message(author, content)).add("channel", channel).build();
  }

  /** Posts to the default channel, until the board takes or refuses it. */
  public HttpResponse<String> post(String author, String content) {
    return post(message(author, content));
  }

  /** Posts as clients should: again under the same key while the answer is 503. */
  public HttpResponse<String> post(JsonObject message) {
    return post(message, UUID.randomUUID().toString());
  }

  /** Posts under this key, again while the answer is 503. */
  public HttpResponse<String> post(JsonObject message, String key) {
    var answer = postOnce(message, "Idempotency-Key", key);
    for (int tries = 1; answer.statusCode() == 503 && tries < MOST_TRIES; tries++) {
      answer = postOnce(message, "Idempotency-Key", key);
    }
    return answer;
  }

  /** Posts the object as it is, once; the headers are names and values in turn. */
  public HttpResponse<String> postOnce(JsonObject message, String... headers) {
    var request =
        request("api/messages")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(message.toString()));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  /**
   * @param path any path below the root, query included, without a leading slash
   * @param headers names and values in turn
   */
  public HttpResponse<String> get(String path, String... headers) {
    return send(headers.length == 0 ? request(path) : request(path).headers(headers));
  }

  /**
   * Changes something at a path below the root, once.
   *
   * @param body null for none
   * @param headers names and values in turn
   */
  public HttpResponse<String> change(
      String method, String path, JsonObject body, String... headers) {
    var publisher =
        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString());
    var request =
        request(path).header("Content-Type", "application/json").method(method, publisher);
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  /** Where the answer says that what was posted stands. */
  public static URI location(HttpResponse<?> answer) {
    return answer.uri().resolve(answer.headers().firstValue("Location").orElseThrow());
  }

  /** The whole board's last messages, newest first. */
  public List<JsonObject> history() {
    return history("");
  }

  /**
   * Asks as clients should: again while the answer is 503.
   *
   * @param query such as {@code ?channel=general&limit=5}
   */
  public List<JsonObject> history(String query) {
    var answer = new AtomicReference<HttpResponse<String>>();
    Await.until(
        () -> {
          answer.set(get("api/messages" + query));
          return answer.get().statusCode() != 503;
        },
        ANSWER_LIMIT);
    return json(answer.get()).getJsonArray("messages").getValuesAs(JsonObject.class);
  }

  /** The ids of all messages, newest first, page by page; empty while a page is refused. */
  public List<String> ids() {
    var ids = new ArrayList<String>();
    for (var next = ""; next != null; ) {
      var answer = get("api/messages?limit=100" + next);
      if (answer.statusCode() != 200) {
        return List.of();
      }
      var page = json(answer);
      page.getJsonArray("messages")
          .getValuesAs(JsonObject.class)
          .forEach(message -> ids.add(message.getString("id")));
      next = page.containsKey("next") ? "&before=" + page.getString("next") : null;
    }
    return ids;
  }

  /** The ids of the messages with this word, as the archive has them; empty while it refuses. */
  public List<String> found(String word) {
    var answer = get("api/messages/search?limit=100&q=" + word);
    return answer.statusCode() != 200
        ? List.of()
        : json(answer).getJsonArray("hits").getValuesAs(JsonObject.class).stream()
            .map(hit -> hit.getJsonObject("message").getString("id"))
            .toList();
  }

  /** Opens the stream of all channels and returns when it is open. */
  public SseClient stream(String lastEventId) {
    return stream("", lastEventId);
  }

  /**
   * @param query such as {@code ?channel=general}
   * @param lastEventId to resume after; empty for what is new from now on
   */
  public SseClient stream(String query, String lastEventId) {
    // Without TLS every stream has a connection of its own, as in a browser
    var client = http == HTTP ? HttpClient.newHttpClient() : http;
    return SseClient.connect(client, uri.resolve(STREAM + query), lastEventId)
        .awaitOpen(ANSWER_LIMIT);
  }

  /** The address of the stream of all channels. */
  public URI streamUri() {
    return uri.resolve(STREAM);
  }

  public static JsonObject json(HttpResponse<String> response) {
    return json(response.body());
  }

  public static JsonObject json(String text) {
    try (var reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri.resolve(path)).timeout(ANSWER_LIMIT);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for an answer.", e);
    }
  }
}
