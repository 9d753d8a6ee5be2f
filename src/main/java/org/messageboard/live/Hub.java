package org.messageboard.live;

import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.board.Position;

/**
 * Puts events in order. Pub/Sub may lose, repeat or delay events, but each carries its number:
 * after a jump, the missing events are read from the log first, and old events are dropped. All
 * methods that change the buffer hold one lock; readers need none.
 */
public final class Hub {

  /**
   * How much to keep in memory.
   *
   * @param events maximum number of events
   * @param bytes maximum bytes of events
   */
  public record Memory(int events, long bytes) {}

  /** Gets every new position. */
  @FunctionalInterface
  public interface Progress {

    /**
     * @param type the type of the event at this position, "" for a message; null if any events may
     *     have been skipped
     */
    void reached(Position position, String type);
  }

  private static final Logger LOG = Logger.getLogger(Hub.class.getName());

  /** After a read for a client has failed, further ones fail at once for this long; nanoseconds. */
  private static final long RETRY_AFTER = Duration.ofSeconds(1).toNanos();

  private final EventLog log;
  private final Encoding encoding;
  private final Memory memory;
  private final Progress onProgress;
  private final Memberships memberships;

  /** When a read for a client last failed, as {@link System#nanoTime}, or null. */
  private Long failedAt;

  private volatile boolean filling;

  /** When the last successful {@link #catchUp} began, as {@link System#nanoTime}. */
  private long lastCatchUp = System.nanoTime();

  private volatile ReplayBuffer buffer = new ReplayBuffer(ReplayBuffer.UNKNOWN, 0, 2, 1);

  /**
   * @param onProgress called while the lock is held, so it must be quick
   */
  public Hub(
      EventLog log,
      Encoding encoding,
      Memory memory,
      Memberships memberships,
      Progress onProgress) {
    this.log = log;
    this.encoding = encoding;
    this.memory = memory;
    this.memberships = memberships;
    this.onProgress = onProgress;
  }

  /** The buffer of the current epoch; a new epoch has a new buffer. */
  public ReplayBuffer buffer() {
    return buffer;
  }

  /** An event as it was published or logged; empty if the JSON is none. */
  Optional<Event> event(byte[] json) {
    return encoding.event(json);
  }

  /** Reads events after a number for a client that is behind the buffer. */
  public Optional<EventLog.Page> backlog(long number) {
    return log.backlog(number);
  }

  /** Whether Redis was being filled at the last read. */
  boolean isFilling() {
    return filling;
  }

  /** Accepts an event that Redis published. */
  public synchronized void accept(byte[] json) {
    var event = encoding.event(json).orElse(null);
    if (event == null) {
      LOG.log(Level.FINE, "Something other than an event of the board was published");
    } else if (buffer.isNext(event.position())) {
      append(event);
    } else if (!buffer.hasReached(event.position())) {
      catchUp();
    } else if (buffer.differs(event)) {
      reportLoss(event.position());
    }
  }

  private void reportLoss(Position position) {
    LOG.log(
        Level.WARNING,
        "Redis assigned {0} to two events: it has gone back in time. A consumer will repair it",
        position);
    // Redis is behind the largest number, so the log notices the loss
    log.after(buffer.head(), new Position(buffer.epoch(), Position.LARGEST));
  }

  /**
   * Reads from the log what Pub/Sub did not deliver.
   *
   * @throws EventLog.AwayException if the log does not answer
   */
  public synchronized void catchUp() {
    long began = System.nanoTime();
    while (readPage()) {}
    lastCatchUp = began;
  }

  /** Reads a page of the log; returns whether there are more. */
  private boolean readPage() {
    var known = buffer.hasEpoch() ? buffer.newest() : null;
    var page = log.after(buffer.head(), known).orElse(null);
    filling = page == EventLog.Page.FILLING;
    if (filling) {
      return false;
    }
    if (page != null) {
      return apply(page);
    }
    if (buffer.isUnknown()) {
      begin(ReplayBuffer.EMPTY, 0);
    }
    return false;
  }

  private boolean apply(EventLog.Page page) {
    if (!page.position().epoch().equals(buffer.epoch())) {
      begin(page.position(), page.from());
      return false;
    }
    return page.position().number() > buffer.head() && append(page);
  }

  /**
   * Reads from the log, unless this position has been reached already.
   *
   * @throws EventLog.AwayException if the log does not answer, or has just failed to answer another
   *     client
   */
  synchronized void catchUpTo(Position position) {
    if (!buffer.hasReached(position)) {
      catchUpForClient();
    }
  }

  /**
   * Reads from the log, unless it has been read since this moment.
   *
   * @param nanos the moment, as {@link System#nanoTime}
   * @throws EventLog.AwayException if the log does not answer, or has just failed to answer another
   *     client
   */
  synchronized void catchUpSince(long nanos) {
    if (lastCatchUp - nanos < 0) {
      catchUpForClient();
    }
  }

  private void catchUpForClient() {
    if (failedAt != null && System.nanoTime() - failedAt < RETRY_AFTER) {
      throw new EventLog.AwayException("The log did not answer a moment ago.", null);
    }
    try {
      catchUp();
    } catch (EventLog.AwayException e) {
      failedAt = System.nanoTime();
      throw e;
    }
  }

  /** Appends the events of a page; returns whether there are more. */
  private boolean append(EventLog.Page page) {
    long before = buffer.head();
    if (page.after() <= before) {
      page.events().forEach(json -> encoding.event(json).ifPresent(this::appendIfLater));
    }
    if (buffer.head() == before) {
      // The log no longer has the next events: clients must reload the history
      begin(page.position(), page.from());
      return false;
    }
    return buffer.head() < page.position().number();
  }

  private void appendIfLater(Event event) {
    if (buffer.isBefore(event.position())) {
      append(event);
    }
  }

  private void append(Event event) {
    memberships.take(event);
    buffer.appendLater(event);
    onProgress.reached(event.position(), event.type());
  }

  /** Begins a new buffer that ends at this position, with the newest events of the log. */
  private void begin(Position position, long from) {
    LOG.log(
        Level.INFO,
        "The stream continues from {0}; before, it was at {1}",
        new Object[] {position, buffer.newest()});
    var loaded = load(position, from).orElseGet(() -> empty(position, from));
    // Later than the events just read, so nothing that they say is missed
    memberships.reload();
    buffer = loaded;
    onProgress.reached(buffer.newest(), null);
  }

  private Optional<ReplayBuffer> load(Position position, long from) {
    ReplayBuffer loaded = null;
    long after = Math.max(0, position.number() - memory.events() / 2);
    while (after < position.number()) {
      var page = log.after(after, null).filter(p -> isOf(position.epoch(), p));
      if (page.isEmpty()) {
        break;
      }
      loaded = extend(loaded, page.get(), from);
      after = loaded == null ? position.number() : Math.max(after + 1, loaded.head());
    }
    return Optional.ofNullable(loaded);
  }

  private static boolean isOf(String epoch, EventLog.Page page) {
    return !page.events().isEmpty() && page.position().epoch().equals(epoch);
  }

  private ReplayBuffer extend(ReplayBuffer loaded, EventLog.Page page, long from) {
    var start = new Position(page.position().epoch(), page.after());
    var extended = loaded == null || loaded.isBefore(start) ? empty(start, from) : loaded;
    for (var json : page.events()) {
      encoding
          .event(json)
          .filter(e -> extended.isBefore(e.position()))
          .ifPresent(extended::appendLater);
    }
    return extended;
  }

  private ReplayBuffer empty(Position position, long from) {
    return new ReplayBuffer(position, from, memory.events(), memory.bytes());
  }
}
