package org.messageboard.projection;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.messageboard.kafka.AclWarning;
import org.messageboard.kafka.KafkaClients;
import org.messageboard.log.DeadLetters;
import org.messageboard.log.Poll;
import org.messageboard.log.RecordBatches;
import org.messageboard.log.Topic;
import org.messageboard.log.TopicConnector;
import org.messageboard.log.TopicConsumers;
import org.messageboard.log.TopicIdentity;
import org.messageboard.log.TopicLog;
import org.messageboard.metrics.Metrics;
import org.messageboard.redis.RedisConnections;
import org.messageboard.traces.Traces;
import org.messageboard.view.HighWatermark;
import org.messageboard.view.ViewWriter;
import org.messageboard.view.ViewWriter.Lengths;

/**
 * Brings what was polled into Redis, on servers where {@code consumer.enabled} is true, on the
 * connector's thread.
 */
@ApplicationScoped
public class MessageConsumer {

  private static final Logger LOG = Logger.getLogger(MessageConsumer.class.getName());

  /** A record is the message of a body and what the board adds to it. */
  private static final int RECORD_OVERHEAD = 1024;

  private static final long LOOK_EVERY = Duration.ofSeconds(1).toNanos();

  /** So many looks at Redis alone go with one that compares it with Kafka. */
  private static final int LOOKS_PER_CHECK = 5;

  @Inject
  @Connector(TopicConnector.NAME)
  TopicConnector connector;

  @Inject Topic topic;
  @Inject RedisConnections connections;
  @Inject DeadLetters deadLetters;
  @Inject HighWatermark seen;
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

  private Applier applier;

  /** When Redis was looked at last, and how often. */
  private long looked = System.nanoTime() - LOOK_EVERY;

  private long looks;

  private final AclWarning forbidden =
      new AclWarning(
          LOG,
          "Redis cannot be compared with the topic, or filled from it ({0}). It is tried again; allow what docs/OPERATIONS.md lists");

  @PostConstruct
  void wire() {
    var lengths = new Lengths(boardLength, channelLength, logLength, idsLength, channelsMax);
    var view = new ViewWriter(connections.pipeline(), metrics.redis(), lengths);
    var measured = new ProjectionMetrics(metrics);
    var decoder = new Decoder(deadLetters, maxBody + RECORD_OVERHEAD);
    var consumers = new TopicConsumers(clients);
    var log =
        new TopicLog(
            topic, id -> consumers.open(Map.of(ConsumerConfig.CLIENT_ID_CONFIG, id)), group);
    var repair = new GapRepair(log, view, decoder, measured);
    var identity = new TopicIdentity(topic, System::nanoTime);
    applier = new Applier(identity, log, view, decoder, repair, seen::get, measured, traces);
    metrics.gauge(
        "consumer_delivering",
        "Whether Kafka's records come in at this server",
        () -> delivering() ? 1 : 0);
  }

  /**
   * Brings it into Redis. What is thrown here would end the channel, so the connector is told of it
   * instead.
   */
  @Incoming("messages-in")
  public CompletionStage<Void> consume(Message<Poll> polled) {
    try {
      for (var batch : RecordBatches.of(polled.getPayload().records())) {
        applier.project(batch);
      }
      checkIfDue();
      return polled.ack();
    } catch (InterruptedException e) {
      LOG.log(Level.FINE, "Stopped while working", e);
      Thread.currentThread().interrupt();
      return CompletableFuture.completedStage(null);
    } catch (RuntimeException | Error e) {
      return polled.nack(e);
    }
  }

  /** Whether this server consumes, and nothing is wrong with its consumer. */
  public boolean delivering() {
    return connector.isDelivering();
  }

  /** Whether no record comes any more until the server is restarted. */
  public boolean ended() {
    return connector.hasEnded();
  }

  private void checkIfDue() throws InterruptedException {
    if (System.nanoTime() - looked >= LOOK_EVERY) {
      check(looks++ % LOOKS_PER_CHECK == 0);
      looked = System.nanoTime();
    }
  }

  private void check(boolean withKafka) throws InterruptedException {
    try {
      applier.look();
      if (withKafka) {
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
}
