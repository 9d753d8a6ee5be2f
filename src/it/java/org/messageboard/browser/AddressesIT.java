package org.messageboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the addresses of channels and messages lead to, and those that lead nowhere. */
class AddressesIT extends BoardInBrowser {

  @Test
  void anAddressOfAnEarlierVersionLeadsToItsChannel() {
    http.post("addresses-legacy", "Ada", "still here");
    var window = open("addresses-first");
    go(window, "#addresses-legacy");
    window.awaitContents("still here");
    assertThat(window.page()).hasURL(Pattern.compile(".*/#/c/addresses-legacy$"));
  }

  @Test
  void anAddressThatMeansNothingSaysSoAndLeadsOn() {
    var window = open("addresses-unknown");
    for (var address : List.of("#/c/no_channel", "#/d/general", "#/c/general/1", "#/c/a/b/c")) {
      go(window, address);
      assertThat(window.page().getByText("There is nothing at this address.")).isVisible();
      assertThat(window.message()).isHidden();
      window.page().goBack();
      assertThat(window.message()).isVisible();
    }
    go(window, "#/nowhere");
    window.page().getByText("Go to #general").click();
    assertThat(window.title()).hasText("general");
    assertThat(window.message()).isVisible();
  }

  /** The names of parts of a page are names of channels like any other. */
  @Test
  void aChannelMayHaveAnyName() {
    var window = open("addresses-names");
    for (var channel : List.of("messages", "main", "send")) {
      go(window, "#" + channel);
      assertThat(window.title()).hasText(channel);
      window.write("Ada", "in " + channel);
      window.awaitStatus(window.messages(), "delivered");
      assertThat(window.log()).isInViewport();
    }
  }

  @Test
  void theAddressOfAMessageLeadsToItWhereverItIs() {
    http.post("addresses-from", "Ada", "from here");
    var id = http.fill("addresses-other", "Ada", "linked").get(0);
    var window = open("addresses-from").networkMayFail();
    go(window, "#/c/addresses-other/" + id);
    assertThat(window.row("linked")).isFocused();
    go(window, "#/c/addresses-from/" + id);
    assertThat(window.page()).hasURL(Pattern.compile(".*/#/c/addresses-other/" + id));
    assertThat(window.row("linked")).hasClass(Pattern.compile(".*highlighted.*"));
    go(window, "#/c/addresses-from/" + UUID.randomUUID());
    assertThat(window.page().locator(".toast")).containsText("not on the board any more");
    window.awaitContents("from here");
    assertThat(window.page()).hasURL(Pattern.compile(".*/#/c/addresses-from$"));
  }

  private static void go(BoardPage window, String hash) {
    window.page().evaluate("hash => { location.hash = hash; }", hash);
  }
}
