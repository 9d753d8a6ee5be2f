package org.messageboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** A channel with more messages than the page keeps. */
class LongChannelIT extends BoardInBrowser {

  private static final Offset<Double> NEAR = Offset.offset(2.0);

  @Test
  void whoeverReadsOldOnesIsNotMovedWhileThousandsArriveAndThePageKeepsAWindow() {
    http.fill("long-live", "Ada", SharedBoard.numbered("known", 300));
    var reader = open("long-live");
    var follower = open("long-live");
    assertThat(reader.messages()).hasCount(100);
    scrollTo(reader, reader.row("known 220"));
    var top = reader.row("known 220").boundingBox().y;
    http.fill("long-live", "Ben", SharedBoard.numbered("news", 2_500));

    assertThat(follower.row("news 2500")).isInViewport();
    assertThat(follower.messages().count()).isBetween(1_000, 1_050);
    assertThat(reader.page().locator(".channel-total")).hasText("2,800 messages");
    assertThat(reader.row("known 220").boundingBox().y).isCloseTo(top, NEAR);
    assertThat(reader.messages().count()).isBetween(1_000, 2_050);
    assertThat(reader.row("news 2500")).hasCount(0);
    reader.page().locator(".jump").click();
    assertThat(reader.row("news 2500")).isInViewport();
    http.post("long-live", "Ben", "followed again");
    assertThat(reader.row("followed again")).isInViewport();
    assertThat(follower.row("followed again")).isInViewport();
  }

  @Test
  void fromAMessageInTheMiddleReadingGoesBothWaysUntilItIsLive() {
    var ids = http.fill("long-link", "Ada", SharedBoard.numbered("entry", 450));
    var address = http.board().uri().resolve("#/c/long-link/" + ids.get(224));
    var window = windows.open(windows.browser(), address).awaitLive();
    assertThat(window.row("entry 225")).isFocused();
    assertThat(window.row("entry 225")).isInViewport();
    assertThat(window.row("entry 450")).hasCount(0);
    assertThat(window.button("To the newest")).isVisible();
    http.post("long-link", "Ben", "entry 451");
    scrollUntilShown(window, "entry 1", -4_000);
    scrollUntilShown(window, "entry 451", 4_000);
    window.awaitContents(SharedBoard.numbered("entry", 451));
    assertThat(window.page().locator(".jump")).isHidden();
    http.post("long-link", "Ben", "entry 452");
    assertThat(window.row("entry 452")).isInViewport();
  }

  @Test
  void backAndForwardReturnToThePlaceThatWasRead() {
    http.fill("long-places", "Ada", SharedBoard.numbered("entry", 250));
    http.fill("long-other", "Ada", SharedBoard.numbered("other", 60));
    var window = open("long-places");
    assertThat(window.messages()).hasCount(100);
    var read = window.row("entry 180");
    scrollTo(window, read);
    var top = read.boundingBox().y;
    window.channel("long-other").click();
    var other = window.row("other 20");
    scrollTo(window, other);
    var otherTop = other.boundingBox().y;
    window.page().goBack();
    assertThat(read).isInViewport();
    assertThat(read.boundingBox().y).isCloseTo(top, NEAR);
    window.page().goForward();
    assertThat(other).isInViewport();
    assertThat(other.boundingBox().y).isCloseTo(otherTop, NEAR);
    window.channel("long-places").click();
    assertThat(read).isInViewport();
    assertThat(read.boundingBox().y).isCloseTo(top, NEAR);
  }

  private static void scrollTo(BoardPage window, Locator row) {
    row.evaluate("row => row.scrollIntoView({ block: 'center' })");
    assertThat(window.page().locator(".jump")).isVisible();
  }

  private static void scrollUntilShown(BoardPage window, String content, int pixels) {
    window.log().hover();
    window
        .page()
        .waitForCondition(
            () -> {
              window.page().mouse().wheel(0, pixels);
              return window.row(content).count() > 0;
            });
  }
}
