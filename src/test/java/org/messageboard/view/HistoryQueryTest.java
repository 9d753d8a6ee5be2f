package org.messageboard.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.board.Position;
import org.messageboard.http.Problem.FieldError;
import org.messageboard.http.ProblemException;

class HistoryQueryTest {

  @Test
  void withoutParametersItReadsTheWholeBoard() {
    assertThat(HistoryQuery.of(null, null, null, null, null, null))
        .isEqualTo(new HistoryQuery(null, null, null, null, null, 100));
  }

  @Test
  void parametersAreRead() {
    var position = new Position("a", 7);
    assertThat(HistoryQuery.of("news", "Ada", "a:7", null, null, "1000"))
        .isEqualTo(new HistoryQuery("news", "Ada", position, null, null, 1000));
    assertThat(HistoryQuery.of("news", "Ada", null, "a:7", null, "1000"))
        .isEqualTo(new HistoryQuery("news", "Ada", null, position, null, 1000));
    assertThat(HistoryQuery.of("news", null, null, null, "0B8F", null))
        .isEqualTo(new HistoryQuery("news", null, null, null, "0b8f", 100));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "0", "1001", "99999", "1e2", "ten", "", " 1", "1.0", "9999999999"})
  void aLimitOutOfRangeIsRefused(String limit) {
    assertThat(errors(null, null, null, null, null, limit))
        .containsExactly(new FieldError("limit", "limit must be a whole number from 1 to 1000."));
  }

  @Test
  void everyWrongParameterIsNamed() {
    assertThat(errors("No", null, "x", "z", null, "y"))
        .extracting(FieldError::field)
        .containsExactly("channel", "before", "after", "after", "limit");
  }

  @ParameterizedTest
  @CsvSource({"a:7,a:6,,after", "a:7,,0b8f,around", ",a:6,0b8f,around", "a:7,a:6,0b8f,around"})
  void onlyOnePlaceCanBeAskedFor(String before, String after, String around, String field) {
    assertThat(errors(null, null, before, after, around, null))
        .containsExactly(new FieldError(field, "Send only one of before, after and around."));
  }

  @Test
  void aroundAMessageAreAllAuthors() {
    assertThat(errors("news", "Ada", null, null, "0b8f", null))
        .containsExactly(new FieldError("around", "around cannot be combined with author."));
  }

  private static List<FieldError> errors(
      String channel, String author, String before, String after, String around, String limit) {
    var refused =
        catchThrowableOfType(
            ProblemException.class,
            () -> HistoryQuery.of(channel, author, before, after, around, limit));
    assertThat(refused.problem().status()).isEqualTo(400);
    return refused.problem().errors();
  }
}
