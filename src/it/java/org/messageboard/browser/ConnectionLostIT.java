package org.messageboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page.WaitForConditionOptions;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.messageboard.it.BoardServer;

/** The network or the page's server goes away and comes back: the page says so, and has it all. */
class ConnectionLostIT extends BoardInBrowser {

  /** The longest pause before an attempt is 30 s. */
  private static final double RECONNECTED_MILLIS = 60_000;

  private static final String STREAMS = "**/api/messages/stream*";

  private static final String SET_CLOCK =
      """
      (hours) => {
        const right = Date.now;
        Date.now = () => right() + hours * 3_600_000;
      }
      """;

  private static BoardServer web;

  @BeforeAll
  static void startWebServer() {
    web = new BoardServer("browser-web", Map.of("CONSUMER_ENABLED", "false"));
    web.start();
  }

  @AfterAll
  static void stopWebServer() {
    if (web != null) {
      web.stop();
    }
  }

  @Test
  void offlineIsSaidAndAfterwardsEveryMessageIsThereOnceAndInOrder() {
    var window = open("offline").networkMayFail();
    http.post("offline", "Ben", "before");
    window.awaitContents("before");
    window.page().context().setOffline(true);
    window.awaitState("offline", "Offline");
    window.statesSinceLastAsked();

    http.post("offline", "Ben", "missed 1", "missed 2", "missed 3");
    window.awaitContents("before");
    assertThat(window.statesSinceLastAsked()).doesNotContain("live");
    window.awaitState("offline", "Offline");

    window.page().context().setOffline(false);
    window.awaitLive().awaitContents("before", "missed 1", "missed 2", "missed 3");
    http.post("offline", "Ben", "after");
    window.awaitContents("before", "missed 1", "missed 2", "missed 3", "after");
  }

  @Test
  void whatIsWrittenOfflineIsSentAfterwards() {
    var window = open("written-offline").networkMayFail();
    window.page().context().setOffline(true);
    window.awaitState("offline", "Offline");
    window.write("Ada", "written in a tunnel");
    window.awaitStatus(window.messages(), "waiting");
    window.page().context().setOffline(false);
    window.awaitLive();
    window.awaitStatus(window.messages(), "delivered");
    http.post("written-offline", "Ben", "after");
    window.awaitContents("written in a tunnel", "after");
  }

  @Test
  void aServerThatDiesAndReturnsIsFoundAgainAndNothingIsMissed() {
    var window = windows.open(web.board(), "server-away").networkMayFail();
    http.post("server-away", "Ben", "before");
    window.awaitContents("before");
    web.kill();
    window.awaitState("reconnecting", "Reconnecting");
    assertThat(window.page().locator(".connection-countdown"))
        .hasText(Pattern.compile("in \\d+ s"));
    assertThat(window.button("Try now")).isVisible();
    window.statesSinceLastAsked();

    http.post("server-away", "Ben", "missed 1", "missed 2");
    window.write("Ada", "not heard yet");
    window.awaitStatus(window.messages().last(), "waiting");
    assertThat(window.statesSinceLastAsked()).doesNotContain("live");

    web.start();
    awaitReconnected(window);
    window.awaitContents("before", "missed 1", "missed 2", "not heard yet");
    window.awaitStatus(window.messages().last(), "delivered");
    http.post("server-away", "Ben", "after");
    window.awaitContents("before", "missed 1", "missed 2", "not heard yet", "after");
    // However many attempts there were
    assertThat(window.announcements())
        .containsExactly(
            "The connection is lost. The page reconnects by itself.", "Connected again.");
  }

  /** Somebody sets the clock, or the machine asks a time server. */
  @Test
  void noPauseDependsOnTheWallClock() {
    for (var hours : new int[] {-1, 1}) {
      var window = open("wall-clock").networkMayFail();
      window.page().route(STREAMS, Route::abort);
      window.page().reload();
      window.awaitState("reconnecting", "Reconnecting");
      window.page().evaluate(SET_CLOCK, hours);
      assertThat(window.page().locator(".connection-countdown"))
          .hasText(Pattern.compile("in \\d{1,2} s"));
      window.page().unroute(STREAMS);
      awaitReconnected(window);
      window.page().context().close();
    }
  }

  @Test
  void tryNowReconnectsAtOnce() {
    var window = open("try-now").networkMayFail();
    window.page().route(STREAMS, Route::abort);
    window.page().reload();
    window.awaitState("reconnecting", "Reconnecting");
    assertThat(window.statesSinceLastAsked()).doesNotContain("live");
    window.page().unroute(STREAMS);
    window.button("Try now").click();
    window.awaitLive();
    http.post("try-now", "Ben", "here again");
    window.awaitContents("here again");
  }

  @Test
  void aBareEventSourceResumesAfterARestartOfTheServerWithoutLoss() {
    var window = windows.open(web.board(), "event-source").networkMayFail();
    var source = EventSourceInPage.open(window, "event-source");
    http.post("event-source", "Ben", "heard");
    source.awaitContents("heard");
    assertThat(source.lastEventId()).isEqualTo(positionOfNewest("event-source"));

    web.kill();
    http.post("event-source", "Ben", "missed 1", "missed 2");
    web.start();
    source.awaitContents("heard", "missed 1", "missed 2");
    http.post("event-source", "Ben", "after");
    source.awaitContents("heard", "missed 1", "missed 2", "after");
  }

  private static void awaitReconnected(BoardPage window) {
    assertThat(window.connection())
        .hasAttribute(
            "data-state", "live", new HasAttributeOptions().setTimeout(RECONNECTED_MILLIS));
  }

  private static String positionOfNewest(String channel) {
    return http.board().history("?channel=" + channel).get(0).getString("position");
  }

  /** The browser's own EventSource, with nothing of the page's code around it. */
  private record EventSourceInPage(BoardPage window) {

    private static final String OPEN =
        """
        (channel) => new Promise((resolve, reject) => {
          window.heard = [];
          window.source = new EventSource(`/api/messages/stream?channel=${channel}`);
          source.onopen = () => resolve();
          source.onerror = () => source.readyState === EventSource.CLOSED && reject(new Error('closed'));
          source.onmessage = ({ data, lastEventId }) => window.heard.push({ data, lastEventId });
        })
        """;

    static EventSourceInPage open(BoardPage window, String channel) {
      window.page().evaluate(OPEN, channel);
      return new EventSourceInPage(window);
    }

    void awaitContents(String... expected) {
      var page = window.page();
      page.waitForCondition(
          () -> contents().size() >= expected.length,
          new WaitForConditionOptions().setTimeout(RECONNECTED_MILLIS));
      assertThat(contents()).containsExactly(expected);
    }

    @SuppressWarnings("unchecked")
    List<String> contents() {
      return (List<String>)
          window.page().evaluate("() => heard.map(({ data }) => JSON.parse(data).content)");
    }

    String lastEventId() {
      return (String) window.page().evaluate("() => heard.at(-1).lastEventId");
    }
  }
}
