package org.messageboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One window with the page. */
final class BoardPage {

  /** What Chromium itself logs for a request without an answer or with one of 4xx or 5xx. */
  private static final String NETWORK = "Failed to load resource";

  /** Keeps every state of the connection that the page has shown, also those between two looks. */
  private static final String RECORD_STATES =
      """
      window.states = [];
      document.addEventListener('DOMContentLoaded', () => {
        const connection = document.getElementById('connection');
        new MutationObserver(() => window.states.push(connection.dataset.state))
          .observe(connection, { attributes: true, attributeFilter: ['data-state'] });
      });
      """;

  private static final String RECORD_VIOLATIONS =
      """
      window.violations = [];
      document.addEventListener('securitypolicyviolation', (event) =>
        window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
      """;

  private final Page page;
  private final List<String> complaints = new ArrayList<>();
  private boolean networkMayFail;

  private BoardPage(Page page) {
    this.page = page;
    page.onConsoleMessage(this::hear);
    page.onPageError(error -> complaints.add("uncaught: " + error));
    page.onDialog(this::refuse);
    page.addInitScript(RECORD_STATES);
    page.addInitScript(RECORD_VIOLATIONS);
  }

  static BoardPage open(Page page, URI address) {
    var board = new BoardPage(page);
    page.navigate(address.toString());
    return board;
  }

  Page page() {
    return page;
  }

  // ---- the connection

  BoardPage awaitLive() {
    return awaitState("live", "Live");
  }

  BoardPage awaitState(String state, String label) {
    assertThat(page.locator("#connection")).hasAttribute("data-state", state);
    assertThat(page.getByRole(AriaRole.STATUS)).hasText(label);
    return this;
  }

  /** The states shown since the last call, or since the page was loaded. */
  @SuppressWarnings("unchecked")
  List<String> statesSinceLastAsked() {
    return (List<String>) page.evaluate("() => window.states.splice(0)");
  }

  // ---- writing

  Locator name() {
    return page.getByLabel("Your name");
  }

  Locator message() {
    return page.getByLabel("Message", new Page.GetByLabelOptions().setExact(true));
  }

  Locator send() {
    return button("Send");
  }

  void write(String author, String content) {
    name().fill(author);
    message().fill(content);
    send().click();
  }

  // ---- reading

  Locator log() {
    return page.getByRole(AriaRole.LOG, new Page.GetByRoleOptions().setName("Conversation"));
  }

  Locator messages() {
    return log().locator(".message");
  }

  Locator contents() {
    return messages().locator(".content");
  }

  /** Returns when exactly these are shown, in this order and no character different. */
  void awaitContents(List<String> expected) {
    assertThat(messages()).hasCount(expected.size());
    assertThat(contents().allTextContents()).containsExactlyElementsOf(expected);
  }

  void awaitContents(String... expected) {
    awaitContents(List.of(expected));
  }

  void awaitStatus(Locator message, String status) {
    assertThat(message).hasAttribute("data-status", status);
  }

  // ---- channels

  Locator channels() {
    return page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Channels"));
  }

  /**
   * @param name such as {@code deployments} or {@code deployments 2 unread}
   */
  Locator channel(String name) {
    return channels()
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator title() {
    return page.locator("#channel-title");
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  // ---- what must not happen

  /** From here on requests are meant to fail. */
  BoardPage networkMayFail() {
    networkMayFail = true;
    return this;
  }

  /** Errors in the console or thrown, dialogs, and what the content security policy stopped. */
  List<String> complaints() {
    if (page.isClosed()) {
      return complaints;
    }
    var all = new ArrayList<>(complaints);
    all.addAll(violations());
    return all;
  }

  @SuppressWarnings("unchecked")
  private List<String> violations() {
    return (List<String>) page.evaluate("() => window.violations");
  }

  private void hear(ConsoleMessage message) {
    var bad = Set.of("error", "warning", "assert").contains(message.type());
    var ofNetwork = message.text().startsWith(NETWORK);
    if (bad && !(networkMayFail && ofNetwork)) {
      complaints.add("%s: %s (%s)".formatted(message.type(), message.text(), message.location()));
    }
  }

  private void refuse(Dialog dialog) {
    complaints.add("dialog: " + dialog.message());
    dialog.dismiss();
  }
}
