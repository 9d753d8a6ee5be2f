package org.messageboard.sse;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseBroadcaster;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.board.Position;
import org.messageboard.http.ProblemException;
import org.messageboard.live.Announcer;
import org.messageboard.live.Cursor;
import org.messageboard.live.DrainPool;
import org.messageboard.live.Hub;
import org.messageboard.live.Output;
import org.messageboard.live.StreamMetrics;
import org.messageboard.live.Subscriber;
import org.messageboard.metrics.Metrics;
import org.messageboard.redis.RedisConnections;
import org.messageboard.traces.Traces;
import org.messageboard.view.HighWatermark;
import org.messageboard.view.RedisListener;
import org.messageboard.view.RedisLog;

/** This server's streams: their threads, their clients, and their end. */
@ApplicationScoped
public class Streams {

  private static final Logger LOG = Logger.getLogger(Streams.class.getName());
  private static final Duration PING_EVERY = Duration.ofSeconds(2);

  /** A client whose Redis read failed retries at the next tick, so ticks must be this frequent. */
  private static final Duration MAX_TICK = Duration.ofSeconds(5);

  @Inject RedisConnections connections;
  @Inject HighWatermark seen;
  @Inject Metrics metrics;
  @Inject Traces traces;
  @Inject StreamSettings settings;

  @Resource ManagedThreadFactory threads;
  @Resource ManagedScheduledExecutorService scheduler;

  private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
  private Admission admission;
  private DrainPool pool;
  private StreamMetrics measured;
  private Hub hub;
  private RedisListener listener;
  private volatile ScheduledFuture<?> pings;
  private volatile SseBroadcaster broadcaster;
  private volatile Announcer announcer;
  private volatile boolean stopping;

  /**
   * Liberty waits for open exchanges, such as streams, before it stops the application. At SIGTERM
   * they end at once, so that it need not wait.
   */
  private final Thread atExit = new Thread(this::endAll, "message-board-exit");

  @PostConstruct
  void wire() {
    admission =
        new Admission(
            settings.maxConnections(),
            settings.maxPerAddress(),
            Admission.maxHeap(settings.memoryBytes()));
    int target = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
    pool = new DrainPool(threads, target, admission.threads());
    var log = new RedisLog(connections.pipeline(), connections.backlog(), metrics.redis());
    hub =
        new Hub(
            log,
            new SseFraming(),
            new Hub.Memory(settings.memoryEvents(), settings.memoryBytes()),
            this::progress);
    listener =
        new RedisListener(connections.listening(), hub, traces.enabled() ? this::broadcast : null);
    measured = new StreamMetrics(metrics);
    gauges();
  }

  private void gauges() {
    metrics.gauge("streams_open", "Streams that are open", admission::open);
    metrics.gauge("streams_limit", "Streams that may be open", admission::limit);
    metrics.gauge(
        "redis_listener_connected",
        "Whether the subscription to Redis stands",
        () -> listening() ? 1 : 0);
    metrics.gauge(
        "stream_backlog_bytes",
        "Bytes of events that wait for clients",
        () -> subscribers.stream().mapToLong(s -> Math.max(0, s.behind())).sum());
    metrics.gauge(
        "stream_backlog_max_bytes",
        "Bytes of events that wait for the client furthest behind",
        () -> subscribers.stream().mapToLong(Subscriber::behind).max().orElse(0));
    metrics.gauge("stream_drains_waiting", "Clients that wait for a thread", pool::waiting);
    metrics.gauge(
        "stream_threads_blocked", "Threads held by clients that do not read", pool::blocked);
    metrics.gauge("stream_threads_limit", "Threads that may write to clients", admission::threads);
    metrics.gauge(
        "stream_memory_events",
        "Events in memory",
        () -> hub.buffer().head() - hub.buffer().tail());
    metrics.gauge(
        "stream_memory_bytes", "Bytes of events in memory", () -> hub.buffer().keptBytes());
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    pool.start();
    Runtime.getRuntime().addShutdownHook(atExit);
    thread("message-board-listener", listener);
    pings =
        scheduler.scheduleWithFixedDelay(
            listener::ping, PING_EVERY.toMillis(), PING_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Starts the announcer before the first client; later calls do nothing. */
  synchronized void announceWith(Sse sse) {
    if (announcer == null) {
      broadcaster = sse.newBroadcaster();
      var news = sse.newEventBuilder().data("news").build();
      var tick = sse.newEventBuilder().name(Sink.TICK).data(Sink.TICK).build();
      announcer =
          new Announcer(
              () -> broadcaster.broadcast(news), () -> broadcaster.broadcast(tick), pool, tick());
      thread("message-board-announcer", announcer);
    }
  }

  /** Whether the listener has started, connected or not. */
  public boolean started() {
    return pings != null;
  }

  /** Whether the listener is subscribed to new messages. */
  public boolean listening() {
    return listener.isConnected();
  }

  /**
   * Admits a client.
   *
   * @throws org.messageboard.http.ProblemException status 503 if the server is full, 429 if the
   *     address has too many streams
   */
  void admit(String address) {
    try {
      admission.enter(address);
    } catch (ProblemException e) {
      measured.refused(e.problem().status());
      throw e;
    }
  }

  /** Undoes {@link #admit} for a stream that was not opened. */
  void release(String address) {
    admission.leave(address);
  }

  /**
   * The cursor of a new client. Call this before answering, because everything posted after the
   * client has its answer must reach it. On a server that has not reached Redis since it started,
   * and so is not ready, a stream begins where the server does.
   *
   * @param after the position to resume after; null to begin with the next event
   * @param channel the only channel to follow; null for all
   */
  Cursor cursor(Position after, String channel) {
    var current = hub.buffer();
    return after == null && !current.isUnknown()
        ? Cursor.from(current.newest(), channel)
        : new Cursor(after, channel);
  }

  /**
   * Opens the stream of an admitted client.
   *
   * @param preamble sent before everything else
   */
  void open(AsyncContext exchange, String address, Cursor cursor, byte[] preamble)
      throws IOException {
    var output = new Output(exchange.getResponse().getOutputStream(), exchange::complete, measured);
    // The preamble is in this thread's buffer, so flush it before another thread writes
    output.put(preamble);
    output.flush();
    var subscriber =
        new Subscriber(
            hub,
            cursor,
            output,
            pool,
            settings.maxLagBytes(),
            silence(),
            over -> leave(over, address));
    begin(subscriber);
    measured.opened(cursor.resumes());
    subscriber.wake();
    if (stopping) {
      subscriber.close();
    }
  }

  /**
   * A subscriber that cannot be registered never leaves: the caller releases its place, unless a
   * stop has done so.
   */
  private void begin(Subscriber subscriber) {
    subscribers.add(subscriber);
    try {
      broadcaster.register(new Sink(subscriber));
    } catch (RuntimeException | Error e) {
      if (subscribers.remove(subscriber)) {
        throw e;
      }
    }
  }

  @PreDestroy
  void stop() {
    // Not logged at server shutdown: java.util.logging is closed by then
    LOG.log(Level.INFO, "The board stops; {0} open streams end", subscribers.size());
    endAll();
    removeExitHook();
    if (pings != null) {
      pings.cancel(true);
    }
    if (announcer != null) {
      announcer.stop();
    }
    pool.stop();
    listener.stop();
  }

  private void endAll() {
    stopping = true;
    subscribers.forEach(Subscriber::close);
  }

  private void removeExitHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      LOG.log(Level.FINE, "The JVM is exiting already", e);
    }
  }

  /** Interval at which subscribers check whether a heartbeat is due: a fifth of the heartbeat. */
  private Duration tick() {
    var fifth = settings.heartbeat().dividedBy(5);
    return fifth.compareTo(MAX_TICK) < 0 ? fifth : MAX_TICK;
  }

  /**
   * Silence after which a tick sends a heartbeat, in ns: half a tick less than the heartbeat, so
   * that it is early or late by half a tick at most.
   */
  private long silence() {
    return settings.heartbeat().minus(tick().dividedBy(2)).toNanos();
  }

  private void leave(Subscriber subscriber, String address) {
    if (subscribers.remove(subscriber)) {
      admission.leave(address);
      measured.closed(subscriber.reason());
    }
  }

  /** Gives an event to the hub; its span ends when every stream has been woken. */
  private void broadcast(String trace, Runnable give) {
    var step = traces.broadcasting(trace, admission.open());
    var current = announcer;
    if (current == null) {
      give.run();
      step.end();
    } else {
      current.follow(step);
      give.run();
    }
  }

  private void progress(Position position) {
    seen.set(position);
    var current = announcer;
    if (current != null) {
      current.announce();
    }
  }

  private void thread(String name, Runnable work) {
    var thread = threads.newThread(work);
    thread.setName(name);
    thread.start();
  }
}
