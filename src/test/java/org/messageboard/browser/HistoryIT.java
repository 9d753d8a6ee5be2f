package org.messageboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.messageboard.it.Board;

/** A channel with more than one page of messages. */
class HistoryIT extends BoardInBrowser {

  private static final String[] ALL = SharedBoard.numbered("entry", 250);

  @BeforeAll
  static void fill() {
    for (var i = 0; i < ALL.length - 1; i++) {
      var answer = http.board().post(SharedBoard.message("history", "Ada", ALL[i]));
      assertThat(Board.json(answer).getString("content")).isEqualTo(ALL[i]);
    }
    http.post("history", "Ada", ALL[ALL.length - 1]);
  }

  @Test
  void scrollingUpLoadsTheOlderOnesAndKeepsThePlace() {
    var window = open("history");
    assertThat(window.messages()).hasCount(100);
    assertThat(window.messages().last()).isInViewport();
    assertThat(window.page().locator("#channel-total")).hasText("250 messages");

    window.log().hover();
    var first = window.messages().filter(exactly("entry 151"));
    scrollToTop(window, 200);
    assertThat(first).isInViewport();
    var top = first.boundingBox().y;
    assertThat(window.messages().first()).containsText("entry 51");
    assertThat(first.boundingBox().y).isCloseTo(top, Offset.offset(2.0));
    scrollToTop(window, 250);
    window.awaitContents(ALL);
    assertThat(window.button("Show older messages")).isHidden();
  }

  @Test
  void aButtonLoadsTheOlderOnesToo() {
    var window = open("history");
    assertThat(window.messages()).hasCount(100);
    window.button("Show older messages").focus();
    window.page().keyboard().press("Enter");
    assertThat(window.messages()).hasCount(200);
  }

  @Test
  void readingOlderOnesIsNotInterruptedByANewOne() {
    var window = open("history");
    assertThat(window.messages()).hasCount(100);
    window.log().hover();
    window.page().mouse().wheel(0, -800);
    assertThat(window.button("To the newest")).isVisible();
    var read = window.messages().filter(exactly("entry 245"));
    var top = read.boundingBox().y;
    http.post("history-news", "Ben", "elsewhere");
    assertThat(window.channel("history-news 1 unread")).isVisible();
    assertThat(read.boundingBox().y).isEqualTo(top);
    window.button("To the newest").click();
    assertThat(window.messages().last()).isInViewport();
    assertThat(window.button("To the newest")).isHidden();
  }

  @Test
  void newMessagesBelowAreCountedOnTheButtonThatJumpsThere() {
    http.post("history-jump", "Ada", SharedBoard.numbered("line", 40));
    var window = open("history-jump");
    assertThat(window.messages()).hasCount(40);
    window.log().hover();
    window.page().mouse().wheel(0, -600);
    assertThat(window.button("To the newest")).isVisible();
    http.post("history-jump", "Ben", "below 1", "below 2");
    assertThat(window.button("2 new messages")).isVisible();
    assertThat(window.messages().last()).not().isInViewport();
    window.button("2 new messages").click();
    assertThat(window.messages().last()).isInViewport();
    assertThat(window.page().locator("#jump")).isHidden();
  }

  private static void scrollToTop(BoardPage window, int expected) {
    var shown = window.messages();
    window
        .page()
        .waitForCondition(
            () -> {
              window.page().mouse().wheel(0, -2_000);
              return shown.count() >= expected;
            });
    assertThat(shown).hasCount(expected);
  }

  private static com.microsoft.playwright.Locator.FilterOptions exactly(String text) {
    return new com.microsoft.playwright.Locator.FilterOptions()
        .setHasText(java.util.regex.Pattern.compile(text + "(?!\\d)"));
  }
}
