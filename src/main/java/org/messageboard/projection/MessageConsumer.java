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
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.messageboard.kafka.AclWarning;
import org.messageboard.kafka.KafkaClients;
import org.messageboard.log.DeadLetters;
import org.messageboard.log.Poll;
import org.messageboard.log.RecordBatches;
import org.messageboard.log.RecordFormat;
import org.messageboard.log.Topic;
import org.messageboard.log.TopicConnector;
import org.messageboard.log.TopicConsumers;
import org.messageboard.log.TopicIdentity;
import org.messageboard.log.TopicLog;
import org.messageboard.log.TopicSettings;
import org.messageboard.metrics.Metrics;
import org.messageboard.redis.RedisConnections;
import org.messageboard.traces.Traces;
import org.messageboard.view.HighWatermark;
import org.messageboard.view.Lengths;
import org.messageboard.view.ViewWriter;

/**
 * Projects polled records into the view, where {@code consumer.enabled} is true, on the connector's
 * thread.
 */
@ApplicationScoped
public class MessageConsumer {

  private static final Logger LOG = Logger.getLogger(MessageConsumer.class.getName());

  private static final long LOOK_EVERY = Duration.ofSeconds(1).toNanos();

  /** Every fifth look at Redis also compares it with Kafka. */
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
  @Inject TopicSettings settings;
  @Inject RecordFormat format;
  @Inject Lengths lengths;

  private Applier applier;

  /** When the view was last checked. */
  private long looked = System.nanoTime() - LOOK_EVERY;

  private long looks;

  private final AclWarning forbidden =
      new AclWarning(
          LOG,
          "Redis cannot be compared with the topic, or filled from it ({0}). It is tried again; allow what docs/OPERATIONS.md lists");

  @PostConstruct
  void wire() {
    var view = new ViewWriter(connections.pipeline(), metrics.redis(), lengths);
    var measured = new ProjectionMetrics(metrics);
    var decoder = new Decoder(deadLetters, format.reader());
    var consumers = new TopicConsumers(clients);
    var log =
        new TopicLog(
            topic,
            id -> consumers.open(Map.of(ConsumerConfig.CLIENT_ID_CONFIG, id)),
            settings.group());
    var repair = new GapRepair(log, view, decoder, measured);
    var identity = new TopicIdentity(topic, System::nanoTime);
    applier = new Applier(identity, log, view, decoder, repair, seen::get, measured, traces);
    metrics.gauge(
        "consumer_delivering",
        "Whether Kafka's records come in at this server",
        () -> delivering() ? 1 : 0);
  }

  /**
   * Projects a poll. An exception thrown here would end the channel, so it is passed to the
   * connector as a refusal.
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

  /** Whether this server's consumer delivers records. */
  public boolean delivering() {
    return connector.isDelivering();
  }

  /** Whether the consumer has ended, until the server is restarted. */
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
