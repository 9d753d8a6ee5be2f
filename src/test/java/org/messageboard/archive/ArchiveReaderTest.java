package org.messageboard.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.messageboard.archive.TestDatabase.record;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.archive.ArchiveReader.Page;
import org.messageboard.archive.ArchiveReader.Query;
import org.messageboard.archive.Cursor.At;
import org.messageboard.board.ChannelChanged;
import org.messageboard.board.ChannelName;
import org.messageboard.board.ChannelSettings;
import org.messageboard.board.Identity;
import org.messageboard.board.Member;
import org.messageboard.board.Message;
import org.messageboard.board.MessageFields;
import org.messageboard.board.MessageJson;
import org.messageboard.board.Origin;
import org.messageboard.board.Viewer;
import org.messageboard.log.KafkaRecord;
import org.messageboard.log.RecordReader;

/** Pages continue what was read from Redis, and each other, without a hole and without a repeat. */
class ArchiveReaderTest {

  private static final int PARTITIONS = 3;
  private static final int MESSAGES = 300;
  private static final long TIME = 1_900_000_000_000L;

  private final ArchiveReader reader = new ArchiveReader();
  private final Map<String, Long> applied = new HashMap<>();

  /** Each message's id, in the order in which Redis numbered it. */
  private final List<String> numbered = new ArrayList<>();

  private BatchWriter writer;

  @BeforeEach
  void open() throws SQLException {
    reader.archive = TestDatabase.archive();
    reader.archive.reads("topic");
    writer = new BatchWriter(reader.archive, new RecordReader(10_000));
  }

  /** Some partitions come late, and timestamps jump. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theWholeBoardGoesOnWhereRedisEnds(long seed) throws SQLException {
    var random = new Random(seed);
    write(random, MESSAGES);
    var order = interleaved(random);
    numbered.addAll(order);
    int from = random.nextInt(MESSAGES);
    var page = reader.beforeRead(query(null, 1 + random.nextInt(40)), id -> numberOf(id) >= from);
    var rest = olderThan(page, query(null, 7));
    assertThat(rest).hasSize(from).doesNotHaveDuplicates();
    assertThat(rest).containsExactlyInAnyOrderElementsOf(order.subList(0, from));
  }

  @Test
  void aChannelGoesOnBeforeAMessageAndEndsAtItsFirst() throws SQLException {
    write(new Random(1), MESSAGES);
    var page = reader.beforeMessage(query("c1", 7), id(1, 60));
    assertThat(olderThan(page, query("c1", 7))).containsExactlyElementsOf(ids(1, 0, 60));
  }

  @Test
  void newerPagesEndAtWhatRedisHas() throws SQLException {
    write(new Random(1), MESSAGES);
    applied.put("topic:1", 90L);
    var around = reader.around(query("c1", 11), id(1, 50)).orElseThrow();
    assertThat(idsOf(around)).containsExactlyElementsOf(ids(1, 45, 56));
    var found = new ArrayList<>(idsOf(around));
    for (var newer = around.newer(); newer != null; ) {
      var page = reader.after(query("c1", 9), (At) newer);
      found.addAll(0, idsOf(page));
      newer = page.newer();
    }
    assertThat(found).containsExactlyElementsOf(ids(1, 45, 91));
    assertThat(reader.around(query("c1", 11), id(1, 91))).isEmpty();
    assertThat(reader.around(query("c2", 11), id(1, 50))).isEmpty();
    var first = reader.around(query("c1", 11), id(1, 0)).orElseThrow();
    assertThat(idsOf(first)).containsExactlyElementsOf(ids(1, 0, 11));
    assertThat(first.next()).isNull();
  }

  @Test
  void whatIsNotThereYetIsNotAHole() throws SQLException {
    write(new Random(1), MESSAGES);
    applied.put("topic:1", 500L);
    assertThatThrownBy(() -> reader.beforeMessage(query("c1", 7), id(1, 400)))
        .isInstanceOf(NotThereYetException.class);
    assertThatThrownBy(() -> reader.beforeRead(query(null, 7), id -> false))
        .isInstanceOf(NotThereYetException.class);
    var last = reader.around(query("c1", 11), id(1, 99)).orElseThrow();
    assertThat(last.newer()).isNotNull();
    assertThatThrownBy(() -> reader.after(query("c1", 7), (At) last.newer()))
        .isInstanceOf(NotThereYetException.class);
    applied.put("topic:1", 99L);
    assertThat(reader.beforeMessage(query("c1", 7), id(1, 400))).isEqualTo(Page.END);
    assertThat(reader.around(query("c1", 11), id(1, 99)).orElseThrow().newer()).isNull();
  }

  /** Redis still has some of the former topic. */
  @Test
  void aNewTopicIsReadBeforeTheFormerOne() throws SQLException {
    write(new Random(1), MESSAGES);
    var former = interleaved(new Random(2));
    reader.archive.reads("new");
    writer.write("new", List.of(record(0, -1, 0, TIME, json(7, 0))));
    applied.put("new:0", 0L);
    numbered.addAll(former);
    numbered.add(id(7, 0));
    var page = reader.beforeRead(query(null, 7), id -> numberOf(id) >= 200);
    assertThat(olderThan(page, query(null, 7)))
        .containsExactlyInAnyOrderElementsOf(former.subList(0, 200));
  }

  @Test
  void beforeAMessageThatWasLostWithItsTopicIsWhatTheFormerTopicHad() throws SQLException {
    write(new Random(1), MESSAGES);
    reader.archive.reads("new");
    writer.write("new", List.of(record(1, -1, 0, TIME, json(1, 500))));
    applied.put("new:1", 1L);
    var lost = id(1, 400);
    assertThatThrownBy(() -> reader.beforeMessage(query("c1", 7), lost))
        .isInstanceOf(NotThereYetException.class);
    applied.put("new:1", 0L);
    var page = reader.beforeMessage(query("c1", 7), lost);
    assertThat(olderThan(page, query("c1", 7))).containsExactlyElementsOf(ids(1, 0, 100));
  }

  @Test
  void authorsAreFoundByTheirExactName() throws SQLException {
    write(new Random(1), MESSAGES);
    var ada = new Query(null, "Ada 3", 1000, Viewer.NOBODY, applied);
    assertThat(reader.before(ada, new At(Place.HIGHEST, List.of())).messages())
        .hasSize(30)
        .allMatch(json -> json.contains("\"author\":\"Ada 3\""));
    var other = new Query(null, "ada 3", 1000, Viewer.NOBODY, applied);
    assertThat(reader.before(other, new At(Place.HIGHEST, List.of())).messages()).isEmpty();
  }

  /** Whatever is asked, the query itself leaves out what others' private channels have. */
  @Test
  void onlyMembersSeeWhatIsInAPrivateChannel() throws SQLException {
    var room = ChannelName.ofPrivate("ada", "key");
    var ada = new Member(Identity.person("ada"), "Ada");
    var settings = new ChannelSettings("", ChannelSettings.PRIVATE, false, "Plans");
    var origin = new Origin(id(9, 0), room, "ada", "2026-01-01T00:00:00.000Z");
    var begun = new ChannelChanged(origin, settings, "Ada", List.of(ada));
    writer.write(
        "topic",
        List.of(
            post(0, "open"),
            record(0, 1, MessageJson.writeRecord(begun)),
            post(2, room),
            record(0, 3, reply(3, room)),
            post(4, "open")));
    applied.put("topic:0", 4L);
    var member = new Viewer("ada", Set.of(room));
    var other = new Viewer("eve", Set.of(ChannelName.ofPrivate("eve", "key")));
    assertThat(seen(null, member)).containsExactly(id(0, 4), id(0, 0));
    assertThat(seen(room, member)).containsExactly(id(0, 3), id(0, 2));
    var at = (At) Cursor.at(Place.HIGHEST);
    assertThat(idsOf(reader.replies(id(0, 2), at, 10, member))).containsExactly(id(0, 3));
    assertThat(reader.find(id(0, 2), member)).isPresent();
    var hits = new ArchiveSearch();
    hits.archive = reader.archive;
    var hello =
        new SearchQuery.Parameters("hello", null, null, null, null, null, null, null, null).query();
    assertThat(hits.search(hello, member)).contains(id(0, 2), id(0, 4));
    for (var viewer : List.of(other, Viewer.NOBODY)) {
      assertThat(seen(null, viewer)).containsExactly(id(0, 4), id(0, 0));
      assertThat(seen(room, viewer)).isEmpty();
      assertThat(idsOf(reader.replies(id(0, 2), at, 10, viewer))).isEmpty();
      assertThat(reader.find(id(0, 2), viewer)).isEmpty();
      assertThat(reader.channelOf(id(0, 2), viewer)).isEmpty();
      assertThat(reader.around(new Query(room, null, 9, viewer, applied), id(0, 2))).isEmpty();
      assertThat(hits.search(hello, viewer)).contains(id(0, 4)).doesNotContain(id(0, 2));
    }
  }

  private List<String> seen(String channel, Viewer viewer) {
    var query = new Query(channel, null, 9, viewer, applied);
    return idsOf(reader.before(query, new At(Place.HIGHEST, List.of())));
  }

  private static KafkaRecord post(int offset, String channel) {
    var message = new Message(null, id(0, offset), channel, "Ada", "Hello", "t", "ada");
    return record(0, offset, MessageJson.writeRecord(message));
  }

  private static String reply(int offset, String channel) {
    var root = id(0, offset - 1);
    return MessageJson.writeRecord(
        new Message(
            null, id(0, offset), channel, "Ada", "Hello", "t", "ada", root, List.of(), false));
  }

  private void write(Random random, int messages) throws SQLException {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      var records = new ArrayList<KafkaRecord>();
      for (int offset = 0; offset < messages / PARTITIONS; offset++) {
        long time = TIME + offset * 10L + random.nextInt(200);
        var content = json(partition, offset);
        records.add(record(partition, offset - 1L, offset, time, content));
      }
      writer.write("topic", records);
      applied.put("topic:" + partition, messages / PARTITIONS - 1L);
    }
  }

  /** All messages in an order that keeps each partition's. */
  private List<String> interleaved(Random random) {
    var partitions = new ArrayList<Integer>();
    for (int i = 0; i < MESSAGES; i++) {
      partitions.add(i % PARTITIONS);
    }
    Collections.shuffle(partitions, random);
    var next = new int[PARTITIONS];
    return partitions.stream().map(p -> id(p, next[p]++)).toList();
  }

  private long numberOf(String id) {
    return numbered.indexOf(id);
  }

  private List<String> olderThan(Page first, Query query) {
    var ids = new ArrayList<>(idsOf(first));
    for (var next = first.next(); next != null; ) {
      // As it comes back from a client
      var page = reader.before(query, (At) Cursor.parse(next.toString()).orElseThrow());
      ids.addAll(idsOf(page));
      next = page.next();
    }
    return ids;
  }

  private Query query(String channel, int limit) {
    return new Query(channel, null, limit, Viewer.NOBODY, applied);
  }

  private static List<String> idsOf(Page page) {
    return page.messages().stream().map(MessageFields::id).toList();
  }

  /** Newest first. */
  private static List<String> ids(int partition, int from, int to) {
    var ids = new ArrayList<String>();
    for (int offset = to - 1; offset >= from; offset--) {
      ids.add(id(partition, offset));
    }
    return ids;
  }

  private static String json(int partition, int offset) {
    return MessageJson.writeRecord(
        new Message(
            null, id(partition, offset), "c" + partition, "Ada " + offset % 10, "Hello", "t"));
  }

  private static String id(int partition, int offset) {
    return "0b8f9a52-7d0e-4c6e-9d1a-%06d%06d".formatted(partition, offset);
  }
}
