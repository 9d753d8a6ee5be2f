package org.messageboard.it;

import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A WebSocket, by Java's own client. Remembers all that comes, and waits for it. Thread-safe. */
public final class SocketClient implements AutoCloseable, WebSocket.Listener {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final List<JsonObject> received = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private int pings;
  private int closeCode;
  private WebSocket socket;

  private SocketClient() {}

  /**
   * Connects.
   *
   * @param query such as {@code ?channel=general}
   * @param headers names and values in turn
   * @throws RefusedException if the server answers with something else
   */
  public static SocketClient connect(Board board, String query, String... headers) {
    return connect(HttpClient.newHttpClient(), uri(board, query), headers);
  }

  static SocketClient connect(HttpClient http, URI uri, String... headers) {
    var client = new SocketClient();
    var builder = http.newWebSocketBuilder();
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    try {
      client.socket = builder.buildAsync(uri, client).join();
      return client;
    } catch (CompletionException e) {
      throw e.getCause() instanceof WebSocketHandshakeException refused
          ? new RefusedException(refused)
          : e;
    }
  }

  /** Thrown when a server does not open a WebSocket. */
  public static final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient WebSocketHandshakeException cause;

    RefusedException(WebSocketHandshakeException cause) {
      super(cause);
      this.cause = cause;
    }

    int status() {
      return cause.getResponse().statusCode();
    }
  }

  static URI uri(Board board, String query) {
    var uri = board.uri().resolve("api/messages/socket" + query);
    return URI.create(uri.toString().replaceFirst("^http", "ws"));
  }

  public void send(String message) {
    socket.sendText(message, true).join();
  }

  /**
   * Sends a request and returns its answer.
   *
   * @param members JSON without braces, beside what says what to do
   */
  JsonObject ask(String what, String members) {
    var ref = UUID.randomUUID().toString();
    var rest = members.isEmpty() ? "" : "," + members;
    send("{\"do\":\"" + what + "\",\"ref\":\"" + ref + "\"" + rest + "}");
    Supplier<Stream<JsonObject>> answers =
        () -> ofType("answer").filter(answer -> answer.getString("ref").equals(ref));
    awaitThat(() -> answers.get().findAny().isPresent(), LIMIT);
    return answers.get().findFirst().orElseThrow();
  }

  void ping(String payload) {
    socket.sendPing(ByteBuffer.wrap(payload.getBytes())).join();
  }

  /** Everything so far, in order. */
  public synchronized List<JsonObject> received() {
    return List.copyOf(received);
  }

  /** The events of the board so far, in order. */
  public synchronized List<JsonObject> events() {
    return received.stream().filter(each -> each.containsKey("channel")).toList();
  }

  /** The messages so far, in order. */
  public List<JsonObject> messages() {
    return events().stream().filter(event -> !event.containsKey("type")).toList();
  }

  /** What has this type. */
  public Stream<JsonObject> ofType(String type) {
    return received().stream().filter(each -> each.getString("type", "").equals(type));
  }

  synchronized int pings() {
    return pings;
  }

  /** The code of the server's close frame; 0 before that. */
  synchronized int closeCode() {
    return closeCode;
  }

  /**
   * Returns the events as soon as they meet the condition.
   *
   * @throws AssertionError if they do not within the limit; tells what there is
   */
  public List<JsonObject> await(Predicate<List<JsonObject>> condition, Duration limit) {
    awaitThat(() -> condition.test(events()), limit);
    return events();
  }

  /** Waits until something about the client holds. */
  public synchronized void awaitThat(BooleanSupplier condition, Duration limit) {
    var deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      var left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0) {
        throw new AssertionError("Not within %s: %s".formatted(limit, this));
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("Interrupted: " + this, e);
      }
    }
  }

  @Override
  public synchronized CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      received.add(Board.json(text.toString()));
      text.setLength(0);
      notifyAll();
    }
    from.request(1);
    return null;
  }

  @Override
  public synchronized CompletionStage<?> onPing(WebSocket from, ByteBuffer payload) {
    pings++;
    notifyAll();
    from.request(1);
    return null;
  }

  @Override
  public synchronized CompletionStage<?> onPong(WebSocket from, ByteBuffer payload) {
    var json = "{\"type\":\"pong\",\"payload\":\"" + new String(array(payload)) + "\"}";
    received.add(Board.json(json));
    notifyAll();
    from.request(1);
    return null;
  }

  private static byte[] array(ByteBuffer buffer) {
    var bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  @Override
  public synchronized CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closeCode = code;
    notifyAll();
    return null;
  }

  @Override
  public synchronized void onError(WebSocket from, Throwable error) {
    closeCode = closeCode == 0 ? 1006 : closeCode;
    notifyAll();
  }

  /** Cuts the connection. */
  @Override
  public void close() {
    socket.abort();
  }

  @Override
  public synchronized String toString() {
    var newest = received.isEmpty() ? "nothing" : received.get(received.size() - 1).toString();
    return "a WebSocket, closed with %s, that received %s texts, at last %s, and %s pings"
        .formatted(closeCode, received.size(), newest, pings);
  }
}
