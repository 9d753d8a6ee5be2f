package org.messageboard.view;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;
import org.messageboard.http.ProblemException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Something in Redis that many requests need and that seldom changes. It is as old as the newest
 * event that this server has streamed, and never more than about a second older than Redis, so
 * hardly a request waits for Redis. While Redis is away, what is known stands. Thread-safe.
 */
final class Remembered<T> {

  private static final Logger LOG = Logger.getLogger(Remembered.class.getName());
  private static final long RENEW_EVERY = Duration.ofSeconds(1).toNanos();

  /**
   * What Redis answered.
   *
   * @param change how many changes had been noticed before Redis was asked
   * @param at when it was asked, as {@link System#nanoTime}
   */
  private record Answer<T>(long change, long at, T value) {

    Answer<T> asked(long when) {
      return new Answer<>(change, when, value);
    }
  }

  private final Supplier<T> source;
  private final AtomicLong changes = new AtomicLong();
  private final AtomicReference<Answer<T>> newest;

  /**
   * @param first what is taken for true until Redis has answered
   * @param source asks Redis
   */
  Remembered(T first, Supplier<T> source) {
    this.source = source;
    newest = new AtomicReference<>(new Answer<>(-1, System.nanoTime(), first));
  }

  /** Has the next call ask Redis again. */
  void changed() {
    changes.incrementAndGet();
  }

  T get() {
    var known = newest.get();
    long change = changes.get();
    long now = System.nanoTime();
    boolean isOld = now - known.at() >= RENEW_EVERY;
    // While one request asks, others go on with what is known, unless that is known to be wrong
    if (known.change() < change || isOld && newest.compareAndSet(known, known.asked(now))) {
      return newest.accumulateAndGet(read(change, now), Remembered::newer).value();
    }
    return known.value();
  }

  private static <T> Answer<T> newer(Answer<T> one, Answer<T> other) {
    return one.change() > other.change() ? one : other;
  }

  private Answer<T> read(long change, long now) {
    try {
      return new Answer<>(change, now, source.get());
    } catch (JedisException | FaultToleranceException | ProblemException e) {
      LOG.log(Level.FINE, "Redis did not answer; what is known stands", e);
      return new Answer<>(change, now, newest.get().value());
    }
  }
}
