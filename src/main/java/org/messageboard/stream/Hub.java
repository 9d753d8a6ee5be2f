package org.messageboard.stream;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.messages.Position;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Puts events in order. Pub/Sub may lose, repeat or delay; every event carries its number, so a
 * jump is seen and the missing ones are read from the log first, and an old one is dropped. All
 * methods that change the timeline hold one lock; readers need none.
 */
final class Hub {

  /** Reads events from Redis. */
  interface Log {

    /**
     * What a read found.
     *
     * @param position where the board stands
     * @param events events in order, as JSON
     */
    record Page(Position position, List<byte[]> events) {}

    /**
     * Events after a number, oldest first; not all when there are very many.
     *
     * @param known the newest position anyone here has seen, or null; when the board stands before
     *     it in the same epoch, the board gets a new epoch
     * @return nothing when the board is empty
     * @throws redis.clients.jedis.exceptions.JedisException when Redis does not answer
     */
    Optional<Page> after(long number, Position known);

    /** The same for one client of many, of which nobody else has to wait. */
    default Optional<Page> backlog(long number) {
      return after(number, null);
    }
  }

  /**
   * How much is kept in memory.
   *
   * @param events how many events
   * @param bytes how many bytes of events
   */
  record Memory(int events, long bytes) {}

  private static final Logger LOG = Logger.getLogger(Hub.class.getName());

  /** Of all who look within a second, one asks Redis. */
  private static final long FAILURE_HOLDS = Duration.ofSeconds(1).toNanos();

  private final Log log;
  private final Memory memory;
  private final Consumer<Position> onProgress;

  /** When Redis did not answer one that waited for a position, in System.nanoTime(); or null. */
  private Long failed;

  private volatile Timeline timeline = new Timeline(Timeline.UNKNOWN, 2, 1);

  /**
   * @param onProgress told of every new position, with the lock held: it must be quick
   */
  Hub(Log log, Memory memory, Consumer<Position> onProgress) {
    this.log = log;
    this.memory = memory;
    this.onProgress = onProgress;
  }

  /** The timeline of the current epoch; another object after an epoch has ended. */
  Timeline timeline() {
    return timeline;
  }

  /** Events after a number for one client that is further back than the timeline. */
  Optional<Log.Page> backlog(long number) {
    return log.backlog(number);
  }

  /** Takes what Redis published. */
  synchronized void accept(byte[] json) {
    var event = Event.read(json).orElse(null);
    if (event == null) {
      LOG.log(Level.FINE, "Something was published that is not a message of the board");
    } else if (timeline.isNext(event.position())) {
      append(event);
    } else if (!timeline.has(event.position())) {
      catchUp();
    }
  }

  /**
   * Reads from the log what Pub/Sub did not bring.
   *
   * @throws JedisException when Redis does not answer
   */
  synchronized void catchUp() {
    while (readOn()) {}
  }

  /** Reads a page of the log; whether there is more. */
  private boolean readOn() {
    var known = timeline.isReal() ? timeline.newest() : null;
    var page = log.after(timeline.head(), known).orElse(null);
    if (page == null) {
      if (timeline.isUnknown()) {
        begin(Timeline.EMPTY);
      }
      return false;
    }
    if (!page.position().epoch().equals(timeline.epoch())) {
      begin(page.position());
      return false;
    }
    return page.position().number() > timeline.head() && follow(page);
  }

  /**
   * Reads from the log, unless somebody did and this position is reached.
   *
   * @throws JedisException when Redis does not answer, or did not answer another caller just now
   */
  synchronized void catchUpTo(Position position) {
    if (timeline.has(position)) {
      return;
    }
    if (failed != null && System.nanoTime() - failed < FAILURE_HOLDS) {
      throw new JedisException("Redis did not answer just now.");
    }
    try {
      catchUp();
    } catch (JedisException e) {
      failed = System.nanoTime();
      throw e;
    }
  }

  /** Whether there is more than on this page. */
  private boolean follow(Log.Page page) {
    long before = timeline.head();
    page.events().forEach(json -> Event.read(json).ifPresent(this::appendIfNext));
    if (timeline.head() == before) {
      // What follows is not in the log any more: clients must load the history again.
      begin(page.position());
      return false;
    }
    return timeline.head() < page.position().number();
  }

  private void appendIfNext(Event event) {
    if (timeline.isNext(event.position())) {
      append(event);
    }
  }

  private void append(Event event) {
    timeline.append(event);
    onProgress.accept(event.position());
  }

  /** Begins a timeline that ends at this position, with what the log has of it in memory. */
  private void begin(Position position) {
    LOG.log(
        Level.INFO,
        "The stream goes on from {0}; it stood at {1}",
        new Object[] {position, timeline.newest()});
    var loaded = load(position);
    loaded.ifPresentOrElse(t -> timeline = t, () -> timeline = empty(position));
    onProgress.accept(timeline.newest());
  }

  private Optional<Timeline> load(Position position) {
    Timeline loaded = null;
    long from = Math.max(0, position.number() - memory.events() / 2);
    while (from < position.number()) {
      var page = log.after(from, null).orElse(null);
      if (page == null || page.events().isEmpty()) {
        break;
      }
      for (var json : page.events()) {
        loaded = extend(loaded, Event.read(json).orElse(null), position.epoch());
      }
      from = loaded == null ? position.number() : Math.max(from + 1, loaded.head());
    }
    return Optional.ofNullable(loaded);
  }

  private Timeline extend(Timeline loaded, Event event, String epoch) {
    if (event == null || !event.position().epoch().equals(epoch)) {
      return loaded;
    }
    var extended = loaded;
    if (loaded == null || !loaded.isNext(event.position())) {
      extended = empty(new Position(epoch, event.position().number() - 1));
    }
    extended.append(event);
    return extended;
  }

  private Timeline empty(Position position) {
    return new Timeline(position, memory.events(), memory.bytes());
  }
}
