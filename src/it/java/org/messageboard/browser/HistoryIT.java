package org.messageboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.Route.FulfillOptions;
import jakarta.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.messageboard.it.Board;

/** A channel with more than one page of messages. */
class HistoryIT extends BoardInBrowser {

  private static final Pattern PAGES = Pattern.compile(".*/api/messages\\?channel=history&.*");
  private static final Pattern OLDER = Pattern.compile(".*/api/messages\\?.*before=.*");
  private static final Pattern AROUND = Pattern.compile(".*/api/messages\\?.*around=.*");
  private static final String STREAMS = "**/api/messages/stream*";

  private static final String[] ALL = SharedBoard.numbered("entry", 250);

  @BeforeAll
  static void fill() {
    http.fill("history", "Ada", ALL);
  }

  @Test
  void scrollingUpLoadsTheOlderOnesAndKeepsThePlace() {
    var window = open("history");
    assertThat(window.messages()).hasCount(100);
    assertThat(window.messages().last()).isInViewport();
    assertThat(window.page().locator(".channel-total")).hasText("250 messages");

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
    assertThat(window.page().locator(".jump")).isHidden();
  }

  /** A page may have fewer messages than asked for and yet be followed by another. */
  @Test
  void aPageThatNamesTheNextOneIsNotTheLast() {
    var window = windows.open(windows.browser(), http.board(), "history-none");
    window.page().route(PAGES, route -> shorten(route, 60));
    window.channel("history").click();
    assertThat(window.messages()).hasCount(60);
    for (var shown : new int[] {120, 180, 240, 250}) {
      scrollUp(window, 100_000);
      assertThat(window.messages()).hasCount(shown);
    }
    window.awaitContents(ALL);
    assertThat(window.button("Show older messages")).isHidden();
  }

  @Test
  void whenThePositionIsOfAnEarlierEpochAllIsLoadedAgainAndTheReaderKeepsThePlace() {
    var window = open("history").networkMayFail();
    assertThat(window.messages()).hasCount(100);
    window.page().route(OLDER, route -> route.fulfill(problem(410)), once());
    var read = window.row("entry 151");
    var top = new double[1];
    window.page().waitForResponse(AROUND, () -> top[0] = scrollToTopAndSeeWhere(window, read));
    window.awaitLive();
    assertThat(window.row("entry 150")).hasCount(1);
    assertThat(read.boundingBox().y).isCloseTo(top[0], Offset.offset(2.0));
  }

  @Test
  void afterAResetWhoeverReadsOlderOnesKeepsThePlace() {
    var window = open("history").networkMayFail();
    assertThat(window.messages()).hasCount(100);
    scrollUp(window, 2_000);
    assertThat(window.button("To the newest")).isVisible();
    var read = window.row("entry 210");
    read.scrollIntoViewIfNeeded();
    var top = read.boundingBox().y;
    window.page().context().setOffline(true);
    window.awaitState("offline", "Offline");
    window.page().route(STREAMS, route -> route.fulfill(reset()), once());
    window.page().waitForResponse(AROUND, () -> window.page().context().setOffline(false));
    window.awaitLive();
    assertThat(read.boundingBox().y).isCloseTo(top, Offset.offset(2.0));
  }

  /** More than one page has come meanwhile, and the stream does not know the position any more. */
  @Test
  void afterAResetAllThatWasMissedIsThereOnceAndInOrder() {
    http.post("history-reset", "Ada", "known 1", "known 2");
    var window = open("history-reset").networkMayFail();
    window.awaitContents("known 1", "known 2");
    window.page().context().setOffline(true);
    window.awaitState("offline", "Offline");
    var missed = SharedBoard.numbered("missed", 230);
    http.fill("history-reset", "Ben", missed);
    http.post("history-reset", "Ben", "the last");
    window.page().route(STREAMS, route -> route.fulfill(reset()), once());
    window.page().context().setOffline(false);
    var all = new ArrayList<>(List.of("known 1", "known 2"));
    all.addAll(List.of(missed));
    all.add("the last");
    window.awaitContents(all);
    window.awaitLive();
    http.post("history-reset", "Ada", "after");
    all.add("after");
    window.awaitContents(all);
  }

  private static Page.RouteOptions once() {
    return new Page.RouteOptions().setTimes(1);
  }

  /** Answers as a server does that gives part of a page and the position of the next one. */
  private static void shorten(Route route, int count) {
    var page = Board.json(route.fetch().text());
    var messages = page.getJsonArray("messages");
    var answer = Json.createObjectBuilder(page);
    if (messages.size() > count) {
      answer.add("messages", Json.createArrayBuilder(messages.subList(0, count)));
      answer.add("next", messages.getJsonObject(count - 1).getString("position"));
    }
    var body = answer.build().toString();
    route.fulfill(new FulfillOptions().setContentType("application/json").setBody(body));
  }

  private static FulfillOptions problem(int status) {
    return new FulfillOptions()
        .setStatus(status)
        .setContentType("application/problem+json")
        .setBody("{\"status\":%d}".formatted(status));
  }

  private static FulfillOptions reset() {
    var position = Board.json(http.board().get("api/messages?limit=1")).getString("position");
    return new FulfillOptions()
        .setContentType("text/event-stream")
        .setBody("event: reset\ndata: {\"position\":\"%s\"}\n\n".formatted(position));
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
