package org.messageboard.faults;

import java.time.Duration;
import java.util.List;

/**
 * Data that is lost, goes back in time, or is not what it should be.
 *
 * @param site the processes
 * @param workload pauses where what is posted meanwhile could not survive
 * @param group the consumer group and the topic
 * @param log Kafka's log, as far as it is known
 * @param poison what is no message
 */
record DataFaults(Site site, Workload workload, KafkaAdmin group, TopicLog log, SentPoison poison) {

  /** Consumers that start join their group. */
  private static final Duration REJOINED = Duration.ofSeconds(10);

  /**
   * All that the topic has is read again, and streamed again, which takes as long as it is long.
   */
  private static final Duration REBUILT = Duration.ofSeconds(30);

  private static final int SOME = 200;
  private static final int FEW = 10;

  List<Fault> all() {
    var redis = new RedisView(site.redis.url());
    return List.of(
        Fault.blow("FLUSHALL", redis::flushAll).within(REBUILT),
        Fault.blow("the list and the state deleted in Redis", redis::deleteSome).within(REBUILT),
        Fault.outage("the broker's data deleted", this::wipeKafka, site.kafka::start),
        Fault.outage("Redis restored from an older copy", this::goBack, site.redis::start),
        Fault.outage(
                "group's offsets set to the beginning",
                () -> reset(group::offsetsToBeginning),
                this::startConsumers)
            .within(REJOINED),
        Fault.outage(
                "group's offsets set to the end",
                () -> reset(group::offsetsToEnd),
                this::startConsumers)
            .within(REJOINED),
        Fault.blow("poison records", poison::send),
        Fault.outage(
                "group's offsets set past poison records",
                () -> reset(this::skipPoison),
                this::startConsumers)
            .within(REJOINED),
        Fault.blow("topic deleted and created again", this::recreateTopic),
        Fault.blow("young topic deleted and created again", this::recreateYoungTopic));
  }

  private void goBack() throws Exception {
    site.backUpRedis();
    workload.awaitPosts(SOME);
    site.redis.kill();
    site.restoreRedis();
  }

  /**
   * What is acknowledged and not in Redis yet goes with the broker's disk, so there is none of it.
   */
  private void wipeKafka() throws Exception {
    workload.pause();
    try {
      if (!workload.settle()) {
        throw new AssertionError(
            "The streams did not settle before the broker's data were deleted.");
      }
      log.keep();
      poison.forget();
      Site.wipe(site.kafka);
    } finally {
      workload.resume();
    }
  }

  /** While the consumers are away messages are posted, so the offsets skip some, or repeat many. */
  private void reset(Fault.Step offsets) throws Exception {
    site.consumers.forEach(consumer -> consumer.stop());
    workload.awaitPosts(SOME);
    offsets.run();
  }

  private void skipPoison() throws Exception {
    poison.send();
    group.offsetsToEnd();
  }

  private void startConsumers() {
    Site.start(site.consumers.subList(0, 2));
  }

  /**
   * The consumers stand still, for less than the group's patience, until the new topic has offsets
   * beyond the end of the old one: they must not take those for the old one's next.
   */
  private void recreateYoungTopic() throws Exception {
    recreateTopic();
    workload.awaitPosts(FEW);
    recreateTopic(
        () -> {
          for (var consumer : site.consumers.subList(0, 2)) {
            Site.suspend(consumer);
          }
        });
    workload.awaitPosts(10 * FEW);
    for (var consumer : site.consumers.subList(0, 2)) {
      Site.wake(consumer);
    }
  }

  /** What is acknowledged and not in Redis yet would go with the topic, so there is none of it. */
  private void recreateTopic() throws Exception {
    recreateTopic(() -> {});
  }

  private void recreateTopic(Fault.Step before) throws Exception {
    workload.pause();
    try {
      if (!workload.settle()) {
        throw new AssertionError("The streams did not settle before the topic was deleted.");
      }
      log.keep();
      before.run();
      group.recreateTopic();
    } finally {
      workload.resume();
    }
  }
}
