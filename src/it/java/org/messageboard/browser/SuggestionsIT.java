package org.messageboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

/** What the page suggests while somebody writes: emoji and the names of people. */
class SuggestionsIT extends BoardInBrowser {

  @Test
  void twoLettersAfterAColonSuggestEmoji() {
    var window = open("suggestions-emoji");
    var keyboard = window.page().keyboard();
    window.name().fill("Ada");
    assertThat(emojiLoaded(window)).isFalse();
    window.message().focus();
    keyboard.type("done :tad");
    assertThat(options(window)).hasText("🎉:tada:");
    assertThat(window.message())
        .hasAttribute("aria-activedescendant", options(window).getAttribute("id"));
    keyboard.press("Enter");
    assertThat(window.message()).hasValue("done 🎉 ");
    keyboard.press("Enter");
    window.awaitStatus(window.messages(), "delivered");
    assertThat(http.contents("suggestions-emoji")).containsExactly("done 🎉");
  }

  @Test
  void theNamesOfEmojiAreReplacedWhenTheMessageIsSent() {
    var window = open("suggestions-names");
    window.write("Ada", "ready :rocket: at 12:30:00, `:tada:`");
    window.awaitStatus(window.messages(), "delivered");
    assertThat(http.contents("suggestions-names"))
        .containsExactly("ready 🚀 at 12:30:00, `:tada:`");
  }

  @Test
  void anAtSuggestsWhoWroteInTheChannel() {
    http.post("suggestions-people", "Grace Hopper", "one");
    http.post("suggestions-people", "Ada", "two");
    http.post("suggestions-people", "Ben", "three");
    var window = open("suggestions-people");
    var keyboard = window.page().keyboard();
    window.name().fill("Ada");
    assertThat(window.messages()).hasCount(3);
    window.message().focus();
    keyboard.type("ask @");
    assertThat(options(window)).hasText(new String[] {"@Ben", "@Grace Hopper"});
    keyboard.press("ArrowDown");
    keyboard.press("Tab");
    assertThat(window.message()).hasValue("ask @Grace Hopper ");
    assertThat(window.message()).isFocused();
  }

  /** And only that: it does not mark the channel as read, and Enter sends again. */
  @Test
  void escapeDismissesTheSuggestionsForTheWord() {
    http.post("suggestions-escape", "Ben", "one");
    var window = open("suggestions-escape");
    var keyboard = window.page().keyboard();
    window.name().fill("Ada");
    assertThat(window.messages()).hasCount(1);
    window.message().focus();
    keyboard.type("@b");
    assertThat(options(window)).hasCount(1);
    keyboard.press("Escape");
    assertThat(options(window)).hasCount(0);
    keyboard.type("e");
    keyboard.press("Enter");
    assertThat(window.messages()).hasCount(2);
    assertThat(window.contents().last()).hasText("@be");
  }

  @Test
  void thePickerInsertsAtTheCaretAndShowsWhatWasUsedLast() {
    var window = open("suggestions-picker");
    var keyboard = window.page().keyboard();
    window.message().fill("ab");
    window.message().press("ArrowLeft");
    window.button("Emoji").click();
    assertThat(window.page().getByLabel("Search emoji")).isFocused();
    keyboard.type("rocket");
    assertThat(picker(window).locator("h3")).hasText("Found");
    keyboard.press("Enter");
    assertThat(window.message()).hasValue("a🚀b");
    assertThat(window.message()).isFocused();

    window.button("Emoji").click();
    assertThat(picker(window).locator("h3").first()).hasText("Recently used");
    keyboard.press("ArrowDown");
    assertThat(
            picker(window)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("rocket"))
                .first())
        .isFocused();
    keyboard.press("ArrowDown");
    keyboard.press("ArrowRight");
    keyboard.press("Space");
    assertThat(window.message()).hasValue("a🚀😃b");
  }

  private static Locator picker(BoardPage window) {
    return window.page().getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Emoji"));
  }

  private static Locator options(BoardPage window) {
    return window.page().getByRole(AriaRole.OPTION);
  }

  private static boolean emojiLoaded(BoardPage window) {
    return (boolean)
        window
            .page()
            .evaluate(
                "() => performance.getEntriesByType('resource').some(({ name }) => name.endsWith('emoji.js'))");
  }
}
