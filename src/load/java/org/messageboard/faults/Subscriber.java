package org.messageboard.faults;

import java.net.http.HttpClient;
import java.util.concurrent.atomic.AtomicInteger;
import org.messageboard.it.Board;
import org.messageboard.it.EventSource;
import org.messageboard.it.LiveSource;
import org.messageboard.it.SseEvent;

/**
 * Behaves as a browser's page does, over a stream or a WebSocket, but comes back to the next
 * server, and even after an answer that a page would not survive. It loads history after a {@code
 * reset}.
 */
final class Subscriber implements EventSource.Listener, AutoCloseable {

  private final HttpClient http;
  private final Rotation servers;
  private final Inbox inbox;
  private final AtomicInteger refusals;
  private final LiveSource source;

  /**
   * @param overSocket whether it follows over a WebSocket
   * @param refusals counts answers after which a real EventSource would never come back
   */
  Subscriber(
      HttpClient http, Rotation servers, boolean overSocket, Inbox inbox, AtomicInteger refusals) {
    this.http = http;
    this.servers = servers;
    this.inbox = inbox;
    this.refusals = refusals;
    source =
        overSocket
            ? new SocketSource(http, () -> servers.resolve("api/messages/socket"), this)
            : new EventSource(http, () -> servers.resolve("api/messages/stream"), "", this);
  }

  void start() {
    source.start();
  }

  Inbox inbox() {
    return inbox;
  }

  /** Whether the board has told it a position, so that nothing can be missed from now on. */
  boolean hasJoined() {
    return !source.lastEventId().isEmpty();
  }

  /** Cuts the connection, as a network does. */
  void cut() {
    source.cut();
  }

  @Override
  public void event(SseEvent event) {
    if (event.type().equals("reset")) {
      inbox.reset();
      inbox.load(new HistoryLoader(http, servers).missing(inbox.known())); // newest page included
    } else {
      inbox.stream(Board.json(event.data()));
    }
  }

  @Override
  public void ended(String why) {
    servers.next();
  }

  @Override
  public boolean refused(String answer) {
    refusals.incrementAndGet();
    servers.next();
    return true;
  }

  @Override
  public void close() {
    source.close();
  }
}
