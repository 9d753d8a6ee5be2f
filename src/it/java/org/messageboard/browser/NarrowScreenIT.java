package org.messageboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.IsInViewportOptions;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page on a phone, and in windows with room for a few lines. */
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

  /** The first is a desktop at a zoom of 400 %, the others phones held sideways. */
  @ParameterizedTest
  @CsvSource({"320,256", "667,375", "844,390"})
  void theLogStaysReadableBesideALongDraft(int width, int height) {
    var window = open("narrow-low");
    window.page().setViewportSize(width, height);
    window.name().fill("Ada");
    window.message().fill("one line of a long draft\n".repeat(40));
    window.page().keyboard().type("the end");
    assertThat(window.message()).hasValue(Pattern.compile("the end$"));
    assertThat(heightOf(window.log())).isGreaterThanOrEqualTo(120);
    assertThat(heightOf(window.message())).isGreaterThanOrEqualTo(60);
    for (var field : List.of(window.message(), window.send())) {
      assertThat(field).isInViewport(new IsInViewportOptions().setRatio(1));
    }
    window.message().blur();
    assertThat(heightOf(window.log())).isGreaterThanOrEqualTo(120);
    assertThat(widthOf(window)).isEqualTo(width);
  }

  @Test
  void theNameFoldedInALowWindowUnfoldsWithTheFocus() {
    var window = open("narrow-name");
    window.page().setViewportSize(320, 256);
    window.name().fill("Ada");
    window.message().focus();
    assertThat(window.name()).hasCSS("opacity", "0");
    window.page().keyboard().press("Shift+Tab");
    assertThat(window.name()).isFocused();
    assertThat(window.name()).hasCSS("opacity", "1");
  }

  @Test
  void typingALongDraftLeavesTheLogAtItsEnd() {
    http.post(
        "narrow-end",
        "Ben",
        IntStream.range(0, 40).mapToObj(n -> "line " + n).toArray(String[]::new));
    var window = open("narrow-end");
    window.message().fill("one line of a long draft\n".repeat(6));
    assertThat(window.messages().last()).isInViewport();
    window.page().keyboard().type("and some more");
    assertThat(window.messages().last()).isInViewport();
    assertThat(window.button("To the newest")).isHidden();
  }

  @Test
  void aNoticeHidesNothingOfTheComposer() {
    var window = openPhone("narrow-notice").networkMayFail();
    window.page().route("**/api/messages", Route::abort);
    window.write("Ada", "not sent");
    window.button("Discard").click();
    var notice = window.page().locator(".toast");
    assertThat(notice).hasText(Pattern.compile("Message discarded"));
    var bottom = notice.boundingBox().y + notice.boundingBox().height;
    assertThat(bottom).isLessThan(window.page().locator(".composer").boundingBox().y);
  }

  private static double heightOf(Locator element) {
    return element.boundingBox().height;
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
