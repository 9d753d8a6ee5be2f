package org.messageboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The keys that work everywhere on the page. */
class ShortcutsIT extends BoardInBrowser {

  @Test
  void ctrlKGoesToAChannelByAPartOfItsName() {
    http.post("shortcuts-target", "Ben", "found");
    var window = open("shortcuts-from");
    window.message().focus();
    window.page().keyboard().press("Control+k");
    assertThat(channelField(window)).isFocused();
    window.page().keyboard().type("cuts-tar");
    assertThat(options(window)).hasText(new String[] {"#shortcuts-target", "Open #cuts-tar"});
    assertThat(options(window).first()).hasAttribute("aria-selected", "true");
    assertThat(channelField(window))
        .hasAttribute("aria-activedescendant", options(window).first().getAttribute("id"));
    window.page().keyboard().press("Enter");
    assertThat(window.title()).hasText("shortcuts-target");
    window.awaitContents("found");
    assertThat(window.message()).isFocused();
  }

  @Test
  void ctrlKShowsUnreadChannelsFirstAndEscapeReturnsTheFocus() {
    http.post("shortcuts-zz-unread", "Ben", "read");
    var window = open("shortcuts-escape");
    assertThat(window.channel("shortcuts-zz-unread")).isVisible();
    http.post("shortcuts-zz-unread", "Ben", "news");
    assertThat(window.channel("shortcuts-zz-unread 1 unread")).isVisible();
    window.message().focus();
    window.page().keyboard().press("Control+k");
    assertThat(options(window).first()).hasText("#shortcuts-zz-unread1 unread");
    window.page().keyboard().press("Escape");
    assertThat(channelField(window)).isHidden();
    assertThat(window.message()).isFocused();
    assertThat(window.title()).hasText("shortcuts-escape");
  }

  @Test
  void ctrlKOpensAChannelThatIsNotThereYet() {
    var window = open("shortcuts-new-from");
    window.page().keyboard().press("Control+k");
    window.page().keyboard().type("#Shortcuts Made");
    assertThat(options(window)).hasText("Open #shortcuts-made");
    window.page().keyboard().press("Enter");
    assertThat(window.title()).hasText("shortcuts-made");
    assertThat(window.channel("shortcuts-made")).hasAttribute("aria-current", "page");
  }

  @Test
  void theArrowsChooseAmongTheChannelsFound() {
    http.post("shortcuts-arrow-a", "Ben", "a");
    http.post("shortcuts-arrow-b", "Ben", "b");
    var window = open("shortcuts-arrows");
    assertThat(window.channel("shortcuts-arrow-b")).isVisible();
    window.page().keyboard().press("Control+k");
    window.page().keyboard().type("cuts-arrow-");
    assertThat(options(window))
        .hasText(new String[] {"#shortcuts-arrow-a", "#shortcuts-arrow-b", "Open #cuts-arrow-"});
    window.page().keyboard().press("ArrowUp");
    window.page().keyboard().press("ArrowUp");
    window.page().keyboard().press("Enter");
    assertThat(window.title()).hasText("shortcuts-arrow-b");
  }

  @Test
  void aQuestionMarkShowsTheKeysUnlessItIsWritten() {
    var window = open("shortcuts-keys");
    var keys = dialog(window, "Keys");
    window.message().focus();
    window.page().keyboard().type("?");
    assertThat(window.message()).hasValue("?");
    assertThat(keys).isHidden();
    window.log().focus();
    window.page().keyboard().press("?");
    assertThat(
            keys.getByRole(
                AriaRole.ROW, new Locator.GetByRoleOptions().setName("Go to a channel Ctrl + K")))
        .isVisible();
    window.page().keyboard().press("Escape");
    assertThat(keys).isHidden();
    assertThat(window.log()).isFocused();
    window.message().focus();
    window.page().keyboard().press("Control+/");
    assertThat(keys).isVisible();
    window.button("Close").click();
    window.button("Keys").click();
    assertThat(keys).isVisible();
  }

  @Test
  void altAndArrowsGoThroughTheChannelsWithShiftTheUnreadOnes() {
    for (var name : new String[] {"shortcuts-step-1", "shortcuts-step-2", "shortcuts-step-3"}) {
      http.post(name, "Ben", "first");
    }
    var window = open("shortcuts-step-1");
    var keyboard = window.page().keyboard();
    assertThat(window.channel("shortcuts-step-3")).isVisible();
    http.post("shortcuts-step-3", "Ben", "second");
    assertThat(window.channel("shortcuts-step-3 1 unread")).isVisible();
    window.message().focus();
    step(window, keyboard, "Alt+ArrowDown", "shortcuts-step-2");
    step(window, keyboard, "Alt+ArrowUp", "shortcuts-step-1");
    step(window, keyboard, "Alt+Shift+ArrowDown", "shortcuts-step-3");
  }

  private static void step(BoardPage window, Keyboard keyboard, String keys, String channel) {
    keyboard.press(keys);
    assertThat(window.title()).hasText(channel);
    assertThat(window.page()).hasURL(Pattern.compile(".*#/c/" + channel + "$"));
  }

  private static Locator dialog(BoardPage window, String name) {
    return window.page().getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName(name));
  }

  private static Locator channelField(BoardPage window) {
    return window
        .page()
        .getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Channel"));
  }

  private static Locator options(BoardPage window) {
    return dialog(window, "Go to a channel").getByRole(AriaRole.OPTION);
  }
}
