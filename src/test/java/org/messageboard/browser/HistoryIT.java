package org.messageboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.List;
import java.util.regex.Pattern;
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

    var oldest = window.messages().first();
    var read = window.messages().filter(exactly("entry 151"));
    assertThat(read).hasCount(1);
    assertThat(oldest.getAttribute("data-id")).isEqualTo(read.getAttribute("data-id"));
    var top = scrollToTopAndSeeWhere(window, read);
    assertThat(window.messages()).hasCount(200);
    assertThat(read.boundingBox().y).isCloseTo(top, Offset.offset(2.0));
    assertThat(window.messages().last()).not().isInViewport();

    window.log().hover();
    window.page().mouse().wheel(0, -100_000);
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
    scrollUp(window, 800);
    assertThat(window.button("To the newest")).isVisible();
    var read = window.messages().filter(exactly("entry 235"));
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
    scrollUp(window, 600);
    assertThat(window.button("To the newest")).isVisible();
    http.post("history-jump", "Ben", "below 1", "below 2");
    assertThat(window.button("2 new messages")).isVisible();
    assertThat(window.messages().last()).not().isInViewport();
    window.button("2 new messages").click();
    assertThat(window.messages().last()).isInViewport();
    assertThat(window.page().locator("#jump")).isHidden();
  }

  /** In one step, before anything can be loaded: the place the row has then is the one to keep. */
  private static double scrollToTopAndSeeWhere(BoardPage window, Locator row) {
    var script = "([log, row]) => { log.scrollTop = 0; return row.getBoundingClientRect().top; }";
    var elements = List.of(window.log().elementHandle(), row.elementHandle());
    return ((Number) window.page().evaluate(script, elements)).doubleValue();
  }

  private static void scrollUp(BoardPage window, int pixels) {
    window.log().evaluate("(log, pixels) => { log.scrollTop -= pixels; }", pixels);
  }

  private static Locator.FilterOptions exactly(String text) {
    return new Locator.FilterOptions().setHasText(Pattern.compile(text + "(?!\\d)"));
  }
}
