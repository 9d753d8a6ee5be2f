package org.messageboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsInViewportOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page on a phone. */
class NarrowScreenIT extends BoardInBrowser {

  @Test
  void nothingIsWiderThanTheScreenAndTheComposerIsInSight() {
    http.post(
        "narrow",
        "W".repeat(50),
        "W".repeat(400),
        "https://example.org/" + "path/".repeat(60),
        "short");
    var window = openPhone("narrow");
    assertThat(window.messages()).hasCount(3);
    assertThat(widthOf(window)).isEqualTo(390);
    assertThat((Integer) window.log().evaluate("log => log.scrollWidth - log.clientWidth"))
        .isZero();
    for (var field : List.of(window.name(), window.message(), window.send())) {
      assertThat(field).isInViewport(new IsInViewportOptions().setRatio(1));
    }
    window.write("Ada", "from a phone");
    window.awaitStatus(window.messages().last(), "delivered");
    assertThat(window.messages().last()).isInViewport();
  }

  @Test
  void theDrawerOpensClosesAndChangesTheChannel() {
    http.post("narrow-other", "Ben", "in the other");
    var window = openPhone("narrow-drawer");
    assertThat(window.button("Open channels")).isVisible();
    assertThat(window.channel("narrow-other")).not().isInViewport();
    window.button("Open channels").tap();
    assertThat(window.button("Close channels")).isFocused();
    assertThat(window.channel("narrow-other")).isInViewport();
    window.page().keyboard().press("Escape");
    assertThat(window.button("Open channels")).isFocused();
    assertThat(window.button("Close channels")).not().isInViewport();

    window.button("Open channels").tap();
    window.button("Close channels").tap();
    assertThat(window.channel("narrow-other")).not().isInViewport();
    window.button("Open channels").tap();
    window.channel("narrow-other").tap();
    window.awaitContents("in the other");
    assertThat(window.channel("narrow-other")).not().isInViewport();
    assertThat(widthOf(window)).isEqualTo(390);
  }

  private static BoardPage openPhone(String channel) {
    var phone =
        new NewContextOptions().setViewportSize(390, 844).setHasTouch(true).setIsMobile(true);
    return windows.open(windows.browser(phone), http.board(), channel);
  }

  private static int widthOf(BoardPage window) {
    return (int) window.page().evaluate("() => document.documentElement.scrollWidth");
  }
}
