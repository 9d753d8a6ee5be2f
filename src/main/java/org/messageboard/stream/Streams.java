package org.messageboard.stream;

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
import org.messageboard.messages.Position;
import org.messageboard.messages.SeenPosition;
import org.messageboard.platform.RedisConnections;

/** The life of the streams of this server: their threads, their clients, their end. */
@ApplicationScoped
public class Streams {

  private static final Logger LOG = Logger.getLogger(Streams.class.getName());
  private static final Duration PING_EVERY = Duration.ofSeconds(2);

  @Inject RedisConnections connections;
  @Inject SeenPosition seen;

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
  private Hub hub;
  private RedisListener listener;
  private volatile ScheduledFuture<?> pings;
  private volatile Announcer announcer;
  private volatile boolean stopping;

  /**
   * Liberty stops the application only after it has waited for the open exchanges, which streams
   * are. At SIGTERM they end at once, so it need not wait.
   */
  private final Thread atExit = new Thread(this::endAll, "message-board-exit");

  @PostConstruct
  void wire() {
    admission = new Admission(maxConnections, maxPerAddress);
    maxHttpConnections
        .map(most -> Admission.warning(most, https ? 2 : 1, Admission.maxFiles()))
        .ifPresent(LOG::warning);
    pool = new DrainPool(threads, Math.max(4, 2 * Runtime.getRuntime().availableProcessors()));
    var redis = connections.pipeline();
    hub = new Hub(new RedisLog(redis), new Hub.Memory(memoryEvents, memoryBytes), this::progress);
    listener = new RedisListener(connections.listening(), hub);
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
      announcer = new Announcer(sse, pool);
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
   * @throws org.messageboard.platform.ProblemException status 503 or 429 when there is none
   */
  void admit(String address) {
    admission.enter(address);
  }

  /** Gives back a place in which no stream was begun. */
  void release(String address) {
    admission.leave(address);
  }

  /**
   * Begins a stream in a place that was taken.
   *
   * @param after the position to resume after; null to begin with the next event
   * @param channel only this channel; null for all
   * @param preamble sent before everything else
   */
  void open(AsyncContext exchange, String address, Position after, String channel, byte[] preamble)
      throws IOException {
    var output = new Output(exchange.getResponse().getOutputStream(), exchange::complete);
    output.put(preamble);
    var subscriber =
        new Subscriber(
            hub,
            new Cursor(after, channel),
            output,
            pool,
            maxBehind,
            Duration.ofSeconds(heartbeatSeconds).toNanos(),
            over -> leave(over, address));
    subscribers.add(subscriber);
    announcer.register(subscriber);
    subscriber.wake();
    if (stopping) {
      subscriber.close();
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

  private void leave(Subscriber subscriber, String address) {
    if (subscribers.remove(subscriber)) {
      admission.leave(address);
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
