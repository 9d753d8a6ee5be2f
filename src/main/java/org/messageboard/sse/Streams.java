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
import jakarta.ws.rs.sse.Sse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.accounts.Session;
import org.messageboard.accounts.Sessions;
import org.messageboard.board.ChannelChanged;
import org.messageboard.board.Position;
import org.messageboard.board.Restricted;
import org.messageboard.board.Restriction;
import org.messageboard.board.WebhookChanged;
import org.messageboard.http.ProblemException;
import org.messageboard.live.Cursor;
import org.messageboard.live.DrainPool;
import org.messageboard.live.Filter;
import org.messageboard.live.Framing;
import org.messageboard.live.Membership;
import org.messageboard.live.Output;
import org.messageboard.live.ReplayBuffer;
import org.messageboard.live.StreamMetrics;
import org.messageboard.live.Subscriber;
import org.messageboard.marks.ReadNews;
import org.messageboard.metrics.Metrics;
import org.messageboard.redis.RedisConnections;
import org.messageboard.traces.Traces;
import org.messageboard.view.ArchivedChannels;
import org.messageboard.view.HighWatermark;
import org.messageboard.view.NewestAnswers;
import org.messageboard.view.Restrictions;
import org.messageboard.view.Webhooks;

/** This server's streams: their threads, their clients, and their end. */
@ApplicationScoped
public class Streams {

  private static final Logger LOG = Logger.getLogger(Streams.class.getName());

  /** Clients that have gone are not looked for more often. */
  private static final Duration PROBE_EVERY = Duration.ofSeconds(5);

  /** By then the reset that answers a first write has come. */
  private static final Duration SECOND_PROBE = Duration.ofMillis(200);

  @Inject RedisConnections connections;
  @Inject HighWatermark seen;
  @Inject ArchivedChannels archived;
  @Inject NewestAnswers newest;
  @Inject Restrictions restrictions;
  @Inject Webhooks webhooks;
  @Inject Metrics metrics;
  @Inject Traces traces;
  @Inject StreamSettings settings;
  @Inject Sessions sessions;
  @Inject ReadNews readNews;

  @Resource ManagedThreadFactory threads;
  @Resource ManagedScheduledExecutorService scheduler;

  private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
  private final AtomicLong nextProbe = new AtomicLong(System.nanoTime());
  private Admission admission;
  private DrainPool pool;
  private StreamMetrics measured;
  private Feed feed;
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
    feed = new Feed(connections, settings, metrics, seen, this::changed, traces, admission::open);
    measured = new StreamMetrics(metrics);
    gauges();
  }

  /** An event has changed what is known; null if any events may have been skipped. */
  private void changed(String type) {
    if (type == null || !type.isEmpty()) {
      newest.forget();
    }
    if (type == null || type.equals(ChannelChanged.TYPE)) {
      archived.changed();
    }
    if (type == null || type.equals(Restricted.TYPE) || type.equals(Restricted.LIFTED)) {
      restrictions.changed();
    }
    if (type == null || type.equals(WebhookChanged.TYPE) || type.equals(WebhookChanged.REVOKED)) {
      webhooks.changed();
    }
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
        "stream_memory_events", "Events in memory", () -> buffer().head() - buffer().tail());
    metrics.gauge("stream_memory_bytes", "Bytes of events in memory", () -> buffer().keptBytes());
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    pool.start();
    Runtime.getRuntime().addShutdownHook(atExit);
    feed.start(threads, scheduler);
  }

  /** Starts the announcements before the first client; later calls do nothing. */
  public void announceWith(Sse sse) {
    feed.announceWith(sse, pool, Feed.tick(settings.heartbeat()), threads);
  }

  /** Whether the listener has started, connected or not. */
  public boolean started() {
    return feed.started();
  }

  /** Whether the listener is subscribed to new messages. */
  public boolean listening() {
    return feed.listening();
  }

  /**
   * Admits a client.
   *
   * @throws org.messageboard.http.ProblemException status 503 if the server is full, 429 if the
   *     address has too many streams
   */
  void admit(String address, int places) {
    try {
      admission.enter(address, places);
    } catch (ProblemException e) {
      measured.refused(e.problem().status());
      throw e;
    } finally {
      if (admission.isFilling()) {
        findGone();
      }
    }
  }

  /**
   * Ends the streams of clients that have gone, rather than at their next heartbeat: those of a
   * crowd that comes back after a cut would leave no place for it. The first write to a connection
   * that the client has closed still succeeds; the client's system answers with a reset.
   */
  private void findGone() {
    long now = System.nanoTime();
    long next = nextProbe.get();
    if (now - next >= 0 && nextProbe.compareAndSet(next, now + PROBE_EVERY.toNanos())) {
      probe();
      scheduler.schedule(this::probe, SECOND_PROBE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void probe() {
    subscribers.forEach(Subscriber::probe);
  }

  /** Undoes {@link Entrance#admit} for a client whose stream was not opened. */
  public void release(Client client) {
    release(client.address(), client.places(), client.reader());
  }

  void release(String address, int places, Membership reader) {
    admission.leave(address, places);
    feed.memberships().leave(reader);
  }

  /**
   * Says who will read a stream.
   *
   * @param person empty for somebody who has not signed in
   */
  Membership enter(Optional<String> person) {
    return person.map(feed.memberships()::enter).orElse(Membership.NOBODY);
  }

  /**
   * The cursor of a new client. On a server that has not reached Redis since it started, and so is
   * not ready, a stream begins where the server does.
   *
   * @param after the position to resume after; null to begin with the next event
   * @param filter which events the client wants
   */
  Cursor cursor(Position after, Filter filter) {
    var current = buffer();
    return after == null && !current.isUnknown()
        ? Cursor.from(current.newest(), filter)
        : new Cursor(after, filter);
  }

  /**
   * What writes to a client.
   *
   * @param complete ends the exchange or connection
   */
  public Output output(OutputStream out, Runnable complete, Framing framing) {
    return new Output(out, complete, framing, measured);
  }

  /**
   * Opens the stream of an admitted client.
   *
   * @param preamble sent before everything else
   */
  public Subscriber open(Client client, Output output, byte[] preamble) throws IOException {
    var session = client.session();
    var person = session.map(s -> s.identity().subject());
    // The preamble is in this thread's buffer, so flush it before another thread writes
    output.put(preamble);
    output.flush();
    var subscriber =
        new Subscriber(
            feed.hub(),
            client.cursor(),
            output,
            pool,
            settings.maxLagBytes(),
            silence(),
            over -> {
              person.ifPresent(who -> readNews.remove(who, over));
              leave(over, client);
            });
    begin(subscriber);
    session.ifPresent(
        s -> sessions.watch(s, subscriber::isClosed, () -> subscriber.endSession(why(s))));
    person.ifPresent(who -> readNews.add(who, subscriber));
    measured.opened(client.cursor().resumes());
    subscriber.wake();
    if (stopping) {
      subscriber.close();
    }
    return subscriber;
  }

  private String why(Session session) {
    return restrictions.isBanned(session.identity()) ? Restriction.BANNED : null;
  }

  /**
   * A subscriber that cannot be registered never leaves: the caller releases its place, unless a
   * stop has done so.
   */
  private void begin(Subscriber subscriber) {
    subscribers.add(subscriber);
    try {
      feed.register(subscriber);
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
    feed.stopAnnouncing();
    pool.stop();
    feed.stopListening();
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

  /**
   * Silence after which a tick sends a heartbeat, in ns: half a tick less than the heartbeat, so
   * that it is early or late by half a tick at most.
   */
  private long silence() {
    return settings.heartbeat().minus(Feed.tick(settings.heartbeat()).dividedBy(2)).toNanos();
  }

  private void leave(Subscriber subscriber, Client client) {
    if (subscribers.remove(subscriber)) {
      release(client);
      measured.closed(subscriber.reason());
    }
  }

  private ReplayBuffer buffer() {
    return feed.hub().buffer();
  }
}
