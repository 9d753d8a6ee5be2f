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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
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

/** The life of the streams of this server: their threads, their clients, their end. */
@ApplicationScoped
public class Streams {

  private static final Logger LOG = Logger.getLogger(Streams.class.getName());
  private static final Duration PING_EVERY = Duration.ofSeconds(2);

  /** Whoever could not read from Redis looks again at a tick, so it is not put off for longer. */
  private static final Duration LONGEST_TICK = Duration.ofSeconds(5);

  private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);

  @Inject RedisConnections connections;
  @Inject HighWatermark seen;
  @Inject Metrics metrics;
  @Inject Traces traces;

  @Inject
  @ConfigProperty(name = "stream.max.connections")
  int maxConnections;

  @Inject
  @ConfigProperty(name = "stream.max.connections.per-address")
  int maxPerAddress;

  /** A variable of the server's, not of the WAR. */
  @Inject
  @ConfigProperty(name = "http.max.connections")
  Optional<Integer> maxHttpConnections;

  /** Another one: with HTTPS there are two ports. */
  @Inject
  @ConfigProperty(name = "https.enabled", defaultValue = "false")
  boolean https;

  @Inject
  @ConfigProperty(name = "stream.queue.max-bytes")
  long maxBehind;

  @Inject
  @ConfigProperty(name = "stream.heartbeat.seconds")
  int heartbeatSeconds;

  @Inject
  @ConfigProperty(name = "stream.memory.events")
  int memoryEvents;

  @Inject
  @ConfigProperty(name = "stream.memory.max-bytes")
  long memoryBytes;

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
   * Liberty stops the application only after it has waited for the open exchanges, which streams
   * are. At SIGTERM they end at once, so it need not wait.
   */
  private final Thread atExit = new Thread(this::endAll, "message-board-exit");

  @PostConstruct
  void wire() {
    admission = new Admission(maxConnections, maxPerAddress, Admission.maxHeap(memoryBytes));
    maxHttpConnections
        .map(most -> Admission.warning(most, https ? 2 : 1, Admission.maxFiles()))
        .ifPresent(LOG::warning);
    int target = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
    pool = new DrainPool(threads, target, admission.threads());
    var log = new RedisLog(connections.pipeline(), connections.backlog(), metrics.redis());
    hub = new Hub(log, new SseFraming(), new Hub.Memory(memoryEvents, memoryBytes), this::progress);
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

  /** Begins to announce through a broadcaster of this, before any client; again changes nothing. */
  synchronized void announceWith(Sse sse) {
    if (announcer == null) {
      broadcaster = sse.newBroadcaster();
      var news = sse.newEventBuilder().data("news").build();
      var tick = sse.newEventBuilder().name(Sink.TICK).data(Sink.TICK).build();
      announcer =
          new Announcer(
              () -> broadcaster.broadcast(news),
              () -> broadcaster.broadcast(tick),
              pool,
              tick(),
              AGAIN_AFTER);
      thread("message-board-announcer", announcer);
    }
  }

  /** Whether the listener runs, connected or not. */
  public boolean started() {
    return pings != null;
  }

  /** Whether the listener hears of new messages. */
  public boolean listening() {
    return listener.isConnected();
  }

  /**
   * Takes a place for a client.
   *
   * @throws org.messageboard.http.ProblemException status 503 or 429 when there is none
   */
  void admit(String address) {
    try {
      admission.enter(address);
    } catch (ProblemException e) {
      measured.refused(e.problem().status());
      throw e;
    }
  }

  /** Gives back a place in which no stream was begun. */
  void release(String address) {
    admission.leave(address);
  }

  /**
   * Where a client stands that comes now. To be called before it is answered: whatever is posted
   * once it has the answer must reach it. A server that has not reached Redis since it started, and
   * so is not ready, knows no place yet: there a stream begins where the server does.
   *
   * @param after the position to resume after; null to begin with the next event
   * @param channel only this channel; null for all
   */
  Cursor cursor(Position after, String channel) {
    var current = hub.buffer();
    return after == null && !current.isUnknown()
        ? Cursor.from(current.newest(), channel)
        : new Cursor(after, channel);
  }

  /**
   * Begins a stream in a place that was taken.
   *
   * @param preamble sent before everything else
   */
  void open(AsyncContext exchange, String address, Cursor cursor, byte[] preamble)
      throws IOException {
    var output = new Output(exchange.getResponse().getOutputStream(), exchange::complete, measured);
    // What is put stands in this thread's buffer, so it leaves before another thread writes
    output.put(preamble);
    output.flush();
    var subscriber =
        new Subscriber(
            hub, cursor, output, pool, maxBehind, silence(), over -> leave(over, address));
    begin(subscriber);
    measured.opened(cursor.resumes());
    subscriber.wake();
    if (stopping) {
      subscriber.close();
    }
  }

  /**
   * One that cannot be registered never ends: whoever took the place gives it back, unless a stop
   * did.
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
    // Not heard when the whole server stops, which Liberty tells of: java.util.logging is closed
    // then
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

  /** How often clients look at their clocks: at a fifth of the time of a heartbeat. */
  private Duration tick() {
    var fifth = Duration.ofSeconds(heartbeatSeconds).dividedBy(5);
    return fifth.compareTo(LONGEST_TICK) < 0 ? fifth : LONGEST_TICK;
  }

  /**
   * After how much silence a tick brings a heartbeat: half a tick before it is due, so none is
   * early or late by more.
   */
  private long silence() {
    return Duration.ofSeconds(heartbeatSeconds).minus(tick().dividedBy(2)).toNanos();
  }

  private void leave(Subscriber subscriber, String address) {
    if (subscribers.remove(subscriber)) {
      admission.leave(address);
      measured.closed(subscriber.reason());
    }
  }

  /** Gives an event to the hub; the step of its trace ends when every stream was told of it. */
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
