package org.messageboard.posting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.http.ProblemException;

class PostTargetTest {

  private static final String ID = "0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10";

  @ParameterizedTest
  @ValueSource(
      strings = {ID, "\"" + ID + "\"", " \"" + ID + "\" ", "0B8F9A52-7d0e-4c6e-9d1a-5f2f3c1f7a10"})
  void theKeyIsTheId(String key) {
    var target = PostTarget.of(key, "/api/messages");
    assertThat(target.id()).isEqualTo(ID);
    assertThat(target.keyed()).isTrue();
  }

  @Test
  void withoutAKeyTheIdIsANewOne() {
    var target = PostTarget.of(null, "/api/messages");
    assertThat(target.keyed()).isFalse();
    assertThat(target.id()).isNotEqualTo(PostTarget.of(null, "/api/messages").id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\"", "\"\"", "\"" + ID, ID + "\"", "\"\"" + ID + "\"\"", ID + ";a", "x"})
  void anotherKeyIsRefused(String key) {
    var refused =
        catchThrowableOfType(ProblemException.class, () -> PostTarget.of(key, "/api/messages"));
    assertThat(refused.problem().status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/messages,/api/messages/",
    "/api/messages/,/api/messages/",
    "/api/messages;x=1,/api/messages/",
    "/api/messages/;x,/api/messages/",
    "/the/board/api/messages,/the/board/api/messages/"
  })
  void theLocationIsRightFromWhereverItIsSeen(String address, String place) {
    var location = PostTarget.of(ID, address).location();
    for (var outside : new String[] {"http://a", "https://b/prefix"}) {
      assertThat(URI.create(outside + address).resolve(location))
          .isEqualTo(URI.create(outside + place + ID));
    }
  }
}
