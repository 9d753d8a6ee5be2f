package org.messageboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.messageboard.it.PrefixProxy;

/** The page below a path that only a proxy before the board knows, and two boards of one origin. */
class AnyAddressIT extends BoardInBrowser {

  private static final String ONE = "/team/one/";
  private static final String OTHER = "/team/other/";

  private static PrefixProxy proxy;

  @BeforeAll
  static void startProxy() {
    proxy = new PrefixProxy(http.board(), ONE, OTHER);
  }

  @AfterAll
  static void stopProxy() {
    if (proxy != null) {
      proxy.close();
    }
  }

  @Test
  void allThatThePageAsksForIsBelowItsOwnPath() {
    var browser = windows.browser();
    var asked = new ArrayList<String>();
    browser.onRequest(request -> asked.add(request.url()));
    var window = windows.open(browser, proxy.uri(ONE).resolve("#/c/any-address")).awaitLive();
    window.write("Ada", "below a path");
    window.awaitStatus(window.messages(), "delivered");
    http.post("any-address", "Ben", "from elsewhere");
    window.awaitContents("below a path", "from elsewhere");
    assertThat(asked)
        .hasSizeGreaterThan(20)
        .allMatch(address -> address.startsWith(proxy.uri(ONE).toString()))
        .anyMatch(address -> address.contains("api/messages/stream"));
    // Asked for by index.html, and not again by the modules
    assertThat(asked)
        .filteredOn(address -> address.endsWith("api/messages?channel=any-address&limit=100"))
        .hasSize(1);
    for (var link : new String[] {"icon", "manifest"}) {
      var href = window.page().evaluate("rel => document.querySelector(`[rel=${rel}]`).href", link);
      assertThat(href).asString().startsWith(proxy.uri(ONE).toString());
    }
  }

  @Test
  void whatOneBoardIsToRememberAnotherOfTheSameOriginDoesNotKnow() {
    var browser = windows.browser();
    var one = windows.open(browser, proxy.uri(ONE).resolve("#/c/two-boards")).networkMayFail();
    one.awaitLive();
    one.page().route("**/api/messages", route -> abortPost(route));
    one.write("Ada", "for this board only");
    one.awaitStatus(one.messages(), "waiting");

    var other = windows.open(browser, proxy.uri(OTHER).resolve("#/c/two-boards")).awaitLive();
    assertThat(other.name()).hasValue("");
    assertThat(other.messages()).hasCount(0);
    // A stream of its own too: closing the other board's tab takes nothing from this one
    one.page().close();
    http.post("two-boards", "Ben", "for all");
    other.awaitContents("for all");
    var again = windows.open(browser, proxy.uri(ONE).resolve("#/c/two-boards")).awaitLive();
    assertThat(again.name()).hasValue("Ada");
    again.awaitContents("for all", "for this board only");
  }

  private static void abortPost(Route route) {
    if (route.request().method().equals("POST")) {
      route.abort();
    } else {
      route.resume();
    }
  }
}
