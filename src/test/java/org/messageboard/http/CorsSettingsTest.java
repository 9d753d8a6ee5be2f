package org.messageboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.settings.Settings;

class CorsSettingsTest {

  private final List<String> complaints = new ArrayList<>();

  @Test
  void nobodyIsAllowedUnlessNamed() {
    var settings = of(null);
    assertThat(settings.origins()).isEmpty();
    assertThat(settings.allows("https://app.example")).isFalse();
    assertThat(settings.allows(null)).isFalse();
    assertThat(complaints).isEmpty();
  }

  @Test
  void onlyExactlyTheNamedOriginsAreAllowed() {
    var settings = of("https://app.example,http://localhost:8080, https://[2001:db8::1]:8443");
    assertThat(complaints).isEmpty();
    assertThat(settings.origins()).hasSize(3).allMatch(settings::allows);
    assertThat(
            List.of(
                "http://app.example",
                "https://app.example:8443",
                "https://a.app.example",
                "https://app.example.evil.example",
                "https://app.example/",
                "HTTPS://APP.EXAMPLE",
                "null",
                ""))
        .noneMatch(settings::allows);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "null",
        "app.example",
        "https://*.app.example",
        "https://app.example/",
        "https://app.example/board",
        "https://app.example:443",
        "http://app.example:80",
        "https://App.example",
        "ftp://app.example",
        "https://user@app.example",
        "https://app.example,*",
        "https://app.example,",
        "https://app.example https://b.example",
        " https://app.example"
      })
  void anythingElseIsRefusedInASentence(String value) {
    assertThat(of(value).origins()).isEmpty();
    assertThat(complaints)
        .singleElement()
        .asString()
        .startsWith("cors.origins (CORS_ORIGINS) must be origins as browsers send them")
        .endsWith("but is \"" + value + "\".");
  }

  private CorsSettings of(String value) {
    return new CorsSettings(
        new Settings(
            name -> Optional.ofNullable(name.equals("cors.origins") ? value : null),
            complaints::add));
  }
}
