package org.messageboard.faults;

import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.messageboard.it.Board;
import org.messageboard.it.EventSource;
import org.messageboard.it.LiveSource;
import org.messageboard.it.SseEvent;

/**
 * Does over WebSockets what {@link EventSource} does over streams: when a connection breaks or
 * cannot be made it waits and comes back with its last position. Thread-safe.
 */
final class SocketSource implements LiveSource {

  private final HttpClient http;
  private final Supplier<URI> address;
  private final EventSource.Listener listener;
  private final Thread thread = new Thread(this::run, "socket-source");
  private volatile String position = "";
  private volatile long reconnectionMillis = 500;
  private volatile WebSocket socket;
  private volatile Receiver receiver = new Receiver();
  private volatile boolean closed;

  /**
   * @param address is asked before each connection
   */
  SocketSource(HttpClient http, Supplier<URI> address, EventSource.Listener listener) {
    this.http = http;
    this.address = address;
    this.listener = listener;
  }

  @Override
  public void start() {
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public String lastEventId() {
    return position;
  }

  @Override
  public void cut() {
    var open = socket;
    if (open != null) {
      open.abort();
      receiver.end.complete("cut");
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
      while (!closed && follow()) {
        TimeUnit.MILLISECONDS.sleep(reconnectionMillis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /** Whether to come back. */
  private boolean follow() throws InterruptedException {
    receiver = new Receiver();
    try {
      socket = http.newWebSocketBuilder().buildAsync(uri(), receiver).join();
      listener.opened();
      listener.ended(receiver.end.get());
      return true;
    } catch (ExecutionException e) {
      throw new AssertionError("It only completes normally.", e);
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        return listener.refused(Integer.toString(refused.getResponse().statusCode()));
      }
      listener.ended(e.toString());
      return true;
    }
  }

  private URI uri() {
    var query = position.isEmpty() ? "" : "?lastEventId=" + position;
    return URI.create(address.get().toString().replaceFirst("^http", "ws") + query);
  }

  private void take(JsonObject message) {
    var type = message.getString("type", "message");
    if (type.equals("open")) {
      reconnectionMillis = message.getInt("retry");
    } else if (message.containsKey("position")) {
      position = message.getString("position");
      if (!type.equals("position")) {
        listener.event(new SseEvent(type, message.toString(), position));
      }
    }
  }

  private final class Receiver implements WebSocket.Listener {

    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        take(Board.json(text.toString()));
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      end.complete("closed with " + code);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      end.complete(error.toString());
    }
  }
}
