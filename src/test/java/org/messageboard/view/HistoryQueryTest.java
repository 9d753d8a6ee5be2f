package org.messageboard.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.board.Position;
import org.messageboard.http.Problem.FieldError;
import org.messageboard.http.ProblemException;

class HistoryQueryTest {

  @Test
  void withoutParametersItReadsTheWholeBoard() {
    assertThat(HistoryQuery.of(null, null, null, null))
        .isEqualTo(new HistoryQuery(null, null, null, 100));
  }

  @Test
  void parametersAreRead() {
    assertThat(HistoryQuery.of("news", "Ada", "a:7", "1000"))
        .isEqualTo(new HistoryQuery("news", "Ada", new Position("a", 7), 1000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "0", "1001", "99999", "1e2", "ten", "", " 1", "1.0", "9999999999"})
  void aLimitOutOfRangeIsRefused(String limit) {
    var refused =
        catchThrowableOfType(
            ProblemException.class, () -> HistoryQuery.of(null, null, null, limit));
    assertThat(refused.problem().errors())
        .containsExactly(new FieldError("limit", "limit must be a whole number from 1 to 1000."));
  }

  @Test
  void everyWrongParameterIsNamed() {
    var refused =
        catchThrowableOfType(ProblemException.class, () -> HistoryQuery.of("No", null, "x", "y"));
    assertThat(refused.problem().errors())
        .extracting(FieldError::field)
        .containsExactly("channel", "before", "limit");
  }
}
