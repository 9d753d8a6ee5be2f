package org.messageboard.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LibertyPasswordTest {

  @ParameterizedTest
  @ValueSource(strings = {"secret", " secret ", "s{xor}t", "{secret", "secret}", "$%&"})
  void onePlainStaysAsItIs(String text) {
    assertThat(new LibertyPassword(text).plain()).contains(text);
  }

  @ParameterizedTest
  @CsvSource({
    "{xor}LDo8LTor,secret",
    "{XOR}LDo8LTor,secret",
    "' { xor }LDo8LTor\n',secret",
    "{xor}L5z7JCIsLA==,pä{}ss"
  })
  void oneOfXorIsDecodedAsTheServerDoes(String text, String plain) {
    assertThat(new LibertyPassword(text).plain()).contains(plain);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{aes}ARCJ9QFW", "{aes-256}ARCJ9QFW", "{custom:mine}x", "{hash}ARAA"})
  void anyOtherEncodingIsTheServersOwn(String text) {
    assertThat(new LibertyPassword(text).plain()).isEmpty();
  }

  @Test
  void oneOfXorThatIsNotBase64IsRefusedAndNotShown() {
    assertThatThrownBy(() -> new LibertyPassword("{xor}s3cret*").plain())
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new LibertyPassword("s3cret")).asString().doesNotContain("s3cret");
  }
}
