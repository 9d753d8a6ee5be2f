package org.messageboard.log;

import static java.util.stream.Collectors.toMap;
import static org.apache.kafka.clients.admin.AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG;
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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.messageboard.kafka.KafkaClients;

/**
 * The topic {@code message-board} and its dead letters. A background look every few seconds creates
 * a missing topic and notices when Kafka is away.
 */
@ApplicationScoped
public class Topic {

  public static final String NAME = "message-board";
  public static final String DEAD_LETTERS = "message-board.dead-letters";

  private static final Logger LOG = Logger.getLogger(Topic.class.getName());
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  /** While Kafka answers, every fourth look is enough. */
  private static final int LOOKS_SKIPPED = 4;

  /** A dead letter has more headers than its record, so it may be larger. */
  private static final String DEAD_LETTER_BYTES = Integer.toString(4 * 1024 * 1024);

  @Inject KafkaClients clients;
  @Inject TopicSettings settings;

  @Resource ManagedScheduledExecutorService scheduler;

  private Admin admin;
  private Object servers;
  private TopicComparison comparison;
  private WantedTopic log;
  private WantedTopic deadLetters;
  private ScheduledFuture<?> looking;
  private volatile TopicDescription description;
  private volatile boolean reachable;
  private boolean saidAway;
  private boolean saidAnswers;
  private int looks;

  @PostConstruct
  void open() {
    var client =
        clients.settings(
            Map.of(
                CLIENT_ID_CONFIG, "message-board-admin",
                RECONNECT_BACKOFF_MAX_MS_CONFIG, 500,
                REQUEST_TIMEOUT_MS_CONFIG, 2_000,
                DEFAULT_API_TIMEOUT_MS_CONFIG, 2_000));
    admin = Admin.create(client);
    servers = client.get(BOOTSTRAP_SERVERS_CONFIG);
    comparison = new TopicComparison(admin);
    log = wanted(NAME, Map.of("retention.ms", Long.toString(settings.retention())));
    deadLetters =
        wanted(DEAD_LETTERS, Map.of("retention.ms", "-1", "max.message.bytes", DEAD_LETTER_BYTES));
  }

  private WantedTopic wanted(String name, Map<String, String> own) {
    return new WantedTopic(name, settings.partitions(), settings.replication(), own);
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

  /** How many of the board's topics differ from their settings. */
  public int differing() {
    return comparison.differing();
  }

  /** Takes Kafka for unreachable until it answers the next look, at most half a second later. */
  public void markUnreachable() {
    reachable = false;
  }

  /** Asks Kafka for the topic as it is now; fails while Kafka is away or the topic missing. */
  public CompletionStage<TopicDescription> ask() {
    return described(NAME).toCompletionStage();
  }

  /**
   * The topic as it is now.
   *
   * @throws ExecutionException while Kafka is away or the topic missing
   */
  public TopicDescription describe() throws ExecutionException, InterruptedException {
    return described(NAME).get();
  }

  /**
   * The first offset, or the end offset, of these partitions.
   *
   * @param which the earliest or the latest
   * @throws ExecutionException when Kafka is away or a partition missing
   */
  public Map<Integer, Long> offsets(Collection<Integer> partitions, OffsetSpec which)
      throws ExecutionException, InterruptedException {
    var asked = partitions.stream().collect(toMap(p -> new TopicPartition(NAME, p), p -> which));
    return admin.listOffsets(asked).all().get().entrySet().stream()
        .collect(toMap(e -> e.getKey().partition(), e -> e.getValue().offset()));
  }

  /**
   * Whether it has no records.
   *
   * @throws ExecutionException while Kafka is away or the topic missing
   */
  public boolean isEmpty() throws ExecutionException, InterruptedException {
    var partitions = describe().partitions().stream().map(TopicPartitionInfo::partition).toList();
    return offsets(partitions, OffsetSpec.earliest())
        .equals(offsets(partitions, OffsetSpec.latest()));
  }

  /**
   * A consumer group's committed offsets, exclusive, by partition. After the topic was created
   * again there may be offsets of partitions that it no longer has.
   *
   * @throws ExecutionException when Kafka is away
   */
  public Map<Integer, Long> committed(String group)
      throws ExecutionException, InterruptedException {
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
    if (!reachable || looks++ % LOOKS_SKIPPED == 0) {
      look();
    }
  }

  private synchronized void look() {
    try {
      description = describeOrCreate(log);
      var letters = describeOrCreate(deadLetters);
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
          "Kafka at {0} does not answer ({1}). Posts are refused with 503 until it does",
          new Object[] {servers, reason.getMessage()});
    }
    reachable = false;
    saidAway = true;
    saidAnswers = false;
  }

  private TopicDescription describeOrCreate(WantedTopic topic)
      throws ExecutionException, InterruptedException {
    try {
      return described(topic.name()).get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
        throw e;
      }
      create(topic);
      // Not every broker may know a topic that has just been created; the next look finds it
      return described(topic.name()).get();
    }
  }

  private KafkaFuture<TopicDescription> described(String name) {
    return admin.describeTopics(List.of(name)).topicNameValues().get(name);
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
