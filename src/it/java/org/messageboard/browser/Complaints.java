package org.messageboard.browser;

import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What must not happen in a window: errors in the console or thrown, dialogs, and what the content
 * security policy stops.
 */
final class Complaints {

  /** What Chromium itself logs for a request without an answer or with one of 4xx or 5xx. */
  private static final String NETWORK = "Failed to load resource";

  private static final String RECORD_VIOLATIONS =
      """
      window.violations = [];
      document.addEventListener('securitypolicyviolation', (event) =>
        window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
      """;

  private final Page page;
  private final List<String> heard = new ArrayList<>();
  private boolean networkMayFail;

  Complaints(Page page) {
    this.page = page;
    page.onConsoleMessage(this::hear);
    page.onPageError(error -> heard.add("uncaught: " + error));
    page.onDialog(this::refuse);
    page.addInitScript(RECORD_VIOLATIONS);
  }

  void networkMayFail() {
    networkMayFail = true;
  }

  @SuppressWarnings("unchecked")
  List<String> all() {
    if (page.isClosed()) {
      return heard;
    }
    var all = new ArrayList<>(heard);
    all.addAll((List<String>) page.evaluate("() => window.violations"));
    return all;
  }

  private void hear(ConsoleMessage message) {
    var bad = Set.of("error", "warning", "assert").contains(message.type());
    var ofNetwork = message.text().startsWith(NETWORK);
    if (bad && !(networkMayFail && ofNetwork)) {
      heard.add("%s: %s (%s)".formatted(message.type(), message.text(), message.location()));
    }
  }

  private void refuse(Dialog dialog) {
    heard.add("dialog: " + dialog.message());
    dialog.dismiss();
  }
}
