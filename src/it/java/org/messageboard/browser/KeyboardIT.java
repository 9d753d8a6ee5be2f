package org.messageboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page without a mouse. */
class KeyboardIT extends BoardInBrowser {

  private static final int TABS_LIMIT = 200;

  @Test
  void tabReachesEverythingInTheOrderOfThePage() {
    var window = open("keyboard");
    var visited = tabUntil(window, window.send());
    assertThat(visited).hasSizeGreaterThan(5);
    assertThat(visited).startsWith("Skip to writing", "New channel");
    assertThat(visited).endsWith("Conversation", "Your name", "Message", "Emoji", "Send");
    assertThat(visited).contains("keyboard").doesNotContain("Open channels", "");
  }

  @Test
  void theFirstTabSkipsToWriting() {
    var window = open("keyboard-skip");
    window.page().keyboard().press("Tab");
    window.page().keyboard().press("Enter");
    assertThat(window.message()).isFocused();
  }

  @Test
  void enterSendsAndShiftEnterMakesALine() {
    var window = open("keyboard-send");
    var keyboard = window.page().keyboard();
    window.name().focus();
    keyboard.type("Ada");
    keyboard.press("Enter");
    assertThat(window.message()).isFocused();
    keyboard.type("first");
    keyboard.press("Shift+Enter");
    keyboard.type("second");
    keyboard.press("Enter");
    window.awaitStatus(window.messages(), "delivered");
    window.awaitContents("first\nsecond");
    assertThat(window.message()).isFocused();
    assertThat(window.message()).hasValue("");
  }

  @Test
  void aChannelIsMadeAndWrittenToWithoutTheMouse() {
    var window = open("keyboard-from");
    var keyboard = window.page().keyboard();
    tabUntil(window, window.button("New channel"));
    keyboard.press("Enter");
    assertThat(window.page().getByLabel("Channel name")).isFocused();
    keyboard.type("keyboard-made");
    keyboard.press("Enter");
    assertThat(window.title()).hasText("keyboard-made");
    assertThat(window.message()).isFocused();
    keyboard.press("Shift+Tab");
    keyboard.type("Ada");
    keyboard.press("Tab");
    keyboard.type("typed");
    keyboard.press("Tab");
    assertThat(window.button("Emoji")).isFocused();
    keyboard.press("Tab");
    keyboard.press("Space");
    window.awaitStatus(window.messages(), "delivered");
    window.awaitContents("typed");
  }

  @Test
  void escapeClosesTheFormAndReturnsToItsButton() {
    var window = open("keyboard-escape");
    window.button("New channel").focus();
    window.page().keyboard().press("Space");
    assertThat(window.page().getByLabel("Channel name")).isFocused();
    window.page().keyboard().press("Escape");
    assertThat(window.page().getByLabel("Channel name")).isHidden();
    assertThat(window.button("New channel")).isFocused();
  }

  /** The names of what had the focus on the way, the target's included. */
  private static List<String> tabUntil(BoardPage window, Locator target) {
    var visited = new ArrayList<String>();
    while (visited.size() < TABS_LIMIT) {
      window.page().keyboard().press("Tab");
      visited.add(nameOfFocused(window));
      if ((boolean) target.evaluate("element => element === document.activeElement")) {
        return visited;
      }
    }
    throw new AssertionError("Tab did not reach the target: " + visited);
  }

  private static String nameOfFocused(BoardPage window) {
    return (String)
        window
            .page()
            .evaluate(
                """
                () => {
                  const { activeElement } = document;
                  if (activeElement.dataset.channel) return activeElement.dataset.channel;
                  return activeElement.getAttribute('aria-label') ??
                    activeElement.labels?.[0]?.textContent ?? activeElement.textContent;
                }
                """);
  }
}
