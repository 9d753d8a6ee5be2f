package org.messageboard.view;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.live.EventLog;
import org.messageboard.live.Hub;
import org.messageboard.retry.Backoff;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Receives new events in a loop that subscribes and, on any error, pauses and starts again. It
 * catches up from the log after subscribing and at every pong, because Pub/Sub does not say what it
 * failed to deliver.
 */
public final class RedisListener implements Runnable {

  private static final Logger LOG = Logger.getLogger(RedisListener.class.getName());
  private static final byte[] MESSAGES = RedisKeys.PUBSUB.getBytes(US_ASCII);
  private static final byte[] TRACES = RedisKeys.TRACES.getBytes(US_ASCII);

  private final UnifiedJedis redis;
  private final Hub hub;
  private final BiConsumer<String, Runnable> tracing;
  private volatile Subscription subscription;
  private volatile boolean connected;
  private volatile boolean stopping;
  private boolean tracesRefused;
  private boolean warned;
  private final Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1));

  /**
   * @param redis connections whose subscriptions fail after some seconds of silence
   * @param tracing runs the delivery of a traced event to the hub, given its {@code traceparent};
   *     null if nothing is traced
   */
  public RedisListener(UnifiedJedis redis, Hub hub, BiConsumer<String, Runnable> tracing) {
    this.redis = redis;
    this.hub = hub;
    this.tracing = tracing;
  }

  /** Whether the server is subscribed. */
  public boolean isConnected() {
    return connected;
  }

  /** Pings Redis over the subscription; to be called every few seconds. */
  public void ping() {
    var current = subscription;
    try {
      if (connected && current != null) {
        current.ping();
      }
    } catch (JedisException e) {
      // The loop finds the connection broken, too
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
      LOG.log(Level.FINE, "The subscription had already ended", e);
    }
  }

  @Override
  public void run() {
    while (!stopping && !Thread.currentThread().isInterrupted()) {
      listen();
      if (!stopping) {
        backOff();
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
        warn(e);
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

  /** A user without access to the traces still receives the events. */
  private void goOnWithoutTraces(Throwable e) {
    tracesRefused = true;
    LOG.log(
        Level.WARNING,
        "Redis does not let this server subscribe to traces ({0}), so none of them includes the broadcast. Allow its user to access the channel {1}",
        new Object[] {e.getMessage(), RedisKeys.TRACES});
  }

  private byte[][] channels() {
    return tracing == null || tracesRefused
        ? new byte[][] {MESSAGES}
        : new byte[][] {MESSAGES, TRACES};
  }

  /** Warns once per outage, and with the stack trace if it is not an outage. */
  private void warn(Throwable e) {
    if (!warned && !stopping) {
      warned = true;
      var warning =
          "The subscription to Redis ended (%s). The server keeps trying to subscribe again; until then open streams receive nothing. Check that Redis can be reached, and what else the log says about it"
              .formatted(e.getMessage());
      LOG.log(Level.WARNING, warning, isOutage(e) ? null : e);
    }
    LOG.log(Level.FINE, "The subscription to Redis ended", e);
  }

  private static boolean isOutage(Throwable e) {
    return e instanceof JedisException || e instanceof EventLog.AwayException;
  }

  private void backOff() {
    try {
      Thread.sleep(backoff.next().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Subscription extends BinaryJedisPubSub {

    /** The {@code traceparent} of the next event, or null. */
    private String trace;

    @Override
    public void onSubscribe(byte[] channel, int subscribedChannels) {
      if (Arrays.equals(channel, TRACES)) {
        return;
      }
      hub.catchUp();
      connected = true;
      backoff.reset();
      warned = false;
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
