package org.messageboard.log;

import static java.util.stream.Collectors.toMap;
import static org.apache.kafka.clients.admin.AdminClientConfig.CLIENT_ID_CONFIG;
import static org.apache.kafka.clients.admin.AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG;
import static org.apache.kafka.clients.admin.AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG;
import static org.apache.kafka.clients.admin.AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.messageboard.kafka.KafkaClients;

/**
 * The topic {@code message-board} and its dead letters: created when missing, looked at every few
 * seconds, so that a topic that was deleted is there again and Kafka's absence is known.
 */
@ApplicationScoped
public class Topic {

  public static final String NAME = "message-board";
  public static final String DEAD_LETTERS = "message-board.dead-letters";

  private static final Logger LOG = Logger.getLogger(Topic.class.getName());
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  /** While Kafka answers it is enough to look at every so many occasions. */
  private static final int OCCASIONS = 4;

  /** A dead letter is the record and its headers, so it must be allowed to be larger. */
  private static final String DEAD_LETTER_BYTES = Integer.toString(4 * 1024 * 1024);

  @Inject KafkaClients clients;

  @Inject
  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @Inject
  @ConfigProperty(name = "board.topic.partitions")
  int partitions;

  @Inject
  @ConfigProperty(name = "board.topic.replication")
  short replication;

  @Inject
  @ConfigProperty(name = "board.topic.retention.ms")
  long retention;

  @Resource ManagedScheduledExecutorService scheduler;

  private Admin admin;
  private TopicComparison comparison;
  private WantedTopic log;
  private WantedTopic deadLetters;
  private ScheduledFuture<?> looking;
  private volatile TopicDescription description;
  private volatile boolean reachable;
  private boolean saidAway;
  private boolean saidAnswers;
  private int occasion;

  @PostConstruct
  void open() {
    admin =
        Admin.create(
            clients.settings(
                Map.of(
                    CLIENT_ID_CONFIG, "message-board-admin",
                    RECONNECT_BACKOFF_MAX_MS_CONFIG, 500,
                    REQUEST_TIMEOUT_MS_CONFIG, 2_000,
                    DEFAULT_API_TIMEOUT_MS_CONFIG, 2_000)));
    comparison = new TopicComparison(admin);
    log = wanted(NAME, Map.of("retention.ms", Long.toString(retention)));
    deadLetters =
        wanted(DEAD_LETTERS, Map.of("retention.ms", "-1", "max.message.bytes", DEAD_LETTER_BYTES));
  }

  private WantedTopic wanted(String name, Map<String, String> settings) {
    return new WantedTopic(name, partitions, replication, settings);
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    looking =
        scheduler.scheduleWithFixedDelay(
            this::lookIfDue, 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void close() {
    if (looking != null) {
      looking.cancel(true);
    }
    admin.close(Duration.ofSeconds(1));
  }

  /** Whether Kafka answered within the last few seconds and the topic exists. */
  public boolean reachable() {
    return reachable;
  }

  /** How many of the board's topics are not as the settings ask for them. */
  public int differing() {
    return comparison.differing();
  }

  /** Takes Kafka for away until it answers again, which is asked for at once and often. */
  public void suspect() {
    reachable = false;
  }

  /** The topic as Kafka describes it now, or nothing while Kafka is away or the topic missing. */
  public Optional<TopicDescription> describe() {
    look();
    return reachable ? Optional.ofNullable(description) : Optional.empty();
  }

  /**
   * The topic's id at this moment; another one after it was deleted and created again.
   *
   * @throws ExecutionException when Kafka is away or the topic missing
   */
  public String askId() throws ExecutionException, InterruptedException {
    return described(NAME).topicId().toString();
  }

  /** Asks for the topic's id without waiting; the stage fails as {@link #askId} does. */
  public CompletionStage<String> askIdLater() {
    return admin
        .describeTopics(List.of(NAME))
        .topicNameValues()
        .get(NAME)
        .toCompletionStage()
        .thenApply(topic -> topic.topicId().toString());
  }

  /**
   * Where the log of these partitions begins or ends, by partition.
   *
   * @param which the earliest or the latest
   * @throws ExecutionException when Kafka is away or one of them missing
   */
  public Map<Integer, Long> offsets(Collection<Integer> partitions, OffsetSpec which)
      throws ExecutionException, InterruptedException {
    var asked = partitions.stream().collect(toMap(p -> new TopicPartition(NAME, p), p -> which));
    return admin.listOffsets(asked).all().get().entrySet().stream()
        .collect(toMap(e -> e.getKey().partition(), e -> e.getValue().offset()));
  }

  /**
   * The offsets up to which a consumer group is done, exclusive, by partition; of a topic that was
   * created again there may be some of partitions that it has no more.
   *
   * @throws ExecutionException when Kafka is away
   */
  Map<Integer, Long> committed(String group) throws ExecutionException, InterruptedException {
    return admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get()
        .entrySet()
        .stream()
        .filter(e -> e.getKey().topic().equals(NAME) && e.getValue() != null)
        .collect(toMap(e -> e.getKey().partition(), e -> e.getValue().offset()));
  }

  private void lookIfDue() {
    if (!reachable || occasion++ % OCCASIONS == 0) {
      look();
    }
  }

  private synchronized void look() {
    try {
      description = describe(log);
      var letters = describe(deadLetters);
      answered();
      comparison.compareIfDue(log, description);
      comparison.compareIfDue(deadLetters, letters);
    } catch (ExecutionException e) {
      away(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answered() {
    if (!reachable && !saidAnswers) {
      LOG.log(
          Level.INFO,
          "Kafka answers; the topic {0} has {1} partitions",
          new Object[] {NAME, description.partitions().size()});
    }
    reachable = true;
    saidAway = false;
    saidAnswers = true;
  }

  private void away(Throwable reason) {
    if (reason instanceof UnknownTopicOrPartitionException) {
      reachable = false;
      return;
    }
    if (!saidAway) {
      LOG.log(
          Level.WARNING,
          "Kafka at {0} does not answer ({1}). Posting is refused with 503 until it does",
          new Object[] {bootstrapServers, reason.getMessage()});
    }
    reachable = false;
    saidAway = true;
    saidAnswers = false;
  }

  private TopicDescription describe(WantedTopic topic)
      throws ExecutionException, InterruptedException {
    try {
      return described(topic.name());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
        throw e;
      }
      create(topic);
      // A topic that was created this moment may not be known everywhere; the next look finds it.
      return described(topic.name());
    }
  }

  private TopicDescription described(String name) throws ExecutionException, InterruptedException {
    return admin.describeTopics(List.of(name)).topicNameValues().get(name).get();
  }

  private void create(WantedTopic topic) throws ExecutionException, InterruptedException {
    try {
      admin.createTopics(List.of(topic.creation())).all().get();
      LOG.log(Level.INFO, "Created the topic {0}", topic.name());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }
}
