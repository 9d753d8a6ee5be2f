package org.messageboard.sse;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.messageboard.live.Subscriber;

/**
 * A client as the broadcaster sees it: every broadcast wakes it, and the event itself stands in the
 * replay buffer.
 */
record Sink(Subscriber subscriber) implements SseEventSink {

  /** Name of the event that asks clients whether they need a heartbeat. */
  static final String TICK = "tick";

  private static final CompletionStage<?> DONE = CompletableFuture.completedFuture(null);

  /**
   * Wakes the client, without waiting for it.
   *
   * @throws IllegalStateException when the stream is over; the broadcaster then forgets it
   */
  @Override
  public CompletionStage<?> send(OutboundSseEvent event) {
    if (isClosed()) {
      throw new IllegalStateException("The stream is over.");
    }
    if (TICK.equals(event.getName())) {
      subscriber.tick();
    } else {
      subscriber.news();
    }
    return DONE;
  }

  @Override
  public boolean isClosed() {
    return subscriber.isClosed();
  }

  @Override
  public void close() {
    subscriber.close();
  }
}
