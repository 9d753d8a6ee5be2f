package org.messageboard.log;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.messageboard.retry.Backoff;

/**
 * Reads the topic as a member of the group. An acknowledged poll is committed up to its end, so no
 * hole holds back the group's offset. If the consumer or the processing fails, the consumer leaves
 * the group, so that another member gets its partitions, and joins again after a pause. Used by one
 * thread, except for {@link #isDelivering}.
 */
public final class TopicReader implements ConsumerRebalanceListener {

  private static final Logger LOG = Logger.getLogger(TopicReader.class.getName());
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CLOSE = Duration.ofSeconds(1);
  private static final Duration POSITION = Duration.ofSeconds(5);
  private static final long COMMIT_EVERY = Duration.ofMillis(500).toNanos();
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** After this time without a failure a consumer has recovered. */
  private static final long RECOVERED_AFTER = Duration.ofSeconds(10).toNanos();

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final ReadPositions positions = new ReadPositions();

  /** Acknowledged offsets that are not committed yet. */
  private final Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();

  private Consumer<byte[], byte[]> consumer;
  private long opened;
  private long committed = System.nanoTime();
  private boolean commitFails;
  private final Backoff backoff;
  private long resume;
  private volatile boolean delivering;

  /** The failure it has not recovered from, or null. */
  private Throwable failure;

  /**
   * @param consumers opens a consumer of the group
   * @param firstPause how long it stays out of the group after a failure; twice as long after the
   *     next one
   */
  public TopicReader(Supplier<Consumer<byte[], byte[]>> consumers, Duration firstPause) {
    this.consumers = consumers;
    backoff = new Backoff(firstPause, LONGEST_PAUSE);
  }

  /** Whether it polls, and has recovered from its last failure. */
  public boolean isDelivering() {
    return delivering;
  }

  /**
   * Polls, for half a second at most. It never throws. The message must be acknowledged, or refused
   * with the failure, before the next call.
   */
  public Message<Poll> next() {
    try {
      return consumer == null && isPausing() ? message(Poll.NOTHING, Map.of()) : poll();
    } catch (InterruptException e) {
      LOG.log(Level.FINE, "Stopped while polling", e);
      return message(Poll.NOTHING, Map.of());
    } catch (RuntimeException | Error e) {
      fail(e);
      return message(Poll.NOTHING, Map.of());
    }
  }

  /** Commits the acknowledged offsets and leaves the group. */
  public void close() {
    delivering = false;
    if (consumer != null) {
      try (var closing = consumer) {
        commitNow();
        closing.close(CloseOptions.timeout(CLOSE));
      } catch (RuntimeException e) {
        LOG.log(Level.FINE, "The consumer could not be closed in order", e);
      }
      consumer = null;
    }
    done.clear();
  }

  /** The offset after the last one that was read, of each of its partitions. */
  public Map<Integer, Long> positions() {
    return positions.next();
  }

  /** Goes on in one of its partitions at this offset. */
  public void seek(int partition, long offset) {
    consumer.seek(new TopicPartition(Topic.NAME, partition), offset);
    positions.set(partition, offset - 1);
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    partitions.forEach(p -> positions.set(p.partition(), consumer.position(p, POSITION) - 1));
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    commitNow();
    onPartitionsLost(partitions);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    partitions.forEach(p -> positions.forget(p.partition()));
    done.keySet().removeAll(partitions);
  }

  private Message<Poll> poll() {
    if (consumer == null) {
      open();
    }
    commitIfDue();
    var polled = consumer.poll(POLL);
    return message(new Poll(positions.read(polled)), polled.nextOffsets());
  }

  private void open() {
    consumer = consumers.get();
    consumer.subscribe(List.of(Topic.NAME), this);
    opened = System.nanoTime();
    delivering = failure == null;
  }

  private Message<Poll> message(Poll poll, Map<TopicPartition, OffsetAndMetadata> end) {
    return Message.of(poll, () -> acknowledge(end), this::refuse);
  }

  private CompletionStage<Void> acknowledge(Map<TopicPartition, OffsetAndMetadata> end) {
    done.putAll(end);
    if (failure != null
        && consumer != null
        && (!end.isEmpty() || System.nanoTime() - opened > RECOVERED_AFTER)) {
      failure = null;
      backoff.reset();
      delivering = true;
      LOG.log(Level.INFO, "Consuming {0} again", Topic.NAME);
    }
    return CompletableFuture.completedStage(null);
  }

  private CompletionStage<Void> refuse(Throwable reason) {
    fail(reason);
    return CompletableFuture.completedStage(null);
  }

  private void fail(Throwable reason) {
    var level = failure != null ? Level.FINE : isKafkas(reason) ? Level.WARNING : Level.SEVERE;
    var said =
        "The consumer failed (%s). It leaves the group, so that another server can take over, and joins again after a pause; nothing is lost"
            .formatted(reason.getMessage() == null ? reason : reason.getMessage());
    LOG.log(level, said, isKafkas(reason) ? null : reason);
    failure = reason;
    close();
    resume = System.nanoTime() + backoff.next().toNanos();
  }

  /** Kafka's errors say what is wrong; any other failure needs its stack trace. */
  private static boolean isKafkas(Throwable reason) {
    return reason instanceof KafkaException;
  }

  /** Waits for half a second of the pause at most; false once it is over. */
  private boolean isPausing() {
    long left = resume - System.nanoTime();
    if (failure == null || left <= 0) {
      return false;
    }
    try {
      Thread.sleep(Math.min(POLL.toMillis(), Duration.ofNanos(left).toMillis() + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  private void commitIfDue() {
    if (!done.isEmpty() && System.nanoTime() - committed >= COMMIT_EVERY) {
      committed = System.nanoTime();
      var offsets = Map.copyOf(done);
      done.clear();
      consumer.commitAsync(offsets, this::committed);
    }
  }

  /** A failed commit is repeated, unless later offsets are acknowledged by then. */
  private void committed(Map<TopicPartition, OffsetAndMetadata> offsets, Exception error) {
    if (error == null) {
      commitFails = false;
      return;
    }
    offsets.forEach(done::putIfAbsent);
    done.keySet().retainAll(consumer == null ? Set.of() : consumer.assignment());
    commitFailed(error);
  }

  /** If the commit fails, the partition's next consumer reads the records again. */
  private void commitNow() {
    try {
      if (!done.isEmpty()) {
        consumer.commitSync(done, CLOSE);
      }
    } catch (KafkaException e) {
      commitFailed(e);
    }
    done.clear();
  }

  /** Logs a warning once until a commit succeeds. */
  private void commitFailed(Exception error) {
    LOG.log(
        commitFails ? Level.FINE : Level.WARNING,
        "Applied offsets could not be committed ({0}). The commit is repeated; records that another server reads again meanwhile are not applied twice",
        error.getMessage());
    commitFails = true;
  }
}
