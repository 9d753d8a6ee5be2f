package org.messageboard.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messageboard.board.Digest;
import org.messageboard.board.Rooms;
import org.messageboard.board.Viewer;
import org.messageboard.http.ProblemException;

class StatisticsQueryTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:30:15Z");
  private static final String PRIVATE = "p-" + "1".repeat(32);

  private final StatisticsRows rows = new StatisticsRows();

  @Test
  void thePointsAreAllWindowsAndTheTotalCountsAPersonOnce() {
    put("general", "2026-03-01T11:00:00Z", "ada");
    put("general", "2026-03-01T12:00:00Z", "ada", "bob");
    put("random", "2026-03-01T12:00:00Z", "ada");
    var answer = answer(null, "2026-03-01T10:00:00Z", Rooms.NONE);
    assertThat(answer.getJsonArray("points").getValuesAs(JsonObject.class))
        .extracting(point -> point.getString("time"), point -> point.getInt("posts"))
        .containsExactly(
            tuple("2026-03-01T10:00:00Z", 0),
            tuple("2026-03-01T11:00:00Z", 1),
            tuple("2026-03-01T12:00:00Z", 3));
    assertThat(answer.getJsonObject("total").getInt("posts")).isEqualTo(4);
    assertThat(answer.getJsonObject("total").getInt("people")).isEqualTo(2);
    assertThat(answer.getJsonArray("channels").getValuesAs(JsonObject.class))
        .extracting(channel -> channel.getString("channel"), channel -> channel.getInt("posts"))
        .containsExactly(tuple("general", 3), tuple("random", 1));
  }

  @Test
  void aPrivateChannelCountsForItsMembersOnly() {
    put(PRIVATE, "2026-03-01T12:00:00Z", "ada", "bob");
    put("general", "2026-03-01T12:00:00Z", "ada");
    var stranger = answer(null, "2026-03-01", Viewer.NOBODY);
    assertThat(stranger.getJsonObject("total").getInt("posts")).isEqualTo(1);
    assertThat(stranger.toString()).doesNotContain(PRIVATE);
    var member = answer(null, "2026-03-01", new Viewer("bob", Set.of(PRIVATE)));
    assertThat(member.getJsonObject("total").getInt("posts")).isEqualTo(3);
    assertThat(member.getJsonArray("channels").getJsonObject(0).getString("channel"))
        .isEqualTo(PRIVATE);
  }

  @Test
  void aChannelsAnswerHasOnlyThatChannel() {
    put("general", "2026-03-01T12:00:00Z", "ada");
    put("random", "2026-03-01T12:00:00Z", "ada");
    var answer = answer("random", "2026-03-01", Rooms.NONE);
    assertThat(answer.getString("channel")).isEqualTo("random");
    assertThat(answer.getJsonObject("total").getInt("posts")).isEqualTo(1);
    assertThat(answer).doesNotContainKey("channels");
  }

  @Test
  void withoutAPeriodItIsTheUsualOne() {
    assertThat(StatisticsQuery.of(null, null, null, null, NOW))
        .isEqualTo(
            new StatisticsQuery(null, Step.HOUR, Instant.parse("2026-02-27T13:00:00Z"), NOW));
    assertThat(StatisticsQuery.of(null, null, null, "minute", NOW).from())
        .isEqualTo("2026-03-01T11:31:00Z");
    assertThat(StatisticsQuery.of(null, null, null, "day", NOW).from())
        .isEqualTo("2026-01-31T00:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({"minute, 360", "hour, 336", "day, 400"})
  void aPeriodThatBeginsBeforeTheStatisticsDoIsCut(String step, int points) {
    var query = StatisticsQuery.of(null, "1970-01-01", "9999-01-01", step, NOW);
    var answer = json(query.answer(rows, Rooms.NONE));
    assertThat(answer.getJsonArray("points")).hasSize(points);
    assertThat(answer.getString("to")).isEqualTo(NOW.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "UPPER, , , , channel",
    ", yesterday, , , from",
    ", , 2026-13-01, , to",
    ", , , week, step",
    ", 2026-03-02, , , from"
  })
  void whatIsNotValidIsNamed(String channel, String from, String to, String step, String field) {
    assertThatThrownBy(() -> StatisticsQuery.of(channel, from, to, step, NOW))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().status()).isEqualTo(400);
              assertThat(e.problem().errors()).extracting("field").containsExactly(field);
            });
  }

  @Test
  void rowsLeaveWhenTheirTimeIsOver() {
    put("general", "2026-02-20T12:00:00Z", "ada");
    put("general", "2026-03-01T12:00:00Z", "ada");
    put("general", "2025-03-01T12:00:00Z", "ada");
    rows.put(Step.HOUR, "no row", Tally.NOTHING, NOW);
    rows.put(Step.HOUR, "general/2026-03-01T12:00:00Z", null, NOW);
    assertThat(rows.size()).isEqualTo(2);
    rows.trim(NOW.plus(Duration.ofDays(10)));
    assertThat(rows.size()).isEqualTo(1);
  }

  @Test
  void thereIsNoEndOfChannelsButOfRows() {
    for (int i = 0; i <= StatisticsRows.MOST; i++) {
      put("channel-" + i, i == 0 ? "2026-03-01T10:00:00Z" : "2026-03-01T11:00:00Z");
    }
    assertThat(rows.size()).isEqualTo(StatisticsRows.MOST);
    assertThat(rows.between(Step.HOUR, Instant.EPOCH, NOW))
        .containsOnlyKeys(Instant.parse("2026-03-01T11:00:00Z"));
  }

  private void put(String channel, String window, String... posters) {
    var tally = Tally.NOTHING;
    for (var poster : posters) {
      var post = new Activity(Activity.Kind.POST, 1, 0, Digest.number(poster));
      tally = tally.and(Tally.of(post, -1));
    }
    rows.put(Step.HOUR, channel + "/" + window, tally, NOW);
  }

  private JsonObject answer(String channel, String from, Rooms rooms) {
    return json(StatisticsQuery.of(channel, from, null, "hour", NOW).answer(rows, rooms));
  }

  private static JsonObject json(String text) {
    return Json.createReader(new StringReader(text)).readObject();
  }
}
