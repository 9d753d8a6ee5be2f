package org.messageboard.warmup;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.http.OwnRequests;

/**
 * Sends the most frequent requests to this server itself until Java has compiled what answers them.
 * The server says that it has started only afterwards, so that the first seconds are not much
 * slower than later ones. Nothing of it reaches anybody: the posts are replies to messages that do
 * not exist, which are refused last of all, and the streams get comments only.
 */
@ApplicationScoped
public class WarmUp {

  private static final Logger LOG = Logger.getLogger(WarmUp.class.getName());

  /**
   * Enough for the compiler. Measured on two busy processors, 10 clients and 50 posts/s from the
   * moment of readiness: the median is 9.1 ms after 1 round, 6.6 ms after 50 (3 s) and after 150 (5
   * s), 7.2 ms after 300 (9 s); 1,000 streams open within 1.5, 0.8, 0.6 and 0.5 s.
   */
  private static final int ROUNDS = 150;

  /** Posts in a round; of every other request there is one. */
  private static final int POSTS = 8;

  /** A trace that nobody records (W3C Trace Context). */
  private static final String NOT_SAMPLED = "00-%032x-%016x-00".formatted(1, 1);

  /**
   * Set in a process that has warmed up. When the application is replaced there, as with every
   * change in development, the container is warm already.
   */
  private static final String ONCE = "message-board.warmed-up";

  private static final int MAX_THREADS = 4;
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** A server that has only a port with TLS by then is not going to have another. */
  private static final Duration ONLY_TLS = Duration.ofSeconds(2);

  private static final int TIMEOUT_MILLIS = 2_000;
  private static final double NANOS = 1e9;

  @Inject WarmUpSettings settings;
  @Inject OwnRequests own;
  @Resource ManagedThreadFactory threads;

  private final AtomicInteger rounds = new AtomicInteger();
  private volatile boolean over;
  private volatile boolean stopping;
  private long end;

  void start(@Observes @Initialized(ApplicationScoped.class) ServletContext context) {
    if (settings.longest().isZero() || System.setProperty(ONCE, "true") != null) {
      over = true;
    } else {
      var path = context.getContextPath() + "/";
      begin(() -> run(path));
    }
  }

  /** Whether the server is as warm as it gets before somebody uses it. */
  public boolean isOver() {
    return over;
  }

  @PreDestroy
  void stop() {
    stopping = true;
  }

  private void begin(Runnable work) {
    var thread = threads.newThread(work);
    thread.setName("message-board-warm-up");
    thread.start();
  }

  private void run(String path) {
    long began = System.nanoTime();
    end = began + settings.longest().toNanos();
    try {
      var secret = own.begin();
      var root = awaitBoard(path, secret);
      if (root != null) {
        warmUp(root, secret);
      }
      LOG.log(
          Level.INFO,
          root == null
              ? "Not warmed up: for {0} s Redis was away, or no port answered plain HTTP"
              : "Warmed up in {0} s",
          (System.nanoTime() - began) / NANOS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "The warm-up failed; the first requests take longer", e);
    } finally {
      own.end();
      over = true;
    }
  }

  /** The board's address once it answers; null if it does not in time. */
  private URI awaitBoard(String path, String secret) throws InterruptedException {
    long tls = System.nanoTime() + ONLY_TLS.toNanos();
    while (goesOn() && (System.nanoTime() - tls < 0 || !OwnPort.isOnlyTls())) {
      var root = OwnPort.find().map(port -> port.resolve(path));
      if (root.isPresent() && answers(root.get(), secret)) {
        return root.get();
      }
      Thread.sleep(PAUSE.toMillis());
    }
    return null;
  }

  private static boolean answers(URI root, String secret) {
    try {
      return send(root, secret, "api/channels", null) < HttpURLConnection.HTTP_NOT_FOUND;
    } catch (IOException e) {
      LOG.log(Level.FINE, "The board does not answer yet", e);
      return false;
    }
  }

  private void warmUp(URI root, String secret) throws InterruptedException {
    int count = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
    var running = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      begin(
          () -> {
            try {
              repeat(root, secret);
            } finally {
              running.countDown();
            }
          });
    }
    running.await();
  }

  private void repeat(URI root, String secret) {
    try {
      while (goesOn() && rounds.incrementAndGet() <= ROUNDS) {
        round(root, secret);
      }
    } catch (IOException e) {
      LOG.log(Level.FINE, "A warm-up ended early", e);
    }
  }

  private static void round(URI root, String secret) throws IOException {
    for (int i = 0; i < POSTS; i++) {
      send(root, secret, "api/messages", post());
    }
    for (var path : List.of("api/messages?limit=50", "api/channels", "api/messages/stream")) {
      send(root, secret, path, null);
    }
  }

  private static byte[] post() {
    return """
        {"author":"warm-up","content":"A reply to a message that does not exist","replyTo":"%s"}"""
        .formatted(UUID.randomUUID())
        .getBytes(UTF_8);
  }

  /** Sends a request, reads the whole answer, and returns its status. */
  private static int send(URI root, String secret, String path, byte[] body) throws IOException {
    var connection = (HttpURLConnection) root.resolve(path).toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    connection.setRequestProperty(OwnRequests.HEADER, secret);
    connection.setRequestProperty("traceparent", NOT_SAMPLED);
    if (body != null) {
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/json");
      try (var out = connection.getOutputStream()) {
        out.write(body);
      }
    }
    int status = connection.getResponseCode();
    try (var in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      if (in != null) {
        in.transferTo(OutputStream.nullOutputStream());
      }
    }
    return status;
  }

  private boolean goesOn() {
    return !stopping && end - System.nanoTime() > 0;
  }
}
