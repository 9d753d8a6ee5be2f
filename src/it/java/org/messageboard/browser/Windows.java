package org.messageboard.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.messageboard.it.Board;

/** Opens windows; after each test closes them and fails it if one of their pages complained. */
final class Windows implements BeforeAllCallback, AfterEachCallback {

  private static final double LIMIT_MILLIS = 20_000;

  private final List<BrowserContext> contexts = new ArrayList<>();
  private final List<BoardPage> pages = new ArrayList<>();
  private Chromium chromium;

  @Override
  public void beforeAll(ExtensionContext context) {
    PlaywrightAssertions.setDefaultAssertionTimeout(LIMIT_MILLIS);
    chromium =
        context
            .getRoot()
            .getStore(Namespace.create(Windows.class))
            .computeIfAbsent(Chromium.class, key -> Chromium.start(), Chromium.class);
  }

  /** A browser of its own: no other's storage, no other's tabs. */
  BrowserContext browser() {
    return browser(new NewContextOptions().setViewportSize(1280, 800));
  }

  BrowserContext browser(NewContextOptions options) {
    var context = chromium.browser().newContext(options);
    context.setDefaultTimeout(LIMIT_MILLIS);
    contexts.add(context);
    return context;
  }

  /** A browser of its own with the channel open and live. */
  BoardPage open(Board board, String channel) {
    return open(browser(), board, channel);
  }

  /** One more tab of the browser. */
  BoardPage open(BrowserContext context, Board board, String channel) {
    return open(context, board.uri().resolve("#/c/" + channel)).awaitLive().awaitExtras();
  }

  BoardPage open(BrowserContext context, URI address) {
    var page = BoardPage.open(context.newPage(), address);
    pages.add(page);
    return page;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    try {
      for (var page : pages) {
        assertThat(page.complaints()).as("what the page's console says").isEmpty();
      }
    } finally {
      contexts.forEach(BrowserContext::close);
      contexts.clear();
      pages.clear();
    }
  }
}
