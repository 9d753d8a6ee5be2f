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
     * @param from the number with which its epoch began; events up to it were not published
     * @param events events in order, as JSON
     */
    record Page(Position position, long from, List<byte[]> events) {

      /** Nothing can be read, because Redis lacks something and is being filled. */
      static final Page FILLING = new Page(Timeline.UNKNOWN, 0, List.of());
    }

    /**
     * Events after a number, oldest first; not all when there are very many.
     *
     * @param known the newest position anyone here has seen, or null; when the board stands before
     *     it in the same epoch, a consumer gives it a new one
     * @return nothing when the board is empty, {@link Page#FILLING} while Redis is being filled
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

  private volatile boolean filling;

  /** When the last catching up began, in System.nanoTime(). */
  private long caughtUp = System.nanoTime();

  private volatile Timeline timeline = new Timeline(Timeline.UNKNOWN, 0, 2, 1);

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

  /** Whether Redis was being filled when it was read last. */
  boolean isFilling() {
    return filling;
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
    } else if (timeline.differs(event)) {
      LOG.log(
          Level.WARNING,
          "Redis gave the number {0} to two events: it was set back. A consumer puts that right",
          event.position());
      log.after(timeline.head(), new Position(timeline.epoch(), Position.LARGEST));
    }
  }

  /**
   * Reads from the log what Pub/Sub did not bring.
   *
   * @throws JedisException when Redis does not answer
   */
  synchronized void catchUp() {
    long began = System.nanoTime();
    while (readOn()) {}
    caughtUp = began;
  }

  /** Reads a page of the log; whether there is more. */
  private boolean readOn() {
    var known = timeline.isReal() ? timeline.newest() : null;
    var page = log.after(timeline.head(), known).orElse(null);
    filling = page == Log.Page.FILLING;
    if (filling) {
      return false;
    }
    if (page == null) {
      if (timeline.isUnknown()) {
        begin(Timeline.EMPTY, 0);
      }
      return false;
    }
    if (!page.position().epoch().equals(timeline.epoch())) {
      begin(page.position(), page.from());
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
    if (!timeline.has(position)) {
      catchUpForOne();
    }
  }

  /**
   * Reads from the log, unless somebody began to after this moment.
   *
   * @param nanos as System.nanoTime() gives it
   * @throws JedisException when Redis does not answer, or did not answer another caller just now
   */
  synchronized void catchUpSince(long nanos) {
    if (caughtUp - nanos < 0) {
      catchUpForOne();
    }
  }

  private void catchUpForOne() {
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
      begin(page.position(), page.from());
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
  private void begin(Position position, long from) {
    LOG.log(
        Level.INFO,
        "The stream goes on from {0}; it stood at {1}",
        new Object[] {position, timeline.newest()});
    timeline = load(position, from).orElseGet(() -> empty(position, from));
    onProgress.accept(timeline.newest());
  }

  private Optional<Timeline> load(Position position, long from) {
    Timeline loaded = null;
    long after = Math.max(0, position.number() - memory.events() / 2);
    while (after < position.number()) {
      var page = log.after(after, null).orElse(null);
      if (page == null
          || page.events().isEmpty()
          || !page.position().epoch().equals(position.epoch())) {
        break;
      }
      for (var json : page.events()) {
        loaded = extend(loaded, Event.read(json).orElse(null), position.epoch(), from);
      }
      after = loaded == null ? position.number() : Math.max(after + 1, loaded.head());
    }
    return Optional.ofNullable(loaded);
  }

  private Timeline extend(Timeline loaded, Event event, String epoch, long from) {
    if (event == null || !event.position().epoch().equals(epoch)) {
      return loaded;
    }
    var extended = loaded;
    if (loaded == null || !loaded.isNext(event.position())) {
      extended = empty(new Position(epoch, event.position().number() - 1), from);
    }
    extended.append(event);
    return extended;
  }

  private Timeline empty(Position position, long from) {
    return new Timeline(position, from, memory.events(), memory.bytes());
  }
}
