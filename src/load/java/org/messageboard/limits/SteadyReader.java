package org.messageboard.limits;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Stays subscribed, comes back as {@code EventSource} does, and compares every message with the
 * next one that its poster must have posted. So a lost, doubled, swapped or changed message is
 * seen, and nothing has to be remembered of those that were right.
 */
final class SteadyReader implements EventReader.Listener {

  private static final Pattern MESSAGE =
      Pattern.compile("\"author\":\"([^\"]+)\",\"content\":\"(\\d+)\",");

  private final Map<String, Long> next = new HashMap<>();
  private final AtomicLong received = new AtomicLong();
  private final AtomicInteger connects = new AtomicInteger();
  private final Network network;
  private volatile String finding;
  private volatile String position = "";
  private long retryMillis = 1_000;
  private volatile boolean stopping;

  SteadyReader(Network network) {
    this.network = network;
  }

  void start() {
    connects.incrementAndGet();
    network.open(Request.stream(position), new EventReader(this), this::ended);
  }

  /** Does not come back any more. */
  void stop() {
    stopping = true;
  }

  /** Whether it knows a position, so that it misses nothing from now on. */
  boolean hasJoined() {
    return !position.isEmpty();
  }

  /** Messages that came, each the one that was due. */
  long received() {
    return received.get();
  }

  int connects() {
    return connects.get();
  }

  /** The first thing that was wrong, or null. */
  String finding() {
    return finding;
  }

  @Override
  public void position(String id) {
    position = id;
  }

  @Override
  public void retry(long millis) {
    retryMillis = millis;
  }

  @Override
  public void event(String type, String data) {
    var message = MESSAGE.matcher(data);
    if (!type.isEmpty() || !message.find()) {
      find("unexpected: " + type + " " + data);
      return;
    }
    long due = next.merge(message.group(1), 1L, Long::sum) - 1;
    if (Long.parseLong(message.group(2)) == due) {
      received.incrementAndGet();
    } else {
      find("%s was due of %s, but came: %s".formatted(due, message.group(1), data));
    }
  }

  private void find(String what) {
    if (finding == null) {
      finding = what;
    }
  }

  private void ended(Connection connection) {
    if (!stopping) {
      network.after(Duration.ofMillis(retryMillis), this::start);
    }
  }
}
