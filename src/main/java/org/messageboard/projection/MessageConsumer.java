package org.messageboard.projection;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.messageboard.messages.SeenPosition;
import org.messageboard.metrics.Metrics;
import org.messageboard.platform.AclWarning;
import org.messageboard.platform.KafkaClients;
import org.messageboard.platform.RedisConnections;
import org.messageboard.platform.Topic;
import org.messageboard.projection.Projection.Lengths;
import org.messageboard.traces.Traces;
import org.reactivestreams.Subscriber;

/**
 * Consumes the topic, on servers where {@code consumer.enabled} is true. The connector ends its
 * channel for good at any exception, so {@code onNext} only queues and one thread does the work.
 */
@ApplicationScoped
public class MessageConsumer {

  private static final Logger LOG = Logger.getLogger(MessageConsumer.class.getName());

  /** A record is the message of a body and what the board adds to it. */
  private static final int RECORD_OVERHEAD = 1024;

  private static final long LOOK_EVERY = Duration.ofSeconds(1).toNanos();
  private static final int LOOKS_PER_CHECK = 5;

  /** A connection that has silently died is given up after this time. */
  private static final int REQUEST_MILLIS = 6_000;

  /** How long a batch may take to end when the server stops. */
  private static final int STOP_MILLIS = 2_000;

  @Inject Topic topic;
  @Inject RedisConnections connections;
  @Inject DeadLetters deadLetters;
  @Inject SeenPosition seen;
  @Inject KafkaClients clients;
  @Inject Metrics metrics;
  @Inject Traces traces;

  @Inject
  @ConfigProperty(name = "mp.messaging.incoming.messages-in.group.id")
  String group;

  @Inject
  @ConfigProperty(name = "board.body.max-bytes")
  int maxBody;

  @Inject
  @ConfigProperty(name = "board.history.length")
  int boardLength;

  @Inject
  @ConfigProperty(name = "board.channel.history.length")
  int channelLength;

  @Inject
  @ConfigProperty(name = "board.log.length")
  int logLength;

  @Inject
  @ConfigProperty(name = "board.ids.length")
  int idsLength;

  @Inject
  @ConfigProperty(name = "board.channels.max")
  int channelsMax;

  @Resource ManagedThreadFactory threads;

  private final RecordBatches batches = new RecordBatches(this::start);
  private Applier applier;
  private volatile Thread worker;
  private volatile boolean stopping;

  /** What ended the worker although the server goes on, or null. */
  private volatile Throwable died;

  private final AclWarning forbidden =
      new AclWarning(
          LOG,
          "Redis cannot be compared with the topic, or filled from it ({0}). It is tried again; allow what docs/OPERATIONS.md lists");

  @PostConstruct
  void wire() {
    var lengths = new Lengths(boardLength, channelLength, logLength, idsLength, channelsMax);
    var projection = new Projection(connections.pipeline(), metrics.redis(), lengths);
    var measured = new ProjectionMetrics(metrics);
    int maxRecord = maxBody + RECORD_OVERHEAD;
    var log = new TopicLog(topic, this::consumer, group);
    var repair = new GapRepair(log, projection, deadLetters, measured, maxRecord);
    applier =
        new Applier(
            topic, projection, deadLetters, log, repair, seen::get, measured, traces, maxRecord);
    metrics.gauge(
        "consumer_delivering",
        "Whether Kafka's records come in at this server",
        () -> delivering() ? 1 : 0);
  }

  /** The connector's subscriber. */
  @Incoming("messages-in")
  public Subscriber<Message<byte[]>> subscriber() {
    return batches;
  }

  /** Whether this server consumes, and the delivery has not ended. */
  public boolean delivering() {
    return batches.state() == RecordBatches.State.DELIVERING && died == null;
  }

  /** Why no record comes any more, when the connector ended its channel. */
  public Optional<String> ended() {
    if (died != null) {
      return Optional.of(String.valueOf(died));
    }
    return batches.state() == RecordBatches.State.ENDED && !stopping
        ? Optional.of(String.valueOf(batches.failure()))
        : Optional.empty();
  }

  @PreDestroy
  void stop() {
    stopping = true;
    if (worker != null) {
      try {
        worker.join(STOP_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      worker.interrupt();
      LOG.log(Level.INFO, "Stopped consuming {0}", Topic.NAME);
    }
  }

  private void start() {
    worker = threads.newThread(this::work);
    worker.setName("message-board-consumer");
    worker.start();
  }

  private void work() {
    LOG.log(
        Level.INFO, "Consuming {0} as a member of the group {1}", new Object[] {Topic.NAME, group});
    try {
      long look = System.nanoTime();
      long looks = 0;
      while (!stopping) {
        var batch = batches.take();
        if (!batch.isEmpty()) {
          applier.bring(batch.stream().map(MessageConsumer::incoming).toList());
          batches.done(batch);
        }
        if (System.nanoTime() - look >= 0) {
          check(looks++ % LOOKS_PER_CHECK == 0);
          look = System.nanoTime() + LOOK_EVERY;
        }
      }
    } catch (InterruptedException e) {
      LOG.log(Level.FINE, "Stopped while working", e);
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      died = e;
      LOG.log(
          Level.SEVERE,
          "The consumer ended; the server is not alive any more. Restart it: nothing is lost",
          e);
    }
  }

  private void check(boolean kafka) throws InterruptedException {
    try {
      applier.look();
      if (kafka) {
        applier.check();
      }
      forbidden.allowed();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      forbidden.failed(e);
      LOG.log(Level.FINE, "Redis could not be compared with the topic; it is tried again", e);
    }
  }

  private static KafkaRecord incoming(Message<byte[]> message) {
    return KafkaRecord.of(message.unwrap(ConsumerRecord.class));
  }

  private Consumer<byte[], byte[]> consumer(String clientId) {
    return new KafkaConsumer<>(
        clients.settings(
            Map.of(
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                REQUEST_MILLIS,
                ConsumerConfig.CLIENT_ID_CONFIG,
                clientId,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false)),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
