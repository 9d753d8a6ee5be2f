package org.messageboard.live;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.board.Position;

/**
 * Puts events in order. Pub/Sub may lose, repeat or delay; every event carries its number, so a
 * jump is seen and the missing ones are read from the log first, and an old one is dropped. All
 * methods that change the buffer hold one lock; readers need none.
 */
public final class Hub {

  /**
   * How much is kept in memory.
   *
   * @param events how many events
   * @param bytes how many bytes of events
   */
  public record Memory(int events, long bytes) {}

  private static final Logger LOG = Logger.getLogger(Hub.class.getName());

  /** Of all who look within a second, one asks Redis. */
  private static final long FAILURE_HOLDS = Duration.ofSeconds(1).toNanos();

  private final EventLog log;
  private final Framing framing;
  private final Memory memory;
  private final Consumer<Position> onProgress;

  /** When Redis did not answer one that waited for a position, in System.nanoTime(); or null. */
  private Long failed;

  private volatile boolean filling;

  /** When the last catching up began, in System.nanoTime(). */
  private long caughtUp = System.nanoTime();

  private volatile ReplayBuffer buffer = new ReplayBuffer(ReplayBuffer.UNKNOWN, 0, 2, 1);

  /**
   * @param onProgress told of every new position, with the lock held: it must be quick
   */
  public Hub(EventLog log, Framing framing, Memory memory, Consumer<Position> onProgress) {
    this.log = log;
    this.framing = framing;
    this.memory = memory;
    this.onProgress = onProgress;
  }

  /** The buffer of the current epoch; another object after an epoch has ended. */
  public ReplayBuffer buffer() {
    return buffer;
  }

  Framing framing() {
    return framing;
  }

  /** Events after a number for one client that is further back than the buffer. */
  public Optional<EventLog.Page> backlog(long number) {
    return log.backlog(number);
  }

  /** Whether Redis was being filled when it was read last. */
  boolean isFilling() {
    return filling;
  }

  /** Takes what Redis published. */
  public synchronized void accept(byte[] json) {
    var event = framing.event(json).orElse(null);
    if (event == null) {
      LOG.log(Level.FINE, "Something was published that is not a message of the board");
    } else if (buffer.isNext(event.position())) {
      append(event);
    } else if (!buffer.has(event.position())) {
      catchUp();
    } else if (buffer.differs(event)) {
      LOG.log(
          Level.WARNING,
          "Redis gave the number {0} to two events: it was set back. A consumer puts that right",
          event.position());
      log.after(buffer.head(), new Position(buffer.epoch(), Position.LARGEST));
    }
  }

  /**
   * Reads from the log what Pub/Sub did not bring.
   *
   * @throws EventLog.AwayException when the log does not answer
   */
  public synchronized void catchUp() {
    long began = System.nanoTime();
    while (readOn()) {}
    caughtUp = began;
  }

  /** Reads a page of the log; whether there is more. */
  private boolean readOn() {
    var known = buffer.isReal() ? buffer.newest() : null;
    var page = log.after(buffer.head(), known).orElse(null);
    filling = page == EventLog.Page.FILLING;
    if (filling) {
      return false;
    }
    if (page == null) {
      if (buffer.isUnknown()) {
        begin(ReplayBuffer.EMPTY, 0);
      }
      return false;
    }
    if (!page.position().epoch().equals(buffer.epoch())) {
      begin(page.position(), page.from());
      return false;
    }
    return page.position().number() > buffer.head() && follow(page);
  }

  /**
   * Reads from the log, unless somebody did and this position is reached.
   *
   * @throws EventLog.AwayException when the log does not answer, or did not answer another caller
   *     just now
   */
  synchronized void catchUpTo(Position position) {
    if (!buffer.has(position)) {
      catchUpForOne();
    }
  }

  /**
   * Reads from the log, unless somebody began to after this moment.
   *
   * @param nanos as System.nanoTime() gives it
   * @throws EventLog.AwayException when the log does not answer, or did not answer another caller
   *     just now
   */
  synchronized void catchUpSince(long nanos) {
    if (caughtUp - nanos < 0) {
      catchUpForOne();
    }
  }

  private void catchUpForOne() {
    if (failed != null && System.nanoTime() - failed < FAILURE_HOLDS) {
      throw new EventLog.AwayException("The log did not answer just now.", null);
    }
    try {
      catchUp();
    } catch (EventLog.AwayException e) {
      failed = System.nanoTime();
      throw e;
    }
  }

  /** Whether there is more than on this page. */
  private boolean follow(EventLog.Page page) {
    long before = buffer.head();
    page.events().forEach(json -> framing.event(json).ifPresent(this::appendIfNext));
    if (buffer.head() == before) {
      // What follows is not in the log any more: clients must load the history again.
      begin(page.position(), page.from());
      return false;
    }
    return buffer.head() < page.position().number();
  }

  private void appendIfNext(Event event) {
    if (buffer.isNext(event.position())) {
      append(event);
    }
  }

  private void append(Event event) {
    buffer.append(event);
    onProgress.accept(event.position());
  }

  /** Begins a buffer that ends at this position, with what the log has of it in memory. */
  private void begin(Position position, long from) {
    LOG.log(
        Level.INFO,
        "The stream goes on from {0}; it stood at {1}",
        new Object[] {position, buffer.newest()});
    buffer = load(position, from).orElseGet(() -> empty(position, from));
    onProgress.accept(buffer.newest());
  }

  private Optional<ReplayBuffer> load(Position position, long from) {
    ReplayBuffer loaded = null;
    long after = Math.max(0, position.number() - memory.events() / 2);
    while (after < position.number()) {
      var page = log.after(after, null).orElse(null);
      if (page == null
          || page.events().isEmpty()
          || !page.position().epoch().equals(position.epoch())) {
        break;
      }
      for (var json : page.events()) {
        loaded = extend(loaded, framing.event(json).orElse(null), position.epoch(), from);
      }
      after = loaded == null ? position.number() : Math.max(after + 1, loaded.head());
    }
    return Optional.ofNullable(loaded);
  }

  private ReplayBuffer extend(ReplayBuffer loaded, Event event, String epoch, long from) {
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

  private ReplayBuffer empty(Position position, long from) {
    return new ReplayBuffer(position, from, memory.events(), memory.bytes());
  }
}
