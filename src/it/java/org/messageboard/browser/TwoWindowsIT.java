package org.messageboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.messageboard.it.BoardTopic;
import org.messageboard.it.EmbeddedServices;

/** What is written in one window stands in the others, once. */
class TwoWindowsIT extends BoardInBrowser {

  private static final String OLDER_BROWSER =
      """
      delete AbortSignal.timeout;
      delete AbortSignal.any;
      delete Crypto.prototype.randomUUID;
      delete Crypto.prototype.subtle;
      delete Navigator.prototype.locks;
      delete Navigator.prototype.serviceWorker;
      delete Navigator.prototype.storage;
      delete window.structuredClone;
      delete window.BroadcastChannel;
      delete window.trustedTypes;
      delete window.scheduler;
      delete Intl.Segmenter;
      for (const name of ['groupBy', 'hasOwn', 'fromEntries']) delete Object[name];
      for (const name of ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with'])
        delete Array.prototype[name];
      for (const name of ['at', 'replaceAll', 'isWellFormed']) delete String.prototype[name];
      for (const name of ['union', 'difference', 'intersection']) delete Set.prototype[name];
      delete Promise.withResolvers;
      delete Map.groupBy;
      delete URL.canParse;
      """;

  /** As a server with stream.transport=socket has it. */
  private static final String OVER_SOCKET =
      """
      new MutationObserver((_, observer) => {
        document.documentElement.dataset.socket = '';
        observer.disconnect();
      }).observe(document, { childList: true });
      """;

  /** As behind a proxy that knows no WebSockets. */
  private static final String NO_SOCKET =
      """
      window.WebSocket = class {
        constructor() { setTimeout(() => this.onclose?.()); }
        close() {}
      };
      """;

  @Test
  void whatOneWritesStandsInTheOtherOnceInBothDirections() {
    var ada = open("two-windows");
    var ben = open("two-windows");
    ada.write("Ada", "from Ada");
    ben.awaitContents("from Ada");
    ben.write("Ben", "from Ben");
    ada.awaitContents("from Ada", "from Ben");
    ada.write("Ada", "the last");
    ben.awaitContents("from Ada", "from Ben", "the last");
    ada.awaitContents("from Ada", "from Ben", "the last");
    assertThat(ben.messages().nth(1).locator(".author")).hasText("Ben");
    assertThat(ben.messages().nth(2)).hasAttribute("data-status", "");
  }

  /** Where the server says so, and not where nothing but HTTP comes through. */
  @Test
  void aPageFollowsOverAWebSocketOrElseAsEver() {
    var sockets = new AtomicInteger();
    var ada = overSocket("socket", "", sockets);
    var ben = overSocket("socket", NO_SOCKET, sockets);
    var eve = open("socket");
    eve.write("Eve", "to all");
    ada.write("Ada", "from Ada");
    for (var page : List.of(ada, ben, eve)) {
      page.awaitContents("to all", "from Ada");
    }
    assertThat(sockets).hasValue(1);
  }

  private BoardPage overSocket(String channel, String script, AtomicInteger sockets) {
    var browser = windows.browser();
    browser.addInitScript(OVER_SOCKET + script);
    browser.onPage(page -> page.onWebSocket(socket -> sockets.incrementAndGet()));
    return windows.open(browser, http.board(), channel);
  }

  /** It has a number, and nobody is kept from the messages around it. */
  @Test
  void anEventOfANewerVersionDisturbsNobody() throws Exception {
    var ada = open("newer");
    var ben = windows.open(ada.page().context(), http.board(), "newer");
    http.post("newer", "Ada", "before");
    ben.awaitContents("before");
    var joined = new AtomicInteger();
    ada.page().context().onRequest(r -> joined.addAndGet(r.url().contains("/channels") ? 1 : 0));
    var event = BoardTopic.record("newer", "{\"type\":\"praised\",\"channel\":\"newer\"}");
    new BoardTopic(EmbeddedServices.kafka().bootstrapServers()).append(List.of(event));
    http.post("newer", "Ada", "after");
    ada.awaitContents("before", "after");
    ben.awaitContents("before", "after");
    assertThat(joined).hasValue(0);
  }

  @Test
  void reloadingShowsTheHistoryOnceAndRemembersTheName() {
    var window = open("reload");
    window.write("Ada", "before");
    window.awaitStatus(window.messages(), "delivered");
    http.post("reload", "Ben", "also before");
    window.awaitContents("before", "also before");
    window.page().reload();
    window.awaitLive();
    window.awaitContents("before", "also before");
    assertThat(window.name()).hasValue("Ada");
    http.post("reload", "Ben", "after");
    window.awaitContents("before", "also before", "after");
  }

  /** Without TLS another machine's page has no crypto.randomUUID and no locks between tabs. */
  @Test
  void thePageWorksOverPlainHttpFromAnotherMachine() {
    var port = http.board().uri().getPort();
    var address = "http://%s:%d/#/c/plain-http".formatted(Chromium.PLAIN_HOST, port);
    var window = windows.open(windows.browser(), URI.create(address)).awaitLive();
    assertThat(window.page().evaluate("() => isSecureContext")).isEqualTo(false);
    window.write("Ada", "over plain HTTP");
    window.awaitStatus(window.messages(), "delivered");
    assertThat(http.contents("plain-http")).isEqualTo(List.of("over plain HTTP"));
  }

  /** The page does without what younger browsers and secure contexts have. */
  @Test
  void thePageWorksInABrowserThatLacksWhatIsNewOrNeedsHttps() {
    var browser = windows.browser();
    browser.addInitScript(OLDER_BROWSER);
    var window = windows.open(browser, http.board(), "older-browser");
    window.write("Ada", "from an older browser");
    window.awaitStatus(window.messages(), "delivered");
    http.post("older-browser", "Ben", "to an older browser");
    window.awaitContents("from an older browser", "to an older browser");
  }
}
