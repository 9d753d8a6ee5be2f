package org.messageboard.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.messageboard.archive.TestDatabase.record;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.messageboard.board.BoardEvent;
import org.messageboard.board.ChannelChanged;
import org.messageboard.board.ChannelName;
import org.messageboard.board.ChannelSettings;
import org.messageboard.board.Deleted;
import org.messageboard.board.Edited;
import org.messageboard.board.Identity;
import org.messageboard.board.Member;
import org.messageboard.board.Message;
import org.messageboard.board.MessageJson;
import org.messageboard.board.Origin;
import org.messageboard.log.KafkaRecord;
import org.messageboard.log.RecordReader;

/** Each event is in the archive once, and what a record reaches is written with it. */
class BatchWriterTest {

  private static final int MAX_BYTES = 100_000;

  private Archive archive;
  private BatchWriter writer;

  @BeforeEach
  void open() throws SQLException {
    archive = TestDatabase.archive();
    writer = new BatchWriter(archive, new RecordReader(MAX_BYTES));
  }

  @Test
  void recordsCountOnceAndGapsAreRefused() throws SQLException {
    assertThat(writer.write("t", List.of(post(0), post(1)))).isTrue();
    assertThat(writer.write("t", List.of(post(1), post(2)))).isTrue();
    assertThat(writer.write("t", List.of(post(4)))).isFalse();
    assertThat(offsets()).containsExactly("0", "1", "2");
    assertThat(writer.next("t")).isEqualTo(Map.of(0, 3L));
  }

  @Test
  void holesAndUnreadableRecordsArePassed() throws SQLException {
    var afterAHole = record(0, 0, 5, 0, json(message(5, "x")));
    assertThat(writer.write("t", List.of(post(0), afterAHole, record(0, 6, "{")))).isTrue();
    assertThat(offsets()).containsExactly("0", "5");
    assertThat(writer.next("t")).isEqualTo(Map.of(0, 7L));
  }

  @Test
  void whatMembersDoInAPrivateChannelIsArchived() throws SQLException {
    var channel = ChannelName.ofPrivate("ada", "key");
    var settings = new ChannelSettings("", ChannelSettings.PRIVATE, false, "Plans");
    var origin = new Origin(id(1_000), channel, "ada", "2026-01-01T00:00:00.000Z");
    var ada = new Member(Identity.person("ada"), "Ada");
    var begun = new ChannelChanged(origin, settings, "Ada", List.of(ada));
    var early = new Message(null, id(0), channel, "Ada", "early", "t", "ada");
    var hers = new Message(null, id(2), channel, "Ada", "hers", "t", "ada");
    var eves = new Message(null, id(3), channel, "Eve", "eves", "t", "eve");
    var nobodys = new Message(null, id(4), channel, "Eve", "nobodys", "t");
    writer.write("t", List.of(event(0, early), event(1, begun), event(2, hers), event(3, eves)));
    writer.write("t", List.of(event(4, nobodys), event(5, begun)));
    assertThat(texts("SELECT content FROM message")).containsExactly("hers");
    assertThat(texts("SELECT title FROM channel")).containsExactly("Plans");
    assertThat(texts("SELECT name FROM member")).containsExactly("Ada");
  }

  /** As after an update to a version that archives more than the one before it did. */
  @Test
  void whatIsReadOnceMoreChangesNothing() throws SQLException {
    var records = List.of(post(0), edit(1, 2), edit(2, 3), post(3));
    writer.write("t", records);
    var before = texts("SELECT content || place || revision FROM message ORDER BY place");
    archive.transaction(sql -> sql.run("UPDATE progress SET next_offset = 0, newest = 0"));
    assertThat(writer.write("t", records)).isTrue();
    assertThat(texts("SELECT content || place || revision FROM message ORDER BY place"))
        .isEqualTo(before);
    assertThat(texts("SELECT written FROM revision ORDER BY revision"))
        .containsExactly("2026-01-01", "2026-01-01T00:00:00.000Z");
  }

  @Test
  void aTopicThatWasCreatedAgainFollowsTheFormerOne() throws SQLException {
    writer.write("old", List.of(post(0), post(1)));
    var early = record(0, -1, 0, 0, json(message(7, "again")));
    assertThat(writer.next("new")).isEmpty();
    assertThat(writer.write("new", List.of(early))).isTrue();
    assertThat(texts("SELECT content FROM message ORDER BY place"))
        .containsExactly("0", "1", "again");
  }

  @Test
  void whatFailsLeavesNothingBehind() throws SQLException {
    archive.transaction(
        sql -> sql.run("ALTER TABLE message ADD CHECK (content <> '2'), ADD UNIQUE (place)"));
    assertThatThrownBy(() -> writer.write("t", List.of(post(0), post(1), post(2))))
        .isInstanceOf(SQLException.class);
    assertThat(offsets()).isEmpty();
    assertThat(writer.next("t")).isEmpty();
  }

  @Test
  void anEditKeepsTheEarlierRevisionsUntilTheMessageIsDeleted() throws SQLException {
    writer.write("t", List.of(post(0), edit(1, 2), edit(2, 3)));
    assertThat(texts("SELECT revision || content FROM revision ORDER BY 1"))
        .containsExactly("10", "2edit 1");
    writer.write("t", List.of(event(3, new Deleted(origin(3), id(0), Deleted.OWNER, null))));
    assertThat(texts("SELECT content FROM revision")).isEmpty();
    assertThat(texts("SELECT content || mentions || search FROM message")).containsOnlyNulls();
  }

  /** Any producer may write these, and one batch that fails would stop the archive. */
  @Test
  void noTextIsTooLongOrTooOdd() throws SQLException {
    var odd = new Message(null, id(0), "general", "\0" + "a".repeat(9_000), "\0'\\ :*&|!", "\0t");
    var words =
        new Message(null, id(1), "general", "b", "ab ".repeat(20_000) + "c".repeat(9_000), "t");
    var many = new StringBuilder();
    for (int i = 0; i < 9_000; i++) {
      many.append("w").append(i).append(' ');
    }
    var distinct = new Message(null, id(2), "general", "b", many.toString(), "t");
    var later = record(0, 2, 3, Long.MAX_VALUE, json(message(3, "x")));
    assertThat(
            writer.write("t", List.of(event(0, odd), event(1, words), event(2, distinct), later)))
        .isTrue();
    assertThat(offsets()).hasSize(4);
    assertThat(texts("SELECT place FROM message")).allMatch(place -> place.length() <= 15);
  }

  private List<String> offsets() throws SQLException {
    return texts("SELECT log_offset FROM message ORDER BY place");
  }

  private List<String> texts(String query) throws SQLException {
    return archive.transaction(sql -> sql.query(query, row -> row.getString(1)));
  }

  private static KafkaRecord post(int number) {
    return event(number, message(number, Integer.toString(number)));
  }

  private static KafkaRecord edit(int offset, int revision) {
    return event(offset, new Edited(origin(offset), id(0), "edit " + offset, List.of(), revision));
  }

  private static KafkaRecord event(long offset, BoardEvent event) {
    return record(0, offset, json(event));
  }

  private static String json(BoardEvent event) {
    return MessageJson.writeRecord(event);
  }

  private static Message message(int number, String content) {
    return new Message(null, id(number), "general", "Ada", content, "2026-01-01", "ada");
  }

  private static Origin origin(int number) {
    return new Origin(id(1_000 + number), "general", "ada", "2026-01-01T00:00:00.000Z");
  }

  private static String id(int number) {
    return "0b8f9a52-7d0e-4c6e-9d1a-%012d".formatted(number);
  }
}
