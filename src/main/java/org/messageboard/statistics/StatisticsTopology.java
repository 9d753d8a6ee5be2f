package org.messageboard.statistics;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KGroupedStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.state.Stores;
import org.messageboard.log.RecordReader;
import org.messageboard.log.Topic;

/**
 * From the board's topic to the counts: read, send to who counts the channel, look for first
 * replies, count per window, write. docs/ARCHITECTURE.md has a picture.
 */
final class StatisticsTopology {

  /**
   * Partitions of the repartition topic, and so of everything that is counted. Fixed, so that more
   * partitions of the board's topic change nothing about the counts so far.
   */
  static final int PARTITIONS = 3;

  private static final Serde<Activity> ACTIVITY =
      Serdes.serdeFrom(
          (topic, activity) -> activity.write(), (topic, bytes) -> Activity.parse(bytes));

  private static final Serde<Tally> TALLY =
      Serdes.serdeFrom(
          (topic, tally) -> tally == null ? null : tally.write(),
          (topic, bytes) -> Tally.parse(bytes));

  private StatisticsTopology() {}

  /**
   * The topology.
   *
   * @param reader reads the records of the board's topic
   * @param config without it, Streams would make and check another one
   */
  static Topology of(RecordReader reader, StreamsConfig config) {
    var builder = new StreamsBuilder(new TopologyConfig(config));
    builder.addStateStore(
        Stores.keyValueStoreBuilder(
            Stores.lruMap(FirstReplies.STORE, FirstReplies.REMEMBERED),
            Serdes.Long(),
            Serdes.ByteArray()));
    var grouped =
        builder.stream(
                Topic.NAME,
                Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("events"))
            .process(() -> new Activities(reader), Named.as("read"))
            .repartition(
                Repartitioned.with(Serdes.String(), ACTIVITY)
                    .withName("by-channel")
                    .withNumberOfPartitions(PARTITIONS))
            .processValues(FirstReplies::new, Named.as("first-replies"), FirstReplies.STORE)
            .groupByKey(Grouped.with("channel", Serdes.String(), TALLY));
    for (var step : Step.values()) {
      count(grouped, step);
    }
    return builder.build();
  }

  private static void count(KGroupedStream<String, Tally> grouped, Step step) {
    var label = step.label();
    var store = Stores.inMemoryWindowStore(label, step.kept(), step.size(), false);
    grouped
        .windowedBy(TimeWindows.ofSizeAndGrace(step.size(), step.kept().minus(step.size())))
        .aggregate(
            () -> Tally.NOTHING,
            (channel, tally, sum) -> sum.and(tally),
            Named.as("count-" + label),
            Materialized.<String, Tally>as(store)
                .withKeySerde(Serdes.String())
                .withValueSerde(TALLY)
                .withCachingEnabled())
        .toStream(
            (window, tally) -> window.key() + "/" + window.window().startTime(),
            Named.as("name-" + label))
        .to(step.topic(), Produced.with(Serdes.String(), TALLY).withName("write-" + label));
  }
}
