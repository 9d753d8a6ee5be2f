package org.messageboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.util.List;

/** One window with the page. */
final class BoardPage {

  /** Keeps all that the page has shown and announced of its connection, also between two looks. */
  private static final String RECORD_CONNECTION =
      """
      window.states = [];
      window.announcements = [];
      document.addEventListener('DOMContentLoaded', () => {
        const record = (selector, options, what) => {
          const element = document.querySelector(selector);
          if (!element) return; // a page of the provider at which people sign in
          new MutationObserver(() => what(element)).observe(element, options);
        };
        record('.connection', { attributes: true, attributeFilter: ['data-state'] },
          ({ dataset }) => window.states.push(dataset.state));
        record('.connection-announcement', { childList: true, characterData: true, subtree: true },
          ({ textContent }) => window.announcements.push(textContent));
      });
      """;

  private static final String SET_HIDDEN =
      """
      (hidden) => {
        const define = (name, value) => Object.defineProperty(document, name, { configurable: true, value });
        define('hidden', hidden);
        define('visibilityState', hidden ? 'hidden' : 'visible');
        define('hasFocus', () => !hidden);
        document.dispatchEvent(new Event('visibilitychange'));
      }
      """;

  private final Page page;
  private final Complaints complaints;

  private BoardPage(Page page) {
    this.page = page;
    complaints = new Complaints(page);
    page.addInitScript(RECORD_CONNECTION);
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

  Locator connection() {
    return page.locator(".connection");
  }

  BoardPage awaitLive() {
    return awaitState("live", "Live");
  }

  /** Dialogs and suggestions are loaded after the messages. */
  BoardPage awaitExtras() {
    assertThat(message()).hasAttribute("aria-autocomplete", "list");
    return this;
  }

  BoardPage awaitState(String state, String label) {
    assertThat(connection()).hasAttribute("data-state", state);
    assertThat(page.locator(".connection-label")).hasText(label);
    return this;
  }

  /** The states shown since the last call, or since the page was loaded. */
  @SuppressWarnings("unchecked")
  List<String> statesSinceLastAsked() {
    return (List<String>) page.evaluate("() => window.states.splice(0)");
  }

  /** What screen readers were told of the connection since the page was loaded. */
  @SuppressWarnings("unchecked")
  List<String> announcements() {
    return (List<String>) page.evaluate("() => window.announcements");
  }

  // ---- who looks

  /** Another window comes in front of this one. */
  BoardPage hide() {
    page.evaluate(SET_HIDDEN, true);
    return this;
  }

  BoardPage show() {
    page.evaluate(SET_HIDDEN, false);
    return this;
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

  /** The message with this content and no other. */
  Locator row(String content) {
    return messages().and(page.locator(".message:has(.content:text-is('%s'))".formatted(content)));
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
    return page.locator(".channel-title");
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  // ---- what must not happen

  /** From here on requests are meant to fail. */
  BoardPage networkMayFail() {
    complaints.networkMayFail();
    return this;
  }

  List<String> complaints() {
    return complaints.all();
  }
}
