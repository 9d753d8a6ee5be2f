package org.messageboard.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.messageboard.archive.ArchiveErasure.Written;
import org.messageboard.archive.ArchiveKeeping.Expired;
import org.messageboard.archive.ArchiveKeeping.Hold;
import org.messageboard.board.Identity;
import org.messageboard.view.Records;

/** What is kept, held and removed. */
class KeepingTest {

  private static final String ADA = Identity.person("ada");

  private final ArchiveKeeping keeping = new ArchiveKeeping();
  private final ArchiveErasure erasure = new ArchiveErasure();
  private final Records records = new Records();
  private Archive archive;

  @BeforeEach
  void open() throws SQLException {
    archive = TestDatabase.archive();
    keeping.archive = archive;
    keeping.settings = archive.settings;
    erasure.archive = archive;
    records.post(1, "ada", "general", "one").post(2, "bob", "general", "two");
    records.post(3, "ada", "news", "three").edit(1, "ada", "general", "again", 2);
  }

  @Test
  void aChannelsOwnRetentionCounts() throws SQLException {
    write();
    assertThat(keeping.limits()).isEmpty();
    keeping.retain("general", 3, "Mod");
    assertThat(keeping.limits()).containsOnlyKeys("general");
    keeping.settings = new ArchiveSettings(true, "", 5);
    assertThat(keeping.limits()).containsOnlyKeys("general", "news");
    assertThat(keeping.limits().get("general")).isGreaterThan(keeping.limits().get("news"));
    keeping.retain("general", 0, "Mod");
    assertThat(keeping.limits()).containsOnlyKeys("news");
    keeping.retain("general", null, "Mod");
    assertThat(keeping.limits()).containsOnlyKeys("general", "news");
    assertThat(keeping.acts()).hasSize(3);
  }

  @Test
  void whatIsHeldIsNotOver() throws SQLException {
    write();
    assertThat(over("general")).containsExactly(Records.id(1), Records.id(2));
    hold("person", ADA);
    assertThat(over("general")).containsExactly(null, Records.id(2));
    assertThat(keeping.expired("general", 1, 0, 10)).isEmpty();
    hold("channel", "general");
    assertThat(over("general")).containsOnlyNulls().hasSize(2);
    assertThat(keeping.remove(List.of(Records.id(1)))).isEqualTo(1);
    assertThat(texts("SELECT message FROM revision")).isEmpty();
  }

  private List<String> over(String channel) {
    return keeping.expired(channel, Place.HIGHEST, 0, 10).stream().map(Expired::id).toList();
  }

  @Test
  void whatADeletedMessageSaidStaysUntilNothingHoldsIt() throws SQLException {
    write();
    hold("person", ADA);
    hold("channel", "general");
    records.delete(1, "ada", "general", "owner").delete(2, "bob", "general", "owner");
    records.delete(3, "mod", "news", "moderator");
    write();
    assertThat(texts("SELECT content FROM message")).containsOnlyNulls();
    assertThat(held()).containsExactlyInAnyOrder("again", "two", "three");
    assertThat(texts("SELECT revisions FROM held WHERE content = 'again'").get(0))
        .contains("one", "2026-03-01T12:00:00.000Z");
    assertThat(keeping.release("channel", "general", "Mod")).isTrue();
    assertThat(held()).containsExactlyInAnyOrder("again", "three");
    assertThat(keeping.release("person", ADA, "Mod")).isTrue();
    assertThat(held()).isEmpty();
    assertThat(keeping.release("person", ADA, "Mod")).isFalse();
  }

  @Test
  void anErasureFindsWhatIsLeftAndCountsWhatIsGone() throws SQLException {
    records.react(2, "ada", "general", "👍").delete(3, "ada", "news", "owner");
    write();
    erasure.begin(ADA, "Mod");
    var subjects = erasure.subjects(ADA);
    assertThat(subjects).containsExactly("ada");
    hold("channel", "news");
    assertThat(erasure.written(subjects, 0, 10))
        .extracting(Written::id)
        .containsExactly(Records.id(1), Records.id(3));
    assertThat(erasure.written(subjects, 0, 10)).extracting(Written::held).contains(true, false);
    assertThat(erasure.reacted(subjects)).hasSize(1);
    records.erase(1, "general").erase(1, "general").erase(3, "news");
    records.unreact(2, "ada", "general", "👍");
    write();
    assertThat(erasure.written(subjects, 0, 10)).isEmpty();
    assertThat(erasure.reacted(subjects)).isEmpty();
    assertThat(erasure.find(ADA).orElseThrow().messages()).isEqualTo(2);
    assertThat(texts("SELECT author || coalesce(owner, '') FROM message ORDER BY place"))
        .containsExactly("(erased)", "Adabob", "(erased)");
    assertThat(erasure.open()).containsExactly(ADA);
    erasure.note(ADA, null, true);
    assertThat(erasure.open()).isEmpty();
    assertThat(TestDatabase.imports(archive).erased(Set.of(ADA, "x"))).containsExactly(ADA);
  }

  private void hold(String kind, String name) {
    keeping.hold(new Hold(kind, name, "a case", "Mod", "now"));
  }

  private List<String> held() throws SQLException {
    return texts("SELECT content FROM held");
  }

  /** What was written before counts once. */
  private void write() throws SQLException {
    TestDatabase.write(archive, TestDatabase.records(records.all));
  }

  private List<String> texts(String query) throws SQLException {
    return archive.transaction(sql -> sql.query(query, row -> row.getString(1)));
  }
}
