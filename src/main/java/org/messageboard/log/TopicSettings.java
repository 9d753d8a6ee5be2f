package org.messageboard.log;

import static org.messageboard.settings.Settings.isWhole;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.messageboard.settings.Settings;

/**
 * What the board asks of its topics, and as whom it reads them.
 *
 * @param partitions when it creates them
 * @param replication replicas of each partition, when it creates them
 * @param retention in ms; -1 keeps every message
 * @param group the consumer group; part of how the board works, not for operators
 */
@Dependent
public record TopicSettings(int partitions, short replication, long retention, String group) {

  /** One hour, in ms: with less, messages could be dropped while their consumers restart. */
  private static final long MIN_RETENTION = 3_600_000;

  @Inject
  public TopicSettings(Settings settings) {
    this(
        settings.whole("board.topic.partitions", 1, 10_000),
        (short) settings.whole("board.topic.replication", 1, Short.MAX_VALUE),
        settings
            .read(
                "board.topic.retention.ms",
                "-1, or a whole number from %s to %s".formatted(MIN_RETENTION, Long.MAX_VALUE),
                value -> isWhole(value, -1, -1) || isWhole(value, MIN_RETENTION, Long.MAX_VALUE))
            .map(value -> Long.parseLong(value.strip()))
            .orElse(-1L),
        settings
            .read("mp.messaging.incoming.messages-in.group.id", "a name", value -> !value.isBlank())
            .orElse(""));
  }
}
