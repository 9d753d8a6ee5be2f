package org.messageboard.marks;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.common.KafkaException;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.kafka.KafkaClients;
import org.messageboard.log.TopicSettings;
import org.messageboard.marks.MarkStore.LostException;
import org.messageboard.marks.MarkStore.Move;
import org.messageboard.marks.MarkStore.Moved;
import org.messageboard.metrics.Metrics;
import org.messageboard.redis.RedisConnections;
import org.messageboard.retry.Series;
import redis.clients.jedis.exceptions.JedisException;

/**
 * People's read marks: Redis decides and answers, Kafka keeps. After Redis has lost something,
 * which a new epoch shows, nobody gets or moves a mark until all are back; otherwise an older mark
 * would follow a newer one in Kafka. Created when somebody who has signed in first asks.
 */
@ApplicationScoped
public class ReadMarks {

  private static final Logger LOG = Logger.getLogger(ReadMarks.class.getName());
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  /** How long a reader waits for marks that are being restored. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @Inject RedisConnections connections;
  @Inject KafkaClients clients;
  @Inject TopicSettings settings;
  @Inject Metrics metrics;
  @Resource ManagedExecutorService executor;

  private final Series failures = new Series();
  private MarkStore store;
  private MarkStore restorer;
  private MarkTopic topic;
  private CompletableFuture<Void> restoration = CompletableFuture.completedFuture(null);

  @PostConstruct
  void open() {
    store = new MarkStore(connections.reading(), metrics.redis());
    restorer = new MarkStore(connections.pipeline(), metrics.redis());
    topic = new MarkTopic(clients, settings);
  }

  @PreDestroy
  void close() {
    topic.close();
  }

  /**
   * A person's marks. Waits a moment for Redis to have them again.
   *
   * @throws ProblemException status 503 while Redis does not have them
   */
  List<StandingMark> of(String subject) {
    try {
      return store.of(subject);
    } catch (LostException e) {
      return restoredOf(subject, e);
    }
  }

  private List<StandingMark> restoredOf(String subject, LostException lost) {
    try {
      restoration().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return store.of(subject);
    } catch (LostException | ExecutionException | TimeoutException e) {
      throw lost(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw lost(lost);
    }
  }

  /**
   * Moves a mark, unless there is a later one. The future completes once Kafka has it, and fails
   * with status 503 if that is not known; moving it again is safe.
   *
   * @throws ProblemException status 404 if there is no such message, 503 while Redis does not have
   *     the marks
   */
  CompletableFuture<StandingMark> move(Move move) {
    try {
      var moved = store.move(move);
      return moved.stands()
          ? keep(move, moved)
          : CompletableFuture.completedFuture(moved.standing());
    } catch (LostException e) {
      throw restore(e);
    }
  }

  private CompletableFuture<StandingMark> keep(Move move, Moved moved) {
    var standing = new Move(move.subject(), move.channel(), moved.standing().mark());
    return topic
        .append(standing)
        .handle(
            (done, error) -> {
              if (error != null) {
                LOG.log(Level.FINE, "Kafka did not take a read mark", error);
                throw unavailable("The mark could not be stored at the moment.", error);
              }
              return moved.standing();
            });
  }

  /** The subjects of a person who has read something. */
  public Set<String> subjects(String person) {
    return store.subjects(person);
  }

  /**
   * Removes a person's marks from Redis and Kafka.
   *
   * @throws ProblemException status 503 if that is not known to have happened; do it again
   */
  public void erase(String subject) {
    try {
      // Fails while Redis does not have all marks
      store.of(subject);
      store.channels(subject).stream()
          .map(channel -> topic.forget(subject, channel))
          .toList()
          .forEach(CompletableFuture::join);
      store.erase(subject);
    } catch (LostException e) {
      throw restore(e);
    }
  }

  private ProblemException restore(LostException lost) {
    restoration();
    return lost(lost);
  }

  /** The restoration that is going on, or a new one. */
  private synchronized CompletableFuture<Void> restoration() {
    if (restoration.isDone()) {
      restoration = CompletableFuture.runAsync(this::restoreAll, executor);
    }
    return restoration;
  }

  private static ProblemException lost(Exception cause) {
    return unavailable("The read marks are being read from Kafka again.", cause);
  }

  private void restoreAll() {
    try {
      var epoch = restorer.epoch();
      topic.read(restorer::restore, restorer::erase);
      restorer.restored(epoch);
      LOG.log(Level.INFO, "Redis has the read marks of Kafka again, in the epoch {0}", epoch);
    } catch (KafkaException | JedisException | ProblemException e) {
      LOG.log(
          failures.begins("restore") ? Level.WARNING : Level.FINE,
          "The read marks cannot be read from Kafka ({0}); trying again when somebody asks for them",
          e.getMessage());
    }
  }

  private static ProblemException unavailable(String sentence, Throwable cause) {
    return new ProblemException(
        Problem.unavailable(sentence + " Try again in a moment.", RETRY_AFTER), cause);
  }
}
