package org.messageboard.archive;

import static java.util.stream.Collectors.groupingBy;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.messageboard.kafka.KafkaClients;
import org.messageboard.log.KafkaRecord;
import org.messageboard.log.LagMeter;
import org.messageboard.log.RecordBatches;
import org.messageboard.log.RecordFormat;
import org.messageboard.log.Topic;
import org.messageboard.log.TopicConsumers;
import org.messageboard.log.TopicIdentity;
import org.messageboard.log.TopicReader;
import org.messageboard.metrics.Metrics;
import org.messageboard.retry.Retries;

/**
 * Writes the topic to the archive, as a member of the group {@value #GROUP}, on one thread. Where
 * to go on is what PostgreSQL says, whatever the group has committed: a message channel of
 * MicroProfile Reactive Messaging could not be set back to that.
 */
@ApplicationScoped
public class ArchiveConsumer {

  public static final String GROUP = "message-board-archive";

  private static final Logger LOG = Logger.getLogger(ArchiveConsumer.class.getName());
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final long ALIGN_EVERY = Duration.ofSeconds(2).toNanos();
  private static final long STOP_MILLIS = 3_000;

  /** Maximum number of records of one poll: all that a consumer holds, from several partitions. */
  private static final int RECORDS = 12_000;

  /** Maximum number of transactions at the same time. */
  private static final int WRITERS = 4;

  @Inject Archive archive;
  @Inject Topic topic;
  @Inject KafkaClients clients;
  @Inject RecordFormat format;
  @Inject Metrics metrics;
  @Resource ManagedThreadFactory threads;
  @Resource ManagedExecutorService executor;
  @Resource ManagedScheduledExecutorService scheduler;

  private TopicReader reader;
  private TopicIdentity identity;
  private BatchWriter writer;
  private LagMeter lag;
  private Thread thread;
  private long aligned;
  private volatile boolean stopping;

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    if (!archive.isEnabled()) {
      return;
    }
    var consumers = new TopicConsumers(clients);
    reader = new TopicReader(() -> consumers.open(settings()), PAUSE);
    identity = new TopicIdentity(topic, System::nanoTime);
    writer = new BatchWriter(archive, format.reader());
    metrics.gauge(
        "archive_delivering",
        "Whether this server receives records for the archive",
        () -> reader.isDelivering() ? 1 : 0);
    lag = new LagMeter(metrics, "archive", "PostgreSQL", topic, writer::next);
    lag.start(scheduler);
    thread = threads.newThread(this::run);
    thread.setName("message-board-archive");
    thread.start();
  }

  /** Before the container interrupts all threads that come from its own, Kafka's among them. */
  void stop(
      @Observes(notifyObserver = Reception.IF_EXISTS) @BeforeDestroyed(ApplicationScoped.class)
          Object event) {
    stopping = true;
    if (thread != null) {
      lag.stop();
      awaitEnd();
      thread.interrupt();
      awaitEnd();
    }
  }

  private void awaitEnd() {
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, Object> settings() {
    return Map.of(
        ConsumerConfig.GROUP_ID_CONFIG, GROUP,
        ConsumerConfig.CLIENT_ID_CONFIG, GROUP,
        ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS,
        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000,
        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000,
        ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500,
        ConsumerConfig.METADATA_MAX_AGE_CONFIG, 5_000);
  }

  private void run() {
    try {
      Retries.until("Opening the archive", this::open);
      while (!stopping) {
        step();
      }
    } catch (InterruptedException e) {
      LOG.log(Level.FINE, "Stopped while working", e);
    } catch (RuntimeException | Error e) {
      LOG.log(
          Level.SEVERE,
          "The archive is not written any more. Restart the server: nothing is lost",
          e);
    } finally {
      reader.close();
    }
  }

  private Void open() throws Exception {
    archive.open();
    archive.reads(identity.ask());
    return null;
  }

  private void step() throws InterruptedException {
    var polled = reader.next();
    try {
      if (write(polled.getPayload().records())) {
        polled.ack();
      }
      if (System.nanoTime() - aligned > ALIGN_EVERY) {
        align();
      }
    } catch (RuntimeException | Error e) {
      polled.nack(e);
    }
  }

  /** False if the reader has been set back instead: what it read does not follow what is there. */
  private boolean write(List<KafkaRecord> records) throws InterruptedException {
    format.reader().await(records);
    var before = identity.known();
    var id = identity.isFresh() ? before : askId();
    if (!id.equals(before) || !write(id, records)) {
      align();
      return false;
    }
    identity.askAhead();
    return true;
  }

  /**
   * Writes few records in one transaction. Many are written partition by partition, some of these
   * at the same time, as if several servers did it: one connection would keep PostgreSQL waiting
   * for the board, and the board for PostgreSQL.
   */
  private boolean write(String topicId, List<KafkaRecord> records) throws InterruptedException {
    if (records.size() <= RecordBatches.SIZE) {
      return writeInOrder(topicId, records);
    }
    var writes =
        records.stream()
            .collect(groupingBy(record -> record.partition() % WRITERS))
            .values()
            .stream()
            .<Callable<Boolean>>map(some -> () -> writeInOrder(topicId, some))
            .toList();
    boolean follow = true;
    for (var written : executor.invokeAll(writes)) {
      follow &= result(written);
    }
    return follow;
  }

  private static boolean result(Future<Boolean> written) throws InterruptedException {
    try {
      return written.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("A part of the records was not written", e.getCause());
    }
  }

  private boolean writeInOrder(String topicId, List<KafkaRecord> records)
      throws InterruptedException {
    for (var batch : RecordBatches.of(records)) {
      if (!whenOpen("Writing to PostgreSQL", () -> writer.write(topicId, batch))) {
        return false;
      }
    }
    return true;
  }

  /** Until it succeeds; with new tables, if somebody has emptied the database meanwhile. */
  private <T> T whenOpen(String what, Callable<T> step) throws InterruptedException {
    return Retries.until(
        what,
        () -> {
          archive.open();
          return step.call();
        });
  }

  private String askId() throws InterruptedException {
    var before = identity.known();
    var id = Retries.until("Asking Kafka for the topic", identity::ask);
    if (!id.equals(before)) {
      archive.reads(id);
      LOG.log(Level.INFO, "The topic was created again; the archive reads it from its beginning");
    }
    return id;
  }

  /**
   * Goes back to what PostgreSQL says, where the reader is further: the archive is empty, or was
   * restored from a backup, or the topic is another one.
   */
  private void align() throws InterruptedException {
    var next = whenOpen("Reading from PostgreSQL", () -> writer.next(identity.known()));
    reader
        .positions()
        .forEach(
            (partition, position) -> {
              long from = next.getOrDefault(partition, 0L);
              if (from < position) {
                reader.seek(partition, from);
              }
            });
    aligned = System.nanoTime();
  }
}
