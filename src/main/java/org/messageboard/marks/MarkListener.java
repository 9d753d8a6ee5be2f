package org.messageboard.marks;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.board.Position;
import org.messageboard.retry.Backoff;
import org.messageboard.retry.Series;
import org.messageboard.view.RedisKeys;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** Receives the marks that move, in a loop that subscribes again after every error. */
final class MarkListener implements Runnable {

  private static final Logger LOG = Logger.getLogger(MarkListener.class.getName());

  private final UnifiedJedis redis;
  private final BiConsumer<String, StandingMark> onMoved;
  private final Series failures = new Series();
  private final Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));
  private volatile JedisPubSub subscription;
  private volatile boolean stopping;

  /**
   * @param redis connections whose subscriptions fail after some seconds of silence
   * @param onMoved takes a subject and its mark
   */
  MarkListener(UnifiedJedis redis, BiConsumer<String, StandingMark> onMoved) {
    this.redis = redis;
    this.onMoved = onMoved;
  }

  @Override
  public void run() {
    while (!stopping && !Thread.currentThread().isInterrupted()) {
      listen();
      pause();
    }
  }

  private void listen() {
    try {
      var next = new Subscription();
      subscription = next;
      redis.subscribe(next, RedisKeys.MARKS_RESTORED);
    } catch (RuntimeException e) {
      LOG.log(
          !stopping && failures.begins("subscription") ? Level.WARNING : Level.FINE,
          "Open streams do not learn what their readers read elsewhere ({0})",
          e.getMessage());
    }
  }

  /** Pings Redis over the subscription; to be called every few seconds. */
  void ping() {
    try {
      if (isSubscribed()) {
        subscription.ping();
      }
    } catch (JedisException e) {
      LOG.log(Level.FINE, "The subscription to read marks cannot be pinged", e);
    }
  }

  void stop() {
    stopping = true;
    try {
      if (isSubscribed()) {
        subscription.unsubscribe();
      }
    } catch (JedisException e) {
      LOG.log(Level.FINE, "The subscription to read marks had already ended", e);
    }
  }

  private boolean isSubscribed() {
    var current = subscription;
    return current != null && current.isSubscribed();
  }

  private void pause() {
    try {
      Thread.sleep(stopping ? 0 : backoff.next().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What {@code marks.lua} published: whose mark it is, in which channel, and the mark. */
  static Optional<StandingMark> parse(String message) {
    var parts = message.substring(message.lastIndexOf('\n') + 1).split(" ");
    if (parts.length != 5) {
      return Optional.empty();
    }
    var mark = new ReadMark(parts[1], Long.parseLong(parts[2]), parts[3]);
    return Position.parse(parts[4]).map(at -> new StandingMark(parts[0], mark, at));
  }

  private final class Subscription extends JedisPubSub {

    @Override
    public void onSubscribe(String channel, int subscribedChannels) {
      backoff.reset();
    }

    @Override
    public void onMessage(String channel, String message) {
      int end = message.lastIndexOf('\n');
      if (end > 0) {
        parse(message).ifPresent(mark -> onMoved.accept(message.substring(0, end), mark));
      }
    }
  }
}
