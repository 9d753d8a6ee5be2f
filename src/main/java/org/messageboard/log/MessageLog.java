package org.messageboard.log;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.messageboard.board.BoardEvent;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.kafka.AclWarning;
import org.messageboard.metrics.Metrics;
import org.messageboard.retry.Series;
import org.messageboard.traces.Span;
import org.messageboard.traces.Traces;

/**
 * Appends messages to the topic. The key is the channel, so a channel has one partition and one
 * order.
 *
 * <p>The emitter has one lock, which it holds while Kafka's producer waits up to half a second for
 * metadata. A post waits for that lock no longer than that. Once a send has failed for lack of
 * metadata, posts are refused at once until Kafka answers again: with Kafka away a crowd of posts
 * is refused immediately, not one after the other.
 */
@ApplicationScoped
public class MessageLog {

  /** The emitter's channel in microprofile-config.properties. */
  static final String CHANNEL = "messages-out";

  /** A record's header with its trace (W3C Trace Context). */
  public static final String TRACE_HEADER = "traceparent";

  private static final Logger LOG = Logger.getLogger(MessageLog.class.getName());

  /** How long a post waits for the emitter's lock: as long as one send may hold it. */
  private static final Duration PATIENCE = Duration.ofMillis(600);

  /**
   * The limit for a post, the wait for the lock included. Kafka's own timeouts are shorter, but add
   * up.
   */
  private static final Duration LONGEST = Duration.ofMillis(1_500);

  private static final double NANOS = 1e9;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  @Inject
  @Channel(CHANNEL)
  Emitter<ProducerRecord<String, byte[]>> emitter;

  @Inject RecordFormat format;
  @Inject Topic topic;
  @Inject Metrics metrics;
  @Inject Traces traces;

  private final ReentrantLock emitting = new ReentrantLock();
  private final AclWarning forbidden =
      new AclWarning(
          LOG,
          "Kafka does not let the board append messages ({0}); posts are answered with 503. Allow what docs/OPERATIONS.md lists");
  private final Series refusals = new Series();
  private Histogram produced;
  private Counter failed;

  @PostConstruct
  void measure() {
    produced =
        metrics.seconds(
            "produce_seconds", "Messages that every in-sync replica of their partition has");
    failed =
        metrics.counter("produce_failures_total", "Messages that Kafka is not known to have taken");
    metrics.gauge(
        "kafka_reachable",
        "Whether Kafka answers and has the topic",
        () -> topic.reachable() ? 1 : 0);
    metrics.gauge(
        "topics_differing", "Topics that are not as the settings ask for them", topic::differing);
  }

  /** Creates this bean, and so its metrics, before the first post. */
  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    LOG.log(Level.FINE, "Ready to append to {0}", Topic.NAME);
  }

  /**
   * Appends the message. The stage completes within 2 s, once every in-sync replica of the
   * partition has it. It fails with a {@link ProblemException} of status 503 when that is not known
   * to have happened; repeating the post under the same id is then safe. Dependent stages must not
   * block: Kafka's thread completes it.
   *
   * @param parent the request's traceparent ({@link Traces#current}), or ""
   * @throws ProblemException status 503 when Kafka is away
   */
  public <E extends BoardEvent> CompletionStage<E> append(E message, String parent) {
    long began = System.nanoTime();
    var span = traces.producing(parent, Topic.NAME, message.id());
    var sent = send(record(message, span), span);
    var left = LONGEST.toNanos() - (System.nanoTime() - began);
    return sent.orTimeout(Math.max(1, left), TimeUnit.NANOSECONDS)
        .handle((done, error) -> answer(message, began, span, error));
  }

  private ProducerRecord<String, byte[]> record(BoardEvent message, Span span) {
    var record = format.record(message);
    var parent = span.parent();
    if (!parent.isEmpty()) {
      record.headers().add(TRACE_HEADER, parent.getBytes(US_ASCII));
    }
    return record;
  }

  private CompletableFuture<Void> send(ProducerRecord<String, byte[]> record, Span span) {
    try {
      lock();
      try {
        return emit(record);
      } finally {
        emitting.unlock();
      }
    } catch (ProblemException e) {
      span.fail(e);
      throw e;
    }
  }

  private void lock() {
    if (!topic.reachable() || !acquire()) {
      throw unavailable(null);
    }
  }

  private CompletableFuture<Void> emit(ProducerRecord<String, byte[]> record) {
    // Kafka may have gone while this post waited for the lock
    if (!topic.reachable()) {
      throw unavailable(null);
    }
    try {
      var sent = emitter.send(record).toCompletableFuture();
      if (sent.isCompletedExceptionally()) {
        // The producer found no metadata in time
        topic.markUnreachable();
      }
      return sent;
    } catch (IllegalStateException e) {
      // The emitter's buffer is full because Kafka takes nothing
      throw unavailable(e);
    }
  }

  private boolean acquire() {
    try {
      return emitting.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private <E extends BoardEvent> E answer(E message, long began, Span span, Throwable error) {
    if (error != null) {
      span.fail(error);
      forbidden.failed(error);
      sayRefused(error instanceof CompletionException ? error.getCause() : error);
      LOG.log(Level.FINE, "Kafka did not take a message", error);
      throw unavailable(error);
    }
    span.end();
    forbidden.allowed();
    produced.observe((System.nanoTime() - began) / NANOS);
    return message;
  }

  private void sayRefused(Throwable reason) {
    if (isRefusal(reason) && refusals.begins(reason.getClass().getName())) {
      LOG.log(
          Level.WARNING,
          "Kafka refused a message ({0}); its post was answered with 503, as every similar one will be. Check that the topic''s max.message.bytes is above board.body.max-bytes, and the brokers'' logs",
          reason.getMessage());
    }
  }

  /** Whether Kafka would refuse the message again; logins and ACLs have warnings of their own. */
  static boolean isRefusal(Throwable reason) {
    return reason instanceof ApiException
        && !(reason instanceof RetriableException)
        && !(reason instanceof AuthenticationException)
        && !(reason instanceof AuthorizationException);
  }

  private ProblemException unavailable(Throwable cause) {
    failed.inc();
    return new ProblemException(
        Problem.unavailable(
            "The message could not be stored at the moment. Send it again with the same"
                + " Idempotency-Key; it will appear once.",
            RETRY_AFTER),
        cause);
  }
}
