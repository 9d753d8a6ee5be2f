package org.messageboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.Media;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The page on paper, and in the colours of the system. */
class MediaIT extends BoardInBrowser {

  @Test
  void allLoadedMessagesArePrintedUnderTheNameOfTheirChannel() {
    var lines = IntStream.range(0, 60).mapToObj(n -> "line " + n).toArray(String[]::new);
    http.post("print", "Ada", lines);
    var window = open("print");
    assertThat(window.messages()).hasCount(60);
    window
        .page()
        .emulateMedia(
            new EmulateMediaOptions().setMedia(Media.PRINT).setColorScheme(ColorScheme.DARK));
    var list = window.log().locator(".messages").boundingBox();
    assertThat(list.height).isGreaterThan(60 * 20);
    assertThat(window.log().boundingBox().height).isGreaterThanOrEqualTo(list.height);
    assertThat((Integer) window.page().evaluate("() => document.documentElement.scrollHeight"))
        .isGreaterThanOrEqualTo((int) list.height);
    assertThat(window.page().locator("h1")).isVisible();
    for (var onScreenOnly : List.of(".sidebar", ".composer", ".connection", ".delivery >> nth=0")) {
      assertThat(window.page().locator(onScreenOnly)).isHidden();
    }
    assertThat(window.contents().first()).hasCSS("color", "oklch(0.25 0.014 250)");
  }

  @Test
  void forcedColoursLeaveWhatOtherwiseOnlyABackgroundShows() {
    var window = open("forced");
    window.write("Ada", "mine");
    window.awaitStatus(window.messages(), "delivered");
    window.page().emulateMedia(new EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
    var canvas = background(window.page().locator("body"), "");
    assertThat(background(window.messages().locator(".delivery"), "::before")).isNotEqualTo(canvas);
    assertThat(background(window.page().locator(".connection-light"), "")).isNotEqualTo(canvas);
    assertThat(background(window.channel("forced"), "")).isNotEqualTo(canvas);
  }

  /**
   * @param pseudo a pseudo-element, or ""
   */
  private static String background(Locator element, String pseudo) {
    return (String)
        element.evaluate(
            "(element, pseudo) => getComputedStyle(element, pseudo || null).backgroundColor",
            pseudo);
  }
}
