package org.messageboard.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnAddressTest {

  private static final String BASE = "https://board.example/b/";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "#/c/general | https://board.example/b/#/c/general",
        "#/c/general/0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10"
            + " | https://board.example/b/#/c/general/0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10",
        "#a%20b | https://board.example/b/#a%20b",
        "close | https://board.example/b/signed-in.html"
      })
  void anAddressWithinThePageIsKept(String wanted, String location) {
    assertThat(ReturnAddress.of(wanted).in(BASE, null)).isEqualTo(location);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "#\r\nSet-Cookie: a=b",
        "#a b",
        "#%0",
        "\t#x",
        "close/",
        "..",
        "@evil.example",
        ".evil.example"
      })
  void anythingElseLeadsToThePageItself(String wanted) {
    var location = ReturnAddress.of(wanted).in(BASE, null);
    assertThat(location).isEqualTo(BASE);
  }

  @Test
  void noFragmentLeavesTheBoard() {
    var location = URI.create(ReturnAddress.of("#//evil.example/@x").in(BASE, "denied"));
    assertThat(location.getHost()).isEqualTo("board.example");
    assertThat(location.getPath()).isEqualTo("/b/");
  }

  @Test
  void aWindowIsClosedOnlyAfterASignIn() {
    assertThat(ReturnAddress.of("close").toPage().in(BASE, null)).isEqualTo(BASE);
    assertThat(ReturnAddress.of("#/c/a").toPage().in(BASE, null)).isEqualTo(BASE + "#/c/a");
  }

  @Test
  void aFailureIsSaidThere() {
    assertThat(ReturnAddress.of("#/c/a").in(BASE, "denied"))
        .isEqualTo(BASE + "?sign-in=denied#/c/a");
    assertThat(ReturnAddress.of("close").in(BASE, "away"))
        .isEqualTo(BASE + "signed-in.html?sign-in=away");
    assertThat(ReturnAddress.of(null).in(BASE, "failed")).isEqualTo(BASE + "?sign-in=failed");
  }
}
