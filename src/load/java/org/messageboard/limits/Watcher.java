package org.messageboard.limits;

import org.messageboard.client.Connection;
import org.messageboard.client.Network;
import org.messageboard.client.Request;
import org.messageboard.it.SseEvent;
import org.messageboard.it.SseParser;

/**
 * One of many streams: sees whether the numbers of its messages have a hole, and remembers none of
 * them. Written on the network's thread, read by any.
 */
final class Watcher implements SseParser.Listener {

  private volatile Connection connection;
  private volatile long newest = -1;
  private volatile long messages;
  private volatile long retryMillis;
  private volatile boolean hasHole;

  /** Opens a stream that begins with what is new. */
  static Watcher open(Network network) {
    var watcher = new Watcher();
    watcher.connection =
        network.open(Request.stream(), new SseParser("", watcher)::accept, connection -> {});
    return watcher;
  }

  Connection connection() {
    return connection;
  }

  /** Whether it knows a position, so that it misses nothing from now on. */
  boolean hasJoined() {
    return newest >= 0;
  }

  /** The number of the newest message it knows of. */
  long newest() {
    return newest;
  }

  long messages() {
    return messages;
  }

  /** Whether a number was left out or came again. */
  boolean hasHole() {
    return hasHole;
  }

  /** The time after which it is to come back; 0 when it was not told any. */
  long retryMillis() {
    return retryMillis;
  }

  @Override
  public void position(String id) {
    long number = Long.parseLong(id.substring(id.indexOf(':') + 1));
    hasHole |= newest >= 0 && number != newest && number != newest + 1;
    newest = number;
  }

  @Override
  public void event(SseEvent event) {
    messages++;
    hasHole |= !event.type().equals("message");
  }

  @Override
  public void retry(long millis) {
    retryMillis = millis;
  }
}
