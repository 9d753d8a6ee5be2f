package org.messageboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Test;

/** What counts as read: what was on the screen while somebody was there, and all before it. */
class ReadingIT extends BoardInBrowser {

  /**
   * Less than a screen, and on until the page has seen it: what is skipped does not count as read.
   */
  private static final String SCROLL_ON =
      """
      (log) => new Promise((resolve) => {
        log.scrollTop += 400;
        requestAnimationFrame(() => requestAnimationFrame(resolve));
      })
      """;

  private static final String[] KNOWN = SharedBoard.numbered("known", 40);

  /** Nobody has touched anything for three minutes. */
  private static final String LEAVE =
      """
      () => {
        const right = performance.now.bind(performance);
        performance.now = () => right() + 180_000;
        window.dispatchEvent(new Event('blur'));
      }
      """;

  @Test
  void whatArrivesWhileNobodyLooksIsBelowALineAtTheReturn() {
    http.fill("reading-away", "Ada", KNOWN);
    var window = open("reading-away");
    assertThat(window.messages()).hasCount(40);
    http.post("reading-away", "Ben", "followed");
    assertThat(window.row("followed")).isInViewport();
    window.hide();
    http.fill("reading-away", "Ben", SharedBoard.numbered("missed", 40));
    assertThat(window.channel("reading-away 40 unread")).isVisible();
    assertThat(window.page()).hasTitle("(40) #reading-away · Message Board");
    window.show();
    awaitLineBefore(window, "missed 1");
    assertThat(window.row("missed 40")).not().isInViewport();
    assertThat(window.channel("reading-away 40 unread")).hasCount(0);
    assertThat(window.channel("reading-away")).hasCount(0);

    window.page().waitForCondition(() -> readOn(window, "reading-away"));
    assertThat(window.row("missed 40")).isInViewport();
    assertThat(line(window)).hasCount(1);
    assertThat(window.page()).hasTitle("#reading-away · Message Board");
  }

  @Test
  void whatArrivesWhileNothingIsTouchedIsUnreadUntilSomethingIs() {
    var window = open("reading-idle");
    window.page().evaluate(LEAVE);
    http.post("reading-idle", "Ben", "missed 1", "missed 2");
    assertThat(window.channel("reading-idle 2 unread")).isVisible();
    window.messages().first().hover();
    assertThat(window.channel("reading-idle")).isVisible();
    awaitLineBefore(window, "missed 1");
  }

  /** More than one page, so that the first of them is not loaded at first. */
  @Test
  void theFirstOfManyUnreadIsFoundOnAFreshLoad() {
    http.post("reading-many", "Ada", "known");
    var browser = windows.browser();
    windows.open(browser, http.board(), "reading-many").page().close();
    http.fill("reading-many", "Ben", SharedBoard.numbered("missed", 150));
    var window = windows.open(browser, http.board(), "reading-many");
    assertThat(window.channel("reading-many 150 unread")).isVisible();
    var news = window.page().locator(".news");
    assertThat(news).containsText("150 unread");
    window.button("Jump to the first").click();
    awaitLineBefore(window, "missed 1");
    assertThat(news).isHidden();
    window.page().waitForCondition(() -> readOn(window, "reading-many"));
    assertThat(window.row("missed 150")).isInViewport();
    assertThat(window.button("To the newest")).isHidden();
  }

  @Test
  void aMessageIsMarkedUnreadAndAllBelowItUntilTheReaderComesBack() {
    http.fill("reading-again", "Ada", KNOWN);
    http.post("reading-elsewhere", "Ada", "elsewhere");
    var window = open("reading-again");
    window.row("known 39").hover();
    window.button("Mark unread from here").click();
    assertThat(window.channel("reading-again 2 unread")).isVisible();
    awaitLineBefore(window, "known 39");
    window.row("known 38").focus();
    window.page().keyboard().press("u");
    assertThat(window.channel("reading-again 3 unread")).isVisible();
    awaitLineBefore(window, "known 38");

    window.channel("reading-elsewhere").click();
    window.awaitContents("elsewhere");
    assertThat(window.channel("reading-again 3 unread")).isVisible();
    window.page().goBack();
    assertThat(window.channel("reading-again")).isVisible();
    awaitLineBefore(window, "known 38");
  }

  @Test
  void allIsMarkedAsReadWhereverTheReaderIs() {
    http.fill("reading-all", "Ada", KNOWN);
    var window = open("reading-all");
    window.log().evaluate("log => { log.scrollTop = 0; }");
    window.row("known 1").hover();
    window.button("Mark unread from here").click();
    assertThat(window.channel("reading-all 40 unread")).isVisible();
    window.page().locator(".jump").click();
    assertThat(window.row("known 40")).isInViewport();
    window.button("Mark as read").click();
    assertThat(window.channel("reading-all")).isVisible();
    assertThat(window.page().locator(".news")).isHidden();
  }

  private static Locator line(BoardPage window) {
    return window.log().locator(".unseen");
  }

  private static void awaitLineBefore(BoardPage window, String content) {
    assertThat(line(window)).hasText("New");
    assertThat(window.log().locator(".unseen + .message .content")).hasText(content);
    assertThat(window.row(content)).isInViewport();
  }

  /** Reads the next screen, and returns whether that was all. */
  private static boolean readOn(BoardPage window, String channel) {
    window.log().evaluate(SCROLL_ON);
    return window.channel(channel).count() > 0;
  }
}
