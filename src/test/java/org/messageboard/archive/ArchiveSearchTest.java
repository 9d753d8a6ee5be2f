package org.messageboard.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.board.BoardEvent;
import org.messageboard.board.Deleted;
import org.messageboard.board.Edited;
import org.messageboard.board.Message;
import org.messageboard.board.MessageJson;
import org.messageboard.board.Origin;
import org.messageboard.board.Viewer;
import org.messageboard.http.Problem.FieldError;
import org.messageboard.http.ProblemException;
import org.messageboard.log.KafkaRecord;
import org.messageboard.log.RecordReader;

class ArchiveSearchTest {

  private final ArchiveSearch search = new ArchiveSearch();
  private final List<KafkaRecord> records = new ArrayList<>();

  @BeforeEach
  void open() throws SQLException {
    search.archive = TestDatabase.archive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "creme BRULEE     | 0",
        "crème            | 0",
        "brûl*            | 0",
        "brul             |",
        "\"the cat sat\"  | 1",
        "\"cat the\"      |",
        "cat the          | 1 2",
        "cat -mat         | 2",
        "-cat             | 0 3 4 5 6 7 8",
        "-\"the cat\"     | 0 2 3 4 5 6 7 8",
        "東京             | 3",
        "京               | 3",
        "東京タワー       | 3",
        "京都             |",
        "สวัส             | 4",
        "getUserName      | 5",
        "username         | 5 6",
        "usern*           | 5 6",
        "user_name        | 5 6",
        "name             | 5 6",
        "\"call get\"     | 5",
        "v1.2.3           | 7",
        "' OR 1=1 --      |",
        "a:b & (c !d) <->  |",
        "ελληνικα         | 8",
      })
  void messagesAreFoundByTheirWords(String query, String found) throws SQLException {
    post("Crème brûlée!");
    post("The cat sat on the mat");
    post("the other: cat");
    post("昨日、東京タワーに行った");
    post("สวัสดีครับ");
    post("call getUserName() now");
    post("user_name = 1");
    post("released v1.2.3");
    post("ΕΛΛΗΝΙΚΆ");
    write();
    var expected = found == null ? List.<String>of() : List.of(found.split(" "));
    assertThat(ids(hits(query))).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void hitsComeNewestFirstAndPageByPage() throws SQLException {
    for (int i = 0; i < 25; i++) {
      post(i % 5 == 0 ? "other" : "common");
    }
    write();
    var first = answer(parameters("common", null, null, 12));
    assertThat(ids(first)).startsWith("24", "23", "22", "21", "19").hasSize(12);
    var rest = answer(parameters("common", first.getString("next"), null, 12));
    assertThat(ids(rest)).hasSize(8).endsWith("2", "1");
    assertThat(rest).doesNotContainKey("next");
  }

  @Test
  void theBestComeFirstIfAsked() throws SQLException {
    post("needle needle needle");
    post("a needle in much more text about other things than this one");
    write();
    assertThat(ids(answer(parameters("needle", null, "rank", 5)))).containsExactly("0", "1");
    assertThat(ids(hits("needle"))).containsExactly("1", "0");
  }

  /** Which way is quickest depends on how many there are. */
  @Test
  void everyWayFindsTheSame() throws SQLException {
    for (int i = 0; i < 60; i++) {
      post(i % 3 == 0 ? "needle ".repeat(1 + i % 5) : "hay");
    }
    write();
    var selection = new Selection(Viewer.NOBODY).matching("'needle'");
    search.archive.transaction(
        sql -> {
          var newest = selection.newestByIndex(sql, 7);
          assertThat(newest).hasSize(7);
          assertThat(selection.newestAmong(sql, 60, 7)).isEqualTo(newest);
          assertThat(selection.newestAmong(sql, 6, 7)).isEqualTo(newest.subList(0, 2));
          var best = selection.best(sql, 7, 3);
          assertThat(best).hasSize(3).isNotEqualTo(newest.subList(0, 3)).isSubsetOf(newest);
          assertThat(selection.bestAmong(sql, 60, 7, 3)).isEqualTo(best);
          return sql.run("ANALYZE message");
        });
    assertThat(search.archive.transaction(selection::estimate)).isEqualTo(20);
  }

  /** More than are looked through at first, and more hits than one page. */
  @Test
  void hitsThatAreFarApartAreFoundToo() throws SQLException {
    for (int i = 0; i < 6_000; i++) {
      post(i % 200 == 0 ? "needle" : "hay");
    }
    write();
    for (var sort : List.of("newest", "rank")) {
      assertThat(ids(answer(parameters("needle", null, sort, 30))))
          .containsExactlyElementsOf(
              IntStream.range(0, 30).mapToObj(i -> Integer.toString(5_800 - i * 200)).toList());
    }
  }

  @Test
  void whatWasEditedOrDeletedIsNotFound() throws SQLException {
    post("first");
    post("second");
    records.add(event(new Edited(origin(), id(0), "changed", List.of(), 2)));
    records.add(event(new Deleted(origin(), id(1), Deleted.MODERATOR, null)));
    write();
    assertThat(ids(hits("first"))).isEmpty();
    assertThat(ids(hits("second"))).isEmpty();
    assertThat(ids(hits("changed"))).containsExactly("0");
    assertThat(ids(hits("-changed"))).isEmpty();
  }

  @Test
  void filtersNarrowTheSearch() throws SQLException {
    post("see https://example.org/x");
    post("see nothing");
    write();
    assertThat(ids(ask(null, "general", "ADÁ", null, null, "link"))).containsExactly("0");
    assertThat(ids(ask("see", "news", null, null, null, null))).isEmpty();
    assertThat(ids(ask("see", null, "Bob", null, null, null))).isEmpty();
    assertThat(ids(ask("see", null, null, "2030-01-01", null, null))).hasSize(2);
    assertThat(ids(ask("see", null, null, "2031-01-01", null, null))).isEmpty();
    assertThat(ids(ask("see", null, null, null, "2030-01-01T00:00:00Z", null))).isEmpty();
    assertThat(ids(ask(null, "general", null, null, null, null))).containsExactly("1", "0");
    assertThat(ids(ask(null, null, null, null, null, null))).isEmpty();
  }

  @Test
  void snippetsShowWhereTheWordsAre() throws SQLException {
    post("x ".repeat(200) + "the Crème 🎉 of getUserName " + "y ".repeat(200));
    write();
    var hit = hits("creme username").getJsonArray("hits").getJsonObject(0);
    var text = hit.getString("snippet");
    assertThat(text).startsWith("…").endsWith("…").hasSizeLessThan(280);
    assertThat(hit.getJsonArray("ranges").getValuesAs(JsonObject.class))
        .extracting(range -> text.substring(range.getInt("start"), range.getInt("end")))
        .containsExactly("Crème", "UserName");
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=101", "from=yesterday", "has=image", "sort=best"})
  void wrongParametersAreRefused(String wrong) {
    var name = wrong.substring(0, wrong.indexOf('='));
    var value = wrong.substring(wrong.indexOf('=') + 1);
    var parameters =
        new SearchQuery.Parameters(
            "x",
            null,
            null,
            name.equals("from") ? value : null,
            null,
            null,
            name.equals("has") ? value : null,
            name.equals("sort") ? value : null,
            name.equals("limit") ? value : null);
    var thrown = catchThrowableOfType(ProblemException.class, parameters::query);
    assertThat(thrown.problem().errors()).extracting(FieldError::field).containsExactly(name);
  }

  private JsonObject hits(String query) {
    return answer(parameters(query, null, null, 100));
  }

  private JsonObject ask(
      String q, String channel, String author, String from, String to, String has) {
    return answer(new SearchQuery.Parameters(q, channel, author, from, to, null, has, null, null));
  }

  private static SearchQuery.Parameters parameters(
      String query, String before, String sort, int limit) {
    return new SearchQuery.Parameters(
        query, null, null, null, null, before, null, sort, Integer.toString(limit));
  }

  private JsonObject answer(SearchQuery.Parameters parameters) {
    var json = search.search(parameters.query(), Viewer.NOBODY);
    try (var reader = Json.createReader(new StringReader(json))) {
      return reader.readObject();
    }
  }

  private static List<String> ids(JsonObject answer) {
    return answer.getJsonArray("hits").getValuesAs(JsonObject.class).stream()
        .map(hit -> hit.getJsonObject("message").getString("id"))
        .map(id -> Integer.toString(Integer.parseInt(id.substring(24))))
        .toList();
  }

  private void post(String content) {
    var message =
        new Message(null, id(records.size()), "general", "Ada", content, "2026-01-01", "ada");
    records.add(event(message));
  }

  private void write() throws SQLException {
    new BatchWriter(search.archive, new RecordReader(100_000)).write("topic", records);
  }

  private KafkaRecord event(BoardEvent event) {
    return TestDatabase.record(0, records.size(), MessageJson.writeRecord(event));
  }

  private Origin origin() {
    return new Origin(id(900 + records.size()), "general", "ada", "2026-01-01T00:00:00.000Z");
  }

  private static String id(int number) {
    return "0b8f9a52-7d0e-4c6e-9d1a-%012d".formatted(number);
  }
}
