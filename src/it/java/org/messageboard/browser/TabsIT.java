package org.messageboard.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page.WaitForConditionOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.messageboard.it.Board;

/**
 * All tabs of a browser share one stream, whichever of them is closed, hangs or is frozen; also
 * over plain HTTP from another machine, where a page has no locks between tabs.
 */
class TabsIT extends BoardInBrowser {

  /** After 5 s of silence another tab takes over. */
  private static final double TAKEN_OVER_MILLIS = 15_000;

  private static final String RECORD_STREAMS =
      """
      window.streams = 0;
      const { fetch } = window;
      window.fetch = (url, options) => {
        if (String(url).includes('/api/messages/stream')) {
          streams++;
          options.signal.addEventListener('abort', () => streams--);
        }
        return fetch(url, options);
      };
      """;

  /** Nothing runs in the page meanwhile, but nobody waits for that here. */
  private static final String HANG =
      """
      () => void setTimeout(() => {
        const end = performance.now() + 9_000;
        while (performance.now() < end);
      })
      """;

  @Test
  void sevenTabsShareOneStreamAndEachCanPost() {
    var tabs = open("seven-tabs", 7);
    assertThat(tabs.get(0).page().evaluate("() => isSecureContext")).isEqualTo(false);
    http.post("seven-tabs", "Ada", "to all");
    tabs.get(6).write("Ben", "from the seventh");
    tabs.get(6).awaitStatus(tabs.get(6).messages().last(), "delivered");
    tabs.forEach(tab -> tab.awaitContents("to all", "from the seventh"));
    awaitOneStream(tabs);

    var leader = leaderOf(tabs);
    leader.page().close();
    var others = without(tabs, leader);
    http.post("seven-tabs", "Ada", "to the others");
    others.forEach(tab -> tab.awaitContents("to all", "from the seventh", "to the others"));
    awaitOneStream(others);
  }

  @Test
  void whateverIsPostedWhileLeadersAreClosedStandsInTheOthersOnceAndInOrder() {
    var tabs = open("handover", 5);
    var expected = new ArrayList<String>();
    while (tabs.size() > 1) {
      awaitOneStream(tabs);
      var leader = leaderOf(tabs);
      tabs = without(tabs, leader);
      var contents = SharedBoard.numbered("with " + tabs.size() + " left,", 12);
      for (var content : contents) {
        http.board().post(Board.message("Ada", content, "handover"));
        if (content.equals(contents[5])) {
          leader.page().close();
        }
      }
      expected.addAll(List.of(contents));
      tabs.forEach(tab -> tab.awaitContents(expected));
    }
  }

  @Test
  void aLeaderThatHangsIsReplacedAndFollowsWhenItRunsAgain() {
    var tabs = open("hanging", 3);
    http.post("hanging", "Ada", "before");
    awaitOneStream(tabs);
    var leader = leaderOf(tabs);
    var others = without(tabs, leader);
    leader.page().evaluate(HANG);
    awaitOneStream(others);
    http.post("hanging", "Ada", "meanwhile");
    others.forEach(tab -> tab.awaitLive().awaitContents("before", "meanwhile"));
    awaitOneStream(tabs);
    leader.awaitLive().awaitContents("before", "meanwhile");
    http.post("hanging", "Ada", "after");
    tabs.forEach(tab -> tab.awaitContents("before", "meanwhile", "after"));
  }

  /** The event tells the page that its tab is about to be frozen; this Chromium freezes none. */
  @Test
  void aLeaderGivesItsStreamAwayBeforeItIsFrozen() {
    var tabs = open("frozen", 3);
    awaitOneStream(tabs);
    var leader = leaderOf(tabs);
    leader.page().evaluate("() => void document.dispatchEvent(new Event('freeze'))");
    awaitOneStream(without(tabs, leader));
    http.post("frozen", "Ada", "from another's stream");
    tabs.forEach(tab -> tab.awaitLive().awaitContents("from another's stream"));
    awaitOneStream(tabs);
  }

  private List<BoardPage> open(String channel, int count) {
    var browser = windows.browser();
    browser.addInitScript(RECORD_STREAMS);
    return IntStream.range(0, count).mapToObj(i -> open(browser, channel)).toList();
  }

  private BoardPage open(BrowserContext browser, String channel) {
    var port = http.board().uri().getPort();
    var address = "http://%s:%d/#/c/%s".formatted(Chromium.PLAIN_HOST, port, channel);
    return windows.open(browser, URI.create(address)).awaitLive();
  }

  private static void awaitOneStream(List<BoardPage> tabs) {
    tabs.get(0)
        .page()
        .waitForCondition(
            () -> tabs.stream().mapToInt(TabsIT::streamsOf).sum() == 1,
            new WaitForConditionOptions().setTimeout(TAKEN_OVER_MILLIS));
  }

  private static BoardPage leaderOf(List<BoardPage> tabs) {
    return tabs.stream().filter(tab -> streamsOf(tab) == 1).findFirst().orElseThrow();
  }

  private static int streamsOf(BoardPage tab) {
    return (Integer) tab.page().evaluate("() => streams");
  }

  private static List<BoardPage> without(List<BoardPage> tabs, BoardPage gone) {
    return tabs.stream().filter(tab -> tab != gone).toList();
  }
}
