package org.messageboard.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealTest {

  private static final String KEY = "a-key-of-at-least-32-characters!!";
  private static final String NEW_KEY = "another-key-of-at-least-32-characters";

  private final Seal seal = new Seal(List.of(KEY), "test");

  @Test
  void onlyWhoHasAKeyReadsIt() {
    var sealed = seal.seal("{\"name\":\"Ada Löveläce 👋\"}");
    assertThat(sealed).matches("[A-Za-z0-9_-]+");
    assertThat(new String(Base64.getUrlDecoder().decode(sealed), UTF_8)).doesNotContain("Ada L");
    assertThat(seal.open(sealed)).contains("{\"name\":\"Ada Löveläce 👋\"}");
    assertThat(new Seal(List.of(NEW_KEY), "test").open(sealed)).isEmpty();
    assertThat(new Seal(List.of(), "test").open(sealed)).isEmpty();
    assertThat(new Seal(List.of(KEY), "another purpose").open(sealed)).isEmpty();
  }

  @Test
  void twiceTheSameTextIsNotTwiceTheSame() {
    assertThat(seal.seal("x")).isNotEqualTo(seal.seal("x"));
  }

  @Test
  void theFirstKeySealsAndAllOpen() {
    var old = seal.seal("x");
    var both = new Seal(List.of(NEW_KEY, KEY), "test");
    assertThat(both.open(old)).contains("x");
    assertThat(new Seal(List.of(NEW_KEY), "test").open(both.seal("y"))).contains("y");
  }

  @Test
  void aChangedCharacterAnywhereMakesItWorthless() {
    var sealed = seal.seal("some text");
    for (int i = 0; i < sealed.length() - 1; i++) {
      var changed = new StringBuilder(sealed);
      changed.setCharAt(i, sealed.charAt(i) == 'A' ? 'B' : 'A');
      assertThat(seal.open(changed.toString())).as("character " + i).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "g1.x", "AAAA", "a b", "ä", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  void whatTheBoardDidNotSealIsNothing(String other) {
    assertThat(seal.open(other)).isEmpty();
  }

  @Test
  void withoutAKeyNothingIsSealed() {
    assertThatThrownBy(() -> new Seal(List.of(), "test").seal("x"))
        .isInstanceOf(IllegalStateException.class);
  }
}
