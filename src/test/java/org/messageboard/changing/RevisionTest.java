package org.messageboard.changing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.http.ProblemException;

class RevisionTest {

  /** Of a message that this server knows at revision 3. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"`\"3\"`,4", "` \"5\" `,6", "*,4", ",4"})
  void anEditMakesTheNextRevision(String header, int next) {
    assertThat(Revision.of(header).after(3)).isEqualTo(next);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1\"", "\"2\""})
  void anEditOfAnOlderRevisionIsRefused(String header) {
    var refused = catchThrowableOfType(ProblemException.class, () -> Revision.of(header).after(3));
    assertThat(refused.problem().status()).isEqualTo(412);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3", "\"x\"", "W/\"3\"", "\"1\", \"2\"", "\"999999999\""})
  void anotherHeaderIsRefused(String header) {
    var refused = catchThrowableOfType(ProblemException.class, () -> Revision.of(header));
    assertThat(refused.problem().status()).isEqualTo(400);
  }
}
