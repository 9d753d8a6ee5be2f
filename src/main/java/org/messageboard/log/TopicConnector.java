package org.messageboard.log;

import static java.util.stream.Collectors.toMap;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.eclipse.microprofile.reactive.messaging.spi.IncomingConnectorFactory;
import org.eclipse.microprofile.reactive.streams.operators.PublisherBuilder;
import org.eclipse.microprofile.reactive.streams.operators.ReactiveStreams;
import org.messageboard.kafka.KafkaClients;

/**
 * Feeds the channel {@code messages-in} with one message for each poll. One thread polls and
 * processes, so a slow Redis slows the polling.
 *
 * <p>Liberty's own connector does not suit this channel: it commits contiguous offsets only and so
 * none behind a hole, ends its channel for good after any exception, and then stays in the group
 * with its partitions.
 */
@ApplicationScoped
@Connector(TopicConnector.NAME)
public class TopicConnector implements IncomingConnectorFactory {

  public static final String NAME = "message-board-topic";

  private static final Logger LOG = Logger.getLogger(TopicConnector.class.getName());
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** How long a batch may take when the server stops. */
  private static final int STOP_MILLIS = 2_000;

  @Inject KafkaClients clients;
  @Resource ManagedThreadFactory threads;

  private ExecutorService thread;
  private volatile TopicReader reader;
  private volatile boolean stopping;
  private volatile boolean ended;

  @Override
  public PublisherBuilder<? extends Message<?>> getPublisherBuilder(Config config) {
    var settings = settings(config);
    var consumers = new TopicConsumers(clients);
    thread = Executors.newSingleThreadExecutor(this::named);
    reader = new TopicReader(() -> consumers.open(settings), PAUSE);
    LOG.log(
        Level.INFO,
        "Consuming {0} as a member of the group {1}",
        new Object[] {Topic.NAME, settings.get(ConsumerConfig.GROUP_ID_CONFIG)});
    return ReactiveStreams.generate(() -> reader)
        .flatMapCompletionStage(this::poll)
        .onTerminate(this::end);
  }

  /** Whether it polls, and has not failed lately. */
  public boolean isDelivering() {
    return reader != null && reader.isDelivering() && !ended;
  }

  /** Whether the channel has ended while the server runs; only a restart begins it again. */
  public boolean hasEnded() {
    return ended;
  }

  /**
   * A consumer that is not closed would keep its partitions while the server runs on. Later the
   * container interrupts all threads that come from its own, and it could not be closed.
   */
  void stop(
      @Observes(notifyObserver = Reception.IF_EXISTS) @BeforeDestroyed(ApplicationScoped.class)
          Object event) {
    stopping = true;
    if (reader != null) {
      thread.shutdown();
      if (!hasStopped()) {
        thread.shutdownNow();
        hasStopped();
      }
      reader.close();
      LOG.log(Level.INFO, "Stopped consuming {0}", Topic.NAME);
    }
  }

  private boolean hasStopped() {
    try {
      return thread.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The next poll; none once the server stops. */
  private CompletionStage<Message<Poll>> poll(TopicReader from) {
    try {
      return stopping
          ? new CompletableFuture<>()
          : CompletableFuture.supplyAsync(from::next, thread);
    } catch (RejectedExecutionException e) {
      LOG.log(Level.FINE, "The server stops", e);
      return new CompletableFuture<>();
    }
  }

  private void end() {
    if (!stopping) {
      ended = true;
      LOG.log(Level.SEVERE, "The consumer ended. Restart the server: nothing is lost");
      thread.execute(reader::close);
    }
  }

  private Thread named(Runnable work) {
    var named = threads.newThread(work);
    named.setName("message-board-consumer");
    return named;
  }

  /** The channel's settings for Kafka's consumer. */
  private static Map<String, String> settings(Config config) {
    return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
        .filter(ConsumerConfig.configNames()::contains)
        .collect(toMap(name -> name, name -> config.getValue(name, String.class)));
  }
}
