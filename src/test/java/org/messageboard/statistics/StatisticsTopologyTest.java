package org.messageboard.statistics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.messageboard.board.BoardEvent;
import org.messageboard.board.ChannelName;
import org.messageboard.board.Edited;
import org.messageboard.board.Message;
import org.messageboard.board.MessageJson;
import org.messageboard.board.Origin;
import org.messageboard.board.Reacted;
import org.messageboard.log.AvroRecords;
import org.messageboard.log.RecordReader;
import org.messageboard.log.Topic;

class StatisticsTopologyTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final TopologyTestDriver driver =
      new TopologyTestDriver(
          StatisticsTopology.of(new RecordReader(65_536), new StreamsConfig(settings())),
          settings(),
          NOON);
  private final TestInputTopic<byte[], byte[]> topic =
      driver.createInputTopic(Topic.NAME, new ByteArraySerializer(), new ByteArraySerializer());

  private static Properties settings() {
    var settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:0");
    // Each count is written at once, as without the cache
    settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    return settings;
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void eventsCountPerChannelAndMinuteHourAndDay() {
    append(post("general", 0, "ada"), 0);
    append(post("general", 30, "bob"), 30);
    append(post("general", 60, "ada"), 60);
    append(post("random", 3_600, "ada"), 3_600);
    assertThat(counts(Step.MINUTE))
        .containsExactly(
            Map.entry("general/2026-03-01T12:00:00Z", "2 posts, 2 people"),
            Map.entry("general/2026-03-01T12:01:00Z", "1 posts, 1 people"),
            Map.entry("random/2026-03-01T13:00:00Z", "1 posts, 1 people"));
    assertThat(counts(Step.HOUR))
        .containsExactly(
            Map.entry("general/2026-03-01T12:00:00Z", "3 posts, 2 people"),
            Map.entry("random/2026-03-01T13:00:00Z", "1 posts, 1 people"));
    assertThat(counts(Step.DAY))
        .containsExactly(
            Map.entry("general/2026-03-01T00:00:00Z", "3 posts, 2 people"),
            Map.entry("random/2026-03-01T00:00:00Z", "1 posts, 1 people"));
  }

  @Test
  void editsReactionsAndThePeopleWhoDidThemCount() {
    var message = post("general", 0, "ada");
    append(message, 0);
    append(new Edited(origin("ada", 1), message.id(), "new", List.of(), 2), 1);
    append(new Reacted(origin("bob", 2), message.id(), "👍", "Bob", false), 2);
    append(new Reacted(origin("cleo", 3), message.id(), "👍", "Cleo", false), 3);
    append(new Reacted(origin("cleo", 4), message.id(), "👍", null, true), 4);
    var tally = tallies(Step.DAY).get("general/2026-03-01T00:00:00Z");
    assertThat(tally.posts()).isEqualTo(1);
    assertThat(tally.edits()).isEqualTo(1);
    assertThat(tally.reactions()).isEqualTo(2);
    assertThat(tally.people().count()).isEqualTo(3);
  }

  @Test
  void aMessageThatIsInTheLogTwiceCountsOnce() {
    var message = post("general", 0, "ada");
    append(message, 0);
    append(message, 5);
    assertThat(counts(Step.HOUR).values()).containsExactly("1 posts, 1 people");
  }

  @Test
  void theFirstReplyBySomebodyElseTellsHowLongAMessageWaited() {
    var message = post("general", 0, "ada");
    append(message, 0);
    append(reply(message, 10, "ada"), 10);
    append(reply(message, 100, "bob"), 100);
    append(reply(message, 200, "cleo"), 200);
    var responses = tallies(Step.HOUR).get("general/2026-03-01T12:00:00Z").responses();
    assertThat(responses.count()).isEqualTo(1);
    assertThat(responses.median().orElseThrow()).isBetween(63L, 127L);
  }

  @Test
  void aLateEventCountsInItsOwnWindowHoweverMuchHasHappenedSince() {
    append(post("general", 0, "ada"), 0);
    append(post("general", 7_200, "bob"), 7_200);
    append(post("general", 59, "cleo"), 7_201);
    assertThat(counts(Step.MINUTE))
        .containsEntry("general/2026-03-01T12:00:00Z", "2 posts, 2 people")
        .containsEntry("general/2026-03-01T14:00:00Z", "1 posts, 1 people");
  }

  @Test
  void anEventCountsNoLongerWhereItsWindowIsGone() {
    long sevenHours = 7 * 3_600;
    append(post("general", sevenHours, "ada"), sevenHours);
    append(post("general", 0, "bob"), sevenHours + 1);
    assertThat(counts(Step.MINUTE)).containsOnlyKeys("general/2026-03-01T19:00:00Z");
    assertThat(counts(Step.HOUR))
        .containsOnlyKeys("general/2026-03-01T12:00:00Z", "general/2026-03-01T19:00:00Z");
  }

  @Test
  void theOrderOfEventsDoesNotMatter() {
    var events = new TreeMap<Integer, Message>();
    for (int i = 0; i < 600; i++) {
      events.put(i * 7_919 % 600, post("general", i * 20, "person-" + i % 300));
    }
    events.values().forEach(event -> append(event, 12_000));
    var sum = tallies(Step.DAY).get("general/2026-03-01T00:00:00Z");
    assertThat(sum.posts()).isEqualTo(600);
    assertThat(sum.people().count()).isBetween(255L, 345L);
    assertThat(tallies(Step.MINUTE).values().stream().reduce(Tally.NOTHING, Tally::and))
        .isEqualTo(sum);
  }

  @Test
  void aTimeInTheFutureDoesNotCloseTheWindowsOfOthers() {
    append(post("general", 1_000_000_000L, "mallory"), 0);
    append(post("general", 1, "ada"), 1);
    assertThat(counts(Step.MINUTE))
        .containsExactly(Map.entry("general/2026-03-01T12:00:00Z", "2 posts, 2 people"));
  }

  @Test
  void whatIsImportedUnreadableUnknownOrTheModeratorsDoesNotCount() {
    var message = post("general", 0, "ada");
    topic.pipeInput(
        "general".getBytes(UTF_8),
        MessageJson.writeRecord(message).replace("}", ",\"imported\":\"Mo\"}").getBytes(UTF_8),
        NOON);
    for (var value :
        new String[] {"no JSON", "{\"type\":\"danced\",\"channel\":\"general\"}", ""}) {
      topic.pipeInput("general".getBytes(UTF_8), value.getBytes(UTF_8), NOON);
    }
    topic.pipeInput("general".getBytes(UTF_8), null, NOON);
    append(post(ChannelName.MODERATION, 0, "mo"), 0);
    append(message, 1);
    assertThat(counts(Step.DAY))
        .containsExactly(Map.entry("general/2026-03-01T00:00:00Z", "1 posts, 1 people"));
  }

  @Test
  void avroCountsAsWellAndARecordsKeyDoesNotMatter() {
    topic.pipeInput(null, AvroRecords.of(post("general", 0, "ada")), NOON);
    topic.pipeInput(
        "other".getBytes(UTF_8),
        MessageJson.writeRecord(post("general", 1, "bob")).getBytes(UTF_8),
        NOON.plusSeconds(1));
    assertThat(counts(Step.DAY))
        .containsExactly(Map.entry("general/2026-03-01T00:00:00Z", "2 posts, 2 people"));
  }

  @Test
  void theRepartitionTopicHasNoContent() {
    append(post("general", 0, "lovelace"), 0);
    var repartitioned =
        driver
            .createOutputTopic(
                "test-by-channel-repartition", new StringDeserializer(), new StringDeserializer())
            .readKeyValue();
    assertThat(repartitioned.key).isEqualTo("general");
    assertThat(repartitioned.value)
        .startsWith("{\"kind\":\"POST\"")
        .doesNotContain("Hello", "lovelace");
  }

  private static Message post(String channel, long seconds, String who) {
    return post(channel, seconds, who, null);
  }

  private static Message reply(Message to, long seconds, String who) {
    return post(to.channel(), seconds, who, to.id());
  }

  private static Message post(String channel, long seconds, String who, String replyTo) {
    return new Message(
        null,
        UUID.randomUUID().toString(),
        channel,
        who,
        "Hello",
        Origin.stamp(NOON.plusSeconds(seconds)),
        "guest:" + who,
        replyTo,
        List.of(),
        false);
  }

  private static Origin origin(String who, long seconds) {
    return new Origin(
        UUID.randomUUID().toString(),
        "general",
        "guest:" + who,
        Origin.stamp(NOON.plusSeconds(seconds)));
  }

  /** Appends an event, so many seconds after noon. */
  private void append(BoardEvent event, long seconds) {
    topic.pipeInput(
        event.channel().getBytes(UTF_8),
        MessageJson.writeRecord(event).getBytes(UTF_8),
        NOON.plusSeconds(seconds));
  }

  private Map<String, String> counts(Step step) {
    var counts = new TreeMap<String, String>();
    tallies(step)
        .forEach((key, tally) -> counts.put(key, tally.posts() + " posts, " + tally.people()));
    return counts;
  }

  private Map<String, Tally> tallies(Step step) {
    var written = new TreeMap<String, Tally>();
    driver
        .createOutputTopic(step.topic(), new StringDeserializer(), new ByteArrayDeserializer())
        .readKeyValuesToList()
        .forEach(pair -> written.put(pair.key, Tally.parse(pair.value)));
    return written;
  }
}
