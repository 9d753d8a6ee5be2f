package org.messageboard.view;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.live.EventLog;
import org.messageboard.live.Hub;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Hears of new events: a loop that subscribes and, on any error, pauses and starts again. After
 * every subscription, and at every answer to a ping, it catches up from the log, because Pub/Sub
 * tells nothing of what it did not deliver.
 */
public final class RedisListener implements Runnable {

  private static final Logger LOG = Logger.getLogger(RedisListener.class.getName());
  private static final byte[] MESSAGES = RedisKeys.PUBSUB.getBytes(US_ASCII);
  private static final byte[] TRACES = RedisKeys.TRACES.getBytes(US_ASCII);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final UnifiedJedis redis;
  private final Hub hub;
  private final BiConsumer<String, Runnable> tracing;
  private volatile Subscription subscription;
  private volatile boolean connected;
  private volatile boolean stopping;
  private boolean tracesRefused;
  private boolean saidAway;
  private Duration pause = FIRST_PAUSE;

  /**
   * @param redis connections whose subscriptions fail after some seconds of silence
   * @param tracing gives an event that is traced to the hub, given its {@code traceparent} and what
   *     does that; null where nothing is traced
   */
  public RedisListener(UnifiedJedis redis, Hub hub, BiConsumer<String, Runnable> tracing) {
    this.redis = redis;
    this.hub = hub;
    this.tracing = tracing;
  }

  /** Whether the subscription stands. */
  public boolean isConnected() {
    return connected;
  }

  /** Asks Redis for a sign of life; to be called every few seconds. */
  public void ping() {
    var current = subscription;
    try {
      if (connected && current != null) {
        current.ping();
      }
    } catch (JedisException e) {
      // The loop notices by itself.
      LOG.log(Level.FINE, "The subscription cannot be pinged", e);
    }
  }

  public void stop() {
    stopping = true;
    var current = subscription;
    try {
      if (connected && current != null) {
        current.unsubscribe();
      }
    } catch (JedisException e) {
      LOG.log(Level.FINE, "The subscription was gone already", e);
    }
  }

  @Override
  public void run() {
    while (!stopping && !Thread.currentThread().isInterrupted()) {
      listen();
      if (!stopping) {
        rest();
      }
    }
  }

  private void listen() {
    try {
      subscription = new Subscription();
      redis.subscribe(subscription, channels());
    } catch (RuntimeException | Error e) {
      if (isRefusalOfTraces(e)) {
        goOnWithoutTraces(e);
      } else {
        say(e);
      }
    } finally {
      connected = false;
    }
  }

  /** Redis does not say which of the two channels the login may not subscribe to. */
  private boolean isRefusalOfTraces(Throwable e) {
    return tracing != null
        && !tracesRefused
        && e instanceof JedisAccessControlException
        && String.valueOf(e.getMessage()).startsWith("NOPERM");
  }

  /** Who may not hear of traces hears the messages all the same. */
  private void goOnWithoutTraces(Throwable e) {
    tracesRefused = true;
    LOG.log(
        Level.WARNING,
        "Redis does not let this server hear of traces ({0}), so none of them ends with a broadcast. Allow its user the channel {1}",
        new Object[] {e.getMessage(), RedisKeys.TRACES});
  }

  private byte[][] channels() {
    return tracing == null || tracesRefused
        ? new byte[][] {MESSAGES}
        : new byte[][] {MESSAGES, TRACES};
  }

  /** Once at the start of an outage; with the stack only where it is none. */
  private void say(Throwable e) {
    if (!saidAway && !stopping) {
      saidAway = true;
      var said =
          "The subscription to Redis ended (%s). It is made again until it stands; until then open streams are quiet. See that Redis can be reached, and what else the log says of it"
              .formatted(e.getMessage());
      LOG.log(Level.WARNING, said, isOutage(e) ? null : e);
    }
    LOG.log(Level.FINE, "The subscription to Redis ended", e);
  }

  private static boolean isOutage(Throwable e) {
    return e instanceof JedisException || e instanceof EventLog.AwayException;
  }

  private void rest() {
    try {
      Thread.sleep(pause.toMillis());
      var twice = pause.multipliedBy(2);
      pause = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Subscription extends BinaryJedisPubSub {

    /** The trace of the event that comes next, or null. */
    private String trace;

    @Override
    public void onSubscribe(byte[] channel, int subscribedChannels) {
      if (Arrays.equals(channel, TRACES)) {
        return;
      }
      hub.catchUp();
      connected = true;
      pause = FIRST_PAUSE;
      saidAway = false;
      LOG.log(Level.INFO, "Listening for new messages from {0}", hub.buffer().newest());
    }

    @Override
    public void onMessage(byte[] channel, byte[] message) {
      if (Arrays.equals(channel, TRACES)) {
        var text = new String(message, US_ASCII);
        trace = text.substring(text.indexOf(' ') + 1);
      } else if (trace == null) {
        hub.accept(message);
      } else {
        tracing.accept(trace, () -> hub.accept(message));
        trace = null;
      }
    }

    @Override
    public void onPong(byte[] pattern) {
      hub.catchUp();
    }
  }
}
