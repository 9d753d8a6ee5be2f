package org.messageboard.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A client that behaves like a browser's {@code EventSource}, on a thread of its own.
 *
 * <p>When a connection breaks or cannot be made it waits for the reconnection time and comes back
 * with its last event id. Any answer but 200 with {@code text/event-stream} closes it for good, as
 * the WHATWG HTML standard, section 9.2, has it. Thread-safe.
 */
public final class SseClient implements AutoCloseable {

  /** As the {@code readyState} of an {@code EventSource}. */
  public enum State {
    CONNECTING,
    OPEN,
    CLOSED
  }

  private final URI uri;
  private final HttpClient http;
  private final List<SseEvent> events = new ArrayList<>();
  private final Thread thread = new Thread(this::run, "sse-client");
  private State state = State.CONNECTING;
  private String lastEventId;
  private long reconnectionMillis = 500;
  private int connections;
  private String lastFailure = "none";
  private InputStream body;

  private SseClient(HttpClient http, URI uri, String lastEventId) {
    this.http = http;
    this.uri = uri;
    this.lastEventId = lastEventId;
  }

  /**
   * Connects in the background.
   *
   * @param lastEventId sent as {@code Last-Event-ID} from the first connection on, unless empty
   */
  public static SseClient connect(URI uri, String lastEventId) {
    return connect(HttpClient.newHttpClient(), uri, lastEventId);
  }

  /**
   * As {@link #connect(URI, String)}, through a client that others use too.
   *
   * @param http has a connection for each stream, or with HTTP/2 one for all
   */
  static SseClient connect(HttpClient http, URI uri, String lastEventId) {
    var client = new SseClient(http, uri, lastEventId);
    client.thread.setDaemon(true);
    client.thread.start();
    return client;
  }

  /** What was received so far, in order. */
  public synchronized List<SseEvent> events() {
    return List.copyOf(events);
  }

  public synchronized State state() {
    return state;
  }

  public synchronized String lastEventId() {
    return lastEventId;
  }

  /** How often a stream was opened, reconnections included. */
  public synchronized int connections() {
    return connections;
  }

  /** Returns when the server has opened the stream; what is posted from now on must arrive. */
  public SseClient awaitOpen(Duration limit) {
    awaitThat(() -> state == State.OPEN, limit);
    return this;
  }

  /**
   * Returns the events as soon as they meet the condition.
   *
   * @throws AssertionError if they do not within the limit; tells what there is
   */
  public List<SseEvent> await(Predicate<List<SseEvent>> condition, Duration limit) {
    awaitThat(() -> condition.test(events), limit);
    return events();
  }

  /** Closes the connection for good; the events stay. */
  @Override
  public synchronized void close() {
    state = State.CLOSED;
    notifyAll();
    closeBody();
    thread.interrupt();
  }

  private synchronized void awaitThat(
      java.util.function.BooleanSupplier condition, Duration limit) {
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
  public synchronized String toString() {
    var newest = events.isEmpty() ? "none" : events.get(events.size() - 1);
    return "%s is %s after %s connections, last failure: %s, last event id: %s, %s events, newest: %s"
        .formatted(uri, state, connections, lastFailure, lastEventId, events.size(), newest);
  }

  private void run() {
    while (state() != State.CLOSED) {
      try {
        connect();
        reconnectAfter("the server ended the stream");
      } catch (IOException e) {
        reconnectAfter(e.toString());
      } catch (InterruptedException e) {
        return; // closed
      }
    }
  }

  private void connect() throws IOException, InterruptedException {
    var response = http.send(request(), BodyHandlers.ofInputStream());
    if (opens(response)) {
      read(response.body());
    } else {
      response.body().close();
    }
  }

  private synchronized HttpRequest request() {
    var request = HttpRequest.newBuilder(uri).header("Accept", "text/event-stream");
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    return request.build();
  }

  private synchronized boolean opens(HttpResponse<InputStream> response) {
    var type = response.headers().firstValue("Content-Type").orElse("no content type");
    if (state == State.CLOSED) {
      return false;
    }
    if (response.statusCode() != 200 || !type.startsWith("text/event-stream")) {
      state = State.CLOSED;
      lastFailure = response.statusCode() + " with " + type;
    } else {
      state = State.OPEN;
      connections++;
      body = response.body();
    }
    notifyAll();
    return state == State.OPEN;
  }

  private void read(InputStream stream) throws IOException {
    var parser = new SseParser(lastEventId(), this::add, this::setReconnectionMillis);
    var text = CharBuffer.allocate(8192);
    try (var reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
      while (reader.read(text) >= 0) {
        parser.accept(text.flip());
        setLastEventId(parser.lastEventId());
        text.clear();
      }
    }
  }

  private synchronized void add(SseEvent event) {
    if (state != State.CLOSED) {
      events.add(event);
      lastEventId = event.lastEventId();
      notifyAll();
    }
  }

  private synchronized void setLastEventId(String id) {
    lastEventId = id;
  }

  private synchronized void setReconnectionMillis(long millis) {
    reconnectionMillis = millis;
  }

  private synchronized void reconnectAfter(String failure) {
    lastFailure = state == State.CLOSED ? lastFailure : failure;
    var end = System.nanoTime() + Duration.ofMillis(reconnectionMillis).toNanos();
    if (state == State.OPEN) {
      state = State.CONNECTING;
      notifyAll();
    }
    try {
      for (var left = reconnectionMillis; left > 0 && state != State.CLOSED; ) {
        wait(left);
        left = Duration.ofNanos(end - System.nanoTime()).toMillis();
      }
    } catch (InterruptedException e) {
      state = State.CLOSED;
    }
  }

  private void closeBody() {
    try {
      if (body != null) {
        body.close();
      }
    } catch (IOException e) {
      lastFailure = e.toString();
    }
  }
}
