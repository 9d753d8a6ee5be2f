package org.messageboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What the page loads when its first messages are there, and the version that it offers. */
class LoadedLaterIT extends BoardInBrowser {

  @Test
  void aMessageIsShownAsItWasWrittenUntilTheParserIsThere() {
    http.post("later-parser", "Ben", "plain", "some **bold** text");
    var parser = new AtomicReference<Route>();
    var browser = windows.browser();
    browser.route("**/markdown-parser.js", parser::set);
    var window = windows.open(browser, http.board(), "later-parser");
    window.awaitContents("plain", "some **bold** text");
    window.page().waitForCondition(() -> parser.get() != null);
    parser.get().resume();
    assertThat(window.page().locator(".content strong")).hasText("bold");
    window.awaitContents("plain", "some bold text");
  }

  @Test
  void withoutTheParserAMessageStaysAsItWasWritten() {
    var browser = windows.browser();
    browser.route("**/markdown-parser.js", Route::abort);
    var window = windows.open(browser, http.board(), "later-no-parser").networkMayFail();
    http.post("later-no-parser", "Ben", "some **bold** text", "*more*");
    window.awaitContents("some **bold** text", "*more*");
  }

  @Test
  void guestsLoadNothingOfASignIn() {
    var browser = windows.browser();
    var requests = new ArrayList<String>();
    browser.onRequest(request -> requests.add(request.url()));
    windows.open(browser, http.board(), "later-sign-in");
    assertThat(requests).anyMatch(url -> url.endsWith("/main.js"));
    assertThat(requests)
        .noneMatch(url -> url.matches(".*/(api/session|(js|css)/.*(sign-in|rooms).*)"));
  }

  @Test
  void aNewerVersionIsOfferedAfterAnInterruptionAndTheDraftSurvivesIt() {
    var window = open("later-version").networkMayFail();
    window.message().fill("a draft");
    window.page().route(http.board().uri().toString(), LoadedLaterIT::answerAsNewer);
    window.page().context().setOffline(true);
    assertThat(window.connection()).not().hasAttribute("data-state", "live");
    window.page().context().setOffline(false);
    window.awaitLive();
    assertThat(window.page().getByText("A newer version of this page is there.")).isVisible();
    assertThat(window.message()).hasValue("a draft");
    window.button("Reload").click();
    assertThat(window.page().locator(".toast")).hasCount(0);
    window.awaitLive();
    assertThat(window.message()).hasValue("a draft");
  }

  private static void answerAsNewer(Route route) {
    if (route.request().method().equals("HEAD")) {
      var headers = Map.of("ETag", "W/\"0-1\"");
      route.fulfill(new Route.FulfillOptions().setStatus(200).setHeaders(headers));
    } else {
      route.resume();
    }
  }
}
