package org.messageboard.sse;

import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseBroadcaster;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.messageboard.board.Position;
import org.messageboard.live.Announcer;
import org.messageboard.live.DrainPool;
import org.messageboard.live.Hub;
import org.messageboard.live.Memberships;
import org.messageboard.live.Subscriber;
import org.messageboard.metrics.Metrics;
import org.messageboard.redis.RedisConnections;
import org.messageboard.traces.Traces;
import org.messageboard.view.HighWatermark;
import org.messageboard.view.RedisListener;
import org.messageboard.view.RedisLog;
import org.messageboard.view.RedisRooms;

/**
 * Brings events from Redis to this server's subscribers: the subscription, the hub that puts events
 * in order, and the announcements.
 */
final class Feed {

  private static final Duration PING_EVERY = Duration.ofSeconds(2);

  /** A client whose Redis read failed retries at the next tick, so ticks must be this frequent. */
  private static final Duration MAX_TICK = Duration.ofSeconds(5);

  /** Pause of the announcer after a failure. */
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Hub hub;
  private final Memberships memberships;
  private final RedisListener listener;
  private final HighWatermark seen;
  private final Consumer<String> onEvent;
  private final Traces traces;
  private final IntSupplier streams;
  private volatile ScheduledFuture<?> pings;
  private volatile SseBroadcaster broadcaster;
  private volatile Announcer announcer;

  /**
   * @param onEvent gets the type of each event, "" of a message; null if any may have been skipped
   * @param streams how many streams are open
   */
  Feed(
      RedisConnections connections,
      StreamSettings settings,
      Metrics metrics,
      HighWatermark seen,
      Consumer<String> onEvent,
      Traces traces,
      IntSupplier streams) {
    this.seen = seen;
    this.onEvent = onEvent;
    this.traces = traces;
    this.streams = streams;
    var log = new RedisLog(connections.pipeline(), connections.backlog(), metrics.redis());
    var memory = new Hub.Memory(settings.memoryEvents(), settings.memoryBytes());
    memberships =
        new Memberships(
            new RedisRooms(connections.pipeline(), metrics.redis(), seen),
            new RedisRooms(connections.backlog(), metrics.redis(), seen));
    hub = new Hub(log, new SseFraming(), memory, memberships, this::progress);
    listener =
        new RedisListener(connections.listening(), hub, traces.enabled() ? this::broadcast : null);
  }

  Hub hub() {
    return hub;
  }

  Memberships memberships() {
    return memberships;
  }

  void start(ThreadFactory threads, ScheduledExecutorService scheduler) {
    start("message-board-listener", listener, threads);
    pings =
        scheduler.scheduleWithFixedDelay(
            listener::ping, PING_EVERY.toMillis(), PING_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Starts the announcer before the first client; later calls do nothing. */
  synchronized void announceWith(
      Sse sse, DrainPool pool, Duration tickEvery, ThreadFactory threads) {
    if (announcer == null) {
      broadcaster = sse.newBroadcaster();
      var news = sse.newEventBuilder().data("news").build();
      var tick = sse.newEventBuilder().name(Sink.TICK).data(Sink.TICK).build();
      announcer =
          new Announcer(
              () -> broadcaster.broadcast(news),
              () -> broadcaster.broadcast(tick),
              pool,
              tickEvery,
              RETRY_AFTER);
      start("message-board-announcer", announcer, threads);
    }
  }

  /** Interval at which subscribers check whether a heartbeat is due: a fifth of the heartbeat. */
  static Duration tick(Duration heartbeat) {
    var fifth = heartbeat.dividedBy(5);
    return fifth.compareTo(MAX_TICK) < 0 ? fifth : MAX_TICK;
  }

  void register(Subscriber subscriber) {
    broadcaster.register(new Sink(subscriber));
  }

  /** Whether the listener has started, connected or not. */
  boolean started() {
    return pings != null;
  }

  /** Whether the listener is subscribed to new messages. */
  boolean listening() {
    return listener.isConnected();
  }

  /** Ends announcements; the listener goes on. */
  void stopAnnouncing() {
    if (pings != null) {
      pings.cancel(true);
    }
    if (announcer != null) {
      announcer.stop();
    }
  }

  void stopListening() {
    listener.stop();
  }

  /** Gives an event to the hub; its span ends when every stream has been woken. */
  private void broadcast(String trace, Runnable give) {
    var span = traces.broadcasting(trace, streams.getAsInt());
    var current = announcer;
    if (current == null) {
      give.run();
      span.end();
    } else {
      current.deliver(give, span);
    }
  }

  private void progress(Position position, String type) {
    seen.set(position);
    onEvent.accept(type);
    var current = announcer;
    if (current != null) {
      current.announce();
    }
  }

  private static void start(String name, Runnable work, ThreadFactory threads) {
    var thread = threads.newThread(work);
    thread.setName(name);
    thread.start();
  }
}
