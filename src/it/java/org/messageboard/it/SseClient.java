package org.messageboard.it;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Remembers all that an {@link EventSource} brings, and waits for it. Thread-safe. */
public final class SseClient implements AutoCloseable {

  /** As the {@code readyState} of an {@code EventSource}. */
  public enum State {
    CONNECTING,
    OPEN,
    CLOSED
  }

  private final URI uri;
  private final EventSource source;
  private final List<SseEvent> events = new ArrayList<>();
  private State state = State.CONNECTING;
  private int connections;
  private String lastFailure = "none";

  private SseClient(HttpClient http, URI uri, String lastEventId) {
    this.uri = uri;
    this.source = new EventSource(http, () -> uri, lastEventId, new Recorder());
  }

  /**
   * Connects in the background.
   *
   * @param http has a connection for each stream, or with HTTP/2 one for all
   * @param lastEventId sent as {@code Last-Event-ID} from the first connection on, unless empty
   */
  static SseClient connect(HttpClient http, URI uri, String lastEventId) {
    var client = new SseClient(http, uri, lastEventId);
    client.source.start();
    return client;
  }

  /** What was received so far, in order. */
  public synchronized List<SseEvent> events() {
    return List.copyOf(events);
  }

  public synchronized State state() {
    return state;
  }

  public String lastEventId() {
    return source.lastEventId();
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
  public void close() {
    change(State.CLOSED, lastFailure);
    source.close();
  }

  private synchronized void awaitThat(BooleanSupplier condition, Duration limit) {
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

  private synchronized void change(State next, String failure) {
    if (state != State.CLOSED) {
      state = next;
      lastFailure = failure;
      notifyAll();
    }
  }

  @Override
  public synchronized String toString() {
    var newest = events.isEmpty() ? "none" : events.get(events.size() - 1);
    return "%s is %s after %s connections, last failure: %s, last event id: %s, %s events, newest: %s"
        .formatted(uri, state, connections, lastFailure, lastEventId(), events.size(), newest);
  }

  private final class Recorder implements EventSource.Listener {

    @Override
    public void opened() {
      synchronized (SseClient.this) {
        connections++;
        change(State.OPEN, lastFailure);
      }
    }

    @Override
    public void event(SseEvent event) {
      synchronized (SseClient.this) {
        if (state != State.CLOSED) {
          events.add(event);
          SseClient.this.notifyAll();
        }
      }
    }

    @Override
    public void ended(String why) {
      change(State.CONNECTING, why);
    }

    @Override
    public boolean refused(String answer) {
      change(State.CLOSED, answer);
      return false;
    }
  }
}
