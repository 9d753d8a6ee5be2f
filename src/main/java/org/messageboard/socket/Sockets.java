package org.messageboard.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.accounts.Writer;
import org.messageboard.live.Framing;
import org.messageboard.log.MessageLimits;
import org.messageboard.metrics.Metrics;
import org.messageboard.sse.Client;
import org.messageboard.sse.StreamSettings;
import org.messageboard.sse.Streams;

/** This server's WebSockets: opens their streams, and cuts those whose clients do not read. */
@ApplicationScoped
class Sockets {

  private static final Logger LOG = Logger.getLogger(Sockets.class.getName());
  private static final Framing FRAMING = new SocketFraming();
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** Bytes of a message beside what the body of a request has. */
  private static final int BESIDE_BODY = 1024;

  /** A connection that is not handed over by then never will be. */
  private static final Duration HANDOVER = Duration.ofSeconds(10);

  @Inject Streams streams;
  @Inject StreamSettings settings;
  @Inject MessageLimits limits;
  @Inject Requests requests;
  @Inject Metrics metrics;
  @Resource ManagedScheduledExecutorService scheduler;
  @Resource ManagedExecutorService executor;

  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private ScheduledFuture<?> look;

  @PostConstruct
  void watch() {
    metrics.gauge("sockets_open", "Streams that are open over WebSocket", open::size);
    long millis = LOOK_EVERY.toMillis();
    look = scheduler.scheduleWithFixedDelay(this::cutOverdue, millis, millis, MILLISECONDS);
  }

  /**
   * Catches nothing, because nothing here throws: the scheduler does not repeat a task that does.
   */
  private void cutOverdue() {
    open.stream().filter(Socket::isOverdue).forEach(socket -> executor.execute(socket::cut));
  }

  /** Opens the stream of an admitted client when its connection is handed over. */
  void await(Handover handover, Client client, Writer writer) {
    handover
        .connection()
        .orTimeout(HANDOVER.toMillis(), MILLISECONDS)
        .whenComplete(
            (connection, late) -> {
              if (connection == null) {
                streams.release(client);
              } else {
                open(connection, client, writer);
              }
            });
  }

  private void open(WebConnection connection, Client client, Writer writer) {
    try {
      begin(connection, client, writer);
    } catch (IOException | RuntimeException | Error e) {
      streams.release(client);
      LOG.log(
          e instanceof IOException ? Level.FINE : Level.WARNING,
          "A WebSocket ended as it began; its client comes back",
          e);
      Hangup.on(connection);
    }
  }

  private void begin(WebConnection connection, Client client, Writer writer) throws IOException {
    var socket =
        new Socket(
            connection,
            limits.body() + BESIDE_BODY,
            message -> requests.answer(message, writer, client.address()),
            open::remove);
    open.add(socket);
    try {
      var output = streams.output(socket.output(), socket::end, FRAMING);
      socket.start(streams.open(client, output, preamble()));
    } catch (IOException | RuntimeException | Error e) {
      open.remove(socket);
      throw e;
    }
  }

  private byte[] preamble() {
    var retry = "{\"type\":\"open\",\"retry\":" + settings.retry() + "}";
    return Frames.frame(Frames.TEXT, retry.getBytes(UTF_8));
  }

  /** Streams end by themselves; a client that does not read must not hold up the end. */
  @PreDestroy
  void stop() {
    look.cancel(true);
    open.stream().filter(Socket::isWriting).forEach(Socket::cut);
  }
}
