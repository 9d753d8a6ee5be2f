package org.messageboard.statistics;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;
import org.messageboard.kafka.KafkaClients;
import org.messageboard.log.RecordReader;
import org.messageboard.retry.Backoff;

/**
 * Runs Kafka Streams, and reads what all servers' Streams have counted. When either fails, both are
 * closed, so that another server can take over, and opened again after a pause. The thread that
 * runs this may come from the platform; those of Streams are made by Streams, with this one's class
 * loader.
 */
final class StatisticsRunner implements Runnable {

  /** The application's id, which is its consumer group and begins the names of its own topics. */
  static final String APPLICATION = "message-board-statistics";

  private static final Logger LOG = Logger.getLogger(StatisticsRunner.class.getName());
  private static final Duration CLOSE = Duration.ofSeconds(2);
  private static final long LOOK_MILLIS = 500;
  private static final long CACHE_BYTES = 4 * 1024 * 1024L;

  private final KafkaClients clients;
  private final short replication;
  private final RecordReader reader;
  private final StatisticsRows rows;
  private final BooleanSupplier topicExists;
  private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

  private StatisticsTopics topics;
  private volatile KafkaStreams streams;
  private volatile Throwable failure;
  private volatile boolean stopping;
  private boolean failing;

  /**
   * @param replication of all topics that are created
   * @param topicExists whether Kafka answers and has the board's topic
   */
  StatisticsRunner(
      KafkaClients clients,
      short replication,
      RecordReader reader,
      StatisticsRows rows,
      BooleanSupplier topicExists) {
    this.clients = clients;
    this.replication = replication;
    this.reader = reader;
    this.rows = rows;
    this.topicExists = topicExists;
  }

  @Override
  public void run() {
    try {
      while (!stopping) {
        attempt();
      }
    } catch (InterruptedException e) {
      LOG.log(Level.FINE, "Stopped while working", e);
    } finally {
      close();
    }
  }

  /** Ends {@link #run} within a second and a little. */
  void stop() {
    stopping = true;
  }

  /** What Streams does: one of Kafka Streams' states, or that it is not started yet. */
  String state() {
    var running = streams;
    return running == null ? "NOT_STARTED" : running.state().name();
  }

  /** Whether Streams counts, or is about to because its work was divided anew. */
  boolean isRunning() {
    var running = streams;
    return running != null && running.state().isRunningOrRebalancing();
  }

  private void attempt() throws InterruptedException {
    try {
      step();
    } catch (RuntimeException | Error e) {
      fail(e);
      pause(backoff.next());
    }
  }

  private void step() throws InterruptedException {
    if (failure != null) {
      throw new KafkaException("Kafka Streams stopped: " + failure.getMessage(), failure);
    }
    if (topics != null) {
      topics.poll();
      recovered();
    } else if (topicExists.getAsBoolean()) {
      open();
    } else {
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private void open() throws InterruptedException {
    StatisticsTopics.create(clients, replication);
    topics = new StatisticsTopics(clients, rows);
    var config = new StreamsConfig(settings());
    var starting = new KafkaStreams(StatisticsTopology.of(reader, config), config);
    starting.setUncaughtExceptionHandler(
        error -> {
          failure = error;
          return SHUTDOWN_CLIENT;
        });
    streams = starting;
    starting.start();
  }

  private Map<String, Object> settings() {
    var own = new HashMap<String, Object>();
    own.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
    own.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    own.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1_000);
    own.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
    own.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) replication);
    own.put(
        StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG,
        BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers.class);
    own.put(
        StreamsConfig.topicPrefix(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG),
        Math.max(1, replication - 1));
    CONSUMER.forEach((name, value) -> own.put(StreamsConfig.consumerPrefix(name), value));
    own.put(StreamsConfig.producerPrefix(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG), 500);
    return clients.settings(own);
  }

  /** As the board's other consumers have them. Streams reads committed records only by itself. */
  private static final Map<String, Object> CONSUMER =
      Map.of(
          ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000,
          ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000,
          ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500,
          ConsumerConfig.METADATA_MAX_AGE_CONFIG, 5_000,
          ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500);

  private void recovered() {
    if (failing && streams.state() == KafkaStreams.State.RUNNING) {
      failing = false;
      backoff.reset();
      LOG.log(Level.INFO, "The statistics are counted again");
    }
  }

  private void fail(Throwable reason) {
    var said =
        "The statistics failed (%s). They stop here, so that another server can take over, and start again after a pause; nothing is lost"
            .formatted(reason.getMessage() == null ? reason : reason.getMessage());
    LOG.log(failing ? Level.FINE : Level.WARNING, said, isKafkas(reason) ? null : reason);
    failing = true;
    close();
    failure = null;
  }

  private static boolean isKafkas(Throwable reason) {
    return reason instanceof KafkaException && isSaid(reason.getCause());
  }

  private static boolean isSaid(Throwable cause) {
    return cause == null || cause instanceof KafkaException;
  }

  private void pause(Duration pause) throws InterruptedException {
    long end = System.nanoTime() + pause.toNanos();
    while (!stopping && System.nanoTime() < end) {
      Thread.sleep(Math.min(LOOK_MILLIS, pause.toMillis()));
    }
  }

  private void close() {
    if (streams != null) {
      streams.close(
          CloseOptions.timeout(CLOSE)
              .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
      streams = null;
    }
    if (topics != null) {
      topics.close();
      topics = null;
    }
  }
}
