package org.messageboard.it;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Behaves like a browser's {@code EventSource} (WHATWG HTML standard, section 9.2), on a thread of
 * its own: when a connection breaks or cannot be made it waits for the reconnection time and comes
 * back with its last event id. Thread-safe.
 */
public final class EventSource implements LiveSource {

  /** Is called on the thread of the source. */
  public interface Listener extends SseParser.Listener {

    default void opened() {}

    /** A stream ended or could not be opened; the source comes back. */
    default void ended(String why) {}

    /**
     * The answer was not 200 with {@code text/event-stream}, which closes an {@code EventSource}.
     *
     * @return whether to come back all the same
     */
    boolean refused(String answer);
  }

  private final HttpClient http;
  private final Supplier<URI> address;
  private final Listener listener;
  private final Thread thread = new Thread(this::run, "event-source");
  private volatile String lastEventId;
  private volatile long reconnectionMillis = 500;
  private volatile InputStream body;
  private volatile boolean closed;

  /**
   * @param address is asked before each connection
   * @param lastEventId sent as {@code Last-Event-ID} from the first connection on, unless empty
   */
  public EventSource(
      HttpClient http, Supplier<URI> address, String lastEventId, Listener listener) {
    this.http = http;
    this.address = address;
    this.lastEventId = lastEventId;
    this.listener = listener;
  }

  @Override
  public void start() {
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public String lastEventId() {
    return lastEventId;
  }

  @Override
  public void cut() {
    try {
      if (body != null) {
        body.close();
      }
    } catch (IOException e) {
      throw new AssertionError("A stream could not be closed.", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    cut();
    thread.interrupt();
  }

  private void run() {
    try {
      while (follow() && !closed) {
        TimeUnit.MILLISECONDS.sleep(reconnectionMillis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /** Whether to come back. */
  private boolean follow() throws InterruptedException {
    try {
      var response = http.send(request(), BodyHandlers.ofInputStream());
      try (var stream = response.body()) {
        body = stream;
        if (!isStream(response)) {
          return listener.refused(response.statusCode() + " with " + type(response));
        }
        listener.opened();
        read(stream);
      }
      listener.ended("The server ended the stream.");
    } catch (IOException e) {
      listener.ended(e.toString());
    }
    return true;
  }

  private HttpRequest request() {
    var request = HttpRequest.newBuilder(address.get()).header("Accept", "text/event-stream");
    return lastEventId.isEmpty()
        ? request.build()
        : request.header("Last-Event-ID", lastEventId).build();
  }

  private static boolean isStream(HttpResponse<?> response) {
    return response.statusCode() == 200 && type(response).startsWith("text/event-stream");
  }

  private static String type(HttpResponse<?> response) {
    return response.headers().firstValue("Content-Type").orElse("no content type");
  }

  private void read(InputStream stream) throws IOException {
    var parser = new SseParser(lastEventId, new Memory());
    var bytes = new byte[8192];
    for (int count = 0; count >= 0 && !closed; count = stream.read(bytes)) {
      parser.accept(ByteBuffer.wrap(bytes, 0, count));
    }
  }

  /** Keeps what the next connection needs. */
  private final class Memory implements SseParser.Listener {

    @Override
    public void position(String id) {
      lastEventId = id;
      listener.position(id);
    }

    @Override
    public void retry(long millis) {
      reconnectionMillis = millis;
      listener.retry(millis);
    }

    @Override
    public void event(SseEvent event) {
      listener.event(event);
    }
  }
}
