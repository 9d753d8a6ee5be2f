package org.messageboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.settings.Settings;

class PageSettingsTest {

  private final List<String> complaints = new ArrayList<>();

  @Test
  void byDefaultTheFilesComeFromThisServer() {
    var settings = from(Map.of());
    assertThat(settings.elsewhere()).isFalse();
    assertThat(settings.source()).isEmpty();
    assertThat(complaints).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://cdn.example/assets/,https://cdn.example",
    "https://cdn.example,https://cdn.example",
    "http://localhost:8080/a/b-c/,http://localhost:8080"
  })
  void theSourceIsTheOrigin(String url, String origin) {
    assertThat(read(url).source()).isEqualTo(" " + origin);
    assertThat(read(url).assets()).isEqualTo(url.replaceFirst("/?$", "/"));
    assertThat(complaints).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cdn.example",
        "//cdn.example/",
        "ftp://cdn.example/",
        "https://",
        "https://cdn.example/?a",
        "https://cdn.example/ ",
        "https://cdn.example/;script-src *",
        "https://cdn.example/\"><script>",
        "https://user@cdn.example/"
      })
  void anythingElseIsRefused(String url) {
    assertThat(read(url).elsewhere()).isFalse();
    assertThat(complaints).singleElement().asString().contains("PAGE_ASSETS_URL", "http");
  }

  @ParameterizedTest
  @CsvSource({
    ",,guest,public",
    "guest,public,guest,public",
    "oidc,public,oidc,public",
    "oidc,signed-in,oidc,signed-in",
    "other,nobody,guest,public"
  })
  void thePageKnowsHowPeopleAreRecognised(String mode, String read, String auth, String readers) {
    var values = new HashMap<String, String>();
    values.put("auth.mode", mode);
    values.put("board.read", read);
    var settings = from(values);
    assertThat(List.of(settings.auth(), settings.read())).containsExactly(auth, readers);
  }

  @ParameterizedTest
  @CsvSource({",sse,0", "sse,sse,0", "socket,socket,0", "ws,sse,1"})
  void thePageKnowsHowToFollowTheBoard(String value, String transport, int complained) {
    var values = new HashMap<String, String>();
    values.put("stream.transport", value);
    assertThat(from(values).transport()).isEqualTo(transport);
    assertThat(complaints).hasSize(complained);
  }

  private PageSettings read(String url) {
    return from(Map.of("page.assets.url", url));
  }

  private PageSettings from(Map<String, String> values) {
    return new PageSettings(
        new Settings(name -> Optional.ofNullable(values.get(name)), complaints::add));
  }
}
